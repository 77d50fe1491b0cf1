"""Codes that lead nowhere, counted against the place they come from, so that guessing is slow. In memory only."""

from limits import parse_many

from blueprints.visitors import place
from extensions import limiter

LIMITS = parse_many("20 per minute; 200 per day")
"""Enough for a library computer and a poster with a torn corner. A code that is known is answered whatever happened."""
WHAT = "codes of posters"
A_MINUTE = 60


def are_too_many() -> bool:
    """Whether so many missed from here that one should wait."""
    return not all(limiter.limiter.test(limit, WHAT, place()) for limit in LIMITS)


def count_one() -> None:
    """Note one more."""
    for limit in LIMITS:
        limiter.limiter.hit(limit, WHAT, place())
