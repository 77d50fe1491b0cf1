"""Who is expected at a session: people with a yes, first-timers first, and whoever comes often."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from models.attendance import Attendance
from models.attender import Attender
from models.person import ERASED
from models.referral import Referral
from models.referral_words import SEEN_BY_GROUP, State
from models.register import Register
from models.register_words import Lift, Mark, SessionState, Why

REGULAR_FOR = timedelta(days=56)
"""Whoever came in the last eight weeks is suggested again ..."""
REGULAR_SESSIONS = 4
"""... or to one of the last so many sessions, where a group meets seldom."""


@dataclass(frozen=True, slots=True)
class Line:
    """One person on a register's page. `who` is the key that every verb takes: an attender's id, or a referral's."""

    who: uuid.UUID
    name: str
    why: Why
    is_first: bool
    """Whether this is, or would be, their first time here."""
    attendance: Attendance | None = None
    attender: Attender | None = None
    referral: Referral | None = None
    """Only while the group has sight of the person."""

    @property
    def mark(self) -> Mark | None:
        return self.attendance.mark if self.attendance else None

    @property
    def version(self) -> int:
        return self.attendance.version if self.attendance else 0

    @property
    def lift(self) -> Lift:
        if self.attendance is not None:
            return self.attendance.lift
        return Lift.WANTED if self.referral is not None and self.referral.lift_wanted else Lift.NONE

    @property
    def is_referred(self) -> bool:
        return self.attender.referral_id is not None if self.attender else self.referral is not None


def lines_of(
    session: Session, listing_id: uuid.UUID, on: date, register: Register | None, *, today: date
) -> list[Line]:
    """Everybody on the register of a session: whoever has a line, and whoever is expected besides. First-timers at the
    top, then by name.

    Of a day that was closed only who has a line; of a day more than eight weeks ago nobody is expected besides.
    Somebody who was added by mistake, and taken back, is nobody.
    """
    rows = _rows(session, register) if register else []
    lines = [_written(row) for row in rows if not _is_taken_back(row)]
    if register is None or not register.is_closed:
        known = {line.who for line in lines}
        lines += [line for line in _expected(session, listing_id, on, today) if line.who not in known]
    return sorted(lines, key=lambda line: (not line.is_first, line.name == ERASED, line.name.casefold(), str(line.who)))


def _rows(session: Session, register: Register) -> Sequence[Attendance]:
    return session.scalars(
        select(Attendance)
        .options(
            joinedload(Attendance.attender).joinedload(Attender.referral).joinedload(Referral.person),
            joinedload(Attendance.marked_by),
            joinedload(Attendance.other_by),
        )
        .where(Attendance.register_id == register.id)
        .order_by(Attendance.id)
    ).all()


def _is_taken_back(row: Attendance) -> bool:
    """Whether a walk-in was undone: nothing says any more that there is such a person."""
    is_unmarked = row.mark is None and not row.is_disputed
    return is_unmarked and row.why is Why.WALKED_IN and not row.attender.times and row.attender.referral_id is None


def _written(row: Attendance) -> Line:
    attender = row.attender
    # A first time is one that was marked, or would be the first if it were.
    is_first = row.is_first or (not row.came and attender.times == 0)
    return Line(attender.id, attender.name, row.why, is_first, row, attender, _in_sight(attender.referral))


def _expected(session: Session, listing_id: uuid.UUID, on: date, today: date) -> list[Line]:
    if on < today - REGULAR_FOR:
        return []
    lines = []
    for attender in _regulars(session, listing_id, on):
        if attender.is_named:
            lines.append(
                Line(
                    attender.id,
                    attender.name,
                    Why.REGULAR if attender.times else Why.EXPECTED,
                    attender.times == 0,
                    attender=attender,
                    referral=_in_sight(attender.referral),
                )
            )
    known = {line.who for line in lines}
    for referral in _newcomers(session, listing_id, on):
        if referral.id not in known:
            lines.append(Line(referral.id, referral.person.name, Why.EXPECTED, True, referral=referral))
    return lines


def _regulars(session: Session, listing_id: uuid.UUID, on: date) -> Sequence[Attender]:
    """Who came lately, as it stood before that day."""
    since = on - REGULAR_FOR
    held = or_(Register.state.is_(None), Register.state.not_in([state for state in SessionState if state.is_cancelled]))
    before = Register.before(listing_id, on).where(held).with_only_columns(Register.on)
    earlier = session.scalars(before.limit(REGULAR_SESSIONS))
    since = min([since, *earlier.all()])
    rows = Attender.of_listing(listing_id).options(joinedload(Attender.referral).joinedload(Referral.person))
    return session.scalars(rows.where(Attender.last_came_on >= since, Attender.first_came_on < on)).all()


def _newcomers(session: Session, listing_id: uuid.UUID, on: date) -> Sequence[Referral]:
    """Who has a yes, and whose first day has come."""
    return session.scalars(
        select(Referral)
        .options(joinedload(Referral.person))
        .where(
            Referral.listing_id == listing_id,
            Referral.state == State.ACCEPTED,
            or_(Referral.first_date.is_(None), Referral.first_date <= on),
        )
        .order_by(Referral.first_date, Referral.id)
    ).all()


def _in_sight(referral: Referral | None) -> Referral | None:
    return referral if referral is not None and referral.state in SEEN_BY_GROUP else None
