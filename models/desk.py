"""The panel's desk: what waits for somebody on this panel, in piles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from models.check import DUE_AFTER
from models.duplicates import ALIKE, likeness
from models.listing import Listing
from models.listing_version import ListingVersion
from models.outbox import Email
from models.people import Panel
from models.suggestion import Suggestion

MOST_SHOWN = 6
"""Of each pile; the rest are counted and a link leads to all of them."""
LATELY = timedelta(days=14)
"""How long a mail that never arrived stays on the desk."""
MOST_NAMES_COMPARED = 600
"""Names on a board that are held against each other for twins; more would make the desk slow to open."""


@dataclass(frozen=True, slots=True)
class Pile:
    """One pile: how many there are, and the first few."""

    count: int
    shown: Sequence[Listing]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that waits, for one panel on one day."""

    suggestions: Sequence[Suggestion]
    stale: Pile
    to_ring: Pile
    drafts: Pile
    paused: Pile
    twins: Sequence[tuple[Listing, Listing]]
    lately: Sequence[ListingVersion]
    undelivered: Sequence[Email]

    @property
    def is_clear(self) -> bool:
        """Whether nobody has to do anything."""
        return not (self.suggestions or self.stale.count or self.drafts.count or self.twins or self.undelivered)


def desk_of(session: Session, panel: Panel, *, now: datetime, today: date) -> Desk:
    """The desk of `panel`. A fixed number of statements, however long its list is."""
    mine = Listing.panel_id == panel.id
    stale = Listing.going_stale(now - DUE_AFTER).where(mine, Listing.paused_at.is_(None))
    drafts = Listing.newest_first().where(mine, Listing.published_at.is_(None), Listing.stopped_at.is_(None))
    paused = (
        Listing.on_the_board()
        .where(mine, Listing.paused_at.is_not(None))
        .where((Listing.paused_until.is_(None)) | (Listing.paused_until > today))
        .order_by(None)
        .order_by(Listing.paused_until.asc().nulls_last(), Listing.id)
    )
    lately = (
        select(ListingVersion)
        .join(Listing, ListingVersion.listing_id == Listing.id)
        .where(mine)
        .options(selectinload(ListingVersion.listing), selectinload(ListingVersion.by))
        .order_by(ListingVersion.at.desc(), ListingVersion.id)
        .limit(MOST_SHOWN)
    )
    return Desk(
        suggestions=session.scalars(
            Suggestion.waiting_for(panel).options(selectinload(Suggestion.listing)).limit(50)
        ).all(),
        stale=_pile(session, stale),
        to_ring=_pile(session, stale.where(Listing.contact_email == "")),
        drafts=_pile(session, drafts),
        paused=_pile(session, paused),
        twins=_twins(session, panel),
        lately=session.scalars(lately).all(),
        undelivered=session.scalars(
            Email.not_delivered(panel).where(Email.given_up_at > now - LATELY).limit(MOST_SHOWN)
        ).all(),
    )


def _pile(session: Session, listings: Select[tuple[Listing]]) -> Pile:
    count = session.scalar(select(func.count()).select_from(listings.order_by(None).subquery())) or 0
    return Pile(count, session.scalars(listings.limit(MOST_SHOWN)).all() if count else [])


def _twins(session: Session, panel: Panel) -> list[tuple[Listing, Listing]]:
    """Pairs on the board of one patch with much the same name."""
    rows = session.execute(
        select(Listing.id, Listing.name, Listing.patch_id)
        .where(Listing.panel_id == panel.id, Listing.published_at.is_not(None), Listing.stopped_at.is_(None))
        .order_by(Listing.name, Listing.id)
        .limit(MOST_NAMES_COMPARED)
    ).all()
    pairs = [
        (one.id, other.id)
        for n, one in enumerate(rows)
        for other in rows[n + 1 :]
        if one.patch_id == other.patch_id
        and _share_a_word(one.name, other.name)
        and likeness(one.name, other.name) >= ALIKE
    ][:MOST_SHOWN]
    wanted = {id for pair in pairs for id in pair}
    found = {listing.id: listing for listing in session.scalars(select(Listing).where(Listing.id.in_(wanted)))}
    return [(found[one], found[other]) for one, other in pairs]


def _share_a_word(one: str, other: str) -> bool:
    """A quick look before the slow one: twins share the beginning of a word."""
    return bool({word[:5] for word in one.lower().split()} & {word[:5] for word in other.lower().split()})
