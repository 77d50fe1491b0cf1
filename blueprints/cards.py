"""Cards: a listing as it hangs on the board, in words. Made from the facts kept beside the search index.

`cards_for(session, listings, now=...)` takes ids, listings or search hits and gives cards in the same order, with one
statement for a page, and a second only for those whose words have changed since they were last worked out here.
"""

import json
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session

from blueprints.card_words import Fresh, NextDate, RoomLeft, cost_words, fresh_for, next_date_for, room_for
from models.base import LONDON
from models.card_facts import facts_of
from models.clock_words import time_words
from models.listing import Listing
from models.national_grid import distance_words
from models.search_dark import upcoming
from models.search_index import card_rows, terms_of
from models.vocabulary import Kind

MOST_REMEMBERED = 3_000
"""Cards kept worked out in this process, about 2 KB each."""


@dataclass(frozen=True, slots=True)
class Card:
    """What templates/components/notice.html hangs on the board."""

    id: uuid.UUID
    url: str
    name: str
    kind: Kind
    summary: str
    next: NextDate | None
    place_words: str
    any_time_words: str
    cost_words: str
    room: RoomLeft | None
    fresh: Fresh
    when_words: str = ""
    """In a few words, for strips and near misses: "Tuesday 3 March, 10am", or when it is not dated "Any time"."""
    patch: str = ""
    distance_words: str | None = None
    keep_url: str | None = None
    kept: bool = False

    @property
    def short_id(self) -> str:
        """The id in 22 letters, as shortlists write it."""
        return urlsafe_b64encode(self.id.bytes)[:22].decode("ascii")


class Hit(Protocol):
    """A search result: the listing, and the fingerprint of the facts of its card."""

    @property
    def listing_id(self) -> uuid.UUID: ...

    @property
    def fingerprint(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Remembered:
    """A card worked out before: good while the facts are the same and until the moment its words change."""

    fingerprint: int
    since: datetime
    until: datetime
    card: Card


_remembered: dict[uuid.UUID, Remembered] = {}


def cards_for(
    session: Session,
    listings: Iterable[uuid.UUID | Listing | Hit],
    *,
    now: datetime,
    distances: Mapping[uuid.UUID, float | None] | None = None,
    keep: Callable[[uuid.UUID], tuple[str | None, bool]] | None = None,
) -> list[Card]:
    """The cards of these listings, in this order; ids that are nobody's are left out.

    `distances` are metres from where the reader is (None: no fixed place). `keep` gives the address that keeps a
    listing on the shortlist or takes it off, and whether it is on it.
    """
    wanted = [_id_and_fingerprint(each) for each in listings]
    if any(mark is None for _, mark in wanted):
        marks = {listing_id: mark for listing_id, mark, _ in card_rows(session, [each for each, _ in wanted])}
        wanted = [(listing_id, marks.get(listing_id)) for listing_id, _ in wanted]
    cards = {listing_id: card for listing_id, mark in wanted if (card := _recall(listing_id, mark, now))}
    missing = [listing_id for listing_id, _ in wanted if listing_id not in cards]
    if missing:
        cards |= _work_out(session, missing, now)
    found = [cards[listing_id] for listing_id, _ in wanted if listing_id in cards]
    if distances is None and keep is None:
        return found
    return [_for_this_reader(card, distances, keep) for card in found]


def _id_and_fingerprint(each: uuid.UUID | Listing | Hit) -> tuple[uuid.UUID, int | None]:
    if isinstance(each, uuid.UUID):
        return each, None
    if isinstance(each, Listing):
        return each.id, None
    return each.listing_id, each.fingerprint


def _recall(listing_id: uuid.UUID, mark: int | None, now: datetime) -> Card | None:
    kept = _remembered.get(listing_id)
    if kept is None or kept.fingerprint != mark or not kept.since <= now < kept.until:
        return None
    return kept.card


def _work_out(session: Session, ids: Sequence[uuid.UUID], now: datetime) -> dict[uuid.UUID, Card]:
    cards: dict[uuid.UUID, Card] = {}
    for listing_id, mark, written in card_rows(session, ids, with_facts=True):
        cards[listing_id], until = card_from(json.loads(written or "{}"), now)
        if len(_remembered) >= MOST_REMEMBERED:
            for oldest in list(_remembered)[: MOST_REMEMBERED // 10]:
                _remembered.pop(oldest, None)
        _remembered[listing_id] = Remembered(mark, now, until, cards[listing_id])
    # What has stopped, and drafts, are not in the index: a shortlist or a desk may still ask for them.
    for listing_id in ids:
        if listing_id not in cards and (listing := session.get(Listing, listing_id)):
            cards[listing_id] = card_from(facts_of(listing, terms_of(session, listing.panel_id)), now)[0]
    return cards


def card_from(facts: Mapping[str, Any], now: datetime) -> tuple[Card, datetime]:
    """The card, and the moment from which it says something else."""
    today = now.astimezone(LONDON).date()
    meeting = None if facts.get("stopped") else upcoming(facts, now)
    upcoming_words = next_date_for(meeting, today) if meeting else None
    place = (meeting.place if meeting else "") or facts.get("place", "")
    until_words = f"until {time_words(meeting.ends)}" if meeting and meeting.ends else ""
    any_time = "" if upcoming_words else ("Any time" if facts.get("any_time") else facts.get("when_note", ""))
    card = Card(
        id=uuid.UUID(facts["id"]),
        url=f"/listings/{uuid.UUID(facts['id'])}/{facts['slug']}",
        name=facts["name"],
        kind=Kind(facts["kind"]),
        summary=facts.get("summary", ""),
        next=upcoming_words,
        place_words=", ".join(filter(None, (place, until_words))),
        any_time_words=any_time,
        cost_words=cost_words(facts.get("cost", ""), facts.get("cost_note", "")),
        room=room_for(facts, today),
        fresh=fresh_for(facts.get("checked_at"), now),
        when_words=upcoming_words.day_words if upcoming_words else any_time,
        patch=facts.get("patch", ""),
    )
    midnight = datetime.combine(today + timedelta(days=1), time(0), LONDON).astimezone(UTC)
    return card, min(midnight, meeting.ends_at.astimezone(UTC)) if meeting else midnight


def _for_this_reader(
    card: Card,
    distances: Mapping[uuid.UUID, float | None] | None,
    keep: Callable[[uuid.UUID], tuple[str | None, bool]] | None,
) -> Card:
    far = None
    if distances is not None:
        metres = distances.get(card.id)
        far = distance_words(metres) if metres is not None else (f"Around {card.patch}" if card.patch else None)
    keep_url, kept = keep(card.id) if keep else (None, False)
    return replace(card, distance_words=far, keep_url=keep_url, kept=kept)
