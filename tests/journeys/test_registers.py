"""A volunteer keeps the register: a Tuesday at the shed, a drop-in that counts heads, a storm, odd days of the year."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import LONDON
from models.referral import Referral
from models.referral_words import State
from models.register import Register
from models.register_words import Mark, SessionState
from models.rhythm import Rhythm
from models.session_time import SessionTime
from tests.journeys.browsing import Person
from tests.journeys.conftest import Meet
from tests.journeys.shed import REGULARS, TODAY, Shed, make_shed
from tests.mail import MailServer
from tests.referring import make_hosted_listing, make_organiser
from tests.registering import make_weekly_listing

Post = Callable[[], str]


@pytest.fixture
def shed(desk: Session) -> Shed:
    return make_shed(desk)


def line_of(somebody: Person, name: str) -> Locator:
    return somebody.page.locator("#register > li").filter(has_text=name)


def marks(somebody: Person, name: str, mark: str) -> None:
    """One tap."""
    line_of(somebody, name).get_by_role("button", name=mark).click()
    expect(line_of(somebody, name).get_by_role("button", name=mark)).to_have_attribute("aria-pressed", "true")


def state_of(desk: Session, referral_id: Any) -> State:
    desk.expire_all()
    state = desk.get_one(Referral, referral_id).state
    desk.rollback()
    return state


def register_of(desk: Session, listing_id: uuid.UUID, on: date) -> Register:
    desk.expire_all()
    return desk.scalars(select(Register).where(Register.on == on, Register.listing_id == listing_id)).one()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_tuesday_at_the_shed(
    scripts: bool, shed: Shed, meet: Meet, desk: Session, post: Post, mail_server: MailServer, pass_time: Any
) -> None:
    # Given nine expected, one of them for the first time
    derek = meet(shed.derek, scripts=scripts)
    derek.opens("/registers").sees("9 expected", "1 for the first time").follows("The lock-side shed")
    derek.is_on("Who came").sees("9 on the list", "1 for the first time")
    assert line_of(derek, "Jeannie").locator(".tag.new").is_visible()
    first = derek.page.locator("#register > li").first
    expect(first).to_contain_text("Jeannie")
    # When he marks them with one tap each
    marks(derek, "Jeannie", "Came")
    for name in REGULARS[1:]:
        marks(derek, name, "Came")
    marks(derek, "Lorna", "Late or left early")
    marks(derek, "Abdul", "Did not come")
    # And takes one back that was wrong
    line_of(derek, "Ged").get_by_role("button", name="Came").click()
    expect(line_of(derek, "Ged").get_by_role("button", name="Came")).to_have_attribute("aria-pressed", "false")
    marks(derek, "Ged", "Sent apologies")
    # And two people walk in
    for name in ("Marlene", "Kev"):
        derek.types(name, "What do they like to be called?").presses("Add them")
        expect(line_of(derek, name)).to_be_visible()
    derek.sees("11 of 11")
    # Then the link worker has heard that she came, and no mail says who
    assert state_of(desk, shed.referral_id) is State.CAME
    pass_time(minutes=10)
    post()
    told = [each for each in mail_server.messages if each["To"] == shed.worker]
    assert told
    assert all("Jeannie" not in f"{each['Subject']}{each.get_content()}" for each in told)
    # And the day is closed, with who and when, and opened only with a reason
    derek.page.locator("#closing").get_by_role("button", name="Close the day").click()
    derek.sees("Closed", "by Derek Lund", re.compile(r"Came\s+9 of 12 places"), "is told that Jeannie came")
    register = register_of(desk, shed.listing_id, TODAY)
    assert (register.named, register.named_new, register.named_referred) == (9, 3, 1)
    assert register.state is SessionState.RAN
    desk.rollback()


def test_a_register_is_kept_by_keyboard_alone(shed: Shed, meet: Meet, desk: Session) -> None:
    derek = meet(shed.derek)
    derek.opens(shed.register)
    derek.page.locator("#register button").first.focus()
    for _ in range(9):
        derek.page.keyboard.press("Enter")
        focused = derek.page.locator(":focus")
        expect(focused).to_have_attribute("aria-pressed", "true")
        for _ in range(4):
            derek.page.keyboard.press("Tab")
        if derek.page.evaluate("document.activeElement.tagName") == "A":
            derek.page.keyboard.press("Tab")
    derek.sees("9 of 9")
    stood = derek.page.evaluate("scrollY")
    derek.page.locator("#strip").get_by_role("button", name="Undo").focus()
    for sentence in ("8 of 9", "9 of 9"):  # back, and on again: the way back stays under the finger
        derek.page.keyboard.press("Enter")
        derek.sees(sentence)
        expect(derek.page.locator("#strip").get_by_role("button", name="Undo")).to_be_focused()
    assert derek.page.evaluate("scrollY") == stood
    expect(derek.page.locator("#strip")).to_contain_text("Sent.")
    register = register_of(desk, shed.listing_id, TODAY)
    assert {row.mark for row in register.attendances} == {Mark.CAME}
    desk.rollback()


def test_where_nothing_is_kept_on_the_browser_the_page_stays_under_the_thumb(
    shed: Shed, meet: Meet, desk: Session
) -> None:
    """Somebody shares the device: then the server answers each press, and no page is loaded anew."""
    derek = meet(shed.derek)
    derek.opens("/registers").presses("Keep nothing here").sees("Keep them here again")
    derek.opens(shed.register)
    derek.page.evaluate("document.title = 'the same page'; self.same = true")
    for name in ("Marlene", "Kev"):
        derek.page.get_by_label("What do they like to be called?").fill(name)
        derek.page.keyboard.press("Enter")
        derek.sees("Added: they came.", name)
        expect(derek.page.get_by_label("What do they like to be called?")).to_be_focused()
    derek.page.locator("#strip").get_by_role("button", name="Undo").click()
    expect(line_of(derek, "Kev")).to_have_count(0)
    derek.sees("1 of 10 marked", "The mark is taken away.")
    derek.types("Ged", "What do they like to be called?").presses("Add them")
    expect(derek.page.get_by_text("Is this the same Ged?")).to_be_in_viewport()
    derek.presses("The same: Ged").sees("They are one line now.")
    derek.page.evaluate("self.same = true")
    derek.page.get_by_text("Others, whose names we did not take").click()
    derek.page.get_by_role("button", name="One more: people").click()
    expect(derek.page.get_by_label("People", exact=True)).to_have_value("1")
    assert derek.page.evaluate("self.same")
    desk.rollback()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_drop_in_counts_heads_and_writes_down_no_name(scripts: bool, meet: Meet, desk: Session) -> None:
    listing = make_weekly_listing(desk, name="Soup on Tuesdays")
    organiser, listing_id = make_organiser(desk, listing.group).email, listing.id
    desk.commit()
    desk.rollback()
    jan = meet(organiser, scripts=scripts)
    jan.opens(f"/registers/{listing_id}/{TODAY}T1000").presses("Just count heads")
    heads = jan.page.locator("#heads")
    for label, number in (("People", 3), ("Of these, here for the first time", 2), ("Of these, sent by somebody", 1)):
        for tap in range(number):
            heads.get_by_role("button", name=f"One more: {label.lower()}").click()
            expect(heads.get_by_label(label, exact=True)).to_have_value(str(tap + 1))
    heads.get_by_label("People", exact=True).fill("24")
    heads.get_by_role("button", name="Save the count").last.click()
    expect(heads.get_by_label("People", exact=True)).to_have_value("24")
    expect(jan.page.locator("#strip")).to_contain_text("24 came")
    jan.page.locator("#closing").get_by_role("button", name="Close the day").click()
    jan.sees(re.compile(r"Came\s+24"))
    register = register_of(desk, listing_id, TODAY)
    assert (register.heads, register.heads_new, register.heads_referred) == (24, 2, 1)
    assert register.attendances == []
    desk.rollback()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_walk_is_called_off_in_the_storm_and_everybody_hears(
    scripts: bool, shed: Shed, meet: Meet, desk: Session, post: Post, mail_server: MailServer, pass_time: Any
) -> None:
    # Given it blows at eight in the morning, before anybody has left home
    pass_time(hours=-2)
    derek = meet(shed.derek, scripts=scripts)
    derek.opens(shed.register).follows("It is not on: call it off")
    derek.presses("The weather or the venue stops it")
    # Then the person with an address and the link worker are told, by reference
    pass_time(minutes=6)
    post()
    for address in ("jeannie@example.org", shed.worker):
        told = [each for each in mail_server.messages if each["To"] == address]
        assert told, f"{address} was not told"
        said = f"{told[-1]['Subject']} {told[-1].get_content()}"
        assert not any(word in said for word in ("Jeannie", "shed", "lock-side"))
    # And whoever scans the poster reads it at once
    meet().opens(f"/listings/{shed.listing_id}").sees("Not on")
    register = register_of(desk, shed.listing_id, TODAY)
    assert (register.state, register.is_closed) == (SessionState.WEATHER, True)
    desk.rollback()


@pytest.mark.parametrize(
    ("day", "weekday"),
    [(date(2026, 10, 25), 6), (date(2026, 5, 25), 0)],
    ids=["the clocks go back", "a bank holiday"],
)
def test_odd_days_of_the_year(day: date, weekday: int, app: Flask, meet: Meet, desk: Session) -> None:
    app.config["NOW"] = datetime.combine(day, time(10, 20), LONDON).astimezone(UTC)
    listing = make_hosted_listing(desk, name="Ten o’clock club")
    listing.session_times = [
        SessionTime(position=0, rhythm=Rhythm.WEEKLY, weekday=weekday, starts=time(10), ends=time(12)),
        SessionTime(
            position=1,
            rhythm=Rhythm.WEEKLY,
            weekday=weekday,
            starts=time(14),
            ends=time(15),
            not_on_bank_holidays=True,
        ),
    ]
    organiser, listing_id = make_organiser(desk, listing.group).email, listing.id
    desk.commit()
    desk.rollback()
    derek = meet(organiser)
    derek.opens("/registers").sees("10am to noon")
    if day.month == 5:
        derek.sees("Not on")
    derek.opens(f"/registers/{listing_id}/{day}T1000")
    derek.types("Marlene", "What do they like to be called?").presses("Add them")
    expect(line_of(derek, "Marlene")).to_be_visible()
    derek.opens(f"/registers/{listing_id}/{day}T1000")
    derek.page.locator("#closing").get_by_role("button", name="Close the day").click()
    derek.sees(re.compile(r"Came\s+1"))
    register = register_of(desk, listing_id, day)
    assert (register.on, register.starts, register.named) == (day, time(10), 1)
    desk.rollback()
