"""Codes and links that lead nowhere, counted against where they come from, so that guessing is slow. In memory only."""

from limits import parse_many

from blueprints.visitors import place
from extensions import limiter

LIMITS = parse_many("20 per minute; 200 per day")
"""Enough for a library computer and a sheet with a torn corner. What is known is answered whatever happened."""
A_MINUTE = 60


class Misses:
    """The misses of one kind of code: `what` keeps them apart from others."""

    def __init__(self, what: str) -> None:
        self.what = what

    def are_too_many(self) -> bool:
        """Whether so many missed from here that one should wait."""
        return not all(limiter.limiter.test(limit, self.what, place()) for limit in LIMITS)

    def count_one(self) -> None:
        """Note one more."""
        for limit in LIMITS:
            limiter.limiter.hit(limit, self.what, place())
