"""When the second step is asked for, for how long it counts, and what happens to a form that was sent meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.spring_clean import clear_what_ran_out
from models.authenticator import Authenticator
from models.passkey import Passkey
from models.people import Role, User
from models.recovery_code import RecoveryCode
from models.second_factor import second_factors_of
from models.signed_in_session import HowProved, SignedInSession
from tests.blueprints.test_accounts_second_factor import (
    KEPT,
    NEXT,
    ROOM,
    PassTime,
    add_app,
    add_passkey,
    is_proved,
    mails,
    make_codes,
    pat,
    press,
    put_on_team,
    session_of,
    show_passkey,
    type_code,
    window,
)
from tests.passkeys import Device
from tests.people import csrf

__all__ = ["pat", "window"]


def test_changing_it_asks_for_it_again_after_ten_minutes(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime
) -> None:
    add_app(window, now)
    pass_time(minutes=9)
    assert window.get(f"{ROOM}/passkeys/new").status_code == 200
    pass_time(minutes=1)
    assert is_proved(db_session, pat)
    for path in ("passkeys/new", "app/new"):
        assert window.get(f"{ROOM}/{path}").location == f"{ROOM}/check?next={ROOM}/{path}"
    for path in ("passkeys", "app", "app/ending", "recovery-codes"):
        answer = press(window, f"{ROOM}/{path}", name="My phone")
        assert answer.status_code == 403, path
        assert "Nothing you typed is lost" in answer.text


def test_a_form_sent_without_a_proof_waits_whole_until_there_is_one(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User, now: datetime,
    pass_time: PassTime,
) -> None:  # fmt: skip
    secret = add_app(window, now)
    later = pass_time(minutes=31)
    waits = press(window, f"{ROOM}/recovery-codes{NEXT}", note="typed & kept")
    assert waits.status_code == 403
    assert f"{ROOM}/check?next=/signed-in" in waits.text
    sent = {unescape(name): unescape(value) for name, value in KEPT.findall(waits.text)}
    assert sent["note"] == "typed & kept"
    assert type_code(window, secret, later).location == "/signed-in"
    done = window.post(f"{ROOM}/recovery-codes{NEXT}", data=sent)
    assert done.status_code == 200
    assert "Your recovery codes" in done.text


def test_htmx_is_sent_to_the_page_that_asks(window: FlaskClient, now: datetime, pass_time: PassTime) -> None:
    add_app(window, now)
    pass_time(minutes=11)
    answer = window.get(f"{ROOM}/app/new", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, f"{ROOM}/check?next={ROOM}/app/new")


def test_a_proof_lasts_while_one_works_and_ends_after_half_an_hour_of_rest(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime
) -> None:
    add_app(window, now)
    for _ in range(4):
        pass_time(minutes=29)
        window.get("/account")
        assert is_proved(db_session, pat)
    pass_time(minutes=31)
    window.get("/account")
    assert not is_proved(db_session, pat)


def test_a_shorter_rest_can_be_set(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime,
    settle: Callable[..., Any],
) -> None:  # fmt: skip
    settle(strong_idle_minutes=15)
    add_app(window, now)
    pass_time(minutes=16)
    window.get("/account")
    assert not is_proved(db_session, pat)


def test_who_has_shown_it_just_now_goes_straight_on(window: FlaskClient, now: datetime) -> None:
    add_app(window, now)
    assert window.get(f"{ROOM}/check{NEXT}").location == "/signed-in"


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "/\\evil.example", "%2f%2fevil.example"])
def test_nobody_is_sent_to_another_site(window: FlaskClient, now: datetime, place: str) -> None:
    add_app(window, now)
    assert "evil" not in window.get(f"{ROOM}/check?next={place}").location


def test_the_demo_lets_people_go_on_without(
    window: FlaskClient, db_session: Session, pat: User, settle: Callable[..., Any]
) -> None:
    settle(demo=True)
    assert "This is the demo" in window.get(f"{ROOM}/check{NEXT}").text
    assert press(window, f"{ROOM}/check/demo{NEXT}").location == "/signed-in"
    assert session_of(db_session, pat).proved_how is HowProved.DEMO


def test_outside_the_demo_nobody_goes_on_without(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime
) -> None:
    add_app(window, now)
    pass_time(minutes=31)
    assert "This is the demo" not in window.get(f"{ROOM}/check").text
    assert press(window, f"{ROOM}/check/demo").status_code == 404
    assert not is_proved(db_session, pat)


def test_a_stranger_is_shown_the_way_in(client: FlaskClient, settle: Callable[..., Any]) -> None:
    for path in ("", "/check", "/passkeys/new", "/app/new", "/app/ending", "/recovery-codes"):
        assert client.get(ROOM + path).location.startswith("/sign-in?next=")
    settle(demo=True)
    answer = press(client, f"{ROOM}/check/demo")
    assert (answer.status_code, "Please sign in to send this" in answer.text) == (403, True)


def test_removing_an_app_that_is_not_there_is_no_page(window: FlaskClient, now: datetime) -> None:
    add_passkey(window, Device())
    assert window.get(f"{ROOM}/app/ending").status_code == 404
    assert press(window, f"{ROOM}/app/ending").status_code == 404


def test_signing_in_again_asks_again(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], pat: User, now: datetime
) -> None:
    add_app(window, now)
    assert "Show that it is you" in signed_in(pat).get(f"{ROOM}/check").text


def test_a_session_that_ends_while_it_is_proved_stays_ended(
    app: Flask, window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    secret, later = add_app(window, now), pass_time(minutes=31)
    monkeypatch.setattr(SignedInSession, "prove", lambda *_, **__: False)
    assert type_code(window, secret, later).location.startswith(f"{ROOM}/check")
    kept = db_session.scalars(Authenticator.running(pat)).one()
    db_session.refresh(kept)
    assert kept.last_used_at < later - timedelta(minutes=1), "the code is not used up either"


def at_once(presses: list[Callable[[], Any]]) -> list[int]:
    """Everybody presses at the same moment; the status of each answer."""
    gate = threading.Barrier(len(presses))

    def press_one(one: Callable[[], Any]) -> int:
        gate.wait()
        return int(one().status_code)

    with ThreadPoolExecutor(len(presses)) as hands:
        return sorted(hands.map(press_one, presses))


@pytest.mark.parametrize("what", ["code", "recovery-code"])
def test_of_four_who_send_one_code_at_once_one_gets_in(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], pat: User, now: datetime, pass_time: PassTime,
    what: str,
) -> None:  # fmt: skip
    secret = add_app(window, now)
    code, later = make_codes(window)[0], pass_time(minutes=1)
    fields = {"code": pyotp.TOTP(secret).at(later), "recovery_code": code}
    windows = [signed_in(pat) for _ in range(4)]
    data = [{**csrf(each), **fields} for each in windows]
    presses = [partial(each.post, f"{ROOM}/check/{what}", data=sent) for each, sent in zip(windows, data, strict=True)]
    assert at_once(presses) == [303, 422, 422, 422]


def test_of_two_removed_at_once_one_is_left(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User, now: datetime,
    pass_time: PassTime,
) -> None:  # fmt: skip
    put_on_team(db_session, pat, now)
    device = Device()
    add_app(window, now)
    add_passkey(window, device)
    elsewhere = signed_in(pat)
    show_passkey(elsewhere, device)
    passkey = db_session.scalars(Passkey.running(pat)).one().id
    db_session.rollback()
    first, second = csrf(window), csrf(elsewhere)
    answers = at_once(
        [
            lambda: window.post(f"{ROOM}/app/ending", data=first),
            lambda: elsewhere.post(f"{ROOM}/passkeys/{passkey}/ending", data=second),
        ]
    )
    assert answers[0] == 303
    assert answers[1] in (403, 422), "refused as the last one, or asked again because the other was removed"
    db_session.expire_all()
    assert second_factors_of(db_session, pat).count == 1


def test_whoever_runs_the_server_can_start_it_again(
    app: Flask, window: FlaskClient, db_session: Session, pat: User, now: datetime
) -> None:
    add_app(window, now)
    run = app.test_cli_runner().invoke(args=["accounts", "reset-second-step", "PAT@example.org"])
    assert "Done." in run.output
    assert window.get("/account").location.startswith("/sign-in")
    db_session.expire_all()
    assert second_factors_of(db_session, pat).count == 0
    assert "second-factor-reset" in mails(db_session)
    nobody = app.test_cli_runner().invoke(args=["accounts", "reset-second-step", "nobody@example.org"])
    assert "Nobody has an account" in nobody.output


def test_what_ended_long_ago_is_cleared_away(
    app: Flask, window: FlaskClient, db_session: Session, pat: User, now: datetime
) -> None:
    add_passkey(window, Device())
    add_app(window, now)
    make_codes(window)
    make_codes(window)
    press(window, f"{ROOM}/app/ending")
    with app.app_context():
        clear_what_ran_out(now + timedelta(days=31))
    db_session.expire_all()
    assert db_session.scalars(select(Authenticator)).all() == []
    assert second_factors_of(db_session, pat).count == 1
    assert second_factors_of(db_session, pat).codes_left == 8
    assert len(db_session.scalars(select(RecoveryCode)).all()) == 8


def test_a_page_of_a_team_asks_first_and_again_after_half_an_hour_of_rest(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime
) -> None:
    put_on_team(db_session, pat, now, Role.TEAM_LEAD)
    page, asks = "/teams/walkers/people", f"{ROOM}/check?next=/teams/walkers/people"
    assert window.get(page).location == asks
    secret = add_app(window, now)
    assert window.get(page).status_code == 200
    for _ in range(2):
        pass_time(minutes=29)
        assert window.get(page).status_code == 200
    later = pass_time(minutes=31)
    assert window.get(page).location == asks
    assert window.get(page, headers={"HX-Request": "true"}).headers["HX-Redirect"] == asks
    waits = press(window, "/teams/walkers/invitations", email="noor@example.org", role="link-worker")
    assert (waits.status_code, "noor@example.org" in waits.text) == (403, True)
    assert type_code(window, secret, later).status_code == 303
    sent = {unescape(name): unescape(value) for name, value in KEPT.findall(waits.text)}
    assert window.post("/teams/walkers/invitations", data=sent).status_code == 303
    assert "team-invited" in mails(db_session)
