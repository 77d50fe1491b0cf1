"""One run: worlds made, served and asked; everything measured in turns, so that a busy moment falls on all alike."""

import http.client
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psutil
from sqlalchemy import create_engine, make_url

from bench.asking import Turn, ask, throughput, times
from config import ROOT
from models.sealed import new_key

PATIENCE = 60
Say = Callable[[str], None]
Server = tuple[int, psutil.Process]
"""Port and process."""


@dataclass(slots=True)
class Measured:
    """What one world came to. Ratios are to the hello of the same turns; times in milliseconds."""

    database: str
    size: int
    hello: float = 0.0
    ratios: dict[str, float] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)
    """Ratios of the processor time of a hello to that of a page: the same question, asked in a way that other work on
    the machine disturbs less. Of a database in a process of its own it knows nothing."""
    times: dict[str, tuple[float, float]] = field(default_factory=dict)
    resident_mb: float = 0.0
    first_page_s: float = 0.0
    weights: dict[str, tuple[int, int]] = field(default_factory=dict)


def measure_all(
    folder: Path, databases: Sequence[str], sizes: Sequence[int], rounds: int, seconds: float, *, say: Say
) -> list[Measured]:
    """Every world in turn. Each is measured beside a hello of its own turns."""
    measured = []
    with ExitStack() as stack:
        server = stack.enter_context(postgres()) if "postgres" in databases else ""
        port, process, _ = stack.enter_context(served([sys.executable, "-m", "bench.hello"], {}, folder))
        hello = (port, psutil.Process(process.pid))
        for database in databases:
            for size in sizes:
                say(f"{database}, {size:,} listings: making the world ...")
                address = address_of(database, str(size), folder, server)
                measured.append(_measure(address, database, size, folder, hello, rounds, seconds, say))
    return measured


def _measure(
    address: str, database: str, size: int, folder: Path, hello: Server, rounds: int, seconds: float, say: Say
) -> Measured:
    settings = {
        "DATABASE_URL": address,
        "HEREABOUTS_INSTANCE": str(folder / "instance"),
        "HEREABOUTS_SECRET_KEY": secrets.token_hex(32),
        "HEREABOUTS_FIELD_KEYS": new_key(),
    }
    made = subprocess.run(  # noqa: S603 (our own programs, with our own words)
        [sys.executable, "-W", "ignore", "-m", "bench.world", str(size)],
        cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"The world could not be made:\n{made.stderr[-2000:]}")
    asked = json.loads(made.stdout.strip().splitlines()[-1])
    pages = {"find": asked["searches"], "listing": asked["listings"], "patch": asked["patches"]}
    found = Measured(database, size)
    serve = [sys.executable, "-m", "flask", "--app", "app", "serve", "--no-tick", "--port"]
    with served(serve, settings, folder):
        pass  # the first start writes the static files; an installed copy has them
    with served(serve, settings, folder) as (port, process, first_page):
        found.first_page_s = first_page
        say("  asking ...")
        for addresses in pages.values():
            times(port, addresses, repeats=1)  # what the process remembers is remembered now
        found.times = {name: _p50_p95(times(port, addresses)) for name, addresses in pages.items()}
        found.times["placed"] = _p50_p95(times(port, asked["placed"]))
        _take_turns(found, hello, (port, psutil.Process(process.pid)), pages, rounds, seconds)
        found.resident_mb = psutil.Process(process.pid).memory_info().rss / 1_000_000
        found.weights = {
            "patch": _first_view(port, asked["patches"][0]),
            "listing": _first_view(port, asked["listings"][0]),
            "find": _first_view(port, asked["searches"][0]),
        }
    say(f"  find {found.ratios['find']:.2f}, listing {found.ratios['listing']:.2f}, patch {found.ratios['patch']:.2f}")
    return found


def _take_turns(
    found: Measured, hello: Server, served: Server, pages: dict[str, list[str]], rounds: int, seconds: float
) -> None:
    hellos: list[Turn] = []
    turns: dict[str, list[Turn]] = {name: [] for name in pages}
    for _ in range(rounds):
        hellos.append(throughput(hello[0], hello[1], ["/"], seconds))
        for name, addresses in pages.items():
            turns[name].append(throughput(served[0], served[1], addresses, seconds))
    found.hello = median(turn.rate for turn in hellos)
    processor = median(turn.processor_ms for turn in hellos)
    for name, each in turns.items():
        found.rates[name] = median(turn.rate for turn in each)
        found.ratios[name] = median(turn.rate / bare.rate for turn, bare in zip(each, hellos, strict=True))
        found.processor[name] = processor / median(turn.processor_ms for turn in each)


def _first_view(port: int, address: str) -> tuple[int, int]:
    """Bytes over the wire, headers included, and requests: the page and all it loads."""
    import gzip

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    page = ask(connection, address)
    html = (gzip.decompress(page.body) if page.encoding == "gzip" else page.body).decode()
    loaded = re.findall(r'<link rel="(?:stylesheet|icon)"[^>]*href="([^"]+)"', html) + re.findall(
        r'<script src="([^"]+)"', html
    )
    total = page.wire_bytes + sum(ask(connection, each).wire_bytes for each in loaded)
    connection.close()
    return total, 1 + len(loaded)


def _p50_p95(milliseconds: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(milliseconds)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


@contextmanager
def served(
    command: list[str], settings: dict[str, str], folder: Path
) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    """A server on a free port until we are done: (port, process, seconds from the start to the first page)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    with (folder / "served.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            [*command, str(port)], cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log
        )
        try:
            _wait_for(port, process)
            yield port, process, time.perf_counter() - began
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/", headers={"Connection": "close"})
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("The server did not start: see served.log.")


@contextmanager
def postgres() -> Iterator[str]:
    """A server for as long as it is measured."""
    from tests.postgres_server import running_postgres

    with running_postgres() as address:
        yield address


def address_of(database: str, name: str, folder: Path, server: str) -> str:
    """Where the world of this name lies, made when it is not there."""
    if database == "sqlite":
        return f"sqlite:///{(folder / f'bench-{name}.db').as_posix()}"
    name = f"hereabouts_bench_{name}".replace("-", "_")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if not connection.exec_driver_sql("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).first():
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
