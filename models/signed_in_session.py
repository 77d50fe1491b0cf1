"""Being signed in, as a row on the server: when its owner or the clock ends it, the next request knows."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, Select, String, Update, select, update
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from models.base import Base, Identified
from models.one_time import fingerprint
from models.people import User

TOUCH_EVERY = timedelta(minutes=5)
"""How exactly "last used" is kept: reading a page writes at most this often."""


class SignedInSession(Identified, Base):
    """One browser in which a person is signed in. Keeps no address of the computer, only what kind it is."""

    __tablename__ = "signed_in_session"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    token_print: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(60), default="")
    """In words: "Firefox on Windows"."""
    started_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    @classmethod
    def start(cls, session: Session, *, user: User, token: str, device: str, at: datetime) -> "SignedInSession":
        """Begin a session for the browser that will carry `token` (128 bits of chance or more)."""
        started = cls(
            user=user, token_print=fingerprint("session", token), device=device[:60], started_at=at, last_used_at=at
        )
        session.add(started)
        return started

    @classmethod
    def running(cls, at: datetime, *, idle: timedelta, absolute: timedelta) -> Select[tuple["SignedInSession"]]:
        """Sessions that have not ended: not by hand, not by standing idle, not by age. With their people."""
        return (
            select(cls)
            .join(cls.user)
            .options(contains_eager(cls.user))
            .where(
                cls.ended_at.is_(None),
                User.ended_at.is_(None),
                cls.last_used_at > at - idle,
                cls.started_at > at - absolute,
            )
            .order_by(cls.last_used_at.desc(), cls.id)
        )

    @classmethod
    def carrying(cls, token: str) -> ColumnElement[bool]:
        """The condition that a session is the one whose browser carries `token`."""
        return cls.token_print == fingerprint("session", token)

    def is_due_a_touch(self, at: datetime) -> bool:
        """Whether its last use was long enough ago to be written down again."""
        return at - self.last_used_at >= TOUCH_EVERY

    @classmethod
    def touch(cls, session_id: uuid.UUID, at: datetime) -> Update:
        """The statement that writes its last use down."""
        return update(cls).where(cls.id == session_id, cls.last_used_at < at).values(last_used_at=at)

    def end(self, at: datetime) -> None:
        """Sign that browser out."""
        if self.ended_at is None:
            self.ended_at = at

    @classmethod
    def end_others(cls, session: Session, user: User, keep: "SignedInSession | None", at: datetime) -> None:
        """Sign a person out everywhere, but for the session in `keep`."""
        theirs = update(cls).where(cls.user_id == user.id, cls.ended_at.is_(None))
        session.execute((theirs.where(cls.id != keep.id) if keep else theirs).values(ended_at=at))
