"""The sessions of a week, of everything somebody answers for: each with its register, or who is expected."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from blueprints import clock
from blueprints.hosted_listings import hosted_by
from blueprints.register_addresses import register_url
from blueprints.registers.day_said import said_day
from blueprints.registers.expecting import Expecting, expecting
from extensions import db
from models.attendance import Attendance
from models.clock_words import date_words, span_words
from models.listing import Listing, Status
from models.meeting import Meeting
from models.people import User
from models.register import Register
from models.register_words import Keeping
from models.school_term import SchoolTerm
from models.session_dates import meetings_between

A_WEEK = timedelta(days=7)
LEFT_OPEN_FOR = timedelta(days=56)
"""A register with marks in it that nobody has closed is called to mind for so long."""
MOST_LISTINGS = 200
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session as a line of a list."""

    listing: Listing
    meeting: Meeting
    register: Register | None
    regulars: int = 0
    newcomers: int = 0
    marked: int = 0
    by_heads: bool = False
    """Whether heads are counted here, by this register or the one before."""

    @property
    def url(self) -> str:
        return register_url(self.listing.id, self.meeting.date, self.meeting.starts)

    @property
    def when(self) -> str:
        return f"{said_day(self.meeting.date)}, {span_words(self.meeting.starts, self.meeting.ends)}"

    @property
    def is_off(self) -> bool:
        state = self.register.state if self.register else None
        return state.is_cancelled if state else not self.meeting.is_on

    @property
    def why_off(self) -> str:
        """Why it is not on, as a sentence; empty when nobody said."""
        state = self.register.state if self.register else None
        if state is not None and state.is_cancelled:
            return state.label
        moved = self.meeting.moved_to
        return f"Moved to {date_words(moved, clock.today(), weekday=True)}" if moved else self.meeting.reason

    @property
    def is_closed(self) -> bool:
        return self.register is not None and self.register.is_closed

    @property
    def expected(self) -> str:
        """ "9 expected, 2 for the first time"."""
        if self.by_heads:
            return "Heads are counted" + (f", {self.newcomers} expected for the first time" if self.newcomers else "")
        everybody = self.regulars + self.newcomers
        if not everybody:
            return "Nobody expected yet"
        return f"{everybody} expected" + (f", {self.newcomers} for the first time" if self.newcomers else "")

    @property
    def is_wanted(self) -> bool:
        """Whether somebody would miss this register: it is begun, or people were expected."""
        return self.register is not None or self.by_heads or self.regulars + self.newcomers > 0


@dataclass(frozen=True, slots=True)
class Week:
    """What the page of registers lists."""

    today: list[SessionRow]
    ahead: list[SessionRow]
    still_open: list[SessionRow]
    listings: Sequence[Listing]


def week_of(user: User) -> Week:
    """Today, the next six days, and what was not closed lately."""
    today = clock.today()
    listings = db.session.scalars(
        hosted_by(user)
        .options(selectinload(Listing.session_times), selectinload(Listing.session_changes), joinedload(Listing.panel))
        .limit(MOST_LISTINGS)
    ).all()
    rows = _rows(user, listings, today)
    past = [row for row in rows if row.meeting.date < today and not row.is_closed and not row.is_off and row.is_wanted]
    return Week(
        [row for row in rows if row.meeting.date == today][:MOST_ROWS],
        [row for row in rows if row.meeting.date > today][:MOST_ROWS],
        past[::-1][:MOST_ROWS],
        listings,
    )


def rows_of(user: User, listing: Listing) -> list[SessionRow]:
    """The sessions of one listing of last week that have no register yet, of today and of the days ahead."""
    today = clock.today()
    rows = _rows(user, [listing], today, listing)
    return [row for row in rows if row.meeting.date >= today or row.register is None]


def _rows(user: User, listings: Sequence[Listing], today: date, only: Listing | None = None) -> list[SessionRow]:
    """Every session from a week ago to a week ahead, in the order of time, and older registers left open."""
    registers = _registers(user, today, only)
    made = {(each.listing_id, each.on, each.starts): each for each in registers}
    found = {
        key: SessionRow(each.listing, Meeting(each.on, each.starts, each.ends), each) for key, each in made.items()
    }
    for listing, meeting in _meetings(listings, today):
        key = (listing.id, meeting.date, meeting.starts)
        if key not in found or not meeting.is_on:
            found[key] = SessionRow(listing, meeting, made.get(key))
    known = expecting({row.listing.id for row in found.values()}, today + A_WEEK)
    marked = marked_in(each.id for each in registers if not each.is_closed)
    rows = [_counted(row, known.get(row.listing.id, Expecting()), marked) for row in found.values()]
    return sorted(rows, key=lambda row: (row.meeting.order(), row.listing.name.casefold(), str(row.listing.id)))


def _counted(row: SessionRow, known: Expecting, marked: dict[uuid.UUID, int]) -> SessionRow:
    on, register = row.meeting.date, row.register
    return SessionRow(
        row.listing,
        row.meeting,
        register,
        known.regulars_on(on),
        known.newcomers_on(on),
        marked.get(register.id, 0) + register.heads if register else 0,
        (register.keeping if register else known.keeping) is Keeping.HEADS,
    )


def _registers(user: User, today: date, only: Listing | None) -> Sequence[Register]:
    lately = Register.on.between(today - A_WEEK, today + A_WEEK)
    left_open = Register.closed_at.is_(None) & (Register.on >= today - LEFT_OPEN_FOR)
    rows = Register.visible_to(user).options(joinedload(Register.closed_by)).where(or_(lately, left_open))
    if only is not None:
        rows = rows.where(Register.listing_id == only.id)
    return db.session.scalars(rows.limit(MOST_LISTINGS * 4)).all()


def _meetings(listings: Sequence[Listing], today: date) -> Iterable[tuple[Listing, Meeting]]:
    session = db.session()
    terms: dict[uuid.UUID, Sequence[SchoolTerm]] = {}
    for listing in listings:
        if listing.status(today) is not Status.ON or not listing.session_times:
            continue
        if any(row.term_time_only for row in listing.session_times) and listing.panel_id not in terms:
            terms[listing.panel_id] = session.scalars(SchoolTerm.of(listing.panel)).all()
        mine = terms.get(listing.panel_id, ())
        for meeting in meetings_between(session, listing, today - A_WEEK, today + A_WEEK, terms=mine):
            if meeting.date < today + A_WEEK:
                yield listing, meeting


def marked_in(register_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many lines of each register are marked."""
    rows = (
        select(Attendance.register_id, func.count())
        .where(Attendance.register_id.in_(list(register_ids)), Attendance.mark.is_not(None))
        .group_by(Attendance.register_id)
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}
