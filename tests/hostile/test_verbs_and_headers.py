"""Verbs nobody uses and headers of nonsense change nothing about an answer."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.architecture.test_gets_never_write import fingerprints
from tests.hostile.town import Town, Visit, routes

NONSENSE: list[dict[str, str]] = [
    {
        "Accept": "\xff/\xfe;q=x",
        "Accept-Language": "*;q=9e99",
        "Accept-Encoding": "gzip;q=NaN, br;q=",
        "If-None-Match": "\xff" * 100,
        "If-Modified-Since": "yesterday",
        "Range": "bytes=9-1,-,x",
        "User-Agent": "\x1b[31m\xff" * 50,
        "Referer": "javascript:alert(1)",
        "HX-Target": "<script>",
        "HX-Trigger": "\xff",
        "HX-Current-URL": "\xff\x00//evil.example",
        "X-Request-Id": "a\x1b[0m",
        "Expect": "x",
        "Upgrade": "h2c",
        "Authorization": "Basic \xff",
    },
    {"Accept": "a/b" * 5_000, "Accept-Encoding": "x" * 9_000, "User-Agent": "x" * 9_000, "HX-Request": "TRUE"},
    {"Content-Length": "-1", "Transfer-Encoding": "x"},
    {"Content-Length": "x", "Content-Type": "\x00"},
    {"HX-Request": "true", "HX-Boosted": "x" * 9_000, "HX-Trigger": "\xff", "HX-Current-URL": "\xff\x00//evil.example"},
    {"HX-Request": "true", "HX-History-Restore-Request": "true"},
]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "x" * 100, "\x00"])
def test_no_other_verb_is_understood(app: Flask, town: Town, visit: Visit, method: str) -> None:
    before = fingerprints(app)
    for rule in app.url_map.iter_rules():
        answer = visit("bernadette").open(town.address(app, rule), environ_overrides={"REQUEST_METHOD": method})
        assert answer.status_code in (400, 403, 404, 405, 501), f"{method} {rule.rule}: {answer.status_code}"
    assert fingerprints(app) == before


def test_headers_of_nonsense_change_nothing(app: Flask, town: Town, visit: Visit) -> None:
    for who in ("", "bernadette"):
        client = visit(who)
        for rule in routes(app):
            place = town.address(app, rule)
            plain = client.get(place).status_code
            for headers in NONSENSE:
                environ = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}
                environ |= {name.removeprefix("HTTP_"): value for name, value in environ.items() if "CONTENT" in name}
                answer = client.get(place, environ_overrides=environ)
                well = (plain, 304, 400, 413, 416, *((401,) if plain == 303 else ()))
                assert answer.status_code in well, f"{place} {headers}: {answer.status_code} instead of {plain}"
                assert "evil.example" not in str(answer.headers)
