"""The second step, in a real browser: with a passkey, with a code and no JavaScript, lost, and asked for again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import CDPSession, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outbox import Email
from models.signed_in_session import HowProved, SignedInSession
from tests.journeys.browsing import Person
from tests.journeys.conftest import DESK, Meet
from tests.journeys.test_every_page_closely import look_closely

DOT = "dot@example.org"
ROOM = "/account/second-factor"
CODE_BOX = "The six numbers in your app"
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="session")
def base_url(base_url: str) -> str:
    """Browsers have passkeys only for names."""
    return base_url.replace("127.0.0.1", "localhost")


class Sensor:
    """The fingerprint sensor of somebody's phone."""

    def __init__(self, person: Person, **other: Any) -> None:
        self.cdp: CDPSession = person.context.new_cdp_session(person.page)
        self.cdp.send("WebAuthn.enable")
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {**FINGER, **other}})["authenticatorId"]

    @property
    def held(self) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return kept

    def refuses(self) -> None:
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})

    def knows_the_finger(self) -> None:
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": True})

    def counts_from(self, sign_count: int) -> None:
        (held,) = self.held
        self.cdp.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})
        copied = {**held, "signCount": sign_count}
        self.cdp.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": copied})


def how_proved(desk: Session) -> HowProved | None:
    newest = select(SignedInSession.proved_how).order_by(SignedInSession.started_at.desc(), SignedInSession.id).limit(1)
    desk.rollback()
    how = desk.scalars(newest).first()
    desk.rollback()
    return how


def set_up_passkey(dot: Person) -> None:
    dot.opens(f"{ROOM}/check?next=/account").is_on("Your second step").follows("Set up a passkey")
    dot.is_on("Set up a passkey").presses("Make my passkey").is_on("Recovery codes")


def test_a_passkey_from_nothing_to_the_next_visit(
    meet: Meet, desk: Session, pass_time: Callable[..., datetime]
) -> None:
    dot = meet(email=DOT)
    sensor = Sensor(dot)
    # Given that she was on the way to a page that asks for it, and has none
    dot.opens(f"{ROOM}/check?next=/account").is_on("Your second step")
    assert list(look_closely(dot.page)) == []
    dot.follows("Set up a passkey").is_on("Set up a passkey")
    assert list(look_closely(dot.page)) == []
    # When she makes one, she gets codes for the day it is lost, and goes on
    dot.types("My blue phone", "What shall we call it?").presses("Make my passkey").is_on("Recovery codes")
    assert len(sensor.held) == 1
    assert list(look_closely(dot.page)) == []
    dot.presses("Show me my codes").is_on("Your recovery codes")
    assert list(look_closely(dot.page)) == []
    dot.follows("I have them").is_on("Your account")
    # Then it is on her list
    dot.follows("your second step").sees("My blue phone", "You have 8 left")
    assert list(look_closely(dot.page)) == []
    # And after a pause she is asked, refuses by mistake, and shows it
    pass_time(minutes=31)
    dot.opens(f"{ROOM}/check?next=/account").is_on("Show that it is you")
    assert list(look_closely(dot.page)) == []
    sensor.refuses()
    dot.presses("Use my passkey").hears("Press the button to try again")
    sensor.knows_the_finger()
    dot.presses("Use my passkey").is_on("Your account")
    assert how_proved(desk) is HowProved.PASSKEY
    assert {mail.event for mail in desk.scalars(select(Email))} >= {"second-factor-added", "recovery-codes-made"}


def test_a_copy_of_a_passkey_is_refused_and_a_recovery_code_opens(
    meet: Meet, desk: Session, pass_time: Callable[..., datetime]
) -> None:
    dot = meet(email=DOT)
    sensor = Sensor(dot)
    set_up_passkey(dot)
    code = dot.presses("Show me my codes").page.locator("code").first.inner_text()
    sensor.counts_from(40)
    for minutes in (31, 62):
        pass_time(minutes=minutes)
        dot.opens(f"{ROOM}/check?next=/account").presses("Use my passkey").is_on("Your account")
    # Given a copy that was made when the count was lower
    sensor.counts_from(7)
    pass_time(minutes=31)
    dot.opens(f"{ROOM}/check?next=/account").presses("Use my passkey").is_told_to_mend("could not be used")
    assert how_proved(desk) is None
    # When she uses a code on paper, she is in, and told how many are left
    dot.unfolds("I cannot use this").types(code.lower(), "A recovery code").presses("Go on with this recovery code")
    dot.is_on("Your account").sees("You have 7 left")
    assert how_proved(desk) is HowProved.RECOVERY_CODE


