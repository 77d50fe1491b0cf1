"""Whether a listing takes new people: who may ask, how many places there are, and pauses that end by themselves.

What the public reads of it ("a few places", "full until") stands on the listing; this is what answers go by.
"""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.errors import RuleBroken
from models.listing import Listing, Status
from models.listing_contents import save
from models.listing_version import Deed
from models.people import User
from models.vocabulary import Kind, Room

FEW = 3
"""So many places left are said to be few."""


class Asking(StrEnum):
    """What a stranger may do from a listing's page or poster."""

    NOTHING = "nothing"
    MIGHT_COME = "might-come"
    ASK = "ask"

    @property
    def label(self) -> str:
        return {
            "nothing": "Nothing: they turn up, or ring",
            "might-come": "Say “I might come” (a first name only)",
            "ask": "Ask to join, and say “I might come”",
        }[self.value]


class Taking(StrEnum):
    """Whether somebody new can be taken today."""

    OPEN = "open"
    FEW = "few"
    FULL = "full"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {
            "open": "Room for new people",
            "few": "A few places",
            "full": "Full: there is a waiting list",
            "paused": "Taking nobody new for now",
            "closed": "Not taking people",
        }[self.value]

    @property
    def can_be_asked(self) -> bool:
        """Whether a referral may be sent: to a full group too, which has a waiting list."""
        return self in (Taking.OPEN, Taking.FEW, Taking.FULL)


class ListingFull(RuleBroken):
    """Somebody else took the last place."""

    message = "The last place has just gone. You can put them on the waiting list: the first on it is offered the next."


class Intake(Identified, Base):
    """One listing's room for new people. A listing without a row is open, counts no places and takes referrals."""

    __tablename__ = "intake"

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), unique=True)
    asking: Mapped[Asking] = mapped_column(EnumText(Asking), default=Asking.NOTHING)
    places_left: Mapped[int | None]
    """How many new people can still be taken; None while nobody counts."""
    paused_at: Mapped[datetime | None]
    paused_until: Mapped[date | None]
    """The first day new people are taken again; None while nobody knows."""
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    listing: Mapped[Listing] = relationship()

    def is_paused(self, today: date) -> bool:
        return self.paused_at is not None and (self.paused_until is None or today < self.paused_until)

    def pause(self, *, until: date | None, by: User | None, at: datetime, today: date) -> None:
        """Take nobody new for now, while the listing goes on. Raises RuleBroken for a day that has passed."""
        if until is not None and until <= today:
            raise RuleBroken("Choose a day after today, or leave it empty if you do not know yet.", field="until")
        self.paused_at, self.paused_until = at, until
        self.changed_at, self.changed_by_id = at, by.id if by else None

    def resume(self, *, by: User | None, at: datetime) -> None:
        """Take new people again."""
        self.paused_at = self.paused_until = None
        self.changed_at, self.changed_by_id = at, by.id if by else None


def intake_of(session: Session, listing: Listing, at: datetime) -> Intake:
    """The listing's row, made when there is none."""
    intake = session.scalar(select(Intake).where(Intake.listing_id == listing.id))
    if intake is None:
        intake = Intake(listing=listing, changed_at=at)
        session.add(intake)
        session.flush()
    return intake


def taking(listing: Listing, intake: Intake | None, today: date) -> Taking:
    """Whether the listing takes somebody new on a (London) day. Every state with a date ends by itself on it."""
    status = listing.status(today)
    if status in (Status.STOPPED, Status.DRAFT) or not has_somebody_to_ask(listing):
        return Taking.CLOSED
    if status is Status.PAUSED or (intake is not None and intake.is_paused(today)):
        return Taking.PAUSED
    left = intake.places_left if intake else None
    if left == 0 or (listing.room is Room.FULL and (listing.full_until is None or today < listing.full_until)):
        return Taking.FULL
    if listing.room is Room.FEW or (left is not None and left <= FEW):
        return Taking.FEW
    return Taking.OPEN


def has_somebody_to_ask(listing: Listing) -> bool:
    """Whether anybody could welcome somebody: a bench has nobody to ask."""
    if listing.kind is Kind.PLACE and listing.any_time:
        return False
    reachable = listing.contact_phone or listing.contact_email
    return bool(reachable or (listing.group and (listing.group.email or listing.group.phone)))


def tell_the_board(session: Session, listing: Listing, *, by: User | None, at: datetime) -> None:
    """Let the listing itself say that the last counted place has gone, or that there are places again."""
    left = session.scalar(select(Intake.places_left).where(Intake.listing_id == listing.id))
    says_full_for_now = listing.room is Room.FULL and listing.full_until is None
    if left == 0 and listing.room is not Room.FULL:
        listing.room, listing.full_until, note = Room.FULL, None, "The last place is taken"
    elif left and says_full_for_now:
        listing.room, note = Room.FEW, "There are places again"
    else:
        return
    save(listing, Deed.EDITED, by=by, at=at, note=note)


def take_place(session: Session, listing_id: uuid.UUID) -> bool:
    """Take one place in a single statement: of two at once, one gets the last. True also where nobody counts."""
    taken = session.execute(
        update(Intake)
        .where(Intake.listing_id == listing_id, Intake.places_left > 0)
        .values(places_left=Intake.places_left - 1)
        .execution_options(synchronize_session="fetch")
    )
    if cast("CursorResult[Any]", taken).rowcount == 1:
        return True
    return session.scalar(select(Intake.places_left).where(Intake.listing_id == listing_id)) is None


def give_back_place(session: Session, listing_id: uuid.UUID) -> None:
    """One place more, where places are counted."""
    session.execute(
        update(Intake)
        .where(Intake.listing_id == listing_id, Intake.places_left.is_not(None))
        .values(places_left=Intake.places_left + 1)
        .execution_options(synchronize_session="fetch")
    )
