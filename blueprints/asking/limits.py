"""How much may be sent from one place, to one group and to one address, and how often links may be guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Response
from limits import parse_many

from blueprints import sealing
from blueprints.visitors import place
from extensions import db, limiter
from models.throttle import Limit, Throttle, TooMany

SENT = 303
MOST_SENT = "10 per hour; 30 per day"
"""From one place. A library or a surgery, where many share one address, is one place."""
TO_ONE_KEEPER = Limit("asked of one listing", 30, timedelta(days=1))
TO_ONE_ADDRESS = Limit("asking mails to one address", 4, timedelta(days=1))
"""Anybody can type anybody's address."""
WAIT = "That was a lot from one place. Please wait a while, then press the button again. What you wrote is kept."
GUESSES = parse_many("20 per minute; 200 per day")


def few_at_a_time(show: Callable[..., Response]) -> Callable[[Any], Any]:
    """Count only what is sent. Past the limit `show` gives the form again, with everything typed."""
    sent: Callable[[Any], Any] = limiter.limit(
        MOST_SENT, deduct_when=lambda response: response.status_code == SENT, on_breach=lambda _limit: show()
    )
    return sent


def is_one_too_many(limit: Limit, whom: object, now: datetime) -> bool:
    """Count one; whether it is more than the limit allows. Goes with the caller's commit."""
    try:
        Throttle.count_one(db.session(), limit, str(whom).casefold(), at=now, key=sealing.key_for("throttle"))
    except TooMany:
        return True
    return False


def guesses_are_too_many(what: str) -> bool:
    """Whether so many secrets missed from here that one should wait. One that is right is never refused."""
    return not all(limiter.limiter.test(limit, what, place()) for limit in GUESSES)


def count_guess(what: str) -> None:
    for limit in GUESSES:
        limiter.limiter.hit(limit, what, place())
