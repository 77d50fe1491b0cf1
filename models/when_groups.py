"""Patterns that are said in one breath: the same times on several days, or several times on the same days."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from models.patterns import Pattern
from models.rhythm import Rhythm

Days = tuple[tuple[int, int], ...]
"""(nth, weekday) pairs in order; nth is 0 where it does not apply."""


@dataclass
class Group:
    """Patterns that differ only in their days, or only in their times. `like` is one of them, for all they share."""

    like: Pattern
    days: list[tuple[int, int]] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    times: list[tuple[time, time | None]] = field(default_factory=list)

    @property
    def weekdays(self) -> list[int]:
        """The days of the week, Monday first, each once."""
        return sorted({weekday for _, weekday in self.days})


def grouped(patterns: Sequence[Pattern]) -> list[Group]:
    """The groups in the order their first patterns are given; days, dates and times inside in their own order."""
    by_times: dict[tuple[Pattern, time, time | None], Group] = {}
    for pattern in patterns:
        span = (pattern.starts, pattern.ends)
        group = by_times.setdefault((_shared(pattern), *span), Group(pattern, times=[span]))
        if pattern.rhythm is Rhythm.ONCE and pattern.on_date:
            group.dates = sorted({*group.dates, pattern.on_date})
        else:
            group.days = sorted({*group.days, (_place_in_month(pattern), pattern.weekday or 0)})
    by_days: dict[tuple[Pattern, Days, tuple[date, ...]], Group] = {}
    for (shared, *_), group in by_times.items():
        first = by_days.setdefault((shared, tuple(group.days), tuple(group.dates)), group)
        if first is not group:
            first.times = sorted({*first.times, *group.times}, key=lambda span: (span[0], span[1] or time.max))
    return list(by_days.values())


def _place_in_month(pattern: Pattern) -> int:
    if pattern.rhythm is not Rhythm.MONTHLY:
        return 0
    nth = pattern.nth or 1
    return nth if nth > 0 else 6  # the last one comes after the fifth


def _shared(pattern: Pattern) -> Pattern:
    """The pattern without its day and times, so that equal means "said together"."""
    same_weeks = None
    if pattern.rhythm is Rhythm.EVERY_N_WEEKS and pattern.anchor:
        week = (pattern.anchor.toordinal() - 1) // 7 % pattern.interval  # ordinal 1 was a Monday
        same_weeks = date.fromordinal(1 + 7 * week)
    return replace(
        pattern, weekday=None, nth=None, on_date=None, starts=time(0), ends=None, anchor=same_weeks,
        interval=pattern.interval if pattern.rhythm is Rhythm.EVERY_N_WEEKS else 1,
    )  # fmt: skip
