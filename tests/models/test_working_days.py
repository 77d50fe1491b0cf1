"""Working days: weekends and bank holidays do not count, however many of them stand together."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.holidays import bank_holidays
from models.working_days import add_working_days, is_working_day, working_days_between

DAYS = st.dates(date(2012, 1, 1), date(2060, 12, 31))
NUMBERS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("sent", "number", "due"),
    [
        pytest.param(date(2026, 3, 3), 0, date(2026, 3, 3), id="none after a Tuesday is that Tuesday"),
        pytest.param(date(2026, 3, 3), 3, date(2026, 3, 6), id="within one week"),
        pytest.param(date(2026, 3, 5), 3, date(2026, 3, 10), id="over a weekend"),
        pytest.param(date(2026, 3, 3), 10, date(2026, 3, 17), id="ten are two weeks"),
        pytest.param(date(2026, 3, 7), 0, date(2026, 3, 9), id="a Saturday counts from Monday"),
        pytest.param(date(2026, 3, 7), 3, date(2026, 3, 12), id="a Saturday is as good as Monday"),
        pytest.param(date(2026, 3, 8), 3, date(2026, 3, 12), id="so is a Sunday"),
        pytest.param(date(2026, 4, 2), 1, date(2026, 4, 7), id="Easter: from Maundy Thursday to Tuesday"),
        pytest.param(date(2026, 4, 3), 0, date(2026, 4, 7), id="Good Friday counts from Tuesday"),
        pytest.param(date(2026, 3, 31), 10, date(2026, 4, 16), id="the promise over Easter"),
        pytest.param(date(2026, 12, 24), 1, date(2026, 12, 29), id="Christmas 2026: Boxing Day is given on Monday"),
        pytest.param(date(2026, 12, 24), 3, date(2026, 12, 31), id="the last days of the year"),
        pytest.param(date(2026, 12, 24), 10, date(2027, 1, 12), id="the promise over Christmas and New Year"),
        pytest.param(date(2027, 12, 24), 1, date(2027, 12, 29), id="Christmas at a weekend gives both days"),
        pytest.param(date(2026, 12, 25), 0, date(2026, 12, 29), id="Christmas Day counts from Tuesday"),
    ],
)
def test_days_counted_by_hand(sent: date, number: int, due: date) -> None:
    assert add_working_days(sent, number) == due
    assert working_days_between(sent, due) == number


def test_a_weekend_begins_no_new_day() -> None:
    assert working_days_between(date(2026, 3, 3), date(2026, 3, 6)) == 3
    assert working_days_between(date(2026, 3, 3), date(2026, 3, 8)) == 3
    assert working_days_between(date(2026, 3, 3), date(2026, 3, 9)) == 4


def test_what_is_still_to_come_is_none_and_counting_backwards_is_refused() -> None:
    assert working_days_between(date(2026, 3, 9), date(2026, 3, 3)) == 0
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 3, 3), -1)


@given(DAYS, NUMBERS)
def test_the_day_reached_is_a_working_day_that_many_away(day: date, number: int) -> None:
    due = add_working_days(day, number)
    assert is_working_day(due)
    assert due >= day
    assert working_days_between(day, due) == number


@given(DAYS, NUMBERS, NUMBERS)
def test_counting_in_two_goes_is_counting_in_one(day: date, first: int, then: int) -> None:
    assert add_working_days(add_working_days(day, first), then) == add_working_days(day, first + then)


@given(DAYS, st.integers(0, 120))
def test_between_says_what_a_calendar_says(day: date, further: int) -> None:
    last = day + timedelta(days=further)
    days = [day + timedelta(days=each) for each in range(further + 1)]
    working = [each for each in days if each.weekday() < 5 and each not in bank_holidays()]
    assert working_days_between(day, last) == max(0, len(working) - 1)


@given(DAYS)
def test_no_break_is_longer_than_four_days(day: date) -> None:
    assert add_working_days(day, 0) - day <= timedelta(days=4)
