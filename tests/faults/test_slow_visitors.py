"""Somebody slow, or somebody who never finishes a sentence, keeps nobody else waiting."""

from __future__ import annotations

import socket
import time

from tests.faults.served import Browser, Served

MANY = 12
"""Twice the threads that answer."""


def test_slow_visitors_do_not_hold_up_the_others(site: Served) -> None:
    site.start()
    stranger = Browser(site)
    usual = max(stranger.get("/patches/larkmoor").seconds for _ in range(3))
    slow = [
        b"GET /patches/larkmoor HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 100000\r\n\r\nemail=",
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nemail",
        b"GET /patches/larkmoor HTTP/1.1\r\nHost: localhost\r\n\r\n" * 30,
        b"",
    ]
    sockets = []
    for number in range(MANY):
        visitor = socket.create_connection(("127.0.0.1", site.port), timeout=10)
        visitor.sendall(slow[number % len(slow)])  # and then reads nothing, and says nothing more
        sockets.append(visitor)
    time.sleep(0.3)
    try:
        answers = [stranger.get("/patches/larkmoor", timeout=10) for _ in range(5)]
    finally:
        for visitor in sockets:
            visitor.close()
    assert {answer.status for answer in answers} == {200}
    assert min(answer.seconds for answer in answers) < max(2.0, usual * 10)


RAW = {
    "nonsense": b"\x00\xff\x16\x03\x01\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "a bad version": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "a bad percent": b"GET /find?q=% HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "bytes in the path": b"GET /patches/\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "NUL in the path": b"GET /patches/\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "another site in the line": b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "a forged host": b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "an endless header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 400_000 + b"\r\n\r\n",
    "a thousand headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 9_000 + b"\r\n",
    "an endless address": b"GET /find?q=" + b"x" * 300_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    "length and chunks": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "two lengths": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "a length of words": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
    "a length below nought": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    "a length past belief": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999\r\n\r\nx",
    "chunks of nonsense": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a chunk past belief": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"fffffffffff\r\n",
    "another coding": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
}


def test_a_broken_request_is_refused_and_the_server_goes_on(site: Served) -> None:
    site.start()
    for name, request in RAW.items():
        said = speak(site.port, request)
        first = said.partition(b"\r\n")[0].decode("latin-1")
        assert not first or first.startswith("HTTP/1."), f"{name}: {first!r}"
        assert " 500" not in first or name == "nonsense", f"{name}: {first}"
        assert b"smuggled" not in said.replace(request, b""), name
        assert said.count(b"HTTP/1.") <= 2, f"{name} was taken for several requests"
        assert b"Traceback" not in said, name
        assert b"waitress" not in said.lower(), f"{name} says what it runs on: {said[:300]!r}"
        assert b"evil" not in said.partition(b"\r\n\r\n")[0], name
        assert Browser(site).get("/healthz").status == 200, name


def speak(port: int, request: bytes) -> bytes:
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as visitor:
        visitor.settimeout(1.5)
        try:
            visitor.sendall(request)
            visitor.shutdown(socket.SHUT_WR)
            while more := visitor.recv(65_536):
                said += more
        except OSError:
            pass
    return said
