"""Codes of an app and codes on paper: setting them up, and what opens with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.people import User
from models.signed_in_session import HowProved
from tests.blueprints.test_accounts_second_factor import (
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
    secret_on,
    session_of,
    show_passkey,
    type_code,
    window,
)
from tests.passkeys import Device
from tests.people import make_user

__all__ = ["pat", "window"]


def test_an_app_is_added_and_its_next_code_opens(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime
) -> None:
    secret = add_app(window, now)
    assert session_of(db_session, pat).proved_how is HowProved.AUTHENTICATOR
    later = pass_time(minutes=31)
    window.get("/account")
    assert not is_proved(db_session, pat)
    assert type_code(window, secret, later).location == "/signed-in"
    assert is_proved(db_session, pat)


def test_the_secret_stays_while_it_is_being_set_up_and_is_another_for_everybody(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session
) -> None:
    first = window.get(f"{ROOM}/app/new").text
    refused = press(window, f"{ROOM}/app", code="000000")
    assert refused.status_code == 422
    assert secret_on(first) == secret_on(refused.text) == secret_on(window.get(f"{ROOM}/app/new").text)
    assert secret_on(first) in unescape(first).split("otpauth://totp/")[1]
    assert secret_on(first) != secret_on(signed_in(make_user(db_session)).get(f"{ROOM}/app/new").text)
    assert len(secret_on(first)) == 32


def test_a_code_is_taken_once(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User, now: datetime,
    pass_time: PassTime,
) -> None:  # fmt: skip
    secret, later = add_app(window, now), pass_time(minutes=1)
    elsewhere = signed_in(pat)
    assert type_code(elsewhere, secret, later).status_code == 303
    again = type_code(signed_in(pat), secret, later)
    assert again.status_code == 422
    assert "was used before" in again.text


def test_five_wrong_codes_and_one_must_wait_but_the_passkey_still_opens(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User, now: datetime,
    pass_time: PassTime,
) -> None:  # fmt: skip
    device, secret = Device(), add_app(window, now)
    add_passkey(window, device)
    later = pass_time(minutes=1)
    elsewhere = signed_in(pat)
    for _ in range(5):
        assert press(elsewhere, f"{ROOM}/check/code", code="000000").status_code == 422
    refused = type_code(elsewhere, secret, later)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 15 * 60
    assert "use another way on this page" in refused.text
    type_code(elsewhere, secret, later)
    assert mails(db_session).count("second-factor-refused") == 1
    assert show_passkey(elsewhere, device).status_code == 303


def test_after_a_quarter_of_an_hour_codes_are_taken_again(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], pat: User, now: datetime, pass_time: PassTime
) -> None:
    secret = add_app(window, now)
    elsewhere = signed_in(pat)
    for _ in range(6):
        press(elsewhere, f"{ROOM}/check/code", code="000000")
    assert type_code(elsewhere, secret, pass_time(minutes=15)).status_code == 303


def test_recovery_codes_are_shown_once_and_each_opens_once(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User, now: datetime
) -> None:
    add_app(window, now)
    codes = make_codes(window)
    assert len(set(codes)) == 8
    assert not any(code in window.get(f"{ROOM}/recovery-codes").text for code in codes)
    elsewhere = signed_in(pat)
    used = press(elsewhere, f"{ROOM}/check/recovery-code{NEXT}", recovery_code=codes[3].lower())
    assert used.location == "/signed-in"
    assert "You have 7 left" in elsewhere.get("/account").text
    assert "recovery-code-used" in mails(db_session)
    again = press(signed_in(pat), f"{ROOM}/check/recovery-code", recovery_code=codes[3])
    assert again.status_code == 422
    assert "Each works once" in again.text


def test_five_wrong_recovery_codes_and_one_must_wait(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], pat: User, now: datetime
) -> None:
    add_app(window, now)
    codes, elsewhere = make_codes(window), signed_in(pat)
    for _ in range(5):
        press(elsewhere, f"{ROOM}/check/recovery-code", recovery_code="CDF3-49HJ-KMNP")
    assert press(elsewhere, f"{ROOM}/check/recovery-code", recovery_code=codes[0]).status_code == 429


def test_recovery_codes_are_not_made_for_somebody_without_a_second_step(window: FlaskClient) -> None:
    assert window.get(f"{ROOM}/recovery-codes").location == ROOM
    assert press(window, f"{ROOM}/recovery-codes").status_code in (303, 403)
