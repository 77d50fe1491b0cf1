"""When things are on: the dated meetings of patterns, their changes, school terms and bank holidays applied.

Pure and lazy: asking for the next meeting works out one date and little more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice

from models.changes import Change, ChangeKind
from models.clock_words import date_words
from models.holidays import bank_holidays as england_and_wales
from models.meeting import Meeting, MeetingState
from models.pattern_dates import FURTHEST, dates_of, falls_on
from models.patterns import Pattern, Rhythm
from models.term_dates import Span
from models.wall_clock import london_date

__all__ = ["Change", "ChangeKind", "Meeting", "MeetingState", "Pattern", "Rhythm", "meetings", "next_meeting"]

HORIZON = timedelta(days=2 * 366)
"""How far to look when nobody says: a fifth Friday in February can be decades away, and is no use to anybody."""


def meetings(
    patterns: Sequence[Pattern],
    changes: Sequence[Change] = (),
    *,
    on_or_after: date | datetime,
    until: date | None = None,
    limit: int | None = None,
    terms: Sequence[Span] = (),
    bank_holidays: Mapping[date, str] | None = None,
    with_cancelled: bool = False,
) -> Iterator[Meeting]:
    """Meetings in time order, from a date on, or from a moment on: then those that are over are left out, and one that
    is under way comes first.

    `until` is the last date (two years on when not given). `terms` are what term-time patterns go by: none known, no
    meetings. `bank_holidays` are those of England and Wales unless given. `with_cancelled` also gives what is not on,
    with its reason: called off, on a bank holiday, or moved away to another day.
    """
    now = on_or_after if isinstance(on_or_after, datetime) else None
    first = london_date(now) if now else on_or_after
    last = until or min(first, FURTHEST) + HORIZON
    holidays = england_and_wales() if bank_holidays is None else bank_holidays
    streams: list[Iterator[Meeting]] = [
        _regular(pattern, position, changes, first, last, terms, holidays) for position, pattern in enumerate(patterns)
    ]
    if any(change.kind is ChangeKind.MOVED for change in changes):
        streams.append(iter(sorted(_moved(patterns, changes, first, last, terms), key=Meeting.order)))
    found: Iterator[Meeting] = streams[0] if len(streams) == 1 else merge(*streams, key=Meeting.order)
    if not with_cancelled:
        found = (meeting for meeting in found if meeting.is_on)
    if now:
        found = (meeting for meeting in found if meeting.date > first or not meeting.is_over(now))
    return islice(found, limit) if limit is not None else found


def next_meeting(
    patterns: Sequence[Pattern],
    changes: Sequence[Change] = (),
    *,
    on_or_after: date | datetime,
    terms: Sequence[Span] = (),
    bank_holidays: Mapping[date, str] | None = None,
) -> Meeting | None:
    """The next meeting that is on, or None when none is known within two years."""
    return next(meetings(patterns, changes, on_or_after=on_or_after, terms=terms, bank_holidays=bank_holidays), None)


def _regular(
    pattern: Pattern,
    position: int,
    changes: Sequence[Change],
    first: date,
    last: date,
    terms: Sequence[Span],
    holidays: Mapping[date, str],
) -> Iterator[Meeting]:
    """The meetings of one pattern on its own days. One moved away stays behind, cancelled, saying where to."""
    for day in dates_of(pattern, first, last, terms):
        meeting = Meeting(day, pattern.starts, pattern.ends, position, note=pattern.note)
        change = _last_word(changes, day, position)
        if change and change.kind is ChangeKind.MOVED:
            if change.to_date in (None, day):
                continue  # it is given once, at its new time or place
            yield replace(
                meeting,
                state=MeetingState.CANCELLED,
                reason=f"moved to {date_words(change.to_date or day, day, weekday=True)}",
                moved_to=change.to_date,
            )
        elif change:
            yield replace(meeting, state=MeetingState.CANCELLED, reason=change.reason)
        elif pattern.not_on_bank_holidays and day in holidays:
            yield replace(meeting, state=MeetingState.CANCELLED, reason=_as_reason(holidays[day]))
        else:
            yield meeting


def _moved(
    patterns: Sequence[Pattern], changes: Sequence[Change], first: date, last: date, terms: Sequence[Span]
) -> Iterator[Meeting]:
    """The meetings that were moved, on their new days. A move of a day with no meeting moves nothing."""
    for number, change in enumerate(changes):
        to_date = change.to_date or change.on
        if change.kind is not ChangeKind.MOVED or not first <= to_date <= last:
            continue
        for position, pattern in enumerate(patterns):
            if _last_word(changes, change.on, position) is not change or not falls_on(pattern, change.on, terms):
                continue
            called_off = _last_word(changes[number + 1 :], to_date, position)
            yield Meeting(
                to_date,
                *_moved_times(pattern, change),
                position,
                state=MeetingState.CANCELLED if called_off else MeetingState.MOVED,
                reason=called_off.reason if called_off else change.reason,
                moved_from=change.on,
                place=change.place,
                note=pattern.note,
            )


def _moved_times(pattern: Pattern, change: Change) -> tuple[time, time | None]:
    """The times of a moved meeting. A new start without a finish keeps the usual length, within the day."""
    if change.to_starts is None:
        return pattern.starts, pattern.ends
    if change.to_ends or pattern.ends is None:
        return change.to_starts, change.to_ends
    length = datetime.combine(change.on, pattern.ends) - datetime.combine(change.on, pattern.starts)
    finish = datetime.combine(change.on, change.to_starts) + length
    return change.to_starts, finish.time() if finish.date() == change.on else None


def _last_word(changes: Sequence[Change], day: date, position: int) -> Change | None:
    """The last change that speaks of this meeting: when two disagree, whoever wrote later knew better."""
    return next((change for change in reversed(changes) if change.speaks_of(day, position)), None)


def _as_reason(holiday: str) -> str:
    return holiday if "holiday" in holiday.lower() else f"{holiday} (bank holiday)"
