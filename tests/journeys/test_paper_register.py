"""A Tuesday on paper: printed before, filled in by hand, typed up on Thursday by keyboard."""

from __future__ import annotations

import uuid
from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.acting import Acting, Part
from models.attender import Attender
from models.listing import Listing
from models.register import Register
from models.register_entry import Press
from models.register_words import Mark, SessionState
from models.session_dates import meetings_between
from tests.conftest import NOW
from tests.journeys.browsing import Person
from tests.journeys.conftest import DESK, Meet
from tests.journeys.every_page import SHED
from tests.registering import make_regular
from tests.sheets.codes import codes_in
from tests.sheets.pages import Sheet

ALAN = "alan@example.org"
NINE = ("Abe", "Bob", "Cyril", "Dai", "Eric", "Frank", "Glen", "Huw", "Ivor")
MOST_KEYS = 20


def nine_at_the_shed(session: Session) -> str:
    """The shed's latest session, on which nine are expected and no one else. Gives its address."""
    shed = session.scalars(select(Listing).where(Listing.name == SHED)).one()
    today = meetings_between(session, shed, NOW.date() - timedelta(days=6), NOW.date())[-1]
    for known in session.scalars(select(Register).where(Register.listing_id == shed.id, Register.on == today.date)):
        session.delete(known)
    for regular in session.scalars(Attender.of_listing(shed.id)):
        regular.left_at = NOW
    for name in NINE:
        make_regular(session, shed, name, 1, today=today.date)
    session.commit()
    return f"/registers/{shed.id}/{today.date}T{today.starts:%H%M}"


class Keys:
    """A keyboard on which every press is counted, but not the letters of a name."""

    def __init__(self, person: Person) -> None:
        self.keyboard, self.pressed = person.page.keyboard, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keyboard.press(key)
            self.pressed += 1

    def name(self, words: str) -> None:
        self.keyboard.type(words)


def the_register(session: Session, here: str) -> Register:
    session.expire_all()
    listing_id = here.split("/")[2]
    rows = select(Register).where(Register.listing_id == uuid.UUID(listing_id))
    return session.scalars(rows.order_by(Register.on.desc()).limit(1)).one()


def test_a_sheet_is_printed_and_typed_up_in_a_handful_of_keys(meet: Meet, desk: Session) -> None:
    here = nine_at_the_shed(desk)
    alan = meet(email=ALAN, screen=DESK)
    token = alan.opens(f"{here}/lifts").page.locator("[name=csrf_token]").first.get_attribute("value") or ""
    printed = alan.page.request.post(f"{here}/sheet", form={"csrf_token": token})
    sheet = Sheet(printed.body())
    for name in NINE:
        assert name in sheet.pages[0].words
    (code,) = codes_in(sheet.pages[0].picture(150, grey=True))

    alan.opens(code.text).is_on("Type it up")
    keys = Keys(alan)
    keys.press(*"ccclccacd")
    keys.name("Marlene")
    keys.press("Enter")
    keys.name("Mo")
    keys.press("Enter", "Enter")
    keys.name("11")
    keys.press("Enter")
    alan.sees("Saved.")
    assert keys.pressed < MOST_KEYS, keys.pressed

    register = the_register(desk, here)
    marks = [register_line.mark for register_line in register.attendances]
    assert (marks.count(Mark.CAME), marks.count(Mark.PART)) == (8, 1)
    assert (marks.count(Mark.APOLOGIES), marks.count(Mark.ABSENT)) == (1, 1)
    assert (register.named, register.heads, register.people) == (9, 2, 11)
    desk.rollback()
    alan.presses("Save and close the day").sees("shred the sheet")
    assert the_register(desk, here).state is SessionState.RAN


def test_it_is_typed_up_without_a_script_and_two_hands_are_both_kept(meet: Meet, desk: Session) -> None:
    here = nine_at_the_shed(desk)
    alan = meet(email=ALAN, screen=DESK, scripts=False)
    alan.opens(f"{here}/typing")
    shed = desk.scalars(select(Listing).where(Listing.name == SHED)).one()
    today = meetings_between(desk, shed, NOW.date() - timedelta(days=6), NOW.date())[-1]
    register = Register.held_or_made(desk, shed, today, by=None, at=NOW)
    abe = alan.page.locator("tr", has_text="Abe").locator("input[value=came]")
    who = (abe.get_attribute("name") or "").removeprefix("mark-")
    register.mark(uuid.UUID(who), Mark.CAME, Press(uuid.uuid4(), NOW), acting=Acting(Part.ORGANISER), at=NOW)
    desk.commit()
    abe.focus()
    alan.page.keyboard.press("ArrowLeft")
    alan.types("Big 07700 900123", into="Walked in, 1")
    alan.presses("Save").is_told_to_mend("Just a first name, please")
    alan.finds_still("Big 07700 900123", "Walked in, 1")
    alan.types("Zed", into="Walked in, 1").presses("Save")
    alan.sees("Both are kept: say which is right.")
    line = next(row for row in the_register(desk, here).attendances if str(row.attender_id) == who)
    assert (line.mark, line.other_mark) == (Mark.CAME, Mark.ABSENT)


def test_what_was_typed_up_stays_where_there_is_no_signal(meet: Meet, desk: Session) -> None:
    here = nine_at_the_shed(desk)
    alan = meet(email=ALAN, screen=DESK)
    alan.opens(f"{here}/typing").types("19", "How many in all")
    alan.context.set_offline(True)
    alan.presses("Save").sees("There is no signal. What you typed is still here")
    expect(alan.field("How many in all")).to_have_value("19")
    alan.context.set_offline(False)
    alan.presses("Save").sees("Saved.")
    assert the_register(desk, here).heads == 19
    desk.rollback()
