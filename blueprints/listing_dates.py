"""The dates of one listing: the next one, the few after it, and how long those words are true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from blueprints.card_words import NextDate, next_date_for
from blueprints.listing_words import sentences
from models.base import LONDON
from models.clock_words import date_words, time_words
from models.daylight import home_before_dark
from models.listing import Listing, Status
from models.meeting import Meeting
from models.occurrences import meetings
from models.term_dates import Span, terms_run_out_words
from models.wall_clock import london_date
from models.when_words import meeting_words, state_words, when_lines

MOST_DATES = 5
"""Meetings shown after each other: enough to choose from, few enough for a phone."""


@dataclass(frozen=True, slots=True)
class ComingDate:
    """One line of what is coming up. `note` is what is different about it."""

    words: str
    iso: str
    is_off: bool
    note: str


@dataclass(frozen=True, slots=True)
class Dates:
    """When a listing is on, in words. `until` is the moment from which they would be others."""

    when: str
    """All of it in a sentence or two; `when_briefly` leaves the note out."""
    when_briefly: str
    next: NextDate | None
    next_on_paper: str
    """The next date without "Today" or "Tomorrow", which a leaflet outlives."""
    under: str
    """Below the next date: until when, and what is different this once."""
    place: str
    """Where the next one is, when it is not at the usual place."""
    coming: list[ComingDate]
    """The few around it, what is called off among them."""
    meetings: list[Meeting]
    before_dark: bool
    terms_note: str
    until: datetime


def dates_of_listing(listing: Listing, terms: Sequence[Span], now: datetime) -> Dates:
    """Worked out from a listing whose session times, changes, venue and patch are loaded."""
    today = london_date(now)
    patterns = [row.pattern for row in listing.session_times]
    found = list(
        meetings(
            patterns,
            [row.change for row in listing.session_changes],
            on_or_after=_first_moment(listing, now, today),
            limit=MOST_DATES + 3,
            terms=terms,
            with_cancelled=True,
        )
    )
    following = next((meeting for meeting in found if meeting.is_on), None)
    lines = when_lines(patterns, any_time=listing.any_time, today=today)
    in_term = any(pattern.term_time_only for pattern in patterns)
    return Dates(
        when=sentences(*lines, listing.when_note),
        when_briefly="; ".join(lines),
        next=next_date_for(following, today) if following else None,
        next_on_paper=_on_paper(following, today) if following else "",
        under=_under(following, today, now) if following else "",
        place=following.place if following else "",
        coming=[_coming(meeting, today) for meeting in found[:MOST_DATES] if meeting is not following],
        meetings=found,
        before_dark=_home_before_dark(listing, following),
        terms_note=terms_run_out_words(terms) if in_term and len(found) < MOST_DATES else "",
        until=_changes_at(found, now),
    )


def _first_moment(listing: Listing, now: datetime, today: date) -> date | datetime:
    """Nothing is on before a pause ends."""
    if listing.status(today) is Status.PAUSED and listing.paused_until:
        return listing.paused_until
    return now


def _coming(meeting: Meeting, today: date) -> ComingDate:
    note = state_words(meeting, today)
    if not note and meeting.note:
        note = meeting.note
    words = meeting_words(meeting, today, with_finish=meeting.is_on)
    if not meeting.is_on:
        words = date_words(meeting.date, today, weekday=True)
    return ComingDate(words, f"{meeting.starts_at:%Y-%m-%dT%H:%M}", not meeting.is_on, note)


def _on_paper(meeting: Meeting, today: date) -> str:
    return f"{date_words(meeting.date, today, weekday=True)}, {time_words(meeting.starts)}"


def _under(meeting: Meeting, today: date, now: datetime) -> str:
    said = [f"until {time_words(meeting.ends)}"] if meeting.ends else []
    if meeting.is_under_way(now):
        said.insert(0, "on now")
    if meeting.note:
        said.append(meeting.note)
    if different := state_words(meeting, today):
        said.append(different)
    words = ", ".join(said)
    return words[:1].upper() + words[1:]


def _home_before_dark(listing: Listing, meeting: Meeting | None) -> bool:
    """By the sunset at the patch, so that a masked address is not given away."""
    patch = listing.patch
    if meeting is None or meeting.ends is None or patch.latitude is None or patch.longitude is None:
        return False
    return home_before_dark(meeting.ends, meeting.date, patch.latitude, patch.longitude)


def _changes_at(found: Sequence[Meeting], now: datetime) -> datetime:
    """Midnight, or sooner when a meeting begins or ends."""
    midnight = datetime.combine(london_date(now) + timedelta(days=1), time(), LONDON)
    edges = [edge for meeting in found[:2] for edge in (meeting.starts_at, meeting.ends_at) if edge > now]
    return min([midnight, *edges])
