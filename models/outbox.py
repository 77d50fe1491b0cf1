"""Mail waits here. It is written in the same transaction as what it tells of, and sent afterwards by a worker."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, ForeignKey, Select, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, Identified
from models.errors import RuleBroken
from models.people import Panel

WAITS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4)]
"""How long to wait after the first failure, the second, and so on; the last wait repeats."""
GIVE_UP_AFTER = timedelta(days=2)
CLAIM_LASTS = timedelta(minutes=10)
"""Longer than any sending can take. A worker that died lets go of its mail after this."""
SLOW_AFTER = timedelta(minutes=2)
SERVER_AWAY = "away:"
"""Begins the note of a failure that had nothing to do with the mail itself."""
KEPT_AFTER_SENDING = timedelta(days=30)
TO_PEOPLE_WHO_HAVE_NO_PLACE_HERE = frozenset({"list-sent"})
"""Events written to an address that is kept nowhere else: it goes with the words as soon as the mail has left, or is
given up."""
ONE_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9.-]+\Z")


class NotAnAddress(RuleBroken):
    """Mail goes to one plain address."""

    message = "Write one email address, like pat@example.org."


class Email(Identified, Base):
    """One mail to one address. Its words are let go of when it has left, because they may hold a secret link."""

    __tablename__ = "email"

    event: Mapped[str] = mapped_column(String(60))
    """What happened, as a past event: "signing-in-asked". Also its folder in templates/email/."""
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    dedupe_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    panel_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("panel.id"), index=True)
    """Whose screen says so when it does not arrive."""
    written_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    useless_at: Mapped[datetime | None]
    """After this nobody wants it any more: a sign-in link that has run out."""
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(80), default="")
    """The kind of failure only, never what a server said."""
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]

    panel: Mapped[Panel | None] = relationship()

    @classmethod
    def write(
        cls,
        session: Session,
        *,
        event: str,
        to: str,
        subject: str,
        text: str,
        at: datetime,
        dedupe_key: str | None = None,
        panel: Panel | None = None,
        useless_at: datetime | None = None,
        not_before: datetime | None = None,
    ) -> "Email":
        """Put a mail in the outbox. One with a `dedupe_key` that is there already is not written twice. It leaves at
        once, or not before a moment until which somebody may take it back."""
        if not ONE_ADDRESS.match(to) or len(to) > 254:
            raise NotAnAddress(field="email")
        if dedupe_key:
            there = session.scalar(select(cls).where(cls.dedupe_key == dedupe_key))
            if there is not None:
                return there
        mail = cls(
            event=event,
            to=to,
            subject=" ".join(subject.split())[:200],
            text=text,
            dedupe_key=dedupe_key,
            panel=panel,
            written_at=at,
            due_at=max(at, not_before) if not_before else at,
            useless_at=useless_at,
        )
        session.add(mail)
        return mail

    @classmethod
    def take_out(cls, session: Session, dedupe_key: str) -> bool:
        """Take a mail out of the outbox before it leaves. False when it has left, or somebody is sending it."""
        taken = session.execute(
            delete(cls).where(
                cls.dedupe_key == dedupe_key, cls.sent_at.is_(None), cls.claimed_until.is_(None), cls.attempts == 0
            )
        )
        return cast("CursorResult[Any]", taken).rowcount == 1

    @property
    def is_waiting(self) -> bool:
        return self.sent_at is None and self.given_up_at is None

    @property
    def state(self) -> str:
        """Where the mail is, said to somebody who waits for it."""
        if self.sent_at:
            return "Sent"
        if self.given_up_at:
            return "It could not be delivered"
        return "We have written the mail; it has not left yet"

    @classmethod
    def due(cls, at: datetime) -> Select[tuple["Email"]]:
        """What should be sent now and is in nobody's hands, the oldest first."""
        return select(cls).where(cls._sendable(at)).order_by(cls.due_at, cls.id)

    @classmethod
    def claim(cls, session: Session, mail_id: uuid.UUID, at: datetime) -> "Email | None":
        """Take one mail in hand. Of several workers one gets it. Commit before sending."""
        claimed = session.execute(
            update(cls)
            .where(cls.id == mail_id, cls._sendable(at))
            .values(claimed_until=at + CLAIM_LASTS, attempts=cls.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        taken = cast("CursorResult[Any]", claimed).rowcount == 1
        return session.get(cls, mail_id, populate_existing=True) if taken else None

    def note_sent(self, at: datetime) -> None:
        """It has left. Its words go; so does an address that nobody keeps."""
        self.sent_at, self.claimed_until, self.last_error = at, None, ""
        self._let_go()

    def note_failure(self, kind: str, at: datetime, *, for_good: bool = False) -> None:
        """It did not leave: try again later, or give up when refused for good, after two days, or when useless."""
        self.claimed_until = None
        self.last_error = kind[:80]
        self.due_at = at + WAITS[min(max(self.attempts, 1), len(WAITS)) - 1]
        too_late = self.useless_at is not None and self.due_at >= self.useless_at
        if for_good or too_late or self.due_at - self.written_at > GIVE_UP_AFTER:
            self.give_up(at)

    def give_up(self, at: datetime) -> None:
        """Stop trying. Its words go; so does an address that nobody keeps."""
        self.given_up_at, self.claimed_until = at, None
        self._let_go()

    def _let_go(self) -> None:
        """Keep of it that there was a mail, and no more than is needed."""
        self.text = ""
        if self.event in TO_PEOPLE_WHO_HAVE_NO_PLACE_HERE:
            self.to = ""

    @classmethod
    def is_slow(cls, session: Session, at: datetime) -> bool:
        """Whether the mail server is away, or nobody sends mail at all, so that screens can say so.

        A single address that makes us wait does not count.
        """
        stuck = (cls.attempts == 0) | cls.last_error.startswith(SERVER_AWAY)
        old = (cls.written_at < at - SLOW_AFTER) & cls.sent_at.is_(None) & cls.given_up_at.is_(None)
        return session.scalar(select(cls.id).where(old, stuck).limit(1)) is not None

    @classmethod
    def not_delivered(cls, panel: Panel) -> Select[tuple["Email"]]:
        """A panel's mails that we gave up on, the newest first."""
        return (
            select(cls)
            .where(cls.panel_id == panel.id, cls.given_up_at.is_not(None))
            .order_by(cls.given_up_at.desc(), cls.id)
        )

    @classmethod
    def newest(cls) -> Select[tuple["Email"]]:
        """All mail, the newest first: for the demo, which sends none."""
        return select(cls).order_by(cls.written_at.desc(), cls.id)

    @classmethod
    def _sendable(cls, at: datetime) -> ColumnElement[bool]:
        free = cls.claimed_until.is_(None) | (cls.claimed_until <= at)
        return cls.sent_at.is_(None) & cls.given_up_at.is_(None) & (cls.due_at <= at) & free
