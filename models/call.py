"""Calls that a link worker has to make: to tell somebody the news, and to hear how it went."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Select, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.errors import RuleBroken
from models.people import User

if TYPE_CHECKING:
    from models.referral import Referral


class CallAbout(StrEnum):
    """Why somebody should be rung."""

    ACCEPTED = "accepted"
    WAITING = "waiting"
    DECLINED = "declined"
    NO_REPLY = "no-reply"
    GROUP_ASKS = "group-asks"
    FIRST_SESSION = "first-session"
    NO_SHOW = "no-show"
    TWO_GAPS = "two-gaps"

    @property
    def label(self) -> str:
        return {
            "accepted": "Tell them when to come",
            "waiting": "Tell them there is a wait",
            "declined": "Tell them it is a no, and what else there is",
            "no-reply": "The group has not answered",
            "group-asks": "The group asks you to ring them",
            "first-session": "Ask how the first time went",
            "no-show": "They did not come: ask how they are",
            "two-gaps": "Missed two in a row: ask how they are",
        }[self.value]

    @property
    def asks_how_it_went(self) -> bool:
        return self in (CallAbout.FIRST_SESSION, CallAbout.NO_SHOW, CallAbout.TWO_GAPS)


class Outcome(StrEnum):
    """What came of a call."""

    ENJOYED = "enjoyed"
    UNSURE = "unsure"
    NOT_FOR_THEM = "not-for-them"
    COULD_NOT_GET_THERE = "could-not-get-there"
    TOLD = "told"
    NO_ANSWER = "no-answer"

    @property
    def label(self) -> str:
        return {
            "enjoyed": "Enjoyed it",
            "unsure": "Not sure yet",
            "not-for-them": "Not for them",
            "could-not-get-there": "Could not get there",
            "told": "Done",
            "no-answer": "No answer: ask me again tomorrow",
        }[self.value]


HOW_IT_WENT = (Outcome.ENJOYED, Outcome.UNSURE, Outcome.NOT_FOR_THEM, Outcome.COULD_NOT_GET_THERE)


class AlreadyLogged(RuleBroken):
    """Somebody on the team has logged this call."""

    message = "This call is logged already."


class Call(Identified, Base):
    """One call to make, from its day on, until somebody says what came of it."""

    __tablename__ = "call"
    __table_args__ = (
        Index(
            "uq_call_open",
            "referral_id",
            "about",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_call_team_id_done_at_due_on", "team_id", "done_at", "due_on"),
    )

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    about: Mapped[CallAbout] = mapped_column(EnumText(CallAbout))
    due_on: Mapped[date]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[Outcome | None] = mapped_column(EnumText(Outcome))

    referral: Mapped["Referral"] = relationship(back_populates="calls")
    done_by: Mapped[User | None] = relationship()

    @classmethod
    def ask(cls, session: Session, referral: "Referral", about: CallAbout, *, due_on: date, at: datetime) -> None:
        """Put a call on the team's desk, once for each reason. Nothing for a referral without a team."""
        if referral.team_id is None:
            return
        open_one = session.scalar(cls.open_of(referral).where(cls.about == about))
        if open_one is not None:
            open_one.due_on = due_on
            return
        session.add(cls(referral_id=referral.id, team_id=referral.team_id, about=about, due_on=due_on, created_at=at))

    @classmethod
    def let_go(cls, session: Session, referral: "Referral", at: datetime, *about: CallAbout) -> None:
        """Take calls off the desk that nobody needs to make any more: all of a referral's, or these."""
        session.flush()
        theirs = update(cls).where(cls.referral_id == referral.id, cls.done_at.is_(None))
        session.execute((theirs.where(cls.about.in_(about)) if about else theirs).values(done_at=at))

    @classmethod
    def open_of(cls, referral: "Referral") -> Select[tuple["Call"]]:
        return select(cls).where(cls.referral_id == referral.id, cls.done_at.is_(None)).order_by(cls.due_on, cls.id)

    @classmethod
    def due(cls, team_id: uuid.UUID, today: date) -> Select[tuple["Call"]]:
        """Whom this team should ring today, the longest due first."""
        return (
            select(cls)
            .where(cls.team_id == team_id, cls.done_at.is_(None), cls.due_on <= today)
            .order_by(cls.due_on, cls.created_at, cls.id)
        )
