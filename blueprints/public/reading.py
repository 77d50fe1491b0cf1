"""What the public pages ask of the database, in few statements."""

from __future__ import annotations

import re
import uuid
from collections.abc import Hashable, Sequence
from functools import cache

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm.attributes import set_committed_value

from blueprints.listing_reading import with_everything, with_relatives
from extensions import db
from models.group import Group, Venue
from models.intake import Intake
from models.listing import Listing
from models.patch import Patch
from models.people import Panel
from models.school_term import SchoolTerm
from models.session_time import SessionChange, SessionTime

SLUG = re.compile(r"[a-z0-9-]{1,60}")
"""Anything else never reaches the database, which cannot even be asked about some of it."""

_L, _V, _P, _T, _G, _I = (model.__table__.c for model in (Listing, Venue, Panel, Patch, Group, Intake))
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
        _G.email,
        _G.phone,
        _I.asking,
        _I.places_left,
        _I.paused_at,
        _I.paused_until,
    )
    .select_from(
        Listing.__table__.join(Panel.__table__, _L.panel_id == _P.id)
        .join(Patch.__table__, _L.patch_id == _T.id)
        .outerjoin(Venue.__table__, _L.venue_id == _V.id)
        .outerjoin(Group.__table__, _L.group_id == _G.id)
        .outerjoin(Intake.__table__, _I.listing_id == _L.id)
    )
    .where(_L.published_at.is_not(None), _L.id == bindparam("listing_id"))
)


def stamp_of_listing(listing_id: uuid.UUID) -> tuple[str, Hashable] | None:
    """The name of a public listing, and everything its page is made from that can change without a new version.
    None when strangers may not read it."""
    with db.engine.connect() as connection:  # a session of its own would take half as long again
        row = connection.execute(_STAMP_OF_LISTING, {"listing_id": listing_id}).first()
    return (row[0], tuple(row)) if row else None


@cache
def _one() -> Select[tuple[Listing]]:
    return (
        select(Listing)
        .options(*with_relatives())
        .where(Listing.id == bindparam("listing_id"), Listing.published_at.is_not(None))
    )


_ITS_TIMES = (
    select(SessionTime)
    .where(SessionTime.listing_id == bindparam("listing_id"))
    .order_by(SessionTime.position, SessionTime.id)
)
_ITS_CHANGES = (
    select(SessionChange)
    .where(SessionChange.listing_id == bindparam("listing_id"))
    .order_by(SessionChange.position, SessionChange.id)
)


def whole_listing(listing_id: uuid.UUID) -> Listing:
    """A public listing with everything its page shows. Call it only for one that has a stamp.

    Three statements made once, not one made anew with its loaders: that takes a third of the time.
    """
    asked = {"listing_id": listing_id}
    listing = db.session.scalars(_one(), asked).one()
    set_committed_value(listing, "session_times", db.session.scalars(_ITS_TIMES, asked).all())
    set_committed_value(listing, "session_changes", db.session.scalars(_ITS_CHANGES, asked).all())
    return listing


_STAMP_OF_PATCH = (
    select(
        _T.id, _T.name, _T.about, _P.name, _P.helpers, _P.phone, _P.phone_hours, _P.email, _P.welcome,
        _P.next_meeting, func.count(_L.id), func.sum(_L.revision), func.max(_L.changed_at), func.max(_L.checked_at),
    )
    .select_from(
        Patch.__table__.join(Panel.__table__, _T.panel_id == _P.id).outerjoin(
            Listing.__table__, and_(_L.patch_id == _T.id, _L.published_at.is_not(None))
        )
    )
    .where(_T.slug == bindparam("slug"))
    .group_by(_T.id, _P.id)
)  # fmt: skip


def stamp_of_patch(slug: str) -> Hashable | None:
    """What a page about a patch is made from, in words and numbers that change when any of it does. None when there
    is no such patch."""
    if not SLUG.fullmatch(slug):
        return None
    with db.engine.connect() as connection:
        row = connection.execute(_STAMP_OF_PATCH, {"slug": slug}).first()
    return tuple(row) if row else None


def all_terms_of(patch: Patch) -> Sequence[SchoolTerm]:
    """The school terms of the panel that keeps a patch."""
    return db.session.scalars(SchoolTerm.of(patch.panel)).all()


def listings_on(patch: Patch) -> Sequence[Listing]:
    """What is on the board of a patch, with everything its pages show."""
    on_board = with_everything(Listing.on_the_board()).where(Listing.patch_id == patch.id)
    return db.session.scalars(on_board.order_by(None).order_by(Listing.name, Listing.id)).unique().all()
