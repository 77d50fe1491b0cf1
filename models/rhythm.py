"""How often a thing comes round, and the few fixed words of the calendar."""

from enum import StrEnum

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ALL_MONTHS = frozenset(range(1, 13))
LAST = -1
"""The `nth` of the last such weekday of a month, be it the fourth or the fifth."""


class Rhythm(StrEnum):
    """How a pattern comes round."""

    WEEKLY = "weekly"
    EVERY_N_WEEKS = "every-n-weeks"
    MONTHLY = "monthly"
    ONCE = "once"

    @property
    def label(self) -> str:
        return {
            "weekly": "Every week",
            "every-n-weeks": "Every other week, or every few weeks",
            "monthly": "Once a month",
            "once": "Once only",
        }[self.value]
