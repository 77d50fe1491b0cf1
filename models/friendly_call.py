"""Friendly calls: somebody did not come, and whoever agreed to ring them is asked to."""

import uuid
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Select, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session, relationship

from models.attender import LONGEST_CALLED, Attender
from models.base import Base, EnumText, Identified
from models.errors import RuleBroken
from models.people import User
from models.wall_clock import london_date

TRY_AGAIN_AFTER = timedelta(days=1)
"""When nobody answered the phone."""


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
    missed_on: Mapped[date]
    """The day they missed, the later one of two."""
    due_on: Mapped[date]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[HowTheyAre | None] = mapped_column(EnumText(HowTheyAre))

    attender: Mapped[Attender] = relationship()
    done_by: Mapped[User | None] = relationship()

    def log(self, outcome: HowTheyAre, *, by: User | None, at: datetime) -> None:
        """Say what came of it. Somebody who has stopped coming leaves the list; nobody answered brings the call back
        tomorrow. Raises RungAlready."""
        if self.done_at is not None:
            raise RungAlready
        session = session_of(self)
        self.done_at, self.outcome, self.done_by_id = at, outcome, by.id if by else None
        if outcome is HowTheyAre.NOT_COMING:
            self.attender.left_at = at
        session.flush()
        if outcome is HowTheyAre.NO_ANSWER:
            again = FriendlyCall(
                attender_id=self.attender_id,
                register_id=self.register_id,
                listing_id=self.listing_id,
                about=self.about,
                missed_on=self.missed_on,
                due_on=london_date(at) + TRY_AGAIN_AFTER,
                created_at=at,
            )
            session.add(again)
            session.flush()

    def take_back(self) -> None:
        """That was the wrong button: the call is to be made again. Nothing to do for one that is open."""
        if self.outcome is None:
            return
        session = session_of(self)
        if self.outcome is HowTheyAre.NOT_COMING and self.attender.left_at == self.done_at:
            self.attender.left_at = None
        tomorrow = session.scalar(self.open_for(self.attender_id))
        if tomorrow is not None:
            session.delete(tomorrow)
            session.flush()
        self.done_at = self.done_by_id = self.outcome = None
        session.flush()

    def let_go(self, at: datetime) -> None:
        """Nobody needs to make it any more."""
        self.done_at = at

    def promise(self, *, by: User) -> None:
        """ "I will": this person rings them, now and the next time."""
        self.attender.rung_by = by.name[:LONGEST_CALLED]

    @classmethod
    def open_of(cls, listing_ids: list[uuid.UUID]) -> Select[tuple["FriendlyCall"]]:
        """The calls to make for these listings, the longest due first."""
        return (
            select(cls)
            .where(cls.listing_id.in_(listing_ids), cls.done_at.is_(None))
            .order_by(cls.due_on, cls.created_at, cls.id)
        )

    @classmethod
    def open_for(cls, attender_id: uuid.UUID) -> Select[tuple["FriendlyCall"]]:
        """The call to make to one person, if there is one."""
        return select(cls).where(cls.attender_id == attender_id, cls.done_at.is_(None)).order_by(cls.id)

    @classmethod
    def made_of(cls, listing_ids: list[uuid.UUID], since: datetime) -> Select[tuple["FriendlyCall"]]:
        """The calls that were made since, the latest first."""
        return (
            select(cls)
            .where(cls.listing_id.in_(listing_ids), cls.done_at >= since, cls.outcome.is_not(None))
            .order_by(cls.done_at.desc(), cls.id)
        )


def session_of(call: FriendlyCall) -> Session:
    """The session a call belongs to. Raises LookupError for one that is in none."""
    session = object_session(call)
    if not isinstance(session, Session):
        raise LookupError("the call is in no session")
    return session
