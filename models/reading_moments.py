"""A moment as people type it: "Tuesday 3 March, 10.20am", "yesterday at 4pm", "today"."""

import re
from datetime import UTC, date, datetime, time, timedelta

from models.base import LONDON
from models.clock_words import date_words, time_words
from models.errors import RuleBroken
from models.reading_dates import parse_date
from models.reading_times import parse_time
from models.wall_clock import london_date, moment

LONGEST = 80
CLOCK = re.compile(
    r"(?:^|[\s,])(?:at\s+)?(?P<clock>\d{1,2}[.:]\d{2}\s*(?:am|pm)?|\d{1,2}\s*(?:am|pm)|noon|midday)$", re.I
)
A_LITTLE_AHEAD = timedelta(minutes=10)
"""Clocks differ."""
LONG_AGO = timedelta(days=366)
YEAR_IS_SAID_AFTER = timedelta(days=150)
"""A date without a year is read as the nearest one."""


def read_moment(text: str, now: datetime, *, field: str | None = None) -> datetime:
    """The moment that was typed, which has passed. A day without a time is meant about noon, today about now.

    Raises RuleBroken for what nobody could read, for what is still to come, and for more than a year ago.
    """
    typed = " ".join(text.split())[:LONGEST].strip(" .,")
    today = london_date(now)
    found = CLOCK.search(typed)
    clock = parse_time(found["clock"], field=field) if found else None
    day = _day((typed[: found.start()] if found else typed).strip(" ,"), today, is_clock_said=bool(found), field=field)
    if clock is None and day == today:
        return now
    said = moment(day, clock or time(12)).astimezone(UTC)
    if said > now + A_LITTLE_AHEAD:
        raise RuleBroken("That is still to come. Put in when they said it.", field=field)
    if said < now - LONG_AGO:
        raise RuleBroken("That is more than a year ago. Please ask them again.", field=field)
    return min(said, now)


def moment_words(at: datetime, today: date) -> str:
    """ "Tuesday 3 March, 10.20am": what `read_moment` reads."""
    local = at.astimezone(LONDON)
    near = today if abs(local.date() - today) < YEAR_IS_SAID_AFTER else None
    return f"{date_words(local.date(), near, weekday=True)}, {time_words(time(local.hour, local.minute))}"


def _day(typed: str, today: date, *, is_clock_said: bool, field: str | None) -> date:
    if typed.lower() == "yesterday":
        return today - timedelta(days=1)
    if not typed and is_clock_said:
        return today
    return parse_date(typed, today, nearest=True, field=field)
