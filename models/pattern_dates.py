"""The dates a pattern falls on, before anybody changes them. Steps from date to date, so that seldom is also cheap."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from models.patterns import Pattern
from models.rhythm import LAST, Rhythm
from models.term_dates import Span

WEEK = timedelta(days=7)
FURTHEST = date(2200, 1, 1)
"""Nothing is worked out beyond, so that a silly date in an address cannot run past the end of the calendar."""


def dates_of(pattern: Pattern, first: date, last: date, terms: Sequence[Span] = ()) -> Iterator[date]:
    """The dates from `first` to `last` inclusive, in order. Bank holidays stay in: `meetings` says so of them."""
    if pattern.valid_from and pattern.valid_from > first:
        first = pattern.valid_from
    last = min(last, FURTHEST)
    if pattern.valid_until and pattern.valid_until < last:
        last = pattern.valid_until
    if first > last:
        return iter(())
    if not pattern.term_time_only:
        return _steps(pattern, first, last)
    return _in_terms(pattern, first, last, terms)


def falls_on(pattern: Pattern, day: date, terms: Sequence[Span] = ()) -> bool:
    """Whether the pattern has a meeting on this day."""
    return next(dates_of(pattern, day, day, terms), None) is not None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The first to fifth or the `LAST` such weekday of a month; None when there is no fifth."""
    if nth == LAST:
        after = date(year + month // 12, month % 12 + 1, 1)
        return after - timedelta(days=(after.weekday() - weekday - 1) % 7 + 1)
    start = date(year, month, 1)
    day = 1 + (weekday - start.weekday()) % 7 + 7 * (nth - 1)
    try:
        return start.replace(day=day)
    except ValueError:
        return None


def _in_terms(pattern: Pattern, first: date, last: date, terms: Sequence[Span]) -> Iterator[date]:
    ahead = sorted((term for term in terms if term.ends_on >= first), key=lambda term: term.starts_on)
    done = first
    for term in ahead:
        for day in _steps(pattern, max(done, term.starts_on), min(last, term.ends_on)):
            yield day
            done = day + timedelta(days=1)


def _steps(pattern: Pattern, first: date, last: date) -> Iterator[date]:
    match pattern.rhythm:
        case Rhythm.ONCE:
            return _once(pattern, first, last)
        case Rhythm.MONTHLY:
            return _months(pattern, first, last)
        case _:
            return _weeks(pattern, first, last)


def _once(pattern: Pattern, first: date, last: date) -> Iterator[date]:
    if pattern.on_date and first <= pattern.on_date <= last:
        yield pattern.on_date


def _weeks(pattern: Pattern, first: date, last: date) -> Iterator[date]:
    weekday = pattern.weekday or 0
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    step = WEEK
    if pattern.rhythm is Rhythm.EVERY_N_WEEKS and pattern.anchor:
        step = WEEK * pattern.interval
        day += WEEK * (((pattern.anchor - day).days // 7) % pattern.interval)
    months = pattern.months
    while day <= last:
        if not months or day.month in months:
            yield day
        day += step


def _months(pattern: Pattern, first: date, last: date) -> Iterator[date]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        if not pattern.months or month in pattern.months:
            day = nth_weekday(year, month, pattern.weekday or 0, pattern.nth or 1)
            if day and first <= day <= last:
                yield day
        year, month = year + month // 12, month % 12 + 1
