"""Listings with all that is said of them, in few statements."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from extensions import db
from models.listing import Listing
from models.patch import Patch
from models.school_term import SchoolTerm


def public_listings(ids: Sequence[uuid.UUID]) -> list[Listing]:
    """Those of these listings that strangers may read, in the same order."""
    if not ids:
        return []
    found = db.session.scalars(with_everything(Listing.public()).where(Listing.id.in_(ids))).unique()
    by_id = {listing.id: listing for listing in found}
    return [by_id[each] for each in ids if each in by_id]


def with_everything(listings: Select[tuple[Listing]]) -> Select[tuple[Listing]]:
    """Load what pages of several listings show along with them."""
    times = (selectinload(Listing.session_times), selectinload(Listing.session_changes))
    return listings.options(*with_relatives(), *times)


def with_relatives() -> tuple[ExecutableOption, ...]:
    """Load panel, patch, group and venue of a listing along with it."""
    return (
        joinedload(Listing.panel),
        joinedload(Listing.patch).lazyload(Patch.panel),
        joinedload(Listing.group),
        joinedload(Listing.venue),
    )


def terms_for(listing: Listing) -> Sequence[SchoolTerm]:
    """The school terms of its panel, when its times go by them."""
    if not any(row.term_time_only for row in listing.session_times):
        return ()
    return db.session.scalars(SchoolTerm.of(listing.panel)).all()
