"""What is on in a patch, day by day, and what is simply there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from blueprints.card_words import cost_words
from blueprints.public.board import Entry
from models.base import LONDON
from models.clock_words import date_words, day_words, time_words
from models.meeting import Meeting
from models.occurrences import meetings
from models.term_dates import Span
from models.vocabulary import Kind
from models.wall_clock import london_date
from models.when_facets import DAYS
from models.when_words import state_words

DAYS_AHEAD = 7
MOST_A_DAY = 40
"""Lines in one day. Beyond that nobody reads on: the rest is one link away."""
MOST_ANY_TIME = 30


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of a day: a meeting of a listing."""

    starts: str
    iso: str
    url: str
    name: str
    place: str
    cost: str
    is_off: bool
    note: str


@dataclass(slots=True)
class Day:
    """One day of the week ahead. `more` counts the lines left out; `day` is its word in the address of a search."""

    date: date
    words: str
    short: str
    day: str
    slots: list[Slot] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """The week ahead on one board. `until` is the moment from which it would be another."""

    days: list[Day]
    any_time: list[Entry]
    paused: list[tuple[Entry, str]]
    kinds: list[tuple[Kind, int]]
    count: int
    until: datetime

    @property
    def is_empty(self) -> bool:
        return not self.count

    def next_days(self, most_lines: int = 5) -> list[Day]:
        """The first days with anything on them, whole, until that many lines are full."""
        chosen: list[Day] = []
        for day in self.days:
            on = [slot for slot in day.slots if not slot.is_off]
            left = most_lines - sum(len(each.slots) for each in chosen)
            if on and left > 0:
                shown = on[: max(left, 3)]
                chosen.append(Day(day.date, day.words, day.short, day.day, shown, len(on) - len(shown) + day.more))
        return chosen


def week_ahead(entries: Sequence[Entry], terms: Sequence[Span], now: datetime) -> Week:
    """The seven days from today on, worked out for everything on a board."""
    today = london_date(now)
    found = sorted(_meetings(entries, terms, now, today), key=lambda pair: (*pair[0].order()[:3], pair[1].name))
    by_day: dict[date, list[tuple[Meeting, Entry]]] = defaultdict(list)
    for meeting, entry in found:
        by_day[meeting.date].append((meeting, entry))
    days = [_day(today + timedelta(days=n), today, by_day) for n in range(DAYS_AHEAD)]
    kinds = Counter(entry.kind for entry in entries)
    return Week(
        days=days,
        any_time=[entry for entry in entries if entry.any_time and not entry.is_paused(today)][:MOST_ANY_TIME],
        paused=[(entry, _paused_words(entry, today)) for entry in entries if entry.is_paused(today)],
        kinds=[(kind, kinds[kind]) for kind in Kind if kinds[kind]],
        count=len(entries),
        until=_changes_at(found, now, today),
    )


def _meetings(
    entries: Sequence[Entry], terms: Sequence[Span], now: datetime, today: date
) -> Iterator[tuple[Meeting, Entry]]:
    last = today + timedelta(days=DAYS_AHEAD - 1)
    for entry in entries:
        first: date | datetime = now
        if entry.is_paused(today):
            if entry.paused_until is None or entry.paused_until > last:
                continue
            first = entry.paused_until
        for meeting in meetings(
            entry.patterns, entry.changes, on_or_after=first, until=last, terms=terms, with_cancelled=True
        ):
            yield meeting, entry


def _day(day: date, today: date, by_day: dict[date, list[tuple[Meeting, Entry]]]) -> Day:
    lines = by_day.get(day, [])
    slots = [_slot(meeting, entry, today) for meeting, entry in lines[:MOST_A_DAY]]
    near = {0: "Today", 1: "Tomorrow"}.get((day - today).days) or f"{day:%A}"
    return Day(day, day_words(day, today), near, DAYS[day.weekday()], slots, len(lines) - len(slots))


def _slot(meeting: Meeting, entry: Entry, today: date) -> Slot:
    return Slot(
        starts=time_words(meeting.starts),
        iso=f"{meeting.starts_at:%Y-%m-%dT%H:%M}",
        url=entry.url,
        name=entry.name,
        place=meeting.place or entry.place,
        cost=cost_words(entry.cost, ""),
        is_off=not meeting.is_on,
        note=state_words(meeting, today),
    )


def _paused_words(entry: Entry, today: date) -> str:
    until = entry.paused_until
    when = f"Back on {date_words(until, today, weekday=True)}." if until else "Nobody knows yet when it starts again."
    reason = entry.reason.strip()
    if reason and reason[-1] not in ".!?":
        reason += "."
    return f"{reason[:1].upper()}{reason[1:]} {when}".strip()


def _changes_at(found: Sequence[tuple[Meeting, Entry]], now: datetime, today: date) -> datetime:
    midnight = datetime.combine(today + timedelta(days=1), time(), LONDON)
    return min([midnight, *(m.ends_at for m, _ in found if m.date == today and m.ends_at > now)])
