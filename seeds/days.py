"""Dates counted from a given day, so that a seeded world is always in the middle of its week and its year."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from models.base import LONDON
from models.occurrences import meetings
from models.patterns import LAST, Pattern
from models.term_dates import USUAL_TERMS

__all__ = ["FRI", "LAST", "MON", "SAT", "SUN", "THU", "TUE", "WED", "Days", "monthly", "weekly"]

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


@dataclass(frozen=True, slots=True)
class Days:
    """The days around `now`."""

    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    def ago(self, days: int, hour: int = 11) -> datetime:
        """A moment that many days back, in the morning unless said; never in the future."""
        then = datetime.combine(self.today - timedelta(days=days), time(hour, 10), LONDON).astimezone(UTC)
        return min(then, self.now)

    def ahead(self, days: int) -> date:
        """The date in that many days."""
        return self.today + timedelta(days=days)

    def next(self, weekday: int, weeks: int = 0) -> date:
        """The next such weekday after today, or so many weeks after that."""
        return self.today + timedelta(days=(weekday - self.today.weekday() - 1) % 7 + 1 + 7 * weeks)

    def coming(self, pattern: Pattern, number: int = 0) -> date:
        """The date of the next meeting of a pattern after today; with `number`, of the one so many later."""
        found = meetings([pattern], on_or_after=self.ahead(1), terms=USUAL_TERMS)
        dates = [meeting.date for meeting in islice(found, number + 1)]
        return dates[-1] if dates else self.ahead(7)

    @property
    def christmas(self) -> tuple[date, date]:
        """The first and last day that most things are closed, of the Christmas that is on or comes next."""
        year = self.today.year - (self.today < date(self.today.year, 1, 4))
        return date(year, 12, 20), date(year + 1, 1, 3)

    def fortnightly(self, weekday: int, starts: str, ends: str, *, weeks: int = 0, **more: Any) -> Pattern:
        """Every other week, counted from the next such weekday (or so many weeks after)."""
        return Pattern.every_n_weeks(self.next(weekday, weeks), _clock(starts), _clock(ends), **more)

    def once(self, days_ahead: int, starts: str, ends: str, **more: Any) -> Pattern:
        """On one date."""
        return Pattern.once(self.ahead(days_ahead), _clock(starts), _clock(ends), **more)


def weekly(weekday: int, starts: str, ends: str = "", **more: Any) -> Pattern:
    """Every week: weekly(TUE, "10:00", "13:00"). `months` may be a list of numbers."""
    return Pattern.weekly(weekday, _clock(starts), _clock(ends) if ends else None, **_with_months(more))


def monthly(nth: int, weekday: int, starts: str, ends: str = "", **more: Any) -> Pattern:
    """The nth such weekday of a month, or the `LAST`."""
    return Pattern.monthly(nth, weekday, _clock(starts), _clock(ends) if ends else None, **_with_months(more))


def _with_months(more: dict[str, Any]) -> dict[str, Any]:
    return more | {"months": frozenset(more["months"])} if "months" in more else more


def _clock(text: str) -> time:
    return time.fromisoformat(text)
