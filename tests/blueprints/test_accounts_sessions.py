"""Being signed in: what the cookie is, and how a session ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from extensions import db
from models import database
from models.people import Panel, User
from models.signed_in_session import SignedInSession
from tests.conftest import NOW
from tests.people import csrf, make_lead, make_panel, make_user, sign_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def pat(db_session: Session) -> User:
    return make_user(db_session)


@pytest.fixture
def demo(settle: Callable[..., Any]) -> None:
    settle(demo=True)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def sessions(db_session: Session) -> list[SignedInSession]:
    db_session.expire_all()
    return list(db_session.scalars(select(SignedInSession).order_by(SignedInSession.started_at)))


def cookie_set(answer: Any, name: str) -> str:
    return next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{name}="))


@pytest.mark.usefixtures("demo")
def test_the_cookie_is_closed_to_scripts_and_other_sites(client: FlaskClient, pat: User) -> None:
    line = cookie_set(client.post(f"/sign-in/as/{pat.id}", data=csrf(client)), "hereabouts")
    assert "; HttpOnly" in line
    assert "; SameSite=Lax" in line
    assert "; Path=/" in line
    assert "Domain" not in line
    assert len(line.split("=")[1].split(";")[0]) >= 43


@pytest.mark.usefixtures("demo")
def test_on_https_the_cookie_is_secure_and_bound_to_this_host(
    client: FlaskClient, pat: User, settle: Callable[..., Any]
) -> None:
    settle(public_url="https://localhost")
    answer = client.post(f"/sign-in/as/{pat.id}", data=csrf(client))
    line = cookie_set(answer, "__Host-hereabouts")
    assert "; Secure" in line
    assert "Domain" not in line
    assert "; Path=/" in line


@pytest.mark.usefixtures("demo")
def test_signing_in_gives_a_new_secret_and_ends_what_was_there(
    client: FlaskClient, pat: User, db_session: Session
) -> None:
    client.set_cookie("hereabouts", "planted-by-somebody-else")
    assert not is_signed_in(client)
    client.post(f"/sign-in/as/{pat.id}", data=csrf(client))
    first = client.get_cookie("hereabouts")
    client.post(f"/sign-in/as/{pat.id}", data=csrf(client))
    second = client.get_cookie("hereabouts")
    assert first is not None
    assert second is not None
    assert first.value not in ("planted-by-somebody-else", second.value)
    assert [each.ended_at is None for each in sessions(db_session)].count(True) == 1


@pytest.mark.usefixtures("demo")
def test_the_token_against_forgery_changes_at_sign_in(client: FlaskClient, pat: User) -> None:
    before = csrf(client)
    client.post(f"/sign-in/as/{pat.id}", data=before)
    refused = client.post("/account/name", data={**before, "name": "Eve"})
    assert refused.status_code == 403


def test_after_signing_out_the_old_cookie_is_worthless(client: FlaskClient, app: Flask, pat: User) -> None:
    token = sign_in(client, pat)
    answer = client.post("/sign-out", data=csrf(client))
    assert answer.location == "/sign-out"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get_cookie("hereabouts") is None
    assert client.get("/sign-out").page.heading == "You are signed out"
    thief = app.test_client()
    thief.set_cookie("hereabouts", token)
    assert thief.get("/account").status_code == 303


def test_signing_out_twice_does_no_harm(client: FlaskClient) -> None:
    assert client.post("/sign-out", data=csrf(client)).location == "/sign-out"


def test_idle_and_absolute_limits_end_a_session(client: FlaskClient, app: Flask, pat: User) -> None:
    sign_in(client, pat)
    for hours in (7, 14, 19.9):
        app.config["NOW"] = NOW + timedelta(hours=hours)
        assert is_signed_in(client)
    app.config["NOW"] = NOW + timedelta(hours=20)
    assert not is_signed_in(client)
    app.config["NOW"] = NOW
    sign_in(client, pat)
    app.config["NOW"] = NOW + timedelta(hours=8)
    assert not is_signed_in(client)


def test_an_ended_account_is_out_at_the_next_press(client: FlaskClient, pat: User, db_session: Session) -> None:
    sign_in(client, pat)
    assert is_signed_in(client)
    pat.ended_at = NOW
    db_session.commit()
    assert not is_signed_in(client)


def test_reading_writes_at_most_once_in_five_minutes(
    client: FlaskClient, app: Flask, pat: User, db_session: Session
) -> None:
    sign_in(client, pat)
    for minutes, noted in ((4, 0), (5, 5), (9, 5), (10, 10)):
        app.config["NOW"] = NOW + timedelta(minutes=minutes)
        client.get("/account")
        assert sessions(db_session)[0].last_used_at == NOW + timedelta(minutes=noted)


def test_reading_goes_on_when_nothing_can_be_written(
    client: FlaskClient, app: Flask, pat: User, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("about one writer holding up the others, as SQLite has it")
    sign_in(client, pat)
    db_session.rollback()
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 100)
    db.engine.dispose()
    app.config["NOW"] = NOW + timedelta(minutes=30)
    with db.engine.connect() as writer, writer.begin():  # begun as a writer, and held
        assert client.get("/account").status_code == 200
    assert sessions(db_session)[0].last_used_at == NOW
    db_session.rollback()
    db.engine.dispose()


def test_people_see_where_they_are_signed_in_and_end_it(
    client: FlaskClient, app: Flask, pat: User, db_session: Session, settle: Callable[..., Any]
) -> None:
    settle(demo=True)
    other = app.test_client()
    other.post(f"/sign-in/as/{pat.id}", data=csrf(other), headers={"User-Agent": FIREFOX})
    sign_in(client, pat)
    page = client.get("/account").page
    assert "Firefox on Windows" in page.text
    assert "This one" in page.text
    theirs = next(each for each in sessions(db_session) if each.device == "Firefox on Windows")
    assert client.post(f"/account/sessions/{theirs.id}/ending", data=csrf(client)).status_code == 303
    assert other.get("/account").status_code == 303
    assert is_signed_in(client)


def test_ending_all_others_keeps_this_one(client: FlaskClient, app: Flask, pat: User) -> None:
    others = [app.test_client(), app.test_client()]
    for browser in (*others, client):
        sign_in(browser, pat)
    client.post("/account/sessions/others/ending", data=csrf(client))
    assert is_signed_in(client)
    assert all(browser.get("/account").status_code == 303 for browser in others)


def test_nobody_ends_somebody_elses_session(client: FlaskClient, app: Flask, pat: User, db_session: Session) -> None:
    other = app.test_client()
    sign_in(other, make_user(db_session))
    theirs = sessions(db_session)[0].id
    sign_in(client, pat)
    assert client.post(f"/account/sessions/{theirs}/ending", data=csrf(client)).status_code == 404
    assert other.get("/account").status_code == 200


def test_people_change_their_own_name(client: FlaskClient, pat: User, db_session: Session) -> None:
    sign_in(client, pat)
    assert client.post("/account/name", data={**csrf(client), "name": "  Patricia \n Larkin "}).status_code == 303
    db_session.expire_all()
    assert pat.name == "Patricia Larkin"
    assert client.post("/account/name", data={**csrf(client), "name": ""}).status_code == 422
    long = client.post("/account/name", data={**csrf(client), "name": "x" * 81})
    assert "Keep it to 80 letters." in long.page.text
    client.post("/account/name", data={**csrf(client), "name": "Pat", "email": "eve@example.org", "ended_at": "now"})
    db_session.expire_all()
    assert pat.email.startswith("pat")


def test_signed_in_pages_are_never_stored(client: FlaskClient, pat: User) -> None:
    sign_in(client, pat)
    for path in ("/account", "/sign-in", "/sign-out", "/signed-in"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path
    assert 'hx-history="false"' in client.get("/account").get_data(as_text=True)


def test_a_strange_cookie_is_nobody(client: FlaskClient) -> None:
    for value in ("", "x" * 43, "x" * 3000, "' OR 1=1 --", "\x00"):
        client.set_cookie("hereabouts", value)
        assert client.get("/account").status_code == 303


def test_a_membership_that_ends_bites_on_the_next_press(client: FlaskClient, db_session: Session) -> None:
    panel: Panel = make_panel(db_session)
    make_lead(db_session, panel)
    person = make_lead(db_session, panel)
    sign_in(client, person)
    assert client.get(f"/panels/{panel.slug}/people").status_code == 200
    person.memberships[0].end(by=person, at=NOW)
    db_session.commit()
    assert client.get(f"/panels/{panel.slug}/people").status_code == 404
