"""Sunset in the north of England, and getting home before it."""

from datetime import date, time

from models.daylight import home_before_dark, sunset_at

LARKMOOR = (53.42, -2.32)


def test_sunset_is_early_in_december_and_late_in_june_by_the_clock_on_the_wall() -> None:
    winter, summer = sunset_at(date(2026, 12, 21), *LARKMOOR), sunset_at(date(2026, 6, 21), *LARKMOOR)
    assert winter
    assert summer
    assert time(15, 45) < winter.time() < time(15, 55)
    assert time(21, 35) < summer.time() < time(21, 50)


def test_a_walk_that_ends_at_half_past_three_is_home_before_dark_in_march_and_not_in_december() -> None:
    assert home_before_dark(time(15, 30), date(2026, 3, 3), *LARKMOOR)
    assert not home_before_dark(time(15, 30), date(2026, 12, 21), *LARKMOOR)
    assert home_before_dark(time(15, 30), date(2026, 12, 21), *LARKMOOR, minutes_to_get_home=5)


def test_a_late_evening_in_june_is_not_home_before_dark() -> None:
    assert home_before_dark(time(21), date(2026, 6, 21), *LARKMOOR)
    assert not home_before_dark(time(23, 45), date(2026, 6, 21), *LARKMOOR)


def test_where_the_sun_does_not_set_everybody_is_home_before_dark() -> None:
    assert sunset_at(date(2026, 6, 21), 80, 0) is None
    assert home_before_dark(time(23), date(2026, 6, 21), 80, 0)
    assert not home_before_dark(time(12), date(2026, 12, 21), 80, 0)
