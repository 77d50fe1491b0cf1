"""Local wall-clock times turned into moments, right across both changes of the clocks.

A time in the hour that is skipped in March is read by the clock as it stood before the change, so "1.30am" is an hour
later on a phone. A time in the hour that happens twice in October means the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta

from models.base import LONDON

ASSUMED_LENGTH = timedelta(hours=2)
"""How long a meeting without a finish ("from 10am") is taken to last, in calendars and for "is it over?"."""


def moment(day: date, clock: time) -> datetime:
    """The moment of a wall-clock time, aware and in London time."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC).astimezone(LONDON)


def closing_moment(day: date, starts: time, ends: time | None) -> datetime:
    """The moment a meeting finishes: as its wall clock says, and always after its start."""
    # Compared and added to in UTC: two times of one zone are compared by their wall clocks, whatever the clocks did.
    began = moment(day, starts).astimezone(UTC)
    if ends is None:
        return (began + ASSUMED_LENGTH).astimezone(LONDON)
    finish = moment(day, ends).astimezone(UTC)
    if finish <= began:  # it starts within the skipped hour and ends just after it
        finish = began + (datetime.combine(day, ends) - datetime.combine(day, starts))
    return finish.astimezone(LONDON)


def london_date(at: datetime) -> date:
    """The date a calendar on the wall shows at a moment. Refuses a moment without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment must say its time zone")
    return at.astimezone(LONDON).date()
