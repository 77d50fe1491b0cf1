"""What a stranger may do about a listing today: ask to join, say "I might come", or nothing of the kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from extensions import db
from models.intake import Asking, Intake, Taking, taking
from models.listing import Listing


@dataclass(frozen=True, slots=True)
class AskingHere:
    """What the organiser allows, and whether anybody new is taken today."""

    listing: Listing
    asking: Asking
    taking: Taking

    @property
    def is_full(self) -> bool:
        return self.taking is Taking.FULL

    @property
    def may_ask(self) -> bool:
        """Also where it is full: there is a waiting list."""
        return self.asking is Asking.ASK and self.taking.can_be_asked

    @property
    def may_say(self) -> bool:
        """Whether "I might come" makes sense: there is room."""
        return self.asking is not Asking.NOTHING and self.taking.can_be_asked and not self.is_full

    def __bool__(self) -> bool:
        return self.may_ask or self.may_say


def asking_here(listing: Listing, today: date) -> AskingHere:
    """With one statement."""
    intake = db.session.scalar(select(Intake).where(Intake.listing_id == listing.id))
    return AskingHere(listing, intake.asking if intake else Asking.NOTHING, taking(listing, intake, today))
