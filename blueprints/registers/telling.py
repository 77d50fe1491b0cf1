"""Who has to be told of a session that is not on, as its page lists them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import joinedload

from blueprints import clock
from blueprints.register_addresses import SessionFound
from blueprints.registers.pressing import acting_for
from blueprints.registers.reaching import CONTACT, ways_to
from extensions import db
from models.attender import Attender
from models.audit import AuditEntry
from models.expected import Line
from models.meeting import Meeting
from models.person import Contact
from models.referral import Referral
from models.register_words import RegisterDeed, Why
from models.session_audience import may_be_reached, worker_address
from models.session_dates_changing import next_meeting_after
from models.session_notice import SessionNotice, Way
from models.when_words import meeting_words


@dataclass(frozen=True, slots=True)
class Notices:
    """Everybody to tell of one session, by how they hear it."""

    found: SessionFound
    rows: Sequence[SessionNotice]

    @classmethod
    def of(cls, found: SessionFound) -> Notices:
        if found.register is None:
            return cls(found, [])
        rows = SessionNotice.of_register(found.register.id).options(
            joinedload(SessionNotice.attender).joinedload(Attender.referral).joinedload(Referral.person),
            joinedload(SessionNotice.told_by),
        )
        named = [row for row in db.session.scalars(rows) if row.attender.is_named]
        return cls(found, sorted(named, key=lambda row: row.attender.name.casefold()))

    @property
    def to_ring(self) -> list[SessionNotice]:
        """Those with a number and a yes."""
        return [row for row in self.rows if row.way is Way.RING]

    @property
    def out_of_reach(self) -> list[SessionNotice]:
        """Those nobody has a way to reach: somebody of the group may know one."""
        return [row for row in self.rows if row.way is Way.NOBODY]

    @property
    def by_hand(self) -> list[SessionNotice]:
        """Those whose names the page shows."""
        return [row for row in self.rows if row.way.is_by_hand]

    @property
    def mailed(self) -> int:
        return sum(row.way is Way.MAIL for row in self.rows)

    @property
    def told_workers(self) -> int:
        return len({worker_address(row.attender.referral) for row in self.rows} - {""})

    @property
    def moved(self) -> int:
        """How many first days are another day now."""
        return sum(row.moved_to is not None for row in self.rows)

    @property
    def reason(self) -> str:
        """What was said when it was called off last."""
        register = self.found.register
        said = [entry for entry in register.entries if entry.deed is RegisterDeed.CANCELLED] if register else []
        return (said[-1].words or "") if said else ""

    @property
    def upcoming(self) -> str:
        """The next session that is on: "Tuesday 10 March, 10am"."""
        found = next_meeting_after(db.session(), self.found.listing, self.found.meeting, clock.now())
        return meeting_words(found, clock.today()) if isinstance(found, Meeting) else ""

    def find(self, notice_id: uuid.UUID) -> SessionNotice | None:
        """One of those whom somebody of the group tells."""
        return next((row for row in self.by_hand if row.id == notice_id), None)


def number_of(attender: Attender) -> tuple[Contact, str]:
    """How and where to reach somebody: by their own yes alone. Empty where there is nothing."""
    referral = attender.referral
    if referral is not None and referral.is_seen_by_group and may_be_reached(referral):
        return referral.person.contact, referral.person.reach or ""
    return Contact.RING, attender.reach or ""


def ways_of(attender: Attender) -> list[str]:
    """How to reach them, in lines; nothing where nobody here may know."""
    referral = attender.referral if attender.referral and attender.referral.is_seen_by_group else None
    line = Line(attender.id, attender.name, Why.REGULAR, False, attender=attender, referral=referral)
    return ways_to(line, {referral.id} if referral else set())


def note_looks_at(found: SessionFound, notices: Sequence[SessionNotice], *, with_numbers: bool) -> None:
    """Write down whose names, or numbers, are shown. Goes with the caller's commit."""
    things: list[Any] = [
        row.attender.referral
        for row in notices
        if row.attender.referral is not None and row.attender.referral.is_seen_by_group
    ]
    if with_numbers:
        things += [row.attender for row in notices if row.attender.referral is None and row.attender.reach]
    acting = acting_for(found.listing)
    action, fields = ("saw contact", CONTACT) if with_numbers else ("looked", ("called",))
    AuditEntry.note_each(db.session(), things, action, acting=lambda _: acting, at=clock.now(), fields=fields)
