""" "I might come": a first name left for a group, with nothing asked and nothing promised. Gone after 30 days."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified
from models.listing import Listing
from models.referral_clocks import USUAL, ReferralClocks
from models.sealed import SealedText


class MightCome(Identified, Base):
    """One note. Its id is that of the form that made it: a double press makes one."""

    __tablename__ = "might_come"

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    called: Mapped[str] = mapped_column(SealedText)
    day: Mapped[date | None]
    """The session they think of."""
    received_at: Mapped[datetime]
    delete_at: Mapped[datetime] = mapped_column(index=True)

    listing: Mapped[Listing] = relationship()

    @classmethod
    def for_listing(cls, listing: Listing, now: datetime) -> Select[tuple["MightCome"]]:
        """Who might come, those for the soonest day first."""
        return (
            select(cls)
            .where(cls.listing_id == listing.id, cls.delete_at > now)
            .order_by(cls.day.asc().nulls_last(), cls.received_at, cls.id)
        )


def forget_on(received_at: datetime, clocks: ReferralClocks = USUAL) -> datetime:
    """The moment a note is deleted, whatever became of it."""
    return received_at + timedelta(days=clocks.might_come_days)
