"""Attenders: whoever comes to a listing, by first name alone. The name goes on its clock; row and counts stay."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Select, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.attendance import Attendance
from models.attended_month import AttendedMonth
from models.attender_keeping import Kept
from models.base import Base, Identified
from models.listing import Listing
from models.person import ERASED
from models.referral import Referral
from models.referral_words import SEEN_BY_GROUP, State
from models.sealed import SealedText

if TYPE_CHECKING:
    from models.register import Register

LONGEST_CALLED = 40
"""Letters of a first name, or of "Big Col"."""


class Attender(Kept, Identified, Base):
    """Somebody who comes, or is expected, at one listing. One made for a referral has the referral's id; one who
    walked in has the key of the press that added them, so that a press sent twice adds one."""

    __tablename__ = "attender"
    __table_args__ = (Index("ix_attender_listing_id_last_came_on", "listing_id", "last_came_on"),)

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"))
    referral_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referral.id"), unique=True)
    counted_as: Mapped[uuid.UUID] = mapped_column(index=True)
    """The same for one person at several listings: of somebody referred the person's id, else their own."""
    called: Mapped[str | None] = mapped_column(SealedText)
    """None once erased."""
    rung_by: Mapped[str | None] = mapped_column(SealedText)
    """Who agreed to ring them when they are missed: "Derek"."""
    reach: Mapped[str | None] = mapped_column(SealedText)
    """A number they gave for that call, with their yes. Of somebody referred it stands with the referral."""

    first_came_on: Mapped[date | None]
    last_came_on: Mapped[date | None]
    times: Mapped[int] = mapped_column(default=0)
    """How often they came. Counted again with every mark."""

    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    """When the group took them off its list: they do not come any more."""
    merged_into_id: Mapped[uuid.UUID | None]
    """Written down twice: this is the row that stayed."""
    last_active_at: Mapped[datetime] = mapped_column(index=True)
    erased_at: Mapped[datetime | None] = mapped_column(index=True)

    listing: Mapped[Listing] = relationship()
    referral: Mapped[Referral | None] = relationship()

    @property
    def name(self) -> str:
        """What the group may read: nothing of somebody whose referral was taken back, declined or stopped."""
        if self.referral is None:
            return self.called or ERASED
        if self.referral.state in SEEN_BY_GROUP:
            return self.referral.person.name
        return (self.called or ERASED) if self.referral.state is State.SETTLED else ERASED

    @property
    def is_named(self) -> bool:
        return self.name != ERASED

    def erase(self, at: datetime) -> None:
        """Let go of the name and all that is personal. Nothing that was counted changes."""
        self.called = self.rung_by = self.reach = None
        self.erased_at = at

    def recount(self, session: Session) -> list["Register"]:
        """Work out first, last, how often and in which months from the marks. Gives the registers on which their first
        time moved."""
        session.flush()
        # Of two marks at the same moment, on two registers, the second counts what the first has written. The lines
        # of both hold the row's key already: a stronger lock would have each wait for the other.
        session.execute(select(Attender.id).where(Attender.id == self.id).with_for_update(key_share=True))
        rows = session.scalars(Attendance.of(self.id)).all()
        here = [row for row in rows if row.came]
        moved = []
        for row in rows:
            is_first = bool(here) and row is here[0]
            if row.is_first is not is_first:
                row.is_first = is_first
                moved.append(row.register)
        self.times = len(here)
        self.first_came_on = here[0].on if here else None
        self.last_came_on = here[-1].on if here else None
        AttendedMonth.rewrite(session, self, here)
        return moved

    @classmethod
    def of_listing(cls, listing_id: uuid.UUID) -> Select[tuple["Attender"]]:
        """Everybody of a listing who came or was sent, has not left and still has a name, who came last first."""
        return (
            select(cls)
            .where(
                or_(cls.times > 0, cls.referral_id.is_not(None)),
                cls.listing_id == listing_id,
                cls.left_at.is_(None),
                cls.merged_into_id.is_(None),
                cls.erased_at.is_(None),
            )
            .order_by(cls.last_came_on.desc().nulls_last(), cls.created_at, cls.id)
        )
