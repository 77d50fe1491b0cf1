"""Places that come free: the first on the waiting list is offered the next, before anybody else can take it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.acting import Acting
from models.errors import RuleBroken
from models.intake import Intake, give_back_place, intake_of, tell_the_board
from models.listing import Listing
from models.people import User
from models.referral import Referral


def place_freed(session: Session, listing: Listing, *, acting: Acting, at: datetime) -> Referral | None:
    """Somebody left a place. Gives the referral it is offered to now, or None when nobody waits."""
    counted = session.scalar(
        select(Intake).where(Intake.listing_id == listing.id, Intake.places_left.is_not(None)).with_for_update()
    )
    if counted is None:
        return None
    first = session.scalar(Referral.waiting_list(listing.id).limit(1).with_for_update(of=Referral, skip_locked=True))
    if first is None:
        give_back_place(session, listing.id)
        tell_the_board(session, listing, by=acting.user, at=at)
        return None
    first.offer_place(acting=acting, at=at)
    return first


def set_places(
    session: Session, listing: Listing, places: int | None, *, acting: Acting, by: User | None, at: datetime
) -> list[Referral]:
    """Say how many new people can be taken (None: nobody counts). Gives those on the waiting list who are offered one.

    Raises RuleBroken for fewer than none.
    """
    if places is not None and places < 0:
        raise RuleBroken("Write 0 or a larger number.", field="places_left")
    intake = intake_of(session, listing, at)
    intake.changed_at, intake.changed_by_id = at, by.id if by else None
    offered: list[Referral] = []
    if places:
        waiting = session.scalars(Referral.waiting_list(listing.id).limit(places).with_for_update(of=Referral))
        for referral in waiting.all():
            referral.offer_place(acting=acting, at=at)
            offered.append(referral)
        places -= len(offered)
    intake.places_left = places
    session.flush()
    tell_the_board(session, listing, by=by, at=at)
    return offered
