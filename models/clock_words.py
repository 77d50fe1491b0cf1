"""Times and dates in the words people say: "9.30am", "noon", "Tuesday 3 March", "Today, Monday 2 March"."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from models.rhythm import MONTHS, WEEKDAYS

YEAR_GOES_WITHOUT_SAYING = timedelta(days=335)
"""About eleven months either way: nearer than that, nobody needs to be told the year."""


def time_words(clock: time) -> str:
    """ "10am", "9.30am", "noon", "midnight"."""
    if clock == time(12):
        return "noon"
    if clock == time(0):
        return "midnight"
    hour = clock.hour % 12 or 12
    minutes = f".{clock.minute:02}" if clock.minute else ""
    return f"{hour}{minutes}{'am' if clock.hour < 12 else 'pm'}"


def span_words(starts: time, ends: time | None) -> str:
    """ "10am to 1pm", or "from 10am" when nobody says when it ends."""
    return f"from {time_words(starts)}" if ends is None else f"{time_words(starts)} to {time_words(ends)}"


def date_words(day: date, today: date | None = None, *, weekday: bool = False) -> str:
    """ "3 March", with the year unless it goes without saying from `today`; "Tuesday 3 March" with `weekday`."""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    if today is None or abs(day - today) > YEAR_GOES_WITHOUT_SAYING:
        words += f" {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {words}" if weekday else words


def month_words(day: date, today: date) -> str:
    """ "June", with its year when that is another one."""
    month = MONTHS[day.month - 1]
    return month if day.year == today.year else f"{month} {day.year}"


def day_words(day: date, today: date) -> str:
    """ "Today, Monday 2 March", "Tomorrow, Tuesday 3 March", else "Wednesday 4 March"."""
    words = date_words(day, today, weekday=True)
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((day - today).days)
    return f"{near}, {words}" if near else words


def listed(words: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
