"""The events of a calendar file: a repeating rule for each pattern, with its exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import takewhile
from typing import Any

from icalendar import Event, Timezone

from blueprints.calendar_files import CalendarEntry, plain_line, plain_lines
from models.base import LONDON
from models.changes import Change, ChangeKind
from models.meeting import Meeting, MeetingState
from models.occurrences import meetings
from models.pattern_dates import FURTHEST, dates_of
from models.patterns import Pattern
from models.rhythm import Rhythm
from models.term_dates import terms_known_until
from models.wall_clock import london_date, moment

LOOKING_BACK = timedelta(weeks=4)
EXCEPTIONS_AHEAD = timedelta(days=3 * 365)
"""Bank holidays and other gaps are taken out this far ahead; the calendar asks for a new file long before."""
WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_ZONE = b"""BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZNAME:BST
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


@cache
def london_zone() -> Timezone:
    """The clocks of London since 1996, as rules that do not run out."""
    return Timezone.from_ical(_ZONE)  # type: ignore[return-value]


def events_of(entry: CalendarEntry, host: str, now: datetime) -> Iterator[Event]:
    """The events of a listing: one for each pattern that still has dates, and one for each moved meeting."""
    first = london_date(now) - LOOKING_BACK
    for position, pattern in enumerate(entry.patterns):
        changes = [replace(each, position=None) for each in entry.changes if each.position in (None, position)]
        yield from _PatternEvents(entry, pattern, changes, f"{entry.id}-{position}@{host}", first).events()


class _PatternEvents:
    """The repeating event of one pattern. Its id stays the same whatever changes, so that calendars replace it."""

    def __init__(self, entry: CalendarEntry, pattern: Pattern, changes: list[Change], uid: str, first: date) -> None:
        self.entry, self.pattern, self.changes, self.uid = entry, pattern, changes, uid
        came_from = [c.on for c in changes if c.kind is ChangeKind.MOVED and (c.to_date or c.on) >= first]
        self.first = min([first, *came_from])
        self.last = self.first + EXCEPTIONS_AHEAD

    def events(self) -> Iterator[Event]:
        start = next(dates_of(self.pattern, self.first, FURTHEST, self.entry.terms), None)
        if start is None:
            return
        found = self._meetings()
        moved = [meeting for meeting in found if meeting.state is MeetingState.MOVED]
        if self.pattern.rhythm is Rhythm.ONCE:
            yield from self._single(found)
            return
        event = self._event(Meeting(start, self.pattern.starts, self.pattern.ends))
        event.add("RRULE", self._rule())
        replaced = {meeting.moved_from for meeting in moved}
        on = {meeting.date for meeting in found if meeting.state is MeetingState.ON}
        gone = [day for day in self._days_of_rule(start) if day not in on and day not in replaced]
        if gone:
            event.add("EXDATE", [_local(day, self.pattern.starts) for day in gone])
        yield event
        for meeting in moved:
            if meeting.moved_from:
                override = self._event(meeting)
                override.add("RECURRENCE-ID", _local(meeting.moved_from, self.pattern.starts))
                yield override

    def _meetings(self) -> list[Meeting]:
        """What really happens in the years ahead, with moved meetings that land just past them."""
        beyond = [c.to_date for c in self.changes if c.to_date and c.on <= self.last]
        return list(
            meetings(
                [self.pattern],
                self.changes,
                on_or_after=self.first,
                until=max([self.last, *beyond]),
                terms=self.entry.terms,
                with_cancelled=True,
            )
        )

    def _single(self, found: list[Meeting]) -> Iterator[Event]:
        """A one-off: where it is now, or told to be off."""
        kept = [meeting for meeting in found if meeting.moved_to is None]
        for meeting in kept[:1]:
            yield self._event(meeting)

    def _event(self, meeting: Meeting) -> Event:
        entry = self.entry
        event = Event()
        name = f"{entry.name} ({meeting.note or self.pattern.note})" if self.pattern.note else entry.name
        about = entry.about
        if meeting.state is not MeetingState.ON and meeting.reason:
            about = f"{meeting.reason[0].upper()}{meeting.reason[1:]}.\n{about}"
        event.add("UID", self.uid)
        event.add("DTSTAMP", entry.changed_at)
        event.add("LAST-MODIFIED", entry.changed_at)
        event.add("SEQUENCE", entry.revision)
        event.add("DTSTART", _local(meeting.date, meeting.starts))
        event.add("DTEND", meeting.ends_at if meeting.ends is None else _local(meeting.date, meeting.ends))
        event.add("SUMMARY", plain_line(name))
        event.add("STATUS", "CONFIRMED" if meeting.is_on else "CANCELLED")
        event.add("TRANSP", "TRANSPARENT")
        event.add("URL", entry.url)
        if place := plain_line(meeting.place or entry.place):
            event.add("LOCATION", place)
        if about := plain_lines(about):
            event.add("DESCRIPTION", about)
        return event

    def _rule(self) -> dict[str, Any]:
        pattern = self.pattern
        weekday = WEEKDAY_CODES[pattern.weekday or 0]
        rule: dict[str, Any] = {"FREQ": "MONTHLY" if pattern.rhythm is Rhythm.MONTHLY else "WEEKLY"}
        if pattern.rhythm is Rhythm.EVERY_N_WEEKS:
            rule["INTERVAL"] = pattern.interval
        rule["BYDAY"] = f"{pattern.nth}{weekday}" if pattern.rhythm is Rhythm.MONTHLY else weekday
        if pattern.is_seasonal:
            rule["BYMONTH"] = sorted(pattern.months)
        if last := self._last_day():
            rule["UNTIL"] = moment(last, time(23, 59, 59)).astimezone(UTC)
        return rule

    def _last_day(self) -> date | None:
        ends = [self.pattern.valid_until]
        if self.pattern.term_time_only:
            ends.append(terms_known_until(self.entry.terms))
        return min((day for day in ends if day), default=None)

    def _days_of_rule(self, start: date) -> Iterator[date]:
        """The dates the rule alone would give: the pattern's, and those in school holidays."""
        rule = replace(self.pattern, term_time_only=False, valid_until=self._last_day(), valid_from=None)
        return takewhile(lambda day: day <= self.last, dates_of(rule, start, self.last))


def _local(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LONDON)
