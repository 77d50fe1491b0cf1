"""Dates as people type them: "3 March 2026", "03/03/26", "3rd of march", "Tuesday 3 March". The day comes first."""

import re
from datetime import date, timedelta

from models.clock_words import date_words
from models.errors import RuleBroken
from models.pattern_rules import EARLIEST_YEAR, LATEST_YEAR
from models.rhythm import MONTHS, WEEKDAYS

LONGEST = 60
DAY_NAME = r"(?:mon|tues?|weds?|wednes|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:,? (?P<{0}>\d{{4}}\b|'\d{{2}}\b|\d{{2}}\b(?! ?(?:am|pm|noon|to\b|[.:-]\s*\d))(?!\s*-)))?"
_NUMERIC = (
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})\b(?:[t ]00:00(?::00)?)?"
    r"|(?P<slashed>\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?|\d{1,2}(?P<mark>[.-])\d{1,2}(?P=mark)\d{4}|\d{1,2}\.\d{1,2}\.\d{2})(?![\d/])"
)
DATE = re.compile(
    rf"(?:(?P<weekday>{DAY_NAME})\b,? (?:the )?)?(?:{_NUMERIC}"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ?(?P<month>{MONTH_NAME}){_YEAR.format('year')}"
    rf"|(?P<month2>{MONTH_NAME}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th|\b)(?! ?(?:am|pm|[.:-]\s*\d))"
    rf"{_YEAR.format('year2')})"
)
"""One date anywhere in lower-case text with single spaces."""


class DateNotRead(RuleBroken):
    """A typed date that nobody could read for certain, or that no calendar has."""


def parse_date(text: str, today: date, *, nearest: bool = False, field: str | None = None) -> date:
    """A typed date. Without a year it is the next such date from `today`, or the `nearest`, which may be past.

    Raises DateNotRead, also when the weekday and the date disagree.
    """
    typed = " ".join(text.lower().replace("’", "'").replace("–", "-").split())[:LONGEST].strip(" .,")
    if typed in ("today", "tomorrow"):
        return today + timedelta(days=typed == "tomorrow")
    if re.fullmatch(rf"(?:next |this |on )?{DAY_NAME}", typed):
        ahead = (weekday_named(typed.split()[-1]) - today.weekday()) % 7
        return today + timedelta(days=ahead or 7)
    match = DATE.fullmatch(typed)
    if match is None:
        said = f"We could not read the date “{typed}”." if typed else "Put in a date."
        raise DateNotRead(f"{said} Write it like 3 March {today.year}.", field=field)
    return date_in(match, today, nearest=nearest, field=field)


def date_in(match: re.Match[str], today: date, *, nearest: bool = False, field: str | None = None) -> date:
    """The date that a match of `DATE` tells of. Raises DateNotRead."""
    year, month, day = _parts(match)
    if not 1 <= month <= 12:
        raise DateNotRead(
            f"There is no month {month}. Put the day first, then the month: 25/3/{today.year}.", field=field
        )
    if year is not None and not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise DateNotRead(f"Look at the year again: {year} cannot be right.", field=field)
    found = [made for y in _years(year, today) if (made := _made(y, month, day))]
    if not found:
        when = f"{day} {MONTHS[month - 1]}{f' {year}' if year else ''}"
        raise DateNotRead(f"There is no {when}. Look at the date again.", field=field)
    if year is None:
        found = sorted(found, key=lambda d: abs(d - today)) if nearest else [d for d in found if d >= today]
    meant = found[0]
    if match["weekday"] and meant.weekday() != (said := weekday_named(match["weekday"])):
        raise DateNotRead(
            f"{date_words(meant)} is a {WEEKDAYS[meant.weekday()]}, not a {WEEKDAYS[said]}. "
            "Look at the day and the date again.",
            field=field,
        )
    return meant


def weekday_named(name: str) -> int:
    """0 for "mon", "Mondays" and so on: the first three letters tell."""
    return [weekday[:3].lower() for weekday in WEEKDAYS].index(name[:3].lower())


def month_named(name: str) -> int:
    """1 for "jan", "January" and so on."""
    return [month[:3].lower() for month in MONTHS].index(name[:3].lower()) + 1


def _parts(match: re.Match[str]) -> tuple[int | None, int, int]:
    if match["iso"]:
        year, month, day = match["iso"].split("-")
        return int(year), int(month), int(day)
    if match["slashed"]:
        numbers = re.split(r"[/.-]", match["slashed"])
        return _full_year(numbers[2]) if len(numbers) == 3 else None, int(numbers[1]), int(numbers[0])
    year_typed = match["year"] or match["year2"]
    month_typed, day_typed = match["month"] or match["month2"], match["day"] or match["day2"]
    return _full_year(year_typed) if year_typed else None, month_named(month_typed), int(day_typed)


def _full_year(typed: str) -> int:
    year = int(typed.lstrip("'"))
    return year + 2000 if year < 100 else year


def _years(year: int | None, today: date) -> range:
    """The one year given; else enough of them to hold a 29 February either side."""
    return range(year, year + 1) if year is not None else range(today.year - 8, today.year + 9)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
