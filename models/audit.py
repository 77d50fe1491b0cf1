"""The audit trail: every look at a referral and every change of it, in a chain that shows when a link is missing.

Rows are only ever added; triggers of both databases refuse changes, and refuse taking away before `kept_until`.
Each subject has a chain of its own, so that two people at work on two referrals never wait for each other.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Select, String, UniqueConstraint, func, select
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.acting import Acting, How, Part
from models.base import Base, EnumText, Identified
from models.people import User

KEPT_YEARS = 6


class AuditEntry(Identified, Base):
    """One look or one change: who, as what, when, by which way, and which kinds of details; never the details."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("subject_id", "number"),
        Index("ix_audit_entry_by_id_at", "by_id", "at"),
    )

    subject: Mapped[str] = mapped_column(String(40))
    """The table of the thing: "referral"."""
    subject_id: Mapped[uuid.UUID]
    number: Mapped[int]
    at: Mapped[datetime]
    part: Mapped[Part] = mapped_column(EnumText(Part))
    how: Mapped[How] = mapped_column(EnumText(How))
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    action: Mapped[str] = mapped_column(String(60))
    """"looked", "saw contact", "printed introduction", or the deed of a step."""
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    request_id: Mapped[str] = mapped_column(String(20), default="")
    previous_print: Mapped[str] = mapped_column(String(64), default="")
    own_print: Mapped[str] = mapped_column(String(64))
    kept_until: Mapped[datetime]

    by: Mapped[User | None] = relationship()

    @classmethod
    def note(
        cls,
        session: Session,
        thing: Any,
        action: str,
        *,
        acting: Acting,
        at: datetime,
        fields: Iterable[str] = (),
    ) -> "AuditEntry":
        """Add to the trail of `thing` (a row with an id). Goes with the caller's commit.

        Two at the same instant for one thing wait for each other.
        """
        (entry,) = cls.note_each(session, [thing], action, acting=lambda _: acting, at=at, fields=fields)
        return entry

    @classmethod
    def note_each(
        cls,
        session: Session,
        things: Sequence[Any],
        action: str,
        *,
        acting: Callable[[Any], Acting],
        at: datetime,
        fields: Iterable[str] = (),
    ) -> list["AuditEntry"]:
        """Add one row to the trail of each of these, in three statements however many: for pages that list people."""
        if not things:
            return []
        ids = sorted({thing.id for thing in things})
        _hold_the_ends(session, ids)
        last = _last_of(session, ids)
        named = sorted(fields)
        entries = []
        for thing in things:
            by, before = acting(thing), last.get(thing.id)
            entry = cls(
                subject=thing.__tablename__,
                subject_id=thing.id,
                number=before.number + 1 if before else 1,
                at=at,
                part=by.part,
                how=by.how,
                by_id=by.user.id if by.user else None,
                action=action,
                fields=named,
                request_id=by.request_id,
                previous_print=before.own_print if before else "",
                kept_until=at.replace(year=at.year + KEPT_YEARS, day=min(at.day, 28)),
            )
            entry.own_print = entry.work_out_print()
            entries.append(entry)
            last[thing.id] = entry
        session.add_all(entries)
        session.flush()
        return entries

    def work_out_print(self) -> str:
        """The fingerprint of this row and of the one before it."""
        said = (
            self.subject,
            self.subject_id.hex,
            str(self.number),
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.part.value,
            self.how.value,
            self.by_id.hex if self.by_id else "",
            self.action,
            ",".join(self.fields),
            self.request_id,
            self.previous_print,
        )
        return hashlib.sha256("\0".join(said).encode()).hexdigest()

    @classmethod
    def about(cls, subject_id: uuid.UUID) -> Select[tuple["AuditEntry"]]:
        """The trail of one thing, in order: who looked, who changed what."""
        return select(cls).where(cls.subject_id == subject_id).order_by(cls.number, cls.id)


def broken_links(trail: Sequence[AuditEntry], first: int = 1) -> list[int]:
    """The numbers at which a trail does not follow from what came before: changed, or something taken out.

    A trail may begin later than 1 (`first`) when its oldest rows have had their six years.
    """
    broken, number = [], first
    previous = trail[0].previous_print if trail and first > 1 else ""
    for entry in trail:
        if entry.number != number or entry.previous_print != previous or entry.own_print != entry.work_out_print():
            broken.append(entry.number)
        previous, number = entry.own_print, entry.number + 1
    return broken


def _hold_the_ends(session: Session, subject_ids: Sequence[uuid.UUID]) -> None:
    """Until the commit nobody else adds to these trails. SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        # One after the other in one order, so that two pages never wait for each other.
        keys = array([subject_id.int >> 65 for subject_id in subject_ids], type_=BigInteger)
        session.execute(select(func.pg_advisory_xact_lock(func.unnest(keys))))


def _last_of(session: Session, subject_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, AuditEntry]:
    """The newest row of each trail that has one."""
    newest = (
        select(AuditEntry.subject_id, func.max(AuditEntry.number).label("number"))
        .where(AuditEntry.subject_id.in_(subject_ids))
        .group_by(AuditEntry.subject_id)
        .subquery()
    )
    rows = select(AuditEntry).join(
        newest, (AuditEntry.subject_id == newest.c.subject_id) & (AuditEntry.number == newest.c.number)
    )
    return {entry.subject_id: entry for entry in session.scalars(rows)}
