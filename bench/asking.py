"""Asking a server, as a few browsers would that keep their connection open."""

import http.client
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psutil

HEADERS = {"User-Agent": "Mozilla/5.0 (measuring)", "Accept": "text/html", "Accept-Encoding": "gzip"}
BROWSERS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came over the wire: body and headers in bytes."""

    status: int
    body: bytes
    wire_bytes: int
    encoding: str


class NotAnswered(Exception):
    """A page that is measured must be a page."""


def ask(connection: http.client.HTTPConnection, address: str, more: Mapping[str, str] | None = None) -> Answer:
    """One request. Raises NotAnswered for anything but 200."""
    connection.request("GET", address, headers={**HEADERS, **(more or {})})
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise NotAnswered(f"{address} was answered {response.status}")
    headers = sum(len(name) + len(value) + 4 for name, value in response.getheaders())
    return Answer(response.status, body, len(body) + headers + 19, response.getheader("Content-Encoding") or "")


@dataclass(frozen=True, slots=True)
class Turn:
    """Answers in a second, and the milliseconds of processor the server spent on each."""

    rate: float
    processor_ms: float


def throughput(port: int, server: psutil.Process, addresses: Sequence[str], seconds: float) -> Turn:
    """How a server does with a few browsers at once that never wait between pages."""
    spent = sum(server.cpu_times()[:2])
    answered = [0] * BROWSERS
    began = time.perf_counter()
    until = began + seconds

    def browse(browser: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        turn = browser * len(addresses) // BROWSERS
        while time.perf_counter() < until:
            ask(connection, addresses[turn % len(addresses)])
            answered[browser] += 1
            turn += 1
        connection.close()

    threads = [threading.Thread(target=browse, args=(browser,)) for browser in range(BROWSERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    return Turn(sum(answered) / seconds, (sum(server.cpu_times()[:2]) - spent) * 1000 / max(1, sum(answered)))


def times(
    port: int, addresses: Sequence[str], repeats: int = 3, headers: Mapping[str, str] | None = None
) -> list[float]:
    """Milliseconds for each address, asked one by one: the best of a few goes, so that other work on the machine
    counts little."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    best = [float("inf")] * len(addresses)
    for _ in range(repeats):
        for number, address in enumerate(addresses):
            began = time.perf_counter()
            ask(connection, address, headers)
            best[number] = min(best[number], (time.perf_counter() - began) * 1000)
    connection.close()
    return best
