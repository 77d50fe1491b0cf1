"""How the pages of registers say a day: near ones by name, but not on a page that a phone keeps for another day."""

from __future__ import annotations

from datetime import date

from flask import request

from blueprints import clock
from models.clock_words import date_words, day_words


def is_for_pocket() -> bool:
    """Whether the page that is asked for will be kept on a phone and shown on some later day."""
    return "Hereabouts-Keep" in request.headers


def said_day(day: date) -> str:
    """ "Tomorrow, Tuesday 3 March"; in a page to keep "Tuesday 3 March"."""
    today = clock.today()
    return date_words(day, today, weekday=True) if is_for_pocket() else day_words(day, today)
