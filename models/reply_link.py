"""The link in a mail with which a group answers without an account. It dies with the answer, and of old age."""

import uuid
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, ForeignKey, Select, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Identified
from models.one_time import fingerprint

PURPOSE = "reply link"


class ReplyLink(Identified, Base):
    """One link to one referral. Only its fingerprint is kept, so a reminder carries a new one and ends the old."""

    __tablename__ = "reply_link"

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    secret_print: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @classmethod
    def make(
        cls, session: Session, referral_id: uuid.UUID, *, secret: str, at: datetime, expires_at: datetime
    ) -> "ReplyLink":
        """A new link, good until `expires_at`; the older ones end."""
        cls.end_all(session, referral_id, at)
        link = cls(
            referral_id=referral_id, secret_print=fingerprint(PURPOSE, secret), made_at=at, expires_at=expires_at
        )
        session.add(link)
        return link

    @classmethod
    def end_all(cls, session: Session, referral_id: uuid.UUID, at: datetime) -> int:
        """End every link to a referral: it is answered, withdrawn or too late. Gives how many ended."""
        ended = session.execute(
            update(cls)
            .where(cls.referral_id == referral_id, cls.ended_at.is_(None))
            .values(ended_at=at)
            .execution_options(synchronize_session=False)
        )
        return cast("CursorResult[Any]", ended).rowcount

    @classmethod
    def ever_with_secret(cls, secret: str) -> Select[tuple["ReplyLink"]]:
        """The link with this secret, also when it works no longer: to thank for the answer it gave."""
        return select(cls).where(cls.secret_print == fingerprint(PURPOSE, secret)).order_by(cls.id)

    @classmethod
    def with_secret(cls, secret: str, at: datetime) -> Select[tuple["ReplyLink"]]:
        """The link with this secret, while it works."""
        return (
            select(cls)
            .where(cls.secret_print == fingerprint(PURPOSE, secret), cls.ended_at.is_(None), cls.expires_at > at)
            .order_by(cls.id)
        )
