"""Where else somebody could go: near, for the same needs, with what they need to get in, and with room for them."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.accessible import DayNeed
from models.intake import Intake, Taking, taking
from models.listing import Listing
from models.vocabulary import Access

MOST = 3
MOST_LOOKED_AT = 300
MOST_ASKED = 40
"""Of the likeliest, so many are looked at closely."""
ACCESS_FOR = {
    DayNeed.NO_STAIRS: Access.STEP_FREE,
    DayNeed.QUIET: Access.QUIET,
    DayNeed.SPEAK_UP: Access.LOOP,
    DayNeed.SEAT: Access.SEATS,
    DayNeed.CARER: Access.CARER_FREE,
    DayNeed.DOG: Access.DOGS,
}
"""What a listing says when it meets a need for the day."""


def near_alternatives(
    session: Session,
    listing: Listing,
    *,
    day_needs: Iterable[str] = (),
    leave_out: Sequence[uuid.UUID] = (),
    today: date,
) -> list[Listing]:
    """Up to three others on the same patch that take somebody new: those that answer most of the same needs and meet
    most of what they need to get in come first, then those with room, then those of the same kind."""
    wanted = {ACCESS_FOR[need].value for need in DayNeed if need in set(day_needs) and need in ACCESS_FOR}
    needs = set(listing.needs or ())
    rows = session.execute(
        Listing.on_the_board()
        .with_only_columns(Listing.id, Listing.kind, Listing.needs, Listing.access)
        .where(Listing.patch_id == listing.patch_id, Listing.id.not_in([listing.id, *leave_out]))
        .limit(MOST_LOOKED_AT)
    )
    scores = {
        each: 4 * len(needs & set(theirs or ())) + 3 * len(wanted & set(access or ())) + (kind == listing.kind)
        for each, kind, theirs, access in rows
    }
    likeliest = sorted((each for each in scores if scores[each]), key=lambda each: -scores[each])[:MOST_ASKED]
    takes = who_takes(session, likeliest, today)
    found = [each for each in takes if takes[each].can_be_asked]
    found.sort(key=lambda each: (-scores[each.id] - 2 * (takes[each] is not Taking.FULL), each.name, str(each.id)))
    return found[:MOST]


def who_takes(session: Session, ids: Sequence[uuid.UUID], today: date) -> dict[Listing, Taking]:
    """Whether each of these listings takes somebody new, in two statements however many there are."""
    rows = select(Listing).options(joinedload(Listing.group)).where(Listing.id.in_(ids)).order_by(Listing.id)
    listings = session.scalars(rows).all()
    intakes = {each.listing_id: each for each in session.scalars(select(Intake).where(Intake.listing_id.in_(ids)))}
    return {listing: taking(listing, intakes.get(listing.id), today) for listing in listings}
