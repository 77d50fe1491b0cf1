"""The years of a report: the calendar's, and the funder's from April to March. Both begin with a quarter."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from models.attended_month import first_of_month, months_from
from models.rhythm import MONTHS
from models.wall_clock import moment

APRIL = 4
CALENDAR, FUNDER = re.compile(r"\d{4}"), re.compile(r"(\d{4})-(\d{2})")
EARLIEST, LATEST = 2000, 2100


def next_month(month: date, steps: int = 1) -> date:
    """The first day of the month so many months later."""
    number = month.year * 12 + month.month - 1 + steps
    return date(number // 12, number % 12 + 1, 1)


def month_begins(month: date) -> datetime:
    """The moment at which a month begins by the London clock."""
    return moment(month, time.min)


@dataclass(frozen=True, slots=True)
class ReportYear:
    """Twelve months from January or from April. `key` is how an address says it: "2026", "2026-27"."""

    first: date

    @property
    def is_calendar(self) -> bool:
        return self.first.month == 1

    @property
    def key(self) -> str:
        return str(self.first.year) if self.is_calendar else f"{self.first.year}-{(self.first.year + 1) % 100:02}"

    @property
    def label(self) -> str:
        """ "2026", "April 2026 to March 2027"."""
        year = self.first.year
        return str(year) if self.is_calendar else f"April {year} to March {year + 1}"

    @property
    def months(self) -> list[date]:
        return [next_month(self.first, step) for step in range(12)]

    @property
    def end(self) -> date:
        """The first day after it."""
        return next_month(self.first, 12)

    def months_before(self, day: date) -> list[date]:
        """Those of its months that begin before a day."""
        return [month for month in self.months if month < day]

    @classmethod
    def calendar(cls, day: date) -> "ReportYear":
        return cls(date(day.year, 1, 1))

    @classmethod
    def funder(cls, day: date) -> "ReportYear":
        return cls(date(day.year if day.month >= APRIL else day.year - 1, APRIL, 1))

    @classmethod
    def read(cls, key: str) -> "ReportYear | None":
        """The year of a key, or None for what is no year of ours."""
        if CALENDAR.fullmatch(key) and key.isascii() and EARLIEST <= int(key) < LATEST:
            return cls(date(int(key), 1, 1))
        found = FUNDER.fullmatch(key)
        if (
            found
            and key.isascii()
            and EARLIEST <= int(found[1]) < LATEST
            and (int(found[1]) + 1) % 100 == int(found[2])
        ):
            return cls(date(int(found[1]), APRIL, 1))
        return None

    @classmethod
    def all_between(cls, earliest: date, latest: date) -> list["ReportYear"]:
        """Every year that holds one of these days, the latest first, the calendar's before the funder's."""
        found = []
        for day in (date(year, month, 1) for year in range(earliest.year - 1, latest.year + 1) for month in (1, APRIL)):
            year = cls(day)
            if year.first <= latest and year.end > earliest:
                found.append(year)
        return sorted(found, key=lambda each: (each.is_calendar, each.first), reverse=True)


def month_name(month: date, *, short: bool = False) -> str:
    """ "March"; "Mar"."""
    name = MONTHS[month.month - 1]
    return name[:3] if short else name


def is_whole_quarter(months: list[date]) -> bool:
    """Whether three months in a row are a quarter of every year there is: from January, April, July or October."""
    return len(months) == 3 and months[0].month % 3 == 1 and months_from(months[0], months[2]) == 2


def quarters(months: list[date]) -> list[list[date]]:
    """The months by the quarter they lie in, each in order; a quarter that is not over has fewer than three."""
    found: dict[date, list[date]] = {}
    for month in months:
        found.setdefault(first_of_month(date(month.year, (month.month - 1) // 3 * 3 + 1, 1)), []).append(month)
    return list(found.values())