def test_a_code_app_without_javascript(meet: Meet, app: Flask, pass_time: Callable[..., datetime]) -> None:
    dot = meet(email=DOT, scripts=False)
    # Given a browser without JavaScript: the passkey page says so
    dot.opens(f"{ROOM}/passkeys/new?next=/account").sees("needs a newer browser with JavaScript")
    dot.follows("Set up a code app instead").is_on("Set up a code app")
    secret = dot.page.locator("code").inner_text().replace(" ", "")
    dot.types("123 456", CODE_BOX).presses("Add this app").is_told_to_mend("not the code the app shows now")
    dot.types(pyotp.TOTP(secret).at(app.config["NOW"]), CODE_BOX).presses("Add this app").is_on("Recovery codes")
    dot.follows("Not now").is_on("Your account")
    # When she comes back after a pause
    later = pass_time(minutes=31)
    dot.opens(f"{ROOM}/check?next=/account").is_on("Show that it is you")
    dot.types("000000", CODE_BOX).presses("Go on with this code").is_told_to_mend("not the code the app shows now")
    dot.types(pyotp.TOTP(secret).at(later), CODE_BOX).presses("Go on with this code").is_on("Your account")
    # Then she may take it away again
    dot.opens(ROOM).follows("Remove the code app").is_on("Remove your code app?").presses("Remove it")
    dot.is_on("Your second step").sees("It is removed")


def test_by_keyboard_alone(meet: Meet, desk: Session) -> None:
    dot = meet(email=DOT, screen=DESK)
    Sensor(dot)
    dot.opens(f"{ROOM}/passkeys/new")
    dot.page.get_by_label("What shall we call it?").focus()
    dot.page.keyboard.press("Enter")
    dot.is_on("Recovery codes")
    dot.page.get_by_role("button", name="Show me my codes").focus()
    dot.page.keyboard.press("Enter")
    dot.is_on("Your recovery codes")
    dot.opens(f"{ROOM}/app/new")
    dot.page.get_by_label(CODE_BOX).focus()
    dot.page.keyboard.type("12345")
    dot.page.keyboard.press("Enter")
    expect(dot.page.locator(".errors")).to_be_focused()
    assert list(look_closely(dot.page)) == []


def test_pressing_twice_is_pressing_once(meet: Meet, app: Flask, pass_time: Callable[..., datetime]) -> None:
    dot = meet(email=DOT)
    dot.opens(f"{ROOM}/app/new?next=/account")
    secret = dot.page.locator("code").inner_text().replace(" ", "")
    dot.types(pyotp.TOTP(secret).at(app.config["NOW"]), CODE_BOX)
    dot.page.get_by_role("button", name="Add this app").dblclick()
    dot.is_on("Recovery codes")


def test_a_form_that_was_sent_after_a_pause_waits_in_the_first_window(
    meet: Meet, desk: Session, pass_time: Callable[..., datetime]
) -> None:
    dot = meet(email=DOT)
    sensor = Sensor(dot)
    set_up_passkey(dot)
    # Given a page that was left open for too long
    pass_time(minutes=31)
    first = dot.page
    dot.presses("Show me my codes").is_on("Please show that it is you").sees("Nothing you typed is lost")
    assert list(look_closely(dot.page)) == []
    # When she shows it in a second window
    with dot.context.expect_page() as opened:
        dot.follows("Show that it is you, in a new window")
    dot.goes_back_to(opened.value)
    (held,) = sensor.held
    second = Sensor(dot)
    second.cdp.send("WebAuthn.addCredential", {"authenticatorId": second.id, "credential": held})
    dot.presses("Use my passkey").is_on("You are signed in").sees("waiting in the other one")
    # Then one press in the first sends it
    dot.goes_back_to(first).presses("Send it again").is_on("Your recovery codes")


def test_two_passkeys_and_taking_one_away(meet: Meet, desk: Session) -> None:
    dot = meet(email=DOT)
    Sensor(dot)
    set_up_passkey(dot)
    # The same device has one already, and says so
    dot.opens(f"{ROOM}/passkeys/new").presses("Make my passkey").hears("has a passkey for you already")
    Sensor(dot, transport="usb")
    dot.types("Spare key", "What shall we call it?").presses("Make my passkey").is_on("Recovery codes")
    dot.opens(ROOM).sees("Spare key").follows(re.compile("Remove the passkey Spare key"))
    dot.is_on("Remove this passkey?").sees("Spare key")
    assert list(look_closely(dot.page)) == []
    dot.presses("Remove it").is_on("Your second step").does_not_see("Spare key")


def test_in_the_demo_a_visitor_goes_on_without(meet: Meet, settle: Callable[..., object]) -> None:
    settle(demo=True)
    visitor = meet(email=DOT, scripts=False)
    visitor.opens(f"{ROOM}/check?next=/account").sees("This is the demo").presses("Go on without").is_on("Your account")


def test_at_another_address_of_the_same_board_it_says_so(meet: Meet) -> None:
    dot = meet(email=DOT)
    dot.opens(f"{ROOM}/passkeys/new").page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'SecurityError')); }"
    )
    dot.presses("Make my passkey").hears("Open the board at its own address")
