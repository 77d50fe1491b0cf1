"""Friendly calls: somebody did not come, and whoever agreed to ring them is asked to."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Select, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attender import Attender
from models.base import Base, EnumText, Identified
from models.errors import RuleBroken
from models.people import User


class Missed(StrEnum):
    """Why a call is due."""

    NO_SHOW = "no-show"
    TWO_GAPS = "two-gaps"

    @property
    def label(self) -> str:
        return {
            "no-show": "Expected for the first time, and did not come",
            "two-gaps": "Missed two in a row",
        }[self.value]


class HowTheyAre(StrEnum):
    """What came of a friendly call."""

    COMING_BACK = "coming-back"
    NOT_COMING = "not-coming"
    NO_ANSWER = "no-answer"
    NO_CALL = "no-call"

    @property
    def label(self) -> str:
        return {
            "coming-back": "They are coming back",
            "not-coming": "They have stopped coming",
            "no-answer": "No answer",
            "no-call": "No call needed",
        }[self.value]


class RungAlready(RuleBroken):
    """Somebody has said what came of this call."""

    message = "Somebody has rung already."


class FriendlyCall(Identified, Base):
    """One call to make. At most one is open for each person."""

    __tablename__ = "friendly_call"
    __table_args__ = (
        Index(
            "uq_friendly_call_open",
            "attender_id",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    attender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attender.id"), index=True)
    register_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register.id", ondelete="CASCADE"), index=True)
    """Of the session they missed."""
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    about: Mapped[Missed] = mapped_column(EnumText(Missed))
    due_on: Mapped[date]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[HowTheyAre | None] = mapped_column(EnumText(HowTheyAre))

    attender: Mapped[Attender] = relationship()
    done_by: Mapped[User | None] = relationship()

    def log(self, outcome: HowTheyAre, *, by: User | None, at: datetime) -> None:
        """Say what came of it. Somebody who has stopped coming leaves the list. Raises RungAlready."""
        if self.done_at is not None:
            raise RungAlready
        self.done_at, self.outcome, self.done_by_id = at, outcome, by.id if by else None
        if outcome is HowTheyAre.NOT_COMING:
            self.attender.left_at = at

    @classmethod
    def open_of(cls, listing_ids: list[uuid.UUID]) -> Select[tuple["FriendlyCall"]]:
        """The calls to make for these listings, the longest due first."""
        return (
            select(cls)
            .where(cls.listing_id.in_(listing_ids), cls.done_at.is_(None))
            .order_by(cls.due_on, cls.created_at, cls.id)
        )
