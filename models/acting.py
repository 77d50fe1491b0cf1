"""Who does something to a referral, as what, and by which way: every step and every look is noted with these."""

from dataclasses import dataclass
from enum import StrEnum

from models.people import User


class Part(StrEnum):
    """The part somebody has in a referral."""

    LINK_WORKER = "link-worker"
    ORGANISER = "organiser"
    PANEL = "panel"
    PERSON = "person"
    SOURCE = "source"
    CLOCK = "clock"

    @property
    def label(self) -> str:
        return {
            "link-worker": "Link worker",
            "organiser": "The group",
            "panel": "The panel",
            "person": "The person",
            "source": "Whoever sent them",
            "clock": "The clock",
        }[self.value]


class How(StrEnum):
    """Which way it came to be noted."""

    PAGE = "page"
    LINK = "link"
    PHONE = "phone"
    SHEET = "sheet"
    REGISTER = "register"
    PAPER = "paper"
    CLOCK = "clock"

    @property
    def label(self) -> str:
        return {
            "page": "signed in",
            "link": "by the link in a mail",
            "phone": "told by phone",
            "sheet": "by the code on the introduction",
            "register": "in the register",
            "paper": "typed up from paper",
            "clock": "by itself, on its day",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody doing something. `user` is None for people without an account and for the clock."""

    part: Part
    how: How = How.PAGE
    user: User | None = None
    request_id: str = ""


BY_THE_CLOCK = Acting(Part.CLOCK, How.CLOCK)
