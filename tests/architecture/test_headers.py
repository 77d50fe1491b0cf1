"""What every answer carries, whatever it is: pages, parts, files, refusals, breakages, and what is not there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from config import ROOT
from tests.hostile.town import Town, Visit, app, routes, town, visit

__all__ = ["app", "town", "visit"]

PUBLIC = ("open_to_all",)
KINDS = {
    "text/html; charset=utf-8", "text/calendar; charset=utf-8", "text/csv; charset=utf-8", "text/plain; charset=utf-8",
    "application/xml; charset=utf-8", "application/json", "application/pdf", "image/png", "image/jpeg",
    "text/javascript; charset=utf-8", "application/manifest+json",
}  # fmt: skip
"""JSON has one alphabet and takes no charset; paper and pictures have none."""
WAITS_FOR_BACK = "private, no-cache"
"""A public form that was refused: Back shows again what was typed."""
FILES_OF_A_PANEL = ("posters.picture_file",)
"""What a browser may keep, as long as it asks at the door each time before it shows it."""
TOKEN_PAGES = ("/sign-in/link/", "/setup/", "/invitations/")
A_FORMS_OWN = re.compile(rb'<input[^>]*name="public_token"[^>]*>')
"""Each public form carries a token that no other has."""
SERVES_PARTS = re.compile(r'render_page\(\s*"[^"]+",\s*(?:"[^"]+"|partial\b)', re.DOTALL)


@pytest.fixture
def https(app: Flask, settle: Callable[..., Any]) -> None:
    settle(public_url="https://board.example.org", demo=False)


def answers(app: Flask, town: Town, visit: Visit) -> list[tuple[Rule, FlaskClient, TestResponse]]:
    found = []
    for who in ("", "dot", "bernadette", "gillian"):
        client = visit(who)
        found += [(rule, client, client.get(town.address(app, rule))) for rule in routes(app)]
        found += [(rule, client, client.post(town.address(app, rule))) for rule in routes(app, "POST")]
    return found


def faults_of(answer: TestResponse) -> list[str]:
    """What is missing or wrong in the headers that every answer has."""
    headers = answer.headers
    policy = dict(each.strip().partition(" ")[::2] for each in headers.get("Content-Security-Policy", "").split(";"))
    wanted = {"frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'", "script-src": "'self'"}
    faults = [f"policy: {name} is {policy.get(name)}" for name, value in wanted.items() if policy.get(name) != value]
    if policy.get("default-src") not in ("'none'", "'self'") or "unsafe" in str(policy) or "*" in str(policy):
        faults.append(f"policy: {policy}")
    if policy.get("default-src") != "'none'" and policy.get("object-src") != "'none'":
        faults.append("policy: objects are allowed")
    if headers.get("X-Content-Type-Options") != "nosniff":
        faults.append("no nosniff")
    if headers.get("Referrer-Policy") not in ("no-referrer", "same-origin", "strict-origin-when-cross-origin"):
        faults.append(f"Referrer-Policy {headers.get('Referrer-Policy')}")
    if headers.get("Cross-Origin-Opener-Policy") != "same-origin":
        faults.append("no Cross-Origin-Opener-Policy")
    if headers.get("Access-Control-Allow-Origin"):
        faults.append("other sites may read it")
    if any(name in headers for name in ("Server", "X-Powered-By", "X-AspNet-Version")):
        faults.append("it says what it runs on")
    if answer.status_code >= 400 and headers.get("Cache-Control") not in ("no-store", WAITS_FOR_BACK):
        faults.append(f"a refusal may be kept: {headers.get('Cache-Control')}")
    if not 300 <= answer.status_code < 400 and answer.data and headers.get("Content-Type") not in KINDS:
        faults.append(f"kind {headers.get('Content-Type')}")
    return faults


def test_every_answer_carries_what_it_must(app: Flask, town: Town, visit: Visit) -> None:
    faults = []
    for rule, _, answer in answers(app, town, visit):
        door = getattr(app.view_functions[rule.endpoint], "door", "")
        told = faults_of(answer) if rule.endpoint != "static" else []
        kept = answer.headers.get("Cache-Control", "")
        asks_first = rule.endpoint in FILES_OF_A_PANEL and answer.status_code == 200 and kept == "private, no-cache"
        if door not in PUBLIC and kept != "no-store" and not asks_first:
            told.append(f"behind {door} and may be kept: {kept}")
        if door in PUBLIC and answer.headers.get("Set-Cookie"):
            told.append("a public page sets a cookie")
        if door in PUBLIC and "Cookie" in answer.headers.get("Vary", ""):
            told.append("a public page looks at cookies")
        faults += [f"{answer.request.method} {rule.rule} ({answer.status_code}): {each}" for each in told]
    assert not faults, "\n".join(sorted(set(faults)))


def test_pages_with_a_secret_in_their_address_tell_no_other_site(app: Flask, town: Town, visit: Visit) -> None:
    for place in TOKEN_PAGES:
        for secret in (town.tokens[place], "wrong"):
            for method in ("GET", "POST"):
                answer = visit().open(place + secret, method=method)
                assert answer.headers["Referrer-Policy"] in ("no-referrer", "same-origin"), (place, method)
                if method == "GET":
                    assert answer.headers["Referrer-Policy"] == "no-referrer", place
                assert answer.headers["Cache-Control"] == "no-store"


def test_parts_and_whole_pages_are_told_apart_by_caches(app: Flask, town: Town, visit: Visit) -> None:
    """A view that has a part says `Vary: HX-Request` whichever was asked for."""
    with_parts, lead = 0, visit("bernadette")
    for rule in routes(app):
        place = town.address(app, rule)
        whole, part = lead.get(place), lead.get(place, headers={"HX-Request": "true"})
        if whole.status_code == part.status_code == 200 and whole.data != part.data and "<html" not in part.text[:200]:
            with_parts += 1
            for answer in (whole, part):
                assert "HX-Request" in answer.headers.get("Vary", ""), rule.rule
    assert with_parts, "no view has a part any more"


def test_a_signed_in_visitor_of_a_public_page_gets_the_page_everybody_gets(
    app: Flask, town: Town, visit: Visit
) -> None:
    for rule in routes(app):
        if getattr(app.view_functions[rule.endpoint], "door", "") in PUBLIC:
            place = town.address(app, rule)
            known, stranger = visit("bernadette").get(place), visit().get(place)
            assert known.status_code == stranger.status_code, rule.rule
            if stranger.status_code < 400:  # a refusal tells the number of its own request
                assert A_FORMS_OWN.sub(b"", known.data) == A_FORMS_OWN.sub(b"", stranger.data), rule.rule


@pytest.mark.usefixtures("https")
def test_on_https_browsers_are_told_to_stay_there(app: Flask, town: Town, visit: Visit) -> None:
    for path in ("/", "/find", "/sign-in", "/nowhere", "/desk", "/healthz", "/robots.txt"):
        answer = visit().get(path, base_url="https://board.example.org")
        age = re.search(r"max-age=(\d+)", answer.headers.get("Strict-Transport-Security", ""))
        assert age, path
        assert int(age[1]) >= 31_536_000
        assert "includeSubDomains" in answer.headers["Strict-Transport-Security"]


@pytest.mark.usefixtures("app")
def test_plain_http_does_not_claim_https(visit: Visit) -> None:
    assert "Strict-Transport-Security" not in visit().get("/").headers


@pytest.mark.parametrize(
    ("host", "taken"),
    [("localhost", True), ("127.0.0.1", True), ("localhost:8000", True), ("evil.example", False),
     ("localhost.evil.example", False), ("localhost@evil.example", False), ("", False), ("localhost\x00", False),
     ("evil.example:80", False), ("[::1", False), ("localhost:99999999", True), (".localhost", False)],
)  # fmt: skip
def test_a_forged_host_is_refused(visit: Visit, host: str, taken: bool) -> None:
    for path in ("/", "/sign-in", "/listings/00000000-0000-4000-8000-000000000000", "/desk", "/sitemap.xml"):
        answer = visit().get(path, environ_overrides={"HTTP_HOST": host})
        assert (answer.status_code != 400) is taken or host.endswith("99999999"), (host, path, answer.status_code)
        assert "evil" not in answer.headers.get("Location", "")
        assert not faults_of(answer), host


def test_what_a_proxy_might_say_is_believed_only_from_a_proxy(visit: Visit) -> None:
    said = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "javascript", "X-Forwarded-For": "1.2.3.4",
        "Forwarded": "host=evil.example", "X-Original-URL": "/desk", "X-Rewrite-URL": "/desk",
        "X-Forwarded-Prefix": "/x", "X-HTTP-Method-Override": "DELETE",
    }  # fmt: skip
    for path in ("/", "/patches/larkmoor", "/find?q=tea", "/sign-in", "/sitemap.xml", "/robots.txt", "/desk"):
        plain, forged = visit().get(path), visit().get(path, headers=said)
        assert "evil" not in forged.text + forged.headers.get("Location", ""), path
        assert forged.status_code == plain.status_code
        if path != "/sign-in":
            assert forged.data == plain.data, path


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 414, 415, 422, 429, 500, 503])
def test_every_refusal_is_a_page_of_ours(visit: Visit, status: int) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        answer = visit().get(f"/gallery/errors/{status}", headers=headers)
        assert answer.status_code == status
        assert not faults_of(answer)
        assert ("<h1" in answer.text) is not bool(headers)


def test_even_a_breakage_is_a_page_of_ours(app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def break_down(**_: Any) -> None:
        raise KeyError("dot@example.org rang 07700 900881")

    def lose_the_database(**_: Any) -> None:
        raise OperationalError("SELECT secret", {}, Exception("no such host db.internal"))

    for view, status in ((break_down, 500), (lose_the_database, 503)):
        for endpoint, path in (("public.home", "/"), ("accounts.account", "/account")):
            monkeypatch.setitem(app.view_functions, endpoint, view)
            answer = visit("dot").get(path)
            assert answer.status_code == status
            assert not faults_of(answer)
            for word in ("dot@", "07700", "secret", "internal", "Traceback", "KeyError"):
                assert word not in answer.text
            assert ("Retry-After" in answer.headers) is (status == 503)


def test_files_of_ours_are_served_and_nothing_beside_them(visit: Visit) -> None:
    page = visit().get("/").text
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    for path in styles:
        answer = visit().get(path)
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Type"].startswith("text/css; charset=")
        assert "Set-Cookie" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert not {"Server", "X-Powered-By"} & set(answer.headers.keys())
    for path in ("/static", "/static/", "/static/css", "/static/css/", "/static/js/", "/static/nothing.css"):
        answer = visit().get(path)
        assert answer.status_code == 404, path
        assert not faults_of(answer)


def test_the_server_says_nothing_of_itself() -> None:
    """tests/test_serving.py looks at a running one; here only that nobody takes the setting away."""
    assert "ident=None" in (ROOT / "blueprints" / "serving.py").read_text(encoding="utf-8")
