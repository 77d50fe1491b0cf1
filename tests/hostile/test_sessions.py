"""Signed out, timed out, ended elsewhere or never right: the cookie of a session that is over opens nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models.one_time import fingerprint
from models.people import User
from tests.architecture.test_gets_never_write import fingerprints
from tests.conftest import NOW
from tests.hostile.filled import tokens_for
from tests.hostile.town import Town, Visit, routes, session_token
from tests.people import sign_in

HX = {"HX-Request": "true"}
DOT = select(User).where(User.email == "dot@example.org")
COOKIES = {
    "garbage": "x",
    "empty": "",
    "long": "x" * 8_192,
    "bytes": "\xff\xfe",
    "quoted": '"; drop table signed_in_session; --',
    "a UUID": "00000000-0000-4000-8000-000000000000",
    "JSON": '{"user_id": 1}',
    "percent": "%00%ff%0d%0a",
    "a bare print": "0" * 64,
    "dots": "." * 500,
}


@pytest.mark.parametrize("what", COOKIES)
def test_a_cookie_of_nonsense_signs_nobody_in(app: Flask, town: Town, visit: Visit, what: str) -> None:
    before = fingerprints(app)
    for rule in routes(app):
        place = town.address(app, rule)
        plain = visit().get(place)
        for name in ("hereabouts", "hereabouts-form"):
            answer = visit().get(place, environ_overrides={"HTTP_COOKIE": f"{name}={COOKIES[what]}; other=\x01; ;=;"})
            assert answer.status_code == plain.status_code, f"{place} {name}: {answer.status_code}"
    assert fingerprints(app) == before


def test_a_session_cookie_sealed_with_another_key_is_no_session(app: Flask, visit: Visit) -> None:
    stranger = visit()
    forged = FlaskClient(app, app.response_class)
    kept, app.secret_key = app.secret_key, secrets.token_hex(32)
    token = tokens_for(forged, "accounts.ask")
    app.secret_key = kept
    stranger.set_cookie("hereabouts-form", forged.get_cookie("hereabouts-form").value)  # type: ignore[union-attr]
    assert stranger.post("/sign-in", data={**token, "email": "dot@example.org"}).status_code == 403


def test_an_old_session_is_refused_after_sign_out(visit: Visit) -> None:
    dot, thief = visit("dot"), visit("dot")
    assert thief.get("/account").status_code == 200
    token = tokens_for(dot, "accounts.sign_out")
    assert dot.post("/sign-out", data=token).status_code == 303
    for path in ("/account", "/desk", "/panels/larkmoor/desk", "/panels/larkmoor/listings.csv"):
        assert thief.get(path).status_code == 303, path
        assert thief.get(path, headers=HX).status_code == 401, path
    assert thief.post("/account/name", data={**tokens_for(thief, "accounts.rename"), "name": "x"}).status_code in (
        401,
        403,
    )


def test_an_old_session_is_refused_after_its_time(visit: Visit, pass_time: Callable[..., datetime]) -> None:
    dot = visit("dot")
    pass_time(hours=7)
    assert dot.get("/account").status_code == 200
    pass_time(hours=7)
    assert dot.get("/account").status_code == 200
    pass_time(hours=7)
    assert dot.get("/account").status_code == 303, "twenty hours are the most"


def test_sessions_ended_from_another_browser_end_at_once(app: Flask, visit: Visit) -> None:

    from extensions import db

    here, there = visit("dot"), FlaskClient(app, app.response_class)
    with app.app_context():
        sign_in(there, db.session.scalars(DOT).one())
    assert there.get("/account").status_code == 200
    assert (
        here.post("/account/sessions/others/ending", data=tokens_for(here, "accounts.end_other_sessions")).status_code
        == 303
    )
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_a_closed_account_has_no_session(app: Flask, visit: Visit) -> None:

    from extensions import db

    dot = visit("dot")
    assert dot.get("/account").status_code == 200
    with app.app_context():
        db.session.scalars(DOT).one().ended_at = NOW
        db.session.commit()
    assert dot.get("/account").status_code == 303


def test_the_cookie_of_a_session_is_not_the_row_of_it(visit: Visit) -> None:
    """What the database keeps opens nothing: the cookie is a secret, the row its fingerprint."""
    stranger = visit()
    for stolen in (fingerprint("session", session_token("dot")), fingerprint("sign-in link", session_token("dot"))):
        stranger.set_cookie("hereabouts", stolen)
        assert stranger.get("/account").status_code == 303


def test_links_for_one_purpose_do_not_serve_another(town: Town, visit: Visit) -> None:
    for place, secret in town.tokens.items():
        for other in town.tokens:
            answer = visit().get(other + secret)
            assert (answer.status_code == 200) is (other == place), (place, other)
