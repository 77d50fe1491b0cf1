"""What is on a list, each with what a link worker needs to know before asking."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.card_words import RoomLeft
from blueprints.cards import Card, cards_for
from blueprints.listing_reading import public_listings
from blueprints.lists.wording import room_for_new
from blueprints.shortlist import anchor_of
from models.answer_times import answer_words, usual_answer_days
from models.intake import Intake, Taking, taking
from models.listing import Listing, Status
from models.private_list import PrivateList
from models.wall_clock import london_date

NEW_REFERRAL = "/referrals/new"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the list. Without a `listing` it has gone from the board."""

    id: uuid.UUID
    listing: Listing | None = None
    card: Card | None = None
    taking: Taking = Taking.CLOSED
    room: RoomLeft | None = None
    answers: str = ""
    refer_url: str = ""

    @property
    def anchor(self) -> str:
        """Its id in the page. The card in the results has the id without "on-"."""
        return f"on-{anchor_of(self.id)}"

    @property
    def has_stopped(self) -> bool:
        return self.listing is not None and self.listing.stopped_at is not None

    @property
    def name(self) -> str:
        return self.listing.name if self.listing else "Something that has gone from the board"


def lines_of(session: Session, kept: PrivateList, ids: Sequence[uuid.UUID], now: datetime) -> list[Line]:
    """A line for each of these ids of the list, in their order, with a fixed number of statements."""
    listings, today = {each.id: each for each in public_listings(ids)}, london_date(now)
    cards = {card.id: card for card in cards_for(session, list(listings.values()), now=now)}
    intakes = {row.listing_id: row for row in session.scalars(select(Intake).where(Intake.listing_id.in_(ids)))}
    days = usual_answer_days(session, listings.values(), at=now)
    lines = []
    for each in ids:
        listing, intake = listings.get(each), intakes.get(each)
        if listing is None:
            lines.append(Line(each))
            continue
        state = taking(listing, intake, today)
        room = room_for_new(listing, intake, state, today)
        can_be_asked = state.can_be_asked and listing.status(today) is Status.ON
        refer_url = _refer_url(kept, each) if can_be_asked else ""
        lines.append(Line(each, listing, cards[each], state, room, answer_words(days.get(each)), refer_url))
    return lines


def _refer_url(kept: PrivateList, listing_id: uuid.UUID) -> str:
    return f"{NEW_REFERRAL}?listing={listing_id}&list_id={kept.id}"


def print_urls(lines: Sequence[Line], *, as_file: bool) -> tuple[str, str]:
    """Where the list prints as a leaflet: in ordinary letters, and in large print. Nobody's name is in it."""
    short = ".".join(line.listing.short_id for line in lines if line.listing)
    page = "public.shortlist_pdf" if as_file else "public.shortlist"
    return url_for(page, list=short), url_for(page, list=short, large=1)
