"""A board's entries as the week needs them: four statements for a whole patch, however much is on it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from extensions import db
from models.card_facts import short_place
from models.changes import Change
from models.group import Venue
from models.listing import Listing, listing_slug
from models.patch import Patch
from models.patterns import Pattern
from models.school_term import SchoolTerm
from models.session_time import SessionChange, SessionTime
from models.term_dates import Term
from models.vocabulary import Cost, Kind


@dataclass(slots=True)
class Entry:
    """One listing on the board: enough to say when and where, and to link to it."""

    id: uuid.UUID
    name: str
    kind: Kind
    summary: str
    cost: Cost
    any_time: bool
    paused_at: datetime | None
    paused_until: date | None
    reason: str
    place: str = ""
    patterns: list[Pattern] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"/listings/{self.id}/{listing_slug(self.name)}"

    def is_paused(self, today: date) -> bool:
        return self.paused_at is not None and (self.paused_until is None or today < self.paused_until)


def board_of(patch: Patch) -> list[Entry]:
    """What is on the board of a patch, by name. Patterns and changes are there in their own order."""
    on_board = (Listing.patch_id == patch.id, Listing.published_at.is_not(None), Listing.stopped_at.is_(None))
    rows = db.session.execute(
        select(
            Listing.id, Listing.name, Listing.kind, Listing.summary, Listing.cost, Listing.any_time,
            Listing.paused_at, Listing.paused_until, Listing.state_reason, Listing.venue_id,
        ).where(*on_board).order_by(Listing.name, Listing.id)
    ).all()  # fmt: skip
    ours = select(Listing.id).where(*on_board)
    times: dict[uuid.UUID, list[Pattern]] = defaultdict(list)
    for time in db.session.scalars(
        select(SessionTime).where(SessionTime.listing_id.in_(ours)).order_by(SessionTime.position, SessionTime.id)
    ):
        times[time.listing_id].append(time.pattern)
    changes: dict[uuid.UUID, list[Change]] = defaultdict(list)
    for change in db.session.scalars(
        select(SessionChange)
        .where(SessionChange.listing_id.in_(ours))
        .order_by(SessionChange.position, SessionChange.id)
    ):
        changes[change.listing_id].append(change.change)
    venue_ids = select(Listing.venue_id).where(*on_board)
    places = db.session.scalars(select(Venue).where(Venue.id.in_(venue_ids)))
    venues = {venue.id: short_place(venue) for venue in places}
    entries = [Entry(*facts, venues.get(venue_id, "")) for *facts, venue_id in rows]  # type: ignore[call-arg]
    for entry in entries:
        entry.patterns, entry.changes = times[entry.id], changes[entry.id]
    return entries


def terms_of_board(patch: Patch, entries: Sequence[Entry]) -> Sequence[Term]:
    """The school terms of the panel, when anything on the board goes by them."""
    if not any(pattern.term_time_only for entry in entries for pattern in entry.patterns):
        return ()
    return [row.term for row in db.session.scalars(SchoolTerm.of(patch.panel))]


def newest_on(patch: Patch, most: int) -> Sequence[uuid.UUID]:
    """The listings that came onto the board last."""
    return db.session.scalars(
        Listing.on_the_board()
        .with_only_columns(Listing.id)
        .where(Listing.patch_id == patch.id)
        .order_by(None)
        .order_by(Listing.published_at.desc(), Listing.id)
        .limit(most)
    ).all()
