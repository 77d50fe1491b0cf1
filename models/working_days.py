"""Working days, by which answers are promised: weekends and English bank holidays do not count.

What comes on a day off counts as if it had come on the next working day: nobody is late over Christmas.
"""

from datetime import date, timedelta

from models.holidays import SATURDAY, bank_holidays

ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether offices are open: Monday to Friday, and no bank holiday."""
    return day.weekday() < SATURDAY and day not in bank_holidays()


def add_working_days(day: date, number: int) -> date:
    """The working day that many after `day`: three after Thursday is Tuesday, three after Saturday is Thursday.

    None after a working day is the day itself, none after a day off the next working day.
    """
    if number < 0:
        raise ValueError("working days are counted forward")
    day = _next_if_off(day)
    for _ in range(number):
        day = _next_if_off(day + ONE_DAY)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days have gone by on `last` since `first`: what `add_working_days` needs to get there.

    A day off at the end has not begun a new one; a `last` before `first` is 0.
    """
    day, number = _next_if_off(first) + ONE_DAY, 0
    while day <= last:
        number += is_working_day(day)
        day += ONE_DAY
    return number


def _next_if_off(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day
