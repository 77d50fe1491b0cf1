"""What is like a listing, for somebody who came for one that is not on."""

import uuid

from sqlalchemy.orm import Session

from models.listing import Listing

MOST_LOOKED_AT = 300
MOST_SIMILAR = 3


def similar_to(session: Session, listing: Listing) -> list[uuid.UUID]:
    """Up to three others on the same board: those that answer most of the same needs, then of the same kind."""
    rows = session.execute(
        Listing.on_the_board()
        .with_only_columns(Listing.id, Listing.kind, Listing.needs)
        .where(Listing.patch_id == listing.patch_id, Listing.id != listing.id)
        .limit(MOST_LOOKED_AT)
    )
    wanted = set(listing.needs or ())
    scored = [(2 * len(wanted & set(needs or ())) + (kind == listing.kind), each) for each, kind, needs in rows]
    scored.sort(key=lambda pair: -pair[0])
    return [each for score, each in scored[:MOST_SIMILAR] if score]
