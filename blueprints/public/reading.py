"""What the public pages ask of the database, in few statements."""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from extensions import db
from models.group import Group, Venue
from models.listing import Listing
from models.patch import Patch
from models.people import Panel
from models.school_term import SchoolTerm

MOST_LOOKED_AT = 300
MOST_SIMILAR = 3

_L, _V, _P, _T, _G = (model.__table__.c for model in (Listing, Venue, Panel, Patch, Group))
_STAMP_OF_LISTING = (
    select(
        _L.name,
        _L.revision,
        _L.changed_at,
        _L.checked_at,
        _L.checked_how,
        _L.published_at,
        _L.paused_at,
        _L.paused_until,
        _L.stopped_at,
        _L.panel_id,
        _V.name,
        _V.street,
        _V.area,
        _V.postcode,
        _V.address_shown,
        _P.name,
        _P.helpers,
        _P.phone,
        _P.phone_hours,
        _P.email,
        _T.name,
        _T.slug,
        _G.name,
    )
    .select_from(
        Listing.__table__.join(Panel.__table__, _L.panel_id == _P.id)
        .join(Patch.__table__, _L.patch_id == _T.id)
        .outerjoin(Venue.__table__, _L.venue_id == _V.id)
        .outerjoin(Group.__table__, _L.group_id == _G.id)
    )
    .where(_L.published_at.is_not(None))
)


def stamp_of_listing(listing_id: uuid.UUID) -> tuple[str, Hashable] | None:
    """The name of a public listing, and everything its page is made from that can change without a new version.
    None when strangers may not read it."""
    row = db.session.connection().execute(_STAMP_OF_LISTING.where(_L.id == listing_id)).first()
    return (row[0], tuple(row)) if row else None


def whole_listing(listing_id: uuid.UUID) -> Listing:
    """A public listing with everything its page shows. Call it only for one that has a stamp."""
    return db.session.execute(with_everything(Listing.public()).where(Listing.id == listing_id)).unique().scalar_one()


def with_everything(listings: Select[tuple[Listing]]) -> Select[tuple[Listing]]:
    """Load what a page of a listing shows along with it."""
    return listings.options(
        joinedload(Listing.panel),
        joinedload(Listing.patch),
        joinedload(Listing.group),
        joinedload(Listing.venue),
        selectinload(Listing.session_times),
        selectinload(Listing.session_changes),
    )


def terms_for(listing: Listing) -> Sequence[SchoolTerm]:
    """The school terms of its panel, when its times go by them."""
    if not any(row.term_time_only for row in listing.session_times):
        return ()
    return db.session.scalars(SchoolTerm.of(listing.panel)).all()


def stamp_of_patch(patch: Patch) -> Hashable:
    """What a page about a patch is made from, in numbers that change when any of it does."""
    board = (
        select(func.count(), func.sum(_L.revision), func.max(_L.changed_at), func.max(_L.checked_at))
        .where(_L.patch_id == patch.id, _L.published_at.is_not(None))
        .select_from(Listing.__table__)
    )
    panel = patch.panel
    return (
        patch.id,
        patch.name,
        patch.slug,
        patch.about,
        panel.name,
        panel.helpers,
        panel.phone,
        panel.phone_hours,
        panel.email,
        panel.welcome,
        *db.session.connection().execute(board).one(),
    )


def similar_to(listing: Listing) -> list[uuid.UUID]:
    """Up to three others on the same board: those that answer most of the same needs, then of the same kind."""
    rows = db.session.execute(
        Listing.on_the_board()
        .with_only_columns(Listing.id, Listing.kind, Listing.needs)
        .where(Listing.patch_id == listing.patch_id, Listing.id != listing.id)
        .limit(MOST_LOOKED_AT)
    )
    wanted = set(listing.needs or ())
    scored = [(2 * len(wanted & set(needs or ())) + (kind == listing.kind), each) for each, kind, needs in rows]
    scored.sort(key=lambda pair: -pair[0])
    return [each for score, each in scored[:MOST_SIMILAR] if score]


def all_terms_of(patch: Patch) -> Sequence[SchoolTerm]:
    """The school terms of the panel that keeps a patch."""
    return db.session.scalars(SchoolTerm.of(patch.panel)).all()


def listings_on(patch: Patch) -> Sequence[Listing]:
    """What is on the board of a patch, with everything its pages show."""
    on_board = with_everything(Listing.on_the_board()).where(Listing.patch_id == patch.id)
    return db.session.scalars(on_board.order_by(None).order_by(Listing.name, Listing.id)).unique().all()


def public_listings(ids: Sequence[uuid.UUID]) -> list[Listing]:
    """Those of these listings that strangers may read, in the same order."""
    if not ids:
        return []
    found = db.session.scalars(with_everything(Listing.public()).where(Listing.id.in_(ids))).unique()
    by_id = {listing.id: listing for listing in found}
    return [by_id[each] for each in ids if each in by_id]
