"""A lease on a piece of waiting work: of several processes one does it, and another takes over if that one dies."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, String, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Identified


class Lease(Identified, Base):
    """Who may do a piece of work now, and when it is next due."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    due_at: Mapped[datetime]
    held_until: Mapped[datetime]

    @classmethod
    def take(cls, session: Session, name: str, *, at: datetime, every: timedelta, hold: timedelta) -> bool:
        """Take the work if it is due and nobody holds it. One of several callers gets True. Commit before working."""
        if session.scalar(select(cls.id).where(cls.name == name)) is None:
            try:
                with session.begin_nested():
                    session.add(cls(name=name, due_at=at, held_until=at))
            except IntegrityError:
                pass  # another process made the row a moment ago
        taken = session.execute(
            update(cls)
            .where(cls.name == name, cls.due_at <= at, cls.held_until <= at)
            .values(due_at=at + every, held_until=at + hold)
            .execution_options(synchronize_session=False)
        )
        return cast("CursorResult[Any]", taken).rowcount == 1

    @classmethod
    def give_back(cls, session: Session, name: str, at: datetime) -> None:
        """The work is done: the next round need not wait for the lease to run out."""
        session.execute(update(cls).where(cls.name == name).values(held_until=at))
