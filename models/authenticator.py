"""An authenticator app: six digits that change every half minute, made from a secret that the app and we share."""

import hmac
import uuid
from datetime import datetime
from typing import Any, cast

from pyotp import TOTP
from sqlalchemy import BigInteger, CursorResult, ForeignKey, Index, Select, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, Identified
from models.people import User
from models.sealed import SealedText

SECONDS = 30
"""How long one code stands. Every authenticator app knows this length; few know another."""
STEPS_OFF = 1
"""Codes of the half minute before and after count too: clocks differ, and typing takes a while (RFC 6238, 5.2)."""
DIGITS = 6


class Authenticator(Identified, Base):
    """One person's app, one running at a time. Its secret is sealed; a code is taken once."""

    __tablename__ = "authenticator"
    __table_args__ = (
        Index(
            "uq_authenticator_running",
            "user_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    secret: Mapped[str] = mapped_column(SealedText)
    """In base 32, 160 bits, as apps take it."""
    confirmed_at: Mapped[datetime]
    last_step: Mapped[int] = mapped_column(BigInteger)
    """The half minute, counted from 1970, of the newest code that was taken."""
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    @classmethod
    def confirm(cls, session: Session, *, user: User, secret: str, code: str, at: datetime) -> "Authenticator | None":
        """Keep an app that shows the right code, in place of the one before. None when the code is wrong."""
        step = step_of(secret, code, at)
        if step is None:
            return None
        cls.end_running(session, user, at)
        added = cls(user_id=user.id, secret=secret, confirmed_at=at, last_step=step, last_used_at=at)
        session.add(added)
        return added

    @classmethod
    def running(cls, user: User) -> Select[tuple["Authenticator"]]:
        """The person's app, if there is one."""
        return select(cls).where(cls.user_id == user.id, cls.ended_at.is_(None)).order_by(cls.id)

    def take(self, session: Session, code: str, at: datetime) -> bool:
        """Whether this code is right and was not used before. Of two who send it at once, one is told yes."""
        step = step_of(self.secret, code, at) if self.ended_at is None else None
        if step is None:
            return False
        cls = type(self)
        taken = session.execute(
            update(cls)
            .where(cls.id == self.id, cls.ended_at.is_(None), cls.last_step < step)
            .values(last_step=step, last_used_at=at)
        )
        return cast("CursorResult[Any]", taken).rowcount == 1

    def end(self, at: datetime) -> None:
        """Take it away from the account, and forget its secret."""
        if self.ended_at is None:
            self.ended_at, self.secret = at, ""

    @classmethod
    def end_running(cls, session: Session, user: User, at: datetime) -> None:
        """Take the person's app away from the account, and forget its secret."""
        theirs = update(cls).where(cls.user_id == user.id, cls.ended_at.is_(None))
        session.execute(theirs.values(ended_at=at, secret=""))


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The half minute that a code belongs to, when it is one of those around `at`, else None."""
    typed = "".join(letter for letter in code if letter.isdecimal())
    app, here = TOTP(secret, digits=DIGITS, interval=SECONDS), int(at.timestamp()) // SECONDS
    found = None
    for step in range(here - STEPS_OFF, here + STEPS_OFF + 1):
        if hmac.compare_digest(app.generate_otp(step).encode(), typed.encode()):
            found = step
    return found
