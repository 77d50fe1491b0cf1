"""What search filters by: the days and the times of day at which a listing can be found."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from enum import StrEnum

from models.patterns import Pattern
from models.rhythm import WEEKDAYS

DAYS = tuple(name[:3].lower() for name in WEEKDAYS)
"""mon to sun, as the addresses of searches write them."""
LONG_ENOUGH = timedelta(hours=2)
"""A warm space open from 9 to 5 is an afternoon thing too; a shed that ends at 1pm is not."""


class PartOfDay(StrEnum):
    """Parts of the day, by when a meeting starts."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    @property
    def label(self) -> str:
        return {
            "morning": "Morning (before noon)",
            "afternoon": "Afternoon (noon to 5pm)",
            "evening": "Evening (5pm or later)",
        }[self.value]

    @property
    def hours(self) -> tuple[time, time]:
        """From (inclusive) and to."""
        return {
            "morning": (time(0), time(12)),
            "afternoon": (time(12), time(17)),
            "evening": (time(17), time.max),
        }[self.value]


def parts_of(starts: time, ends: time | None) -> set[PartOfDay]:
    """The part of day it starts in, and any other in which it goes on for two hours or more."""
    return {
        part
        for part in PartOfDay
        if part.hours[0] <= starts < part.hours[1] or _shared(starts, ends or starts, *part.hours) >= LONG_ENOUGH
    }


def facets(patterns: Iterable[Pattern], any_time: bool = False, *, today: date | None = None) -> set[str]:
    """ "tue", "morning" and "tue_morning" for each pattern; everything for an any-time place. Patterns that were over
    before `today` count for nothing."""
    found: set[str] = set()
    if any_time:
        return {*DAYS, *PartOfDay, *(f"{day}_{part}" for day in DAYS for part in PartOfDay)}
    for pattern in patterns:
        last = pattern.valid_until or pattern.on_date
        if today and last and last < today:
            continue
        day = DAYS[pattern.meets_on]
        parts = parts_of(pattern.starts, pattern.ends)
        found |= {day, *parts, *(f"{day}_{part}" for part in parts)}
    return {str(facet) for facet in found}


def _shared(starts: time, ends: time, first: time, last: time) -> timedelta:
    begin, finish = max(starts, first), min(ends, last)
    return timedelta(hours=finish.hour - begin.hour, minutes=finish.minute - begin.minute)
