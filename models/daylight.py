"""Sunset, and whether somebody is home before dark."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from astral import Observer
from astral.sun import elevation, sunset

from models.base import LONDON
from models.wall_clock import moment

MINUTES_TO_GET_HOME = 30
"""A slow walk, or a bus and a short walk."""
COARSE = 1
"""Decimal places of a degree kept: at most 7 km or half a minute of sunset, so that a patch shares one answer."""


def sunset_at(day: date, latitude: float, longitude: float) -> datetime | None:
    """The moment of sunset in London time; None where the sun does not set or rise that day. Degrees north and east."""
    return _sunset(day, round(latitude, COARSE), round(longitude, COARSE))


@lru_cache(maxsize=4096)
def _sunset(day: date, latitude: float, longitude: float) -> datetime | None:
    try:
        return sunset(Observer(latitude, longitude), date=day, tzinfo=UTC).astimezone(LONDON)
    except ValueError:
        return None


def home_before_dark(
    ends: time, day: date, latitude: float, longitude: float, minutes_to_get_home: int = MINUTES_TO_GET_HOME
) -> bool:
    """Whether somebody who leaves when it ends is home by sunset."""
    home = moment(day, ends) + timedelta(minutes=minutes_to_get_home)
    dark = sunset_at(day, latitude, longitude)
    if dark is None:
        return elevation(Observer(latitude, longitude), moment(day, time(12))) > 0
    return home <= dark
