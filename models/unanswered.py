"""A listing that people still wait to hear from cannot end: each of them is answered first."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.acting import Acting
from models.errors import RuleBroken
from models.listing import Listing
from models.referral import Referral
from models.referral_words import TO_ANSWER, Decline, State


class StillAsked(RuleBroken):
    """Somebody waits for a yes or a no."""

    message = "Somebody still waits to hear if they may come. Answer them first."

    def __init__(self, number: int) -> None:
        people = "One person still waits" if number == 1 else f"{number} people still wait"
        super().__init__(f"{people} to hear if they may come. Answer {'them' if number == 1 else 'each'} first.")
        self.number = number


def refuse_while_asked(session: Session, listing: Listing) -> None:
    """Raises StillAsked while anybody waits for a yes or a no from this listing."""
    number = Referral.number_in(session, Referral.listing_id == listing.id, Referral.state.in_(TO_ANSWER))
    if number:
        raise StillAsked(number)


def was_ever_asked(session: Session, listing: Listing) -> bool:
    """Whether anybody was ever referred to it: then it is kept, whatever happens, and so is the trail."""
    return Referral.number_in(session, Referral.listing_id == listing.id) > 0


def how_many_expected(session: Session, listing: Listing) -> int:
    """People who were told that they may come, and have not been yet."""
    return Referral.number_in(session, Referral.listing_id == listing.id, Referral.state == State.ACCEPTED)


def decline_all(session: Session, listing: Listing, *states: State, acting: Acting, at: datetime) -> int:
    """Tell everybody who waits, or is in these states, that it is not running. Gives how many were told."""
    waiting = session.scalars(
        select(Referral)
        .where(Referral.listing_id == listing.id, Referral.state.in_(states or TO_ANSWER))
        # Whoever holds a place last: it would be offered to the next, who is told no a moment later.
        .order_by(Referral.has_place, Referral.sent_at, Referral.id)
        .with_for_update(of=Referral)
        .execution_options(populate_existing=True)
    ).all()
    for referral in waiting:
        referral.decline(Decline.NOT_RUNNING, acting=acting, at=at)
    return len(waiting)
