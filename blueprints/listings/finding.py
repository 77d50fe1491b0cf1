"""Finding a listing for somebody who keeps it. One that is not theirs does not exist."""

from __future__ import annotations

import uuid

from flask_login import current_user

from blueprints.rendering import find
from models.listing import Listing


def listing_of(listing_id: uuid.UUID, *, to_change: bool = False) -> Listing:
    """The listing, or 404 when no panel of the person asking keeps it. `to_change` makes others wait their turn."""
    rows = Listing.visible_to(current_user).where(Listing.id == listing_id)
    return find(rows.with_for_update(of=Listing).execution_options(populate_existing=True) if to_change else rows)
