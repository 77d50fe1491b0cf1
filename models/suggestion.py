"""Suggestions: what a reader says is wrong or missing, waiting on the panel's desk for an answer."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.errors import RuleBroken
from models.listing import Listing
from models.people import Panel, User


class About(StrEnum):
    """What the suggestion is about."""

    WRONG = "wrong"
    STOPPED = "stopped"
    MORE = "more"
    MISSING = "missing"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "wrong": "Something is out of date or wrong",
            "stopped": "It has stopped",
            "more": "I know something to add",
            "missing": "Something is missing from the board",
            "other": "Something else",
        }[self.value]


class AlreadyAnswered(RuleBroken):
    """Somebody on the panel answered first."""

    message = "Somebody on the panel has already answered this one."


class Suggestion(Identified, Base):
    """One suggestion from a reader with no account. Reply details are optional and go when it is answered."""

    __tablename__ = "suggestion"

    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"), index=True)
    listing_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"), index=True)
    about: Mapped[About] = mapped_column(EnumText(About))
    words: Mapped[str] = mapped_column(Text)
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    """An email address or phone number, only if they want an answer."""
    received_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(Text, default="")

    panel: Mapped[Panel] = relationship()
    listing: Mapped[Listing | None] = relationship()
    answered_by: Mapped[User | None] = relationship()

    def settle(self, *, answer: str, by: User, at: datetime) -> None:
        """Answer it and let go of how to reach the reader. Raises AlreadyAnswered."""
        if self.answered_at is not None:
            raise AlreadyAnswered
        self.answered_at, self.answered_by, self.answer = at, by, answer.strip()
        self.reply_to = ""

    @classmethod
    def waiting_for(cls, panel: Panel) -> Select[tuple["Suggestion"]]:
        """What waits on this panel's desk, the oldest first."""
        return select(cls).where(cls.panel_id == panel.id, cls.answered_at.is_(None)).order_by(cls.received_at, cls.id)

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Suggestion"]]:
        """The suggestions of a person's own panels."""
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).where(cls.panel_id.in_(panels)).order_by(cls.received_at.desc(), cls.id)
