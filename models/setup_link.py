"""The one-time link that opens a panel: there is no account before the first person uses it."""

import uuid
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, ForeignKey, Select, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Identified
from models.errors import RuleBroken
from models.one_time import fingerprint

LASTS = timedelta(hours=24)


class SetupLinkEnded(RuleBroken):
    """The link was used or is a day old."""

    message = "This set-up link no longer works. Ask whoever runs the server for a new one."


class SetupLink(Identified, Base):
    """Made by whoever runs the server, on the server."""

    __tablename__ = "setup_link"

    secret_print: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    panel_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("panel.id"))
    """The panel that was opened with it."""

    @classmethod
    def make(cls, session: Session, *, secret: str, at: datetime) -> "SetupLink":
        """A new link; links that nobody used stop working."""
        session.execute(update(cls).where(cls._usable(at)).values(expires_at=at))
        link = cls(secret_print=fingerprint("set-up link", secret), made_at=at, expires_at=at + LASTS)
        session.add(link)
        return link

    @classmethod
    def with_secret(cls, secret: str, at: datetime) -> Select[tuple["SetupLink"]]:
        """The link, while it can still be used."""
        return (
            select(cls).where(cls.secret_print == fingerprint("set-up link", secret), cls._usable(at)).order_by(cls.id)
        )

    def use_up(self, session: Session, at: datetime) -> None:
        """Use it in one conditional statement: of two presses at once one opens a panel. Raises SetupLinkEnded."""
        cls = type(self)
        used = session.execute(update(cls).where(cls.id == self.id, cls._usable(at)).values(used_at=at))
        if cast("CursorResult[Any]", used).rowcount != 1:
            raise SetupLinkEnded

    @classmethod
    def _usable(cls, at: datetime) -> ColumnElement[bool]:
        return cls.used_at.is_(None) & (cls.expires_at > at)
