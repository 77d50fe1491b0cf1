"""Made-up sessions, registers and attenders for tests."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.acting import Acting, How, Part
from models.attendance import Attendance
from models.attender import Attender
from models.listing import Listing
from models.meeting import Meeting
from models.people import User
from models.register import Register
from models.register_entry import Press
from models.register_words import Mark
from models.rhythm import Rhythm
from models.session_time import SessionTime
from tests.referring import make_hosted_listing

TUESDAY = date(2026, 3, 3)
"""The day on which tests usually happen."""
TEN = time(10, 0)
AT = datetime(2026, 3, 3, 10, 30, tzinfo=UTC)
"""Half an hour into the session of TUESDAY."""


def make_weekly_listing(session: Session, **more: Any) -> Listing:
    """A group's listing that meets on Tuesdays, 10am to noon."""
    listing = make_hosted_listing(session, **more)
    listing.session_times = [SessionTime(position=0, rhythm=Rhythm.WEEKLY, weekday=1, starts=TEN, ends=time(12, 0))]
    session.commit()
    return listing


def make_register(
    session: Session, listing: Listing | None = None, *, on: date = TUESDAY, at: datetime = AT, by: User | None = None
) -> Register:
    """The register of one session, made and held."""
    listing = listing or make_weekly_listing(session)
    meeting = Meeting(on, TEN, time(12, 0))
    return Register.held_or_made(session, listing, meeting, by=by, at=at)


def press(at: datetime = AT, *, seen: int | None = None, phone: uuid.UUID | None = None) -> Press:
    """A press that nobody has sent yet."""
    return Press(uuid.uuid4(), at, seen, phone)


def by_organiser(user: User | None = None) -> Acting:
    return Acting(Part.ORGANISER, How.REGISTER, user)


def make_regular(session: Session, listing: Listing, called: str, *weeks_ago: int, today: date = TUESDAY) -> Attender:
    """Somebody who came so many weeks ago, by the registers of those weeks."""
    attender: Attender | None = None
    for weeks in sorted(weeks_ago, reverse=True):
        on = today - timedelta(weeks=weeks)
        at = datetime(on.year, on.month, on.day, 10, 30, tzinfo=UTC)
        register = make_register(session, listing, on=on, at=at)
        if attender is None:
            attender = register.walk_in(called, press(at), acting=by_organiser(), at=at).attender
        else:
            register.mark(attender.id, Mark.CAME, press(at), acting=by_organiser(), at=at)
    session.commit()
    assert attender is not None
    return attender


def lines_in(session: Session, register: Register) -> list[Attendance]:
    """Every line of a register that is written."""
    return list(session.scalars(select(Attendance).where(Attendance.register_id == register.id)))
