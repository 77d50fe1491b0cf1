"""Being signed in, as a row on the server: when its owner or the clock ends it, the next request knows."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, ForeignKey, Select, String, Update, case, null, select, update
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.one_time import fingerprint
from models.people import User

TOUCH_EVERY = timedelta(minutes=5)
"""How exactly "last used" is kept: reading a page writes at most this often."""


class HowProved(StrEnum):
    """What was shown beside the mailed link."""

    PASSKEY = "passkey"
    AUTHENTICATOR = "authenticator"
    RECOVERY_CODE = "recovery code"
    DEMO = "demo"

    @property
    def label(self) -> str:
        return {
            "passkey": "Passkey",
            "authenticator": "Code from an app",
            "recovery code": "Recovery code",
            "demo": "Not asked: this is the demo",
        }[self.value]


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
    proved_at: Mapped[datetime | None]
    """When the second factor was last shown in this browser; None again once the session stood idle too long."""
    proved_how: Mapped[HowProved | None] = mapped_column(EnumText(HowProved))

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
    def touch(cls, session_id: uuid.UUID, at: datetime, *, proof_idle: timedelta) -> Update:
        """The statement that writes its last use down. After a pause of `proof_idle` it drops the proof as well."""
        came_back = cls.last_used_at <= at - proof_idle
        return (
            update(cls)
            .where(cls.id == session_id, cls.last_used_at < at)
            .values(
                last_used_at=at,
                proved_at=case((came_back, null()), else_=cls.proved_at),
                proved_how=case((came_back, null()), else_=cls.proved_how),
            )
        )

    def prove(self, session: Session, how: HowProved, *, token: str, at: datetime) -> bool:
        """Note that the second factor was shown, and carry `token` from now on: the one before is dead.

        False when the session ended or was proved elsewhere meanwhile; then nothing is changed.
        """
        cls = type(self)
        proved = session.execute(
            update(cls)
            .where(cls.id == self.id, cls.token_print == self.token_print, cls.ended_at.is_(None))
            .values(token_print=fingerprint("session", token), proved_at=at, proved_how=how, last_used_at=at)
        )
        return cast("CursorResult[Any]", proved).rowcount == 1

    def proof_holds(self, at: datetime, idle: timedelta) -> bool:
        """Whether the second factor was shown here, and the session has not stood idle as long as this since."""
        return self.proved_at is not None and at - self.last_used_at < idle

    def was_proved_within(self, at: datetime, time: timedelta) -> bool:
        """Whether the second factor was shown here in the last so many minutes."""
        return self.proved_at is not None and at - self.proved_at < time

    @classmethod
    def forget_proofs(cls, session: Session, user: User, keep: "SignedInSession | None") -> None:
        """Ask a person again in every other browser: what they proved themselves with there may be lost."""
        theirs = update(cls).where(cls.user_id == user.id, cls.proved_at.is_not(None))
        session.execute((theirs.where(cls.id != keep.id) if keep else theirs).values(proved_at=None, proved_how=None))

    def end(self, at: datetime) -> None:
        """Sign that browser out."""
        if self.ended_at is None:
            self.ended_at = at

    @classmethod
    def end_others(cls, session: Session, user: User, keep: "SignedInSession | None", at: datetime) -> None:
        """Sign a person out everywhere, but for the session in `keep`."""
        theirs = update(cls).where(cls.user_id == user.id, cls.ended_at.is_(None))
        session.execute((theirs.where(cls.id != keep.id) if keep else theirs).values(ended_at=at))
