"""Bank holidays: what is published is followed, the rules go on from there, and the network is never asked."""

import json
import subprocess
import sys
from datetime import date
from importlib.resources import files

import pytest

from models.holidays import bank_holidays, by_rule

ONE_OFFS = {2012, 2020, 2022, 2023}
"""Years with a jubilee, an anniversary, a funeral or a coronation: no rule foretells those."""
PUBLISHED = json.loads((files("govuk_bank_holidays") / "bank-holidays.json").read_text("utf-8"))
DAYS = [date.fromisoformat(each["date"]) for each in PUBLISHED["england-and-wales"]["events"]]


@pytest.mark.parametrize("year", sorted({day.year for day in DAYS} - ONE_OFFS))
def test_the_rules_give_what_was_published_for_every_ordinary_year(year: int) -> None:
    assert sorted(by_rule(year)) == [day for day in DAYS if day.year == year]


def test_every_published_day_is_a_bank_holiday() -> None:
    assert set(DAYS) <= set(bank_holidays())


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 12, 28), "Boxing Day"),
        (date(2027, 12, 25), "Christmas Day"),
        (date(2027, 12, 27), "Christmas Day"),
        (date(2031, 4, 14), "Easter Monday"),
        (date(2033, 1, 3), "New Year’s Day"),
        (date(2040, 8, 27), "Summer bank holiday"),
    ],
)
def test_known_days_have_their_names_long_after_the_published_list(day: date, name: str) -> None:
    assert bank_holidays()[day] == name


def test_nothing_that_could_ask_the_network_is_loaded() -> None:
    ask = "import sys, models.holidays as h; h.bank_holidays(); print({'requests', 'urllib3'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
