"""The days a group may offer: its next sessions, or the ends of the coming months for a wait."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice

from extensions import db
from models.clock_words import date_words, day_words, time_words
from models.listing import Listing, Status
from models.meeting import Meeting
from models.occurrences import meetings
from models.rhythm import MONTHS
from models.school_term import SchoolTerm
from models.wall_clock import london_date

DAYS_OFFERED = 3
MONTHS_OFFERED = 5


def coming(listing: Listing, now: datetime) -> list[Meeting]:
    """The next sessions somebody may be asked to; none for a listing without times."""
    today, begins = london_date(now), now
    if listing.status(today) is Status.PAUSED and listing.paused_until:
        begins = datetime.combine(listing.paused_until, time(), now.tzinfo)
    found = meetings(
        [row.pattern for row in listing.session_times],
        [row.change for row in listing.session_changes],
        on_or_after=begins,
        terms=[row.term for row in db.session.scalars(SchoolTerm.of(listing.panel))],
    )
    return list(islice(found, DAYS_OFFERED))


def days_to_offer(listing: Listing, now: datetime) -> list[tuple[str, str]]:
    """The same as choices of a form: a value that holds day and time, and the words."""
    today = london_date(now)
    return [
        (f"{each.date.isoformat()}T{each.starts:%H:%M}", f"{day_words(each.date, today)}, {time_words(each.starts)}")
        for each in coming(listing, now)
    ]


def starts_on(listing: Listing, day: date) -> time | None:
    """When the session of a day begins, when there is one on it."""
    found = meetings(
        [row.pattern for row in listing.session_times],
        [row.change for row in listing.session_changes],
        on_or_after=day,
        until=day,
        limit=1,
        terms=[row.term for row in db.session.scalars(SchoolTerm.of(listing.panel))],
    )
    return next((each.starts for each in found), None)


def month_ends(today: date) -> list[tuple[str, str]]:
    """ "I cannot say yet", then the ends of this month and the next few, as choices."""
    choices, day = [("", "I cannot say yet")], today.replace(day=1)
    for _ in range(MONTHS_OFFERED):
        after = (day + timedelta(days=31)).replace(day=1)
        end = after - timedelta(days=1)
        year = "" if end.year == today.year else f" {end.year}"
        choices.append((end.isoformat(), f"The end of {MONTHS[end.month - 1]}{year}"))
        day = after
    return choices


def when_words(day: date, starts: time | None, today: date) -> str:
    """ "Tuesday 10 March, 10am"."""
    words = date_words(day, today, weekday=True)
    return f"{words}, {time_words(starts)}" if starts else words
