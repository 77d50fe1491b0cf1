"""Words about a list, and about each thing on it for somebody who may refer to it."""

from __future__ import annotations

from datetime import date

from blueprints.card_words import RoomLeft
from models.clock_words import date_words, listed
from models.intake import Intake, Taking
from models.listing import Listing, Status
from models.private_list import PrivateList
from models.vocabulary import Access, Need

LEVELS = {Taking.OPEN: "open", Taking.FEW: "few", Taking.FULL: "full", Taking.PAUSED: "paused"}


def looks_for(kept: PrivateList) -> str:
    """ "Company or nature, with a step-free entrance", or nothing."""
    wanted = [need.label for need in Need if need in kept.needs]
    must = [tag.label for tag in Access if tag in kept.access]
    said = [f"Looking for: {listed(wanted, 'or')}."] * bool(wanted) + [f"It must have: {listed(must)}."] * bool(must)
    return " ".join(said)


def room_for_new(listing: Listing, intake: Intake | None, taking: Taking, today: date) -> RoomLeft | None:
    """Whether they take somebody new, and until when not. Nothing where there is nobody to ask."""
    if taking is Taking.CLOSED:
        return None
    words = taking.label
    if taking is Taking.PAUSED:
        back = listing.paused_until if listing.status(today) is Status.PAUSED else intake and intake.paused_until
        words = f"Taking nobody new until {date_words(back, today)}" if back else words
    elif taking is Taking.FULL and listing.full_until:
        words = f"Full until {date_words(listing.full_until, today)}: there is a waiting list"
    return RoomLeft(LEVELS[taking], words)
