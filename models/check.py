"""Checks: somebody confirmed that a listing is right. Checked is not edited."""

import uuid
from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from models.base import Base, EnumText, Identified
from models.listing import Listing
from models.people import User
from models.vocabulary import HowChecked

DUE_AFTER = timedelta(days=90)
OVERDUE_AFTER = timedelta(days=120)
NOT_LATELY_AFTER = timedelta(days=180)


class Freshness(StrEnum):
    """How long ago a listing was checked, in the steps the badge shows."""

    FRESH = "fresh"
    DUE = "due"
    OVERDUE = "over"
    OLD = "old"


class Check(Identified, Base):
    """One confirmation: who, when, how."""

    __tablename__ = "listing_check"

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    how: Mapped[HowChecked] = mapped_column(EnumText(HowChecked))
    note: Mapped[str] = mapped_column(String(300), default="")
    """For the panel: what was said."""

    listing: Mapped[Listing] = relationship(back_populates="checks")
    by: Mapped[User | None] = relationship()

    @classmethod
    def record(cls, listing: Listing, *, how: HowChecked, by: User | None, at: datetime, note: str = "") -> "Check":
        """Keep that somebody checked `listing`. It becomes the check shown, unless a later one is known."""
        check = cls(listing=listing, how=how, by=by, at=at, note=note.strip())
        if (session := object_session(listing)) is not None:
            session.add(check)
        if listing.checked_at is None or at >= listing.checked_at:
            listing.checked_at, listing.checked_how = at, how
        return check


def freshness(checked_at: datetime | None, now: datetime) -> Freshness:
    """The step of the badge for the latest check; never checked is as old as can be."""
    if checked_at is None or now - checked_at > NOT_LATELY_AFTER:
        return Freshness.OLD
    if now - checked_at > OVERDUE_AFTER:
        return Freshness.OVERDUE
    return Freshness.DUE if now - checked_at > DUE_AFTER else Freshness.FRESH


def trusted_until(correct_on: date, today: date) -> date:
    """The last day on which paper may be trusted unseen: the end of the month in which the next check falls due, of
    this month when it fell due long ago."""
    due = max(correct_on + DUE_AFTER, today)
    return due.replace(day=monthrange(due.year, due.month)[1])
