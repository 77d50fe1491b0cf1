"""The next few days on which somebody could come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from wtforms.fields.choices import SelectChoice

from blueprints.choices import offered
from extensions import db
from models.listing import Listing
from models.meeting import Meeting
from models.occurrences import meetings
from models.school_term import SchoolTerm
from models.wall_clock import london_date
from models.when_words import meeting_words

MOST_DAYS = 3
LOOKED_AT = 12


def next_meetings(listing: Listing, now: datetime, most: int = MOST_DAYS) -> list[Meeting]:
    """The next few meetings that are on and have not begun, one a day."""
    found = meetings(
        [row.pattern for row in listing.session_times],
        [row.change for row in listing.session_changes],
        on_or_after=now,
        limit=LOOKED_AT,
        terms=_terms(listing),
    )
    by_day: dict[date, Meeting] = {}
    for meeting in found:
        if not meeting.is_under_way(now):
            by_day.setdefault(meeting.date, meeting)
    return list(by_day.values())[:most]


def meeting_on(listing: Listing, day: date) -> Meeting | None:
    """The meeting of a day, when there is one."""
    found = meetings(
        [row.pattern for row in listing.session_times],
        [row.change for row in listing.session_changes],
        on_or_after=day,
        until=day,
        limit=1,
        terms=_terms(listing),
    )
    return next(found, None)


def day_choices(found: Sequence[Meeting], now: datetime) -> list[SelectChoice]:
    """As a form offers them: the date, and "Thursday 5 March, 10am to 1pm"."""
    today = london_date(now)
    return offered((meeting.date.isoformat(), meeting_words(meeting, today, with_finish=True)) for meeting in found)


def _terms(listing: Listing) -> list[SchoolTerm]:
    if not any(row.term_time_only for row in listing.session_times):
        return []
    return list(db.session.scalars(SchoolTerm.of(listing.panel)))
