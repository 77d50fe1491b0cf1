"""Bank holidays of England and Wales, without asking the network.

Source: https://www.gov.uk/bank-holidays.json, as carried by the package govuk-bank-holidays. Only its file is read: the
package's own reader would ask the network first. After the last year in the file the rules of the Banking and
Financial Dealings Act 1971 and custom go on: one-off holidays (a jubilee, a coronation) come with a newer package.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from dateutil.easter import easter

LAST_YEAR = 2100
"""How far the rules are written out."""
MONDAY, SATURDAY = 0, 5


@cache
def bank_holidays() -> Mapping[date, str]:
    """Every day people call a bank holiday, with its name. Christmas Day, Boxing Day and New Year's Day count
    themselves, as well as the day off given instead when they fall on a weekend."""
    published = json.loads((files("govuk_bank_holidays") / "bank-holidays.json").read_text("utf-8"))
    days = {date.fromisoformat(each["date"]): str(each["title"]) for each in published["england-and-wales"]["events"]}
    first, last = min(days).year, max(days).year
    for year in range(last + 1, LAST_YEAR + 1):
        days |= by_rule(year)
    for year in range(first, LAST_YEAR + 1):
        days |= _fixed_days(year)
    return MappingProxyType(dict(sorted(days.items())))


def by_rule(year: int) -> dict[date, str]:
    """The bank holidays of an ordinary year, as they are published: days off, not the weekend days they stand for."""
    sunday = easter(year)
    days = {
        sunday - timedelta(days=2): "Good Friday",
        sunday + timedelta(days=1): "Easter Monday",
        _first_monday(date(year, 5, 1)): "Early May bank holiday",
        _first_monday(date(year, 5, 25)): "Spring bank holiday",
        _first_monday(date(year, 8, 25)): "Summer bank holiday",
    }
    for day, name in _fixed_days(year).items():
        while day.weekday() >= SATURDAY or day in days:
            day += timedelta(days=1)
        days[day] = name
    return days


def _fixed_days(year: int) -> dict[date, str]:
    return {date(year, 1, 1): "New Year’s Day", date(year, 12, 25): "Christmas Day", date(year, 12, 26): "Boxing Day"}


def _first_monday(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)
