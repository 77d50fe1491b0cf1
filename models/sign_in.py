"""Asking to sign in: one mail, holding a one-time link and a code to type. Either works once, for a few minutes."""

import hmac
import uuid
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, ForeignKey, Select, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, Identified
from models.one_time import fingerprint, tidy_code
from models.people import User

TRIES = 5
"""Wrong codes until the code of a mail has ended. Its link still works: nobody can lock somebody else out."""


class SignInRequest(Identified, Base):
    """Somebody asked to sign in. `user` is None when the address is not known here; no address is ever kept."""

    __tablename__ = "sign_in_request"

    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    link_print: Mapped[str] = mapped_column(String(64), unique=True)
    code_print: Mapped[str] = mapped_column(String(64))
    """Of the code together with the secret of the browser that asked: the code alone opens nothing elsewhere."""
    next_path: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When a newer mail took this one's place."""

    user: Mapped[User | None] = relationship()

    @classmethod
    def ask(
        cls,
        session: Session,
        *,
        user: User | None,
        link_secret: str,
        code: str,
        browser_secret: str,
        next_path: str,
        at: datetime,
        lasts: timedelta,
    ) -> "SignInRequest":
        """Note the request and end the person's older ones. For an unknown address the same work is done."""
        ours = cls.user_id == (user.id if user else uuid.uuid4())
        session.execute(update(cls).where(ours, cls.used_at.is_(None), cls.ended_at.is_(None)).values(ended_at=at))
        request = cls(
            user_id=user.id if user else None,
            link_print=fingerprint("sign-in link", link_secret),
            code_print=_code_print(code, browser_secret),
            next_path=next_path,
            asked_at=at,
            expires_at=at + lasts,
        )
        session.add(request)
        session.flush()
        return request

    @classmethod
    def with_link(cls, link_secret: str, at: datetime) -> Select[tuple["SignInRequest"]]:
        """The request whose link this is, while it can still be used."""
        return (
            select(cls)
            .join(User, User.id == cls.user_id)
            .where(cls.link_print == fingerprint("sign-in link", link_secret), cls._usable(at), User.ended_at.is_(None))
            .order_by(cls.id)
        )

    @classmethod
    def redeem_link(cls, session: Session, link_secret: str, at: datetime) -> "SignInRequest | None":
        """Use the link up. Of two clicks at once one gets the request, the other None."""
        request = session.scalar(cls.with_link(link_secret, at))
        return request if request and request._use_up(session, at) else None

    @classmethod
    def redeem_code(
        cls, session: Session, request_id: uuid.UUID, code: str, browser_secret: str, at: datetime
    ) -> "SignInRequest | None":
        """Use up a typed code. Every try counts, in the same statement that looks whether one is left: commit it."""
        counted = _changed(
            session,
            update(cls)
            .where(cls.id == request_id, cls._usable(at), cls.tries < TRIES)
            .values(tries=cls.tries + 1)
            .execution_options(synchronize_session=False),
        )
        request = session.get(cls, request_id, populate_existing=True) if counted else None
        right = request is not None and hmac.compare_digest(request.code_print, _code_print(code, browser_secret))
        if request is None or not right or request.user is None or not request.user.is_active:
            return None
        return request if request._use_up(session, at) else None

    @classmethod
    def tries_left(cls, session: Session, request_id: uuid.UUID, at: datetime) -> int:
        """How many codes may still be typed for a request; 0 when it has ended."""
        tries = session.scalar(select(cls.tries).where(cls.id == request_id, cls._usable(at)))
        return 0 if tries is None else max(TRIES - tries, 0)

    @classmethod
    def _usable(cls, at: datetime) -> ColumnElement[bool]:
        return cls.used_at.is_(None) & cls.ended_at.is_(None) & (cls.expires_at > at)

    def _use_up(self, session: Session, at: datetime) -> bool:
        """Mark it used, in one conditional statement. False when somebody else was first."""
        cls = type(self)
        return _changed(session, update(cls).where(cls.id == self.id, cls._usable(at)).values(used_at=at))


def _code_print(code: str, browser_secret: str) -> str:
    return fingerprint("sign-in code", f"{browser_secret} {tidy_code(code)}")


def _changed(session: Session, statement: Any) -> bool:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1
