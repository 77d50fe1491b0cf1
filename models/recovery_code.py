"""Recovery codes: a short list on paper, for the day the phone is lost. Each works once."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, ForeignKey, LargeBinary, Select, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Identified
from models.one_time import tidy_code
from models.people import User

CODES = 8
LETTERS = 12
"""Of twenty letters (models/one_time.py): 51.9 bits, few enough to type."""
COST = {"n": 2**14, "r": 8, "p": 5}
"""Of scrypt. Codes this short need a slow hash, in case the table is ever stolen (ASVS 6.5.2): a fifth of a second."""


class RecoveryCode(Identified, Base):
    """One code of a person's set. The codes of a set share their salt, so that a try costs one slow hash."""

    __tablename__ = "recovery_code"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    code_print: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When a newer set took its place."""

    @classmethod
    def replace(cls, session: Session, *, user: User, codes: Sequence[str], salt: bytes, at: datetime) -> None:
        """Begin a new set (of CODES codes made by chance, and 16 bytes of salt) and end the older ones."""
        cls.end_running(session, user, at)
        session.add_all(cls(user_id=user.id, salt=salt, code_print=_print(code, salt), made_at=at) for code in codes)

    @classmethod
    def usable(cls, user: User) -> Select[tuple["RecoveryCode"]]:
        """The person's codes that still work."""
        return select(cls).where(cls.user_id == user.id, cls.used_at.is_(None), cls.ended_at.is_(None)).order_by(cls.id)

    @classmethod
    def take(cls, session: Session, *, user: User, code: str, at: datetime) -> bool:
        """Use a code up. False when it is wrong or used; of two who send it at once, one is told yes."""
        salt = session.scalar(cls.usable(user).with_only_columns(cls.salt).limit(1))
        if salt is None:
            return False
        usable = cls.usable(user).with_only_columns(cls.id).order_by(None).where(cls.code_print == _print(code, salt))
        taken = session.execute(
            update(cls)
            .where(cls.id.in_(usable.scalar_subquery()), cls.used_at.is_(None), cls.ended_at.is_(None))
            .values(used_at=at)
            .execution_options(synchronize_session=False)
        )
        return cast("CursorResult[Any]", taken).rowcount == 1

    @classmethod
    def end_running(cls, session: Session, user: User, at: datetime) -> None:
        """End the person's set."""
        theirs = update(cls).where(cls.user_id == user.id, cls.used_at.is_(None), cls.ended_at.is_(None))
        session.execute(theirs.values(ended_at=at))


def spaced(code: str) -> str:
    """A code in groups of four, as people copy it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _print(code: str, salt: bytes) -> str:
    return hashlib.scrypt(tidy_code(code).encode(), salt=salt, dklen=32, **COST).hex()
