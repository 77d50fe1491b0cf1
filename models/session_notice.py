"""Notices: whoever was expected at a session that is not on, and whether they know. One for each person."""

import uuid
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attender import Attender
from models.base import Base, EnumText, Identified
from models.people import User


class Way(StrEnum):
    """How somebody hears of it."""

    MAIL = "mail"
    RING = "ring"
    WORKER = "worker"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        return {
            "mail": "We write to them",
            "ring": "Somebody rings or texts them",
            "worker": "Their link worker tells them",
            "nobody": "Nobody can reach them",
        }[self.value]

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody of the group has to do it, and ticks it."""
        return self in (Way.RING, Way.NOBODY)


class NoticeOf(StrEnum):
    """What they are told."""

    NOT_ON = "not-on"
    ON_AGAIN = "on-again"

    @property
    def label(self) -> str:
        return {"not-on": "It is not on", "on-again": "It is on after all"}[self.value]


class SessionNotice(Identified, Base):
    """One person to tell. Calling off makes it; "on after all" turns it round for those who had been told."""

    __tablename__ = "session_notice"
    __table_args__ = (UniqueConstraint("register_id", "attender_id"),)

    register_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register.id", ondelete="CASCADE"))
    attender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attender.id"), index=True)
    of: Mapped[NoticeOf] = mapped_column("notice_of", EnumText(NoticeOf))
    way: Mapped[Way] = mapped_column(EnumText(Way))
    moved_to: Mapped[date | None]
    """It would have been their first time: the day they are asked to come instead."""
    moved_starts: Mapped[time | None]
    made_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    told_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """Who ticked it. None where a mail did it."""

    attender: Mapped[Attender] = relationship()
    told_by: Mapped[User | None] = relationship()

    def tick(self, *, by: User | None, at: datetime) -> None:
        """Somebody told them. A second tick changes nothing."""
        if self.told_at is None:
            self.told_at, self.told_by_id = at, by.id if by else None

    def untick(self) -> None:
        """They were not told after all."""
        self.told_at = self.told_by_id = None

    @classmethod
    def of_register(cls, register_id: uuid.UUID) -> Select[tuple["SessionNotice"]]:
        """Everybody to tell of one session."""
        return select(cls).where(cls.register_id == register_id).order_by(cls.made_at, cls.attender_id)
