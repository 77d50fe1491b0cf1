"""Passkeys: a key in somebody's phone, computer or security key. Only its public half is kept here."""

import uuid
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, CursorResult, ForeignKey, LargeBinary, Select, String, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, Identified
from models.errors import RuleBroken
from models.people import User

LONGEST_NAME = 60
MOST_PASSKEYS = 20


class PasskeyCopied(RuleBroken):
    """The count that a passkey keeps of its uses went back: there may be a second copy of it."""

    message = (
        "That passkey could not be used. It counts how often it was used, and its count is not as it should be. Use"
        " another way to show it is you, then remove that passkey and add it again."
    )


class TooManyPasskeys(RuleBroken):
    """Nobody needs that many, and a page must be able to show them."""

    message = f"You have {MOST_PASSKEYS} passkeys. Remove one that you no longer use first."


class Passkey(Identified, Base):
    """One passkey of one person. Ending it is a fact with a time; a passkey that has ended opens nothing."""

    __tablename__ = "passkey"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    """In COSE form, as the browser gave it."""
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[str] = mapped_column(String(100), default="")
    """How a browser reaches it, with commas: "internal,hybrid"."""
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    @classmethod
    def add(
        cls,
        session: Session,
        *,
        user: User,
        credential_id: bytes,
        public_key: bytes,
        sign_count: int,
        transports: tuple[str, ...],
        name: str,
        at: datetime,
    ) -> "Passkey":
        """Keep a passkey whose owner has just shown it. Raises TooManyPasskeys."""
        if len(session.scalars(cls.running(user).limit(MOST_PASSKEYS)).all()) == MOST_PASSKEYS:
            raise TooManyPasskeys
        passkey = cls(
            user_id=user.id,
            credential_id=credential_id,
            public_key=public_key,
            sign_count=sign_count,
            transports=",".join(transports)[:100],
            name=name[:LONGEST_NAME],
            added_at=at,
        )
        session.add(passkey)
        return passkey

    @classmethod
    def running(cls, user: User) -> Select[tuple["Passkey"]]:
        """The person's passkeys that can be used, the oldest first."""
        return select(cls).where(cls.user_id == user.id, cls.ended_at.is_(None)).order_by(cls.added_at, cls.id)

    def use(self, session: Session, *, sign_count: int, at: datetime) -> None:
        """Note a use that was proved. The count must go up, unless the passkey keeps none. Raises PasskeyCopied."""
        cls = type(self)
        went_up = or_(cls.sign_count < sign_count, (cls.sign_count == 0) & (sign_count == 0))
        used = session.execute(
            update(cls)
            .where(cls.id == self.id, cls.ended_at.is_(None), went_up)
            .values(sign_count=sign_count, last_used_at=at)
        )
        if cast("CursorResult[Any]", used).rowcount != 1:
            raise PasskeyCopied

    def end(self, at: datetime) -> None:
        """Take it away from the account."""
        if self.ended_at is None:
            self.ended_at = at
