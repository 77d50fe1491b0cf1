"""Calendar files (iCalendar, RFC 5545) of a listing or a patch, for phones and other calendars.

A pattern is one repeating event: its rule says all it can, dates that are off are taken out one by one, and a moved
meeting replaces its own date. Only what the public page shows goes in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from models.changes import Change
from models.listing import Listing, Status
from models.patterns import Pattern
from models.term_dates import Span, Term
from models.wall_clock import london_date
from models.when_words import when_words

if TYPE_CHECKING:
    from icalendar import Calendar

LOOK_AGAIN = timedelta(hours=12)
"""How often a calendar that subscribes should ask for news."""
MAKER = "-//Hereabouts//Hereabouts//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """What a calendar file says of one listing. Every word in it is public."""

    id: UUID
    name: str
    about: str
    place: str
    url: str
    revision: int
    changed_at: datetime
    patterns: Sequence[Pattern]
    changes: Sequence[Change] = ()
    terms: Sequence[Span] = ()


def entry_for(listing: Listing, *, url: str, terms: Sequence[Span], today: date) -> CalendarEntry:
    """The entry of a public listing whose times, changes and venue are loaded. One that is stopped, or paused with no
    end in sight, has no dates; one paused until a date has them from then on."""
    patterns = [row.pattern for row in listing.session_times]
    changes = [row.change for row in listing.session_changes]
    status = listing.status(today)
    if status is Status.PAUSED and listing.paused_until and listing.paused_at:
        reason = listing.state_reason or "paused"
        last = listing.paused_until - timedelta(days=1)
        changes.append(Change.cancelled(london_date(listing.paused_at), last, reason))
    elif status is not Status.ON:
        patterns = []
    when = when_words(patterns, any_time=listing.any_time, note=listing.when_note, today=today)
    return CalendarEntry(
        id=listing.id,
        name=listing.name,
        about="\n".join(words for words in (listing.summary, when, f"Look before you set out: {url}") if words),
        place=listing.venue.public_address if listing.venue else "",
        url=url,
        revision=listing.revision,
        changed_at=listing.changed_at,
        patterns=patterns,
        changes=changes,
        terms=[Term("", term.starts_on, term.ends_on) for term in terms],
    )


def listing_calendar(entry: CalendarEntry, *, host: str, now: datetime) -> bytes:
    """The file of one listing: its meetings from four weeks ago on. `host` makes its event ids ours for good."""
    return _calendar(entry.name, [entry], host, now)


def patch_calendar(name: str, entries: Iterable[CalendarEntry], *, host: str, now: datetime) -> bytes:
    """The file of everything on one patch."""
    return _calendar(name, entries, host, now)


def plain_lines(words: str) -> str:
    """Words without the control characters that calendars choke on, line by line."""
    kept = "".join(letter for letter in words if letter.isspace() or unicodedata.category(letter) != "Cc")
    return "\n".join(filter(None, (" ".join(line.split()) for line in kept.splitlines())))


def plain_line(words: str) -> str:
    """The same on one line."""
    return " ".join(plain_lines(words).split())


def _calendar(name: str, entries: Iterable[CalendarEntry], host: str, now: datetime) -> bytes:
    # Loaded on first use: it takes a tenth of a second, which starting the server need not wait for.
    from icalendar import Calendar

    from blueprints.calendar_events import events_of, london_zone

    calendar: Calendar = Calendar()
    for key, value in (
        ("PRODID", MAKER),
        ("VERSION", "2.0"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", plain_line(name)),
        ("X-WR-TIMEZONE", "Europe/London"),
    ):
        calendar.add(key, value)
    calendar.add("REFRESH-INTERVAL", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", f"PT{int(LOOK_AGAIN.total_seconds() // 3600)}H")
    calendar.add_component(london_zone())
    for entry in entries:
        for event in events_of(entry, host, now):
            calendar.add_component(event)
    return bytes(calendar.to_ical())
