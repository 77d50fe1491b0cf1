"""What a pattern must have to make sense. Each refusal names the field and says how to mend it."""

from datetime import date, time
from typing import TYPE_CHECKING

from models.clock_words import date_words, time_words
from models.errors import RuleBroken
from models.rhythm import LAST, WEEKDAYS, Rhythm

if TYPE_CHECKING:
    from models.patterns import Pattern

MOST_WEEKS_APART = 26
"""Beyond half a year people give dates, not a rhythm."""
LONGEST_NOTE = 80
EARLIEST_YEAR, LATEST_YEAR = 1950, 2100
"""A date outside these is a slip of the keys."""


class TimesWrong(RuleBroken):
    """A time that cannot be, such as a finish before its start."""


def check_pattern(pattern: "Pattern") -> None:
    """Raises TimesWrong for the first thing that is missing or cannot be."""
    check_finish(pattern.starts, pattern.ends)
    _check_day(pattern)
    _check_years(pattern)
    if pattern.valid_from and pattern.valid_until and pattern.valid_until < pattern.valid_from:
        raise TimesWrong("The last date is before the first date. Swap them, or leave one empty.", field="valid_until")
    if not all(1 <= month <= 12 for month in pattern.months):
        raise TimesWrong("Choose months from January to December.", field="months")
    if len(pattern.note) > LONGEST_NOTE:
        raise TimesWrong(f"Keep the note to {LONGEST_NOTE} letters.", field="note")


def check_finish(starts: time, ends: time | None) -> None:
    """Raises TimesWrong unless the finish is after the start on the same day; offers the finish likely meant."""
    if starts.tzinfo or (ends and ends.tzinfo):
        raise ValueError("times of a pattern are wall-clock times, without a time zone")
    if ends is None or ends > starts:
        return
    if ends.hour < 12 and (later := ends.replace(hour=ends.hour + 12)) > starts and ends != time(0):
        raise TimesWrong(f"Finish after the start. Did you mean {time_words(later)}?", field="ends")
    if ends == starts:
        raise TimesWrong("The finish is the same as the start. Finish after the start.", field="ends")
    raise TimesWrong(
        "Finish after the start, by 11.59pm. If it goes on past midnight, add the rest as another time.", field="ends"
    )


def _check_day(pattern: "Pattern") -> None:
    if pattern.rhythm is Rhythm.ONCE:
        if pattern.on_date is None:
            raise TimesWrong("Say which date it is on, such as 3 March.", field="on_date")
        return
    if pattern.weekday is None or not 0 <= pattern.weekday <= 6:
        raise TimesWrong("Choose the day of the week it is on.", field="weekday")
    if pattern.rhythm is Rhythm.MONTHLY and pattern.nth not in (1, 2, 3, 4, 5, LAST):
        raise TimesWrong("Say which one of the month: first, second, third, fourth, fifth or last.", field="nth")
    if pattern.rhythm is Rhythm.EVERY_N_WEEKS:
        _check_weeks_apart(pattern, WEEKDAYS[pattern.weekday])


def _check_weeks_apart(pattern: "Pattern", day: str) -> None:
    if not 2 <= pattern.interval <= MOST_WEEKS_APART:
        raise TimesWrong(f"Say how many weeks apart, from 2 to {MOST_WEEKS_APART}.", field="interval")
    if pattern.anchor is None:
        raise TimesWrong(f"Give one {day} when it is on, so that we know which weeks.", field="anchor")
    if pattern.anchor.weekday() != pattern.weekday:
        on = WEEKDAYS[pattern.anchor.weekday()]
        raise TimesWrong(
            f"{date_words(pattern.anchor)} is a {on}. Give a {day} when it is on, or change the day to {on}.",
            field="anchor",
        )


def _check_years(pattern: "Pattern") -> None:
    for name in ("on_date", "anchor", "valid_from", "valid_until"):
        day: date | None = getattr(pattern, name)
        if day and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise TimesWrong(f"Look at the year again: {day.year} cannot be right.", field=name)
