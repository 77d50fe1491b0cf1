"""How many are expected at each of many sessions: read in three statements, however many listings there are."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, or_, select

from extensions import db
from models.attender import Attender
from models.expected import REGULAR_FOR, REGULAR_SESSIONS
from models.referral import Referral
from models.referral_words import SEEN_BY_GROUP, State
from models.register import Register
from models.register_words import Keeping

MOST_AHEAD = 8
"""Registers of one listing within a week, at most, that may stand before a session in it."""


@dataclass
class Expecting:
    """What is known of one listing: on which days so many people first and last came, or may first come."""

    earlier: list[date] = field(default_factory=list)
    came: list[tuple[date, date, int]] = field(default_factory=list)
    newcomers: list[tuple[date | None, int]] = field(default_factory=list)
    keeping: Keeping | None = None
    """How its latest register was kept."""

    def regulars_on(self, on: date) -> int:
        """How many come often, as models/expected.py has it."""
        before = [day for day in self.earlier if day < on][:REGULAR_SESSIONS]
        since = min([on - REGULAR_FOR, *before])
        return sum(count for first, last, count in self.came if first < on and last >= since)

    def newcomers_on(self, on: date) -> int:
        """How many may come for the first time."""
        return sum(count for first, count in self.newcomers if first is None or first <= on)


def expecting(listing_ids: Iterable[uuid.UUID], until: date) -> dict[uuid.UUID, Expecting]:
    """What is known of each of these listings, for sessions up to a day."""
    ids = list(listing_ids)
    found: dict[uuid.UUID, Expecting] = defaultdict(Expecting)
    for listing_id, on, keeping in _earlier(ids, until):
        found[listing_id].earlier.append(on)
        found[listing_id].keeping = found[listing_id].keeping or keeping
    for listing_id, first, last, count in _came(ids):
        found[listing_id].came.append((first, last, count))
    for listing_id, first_date, count in _newcomers(ids):
        found[listing_id].newcomers.append((first_date, count))
    return found


def _earlier(ids: Sequence[uuid.UUID], until: date) -> Sequence[tuple[uuid.UUID, date, Keeping]]:
    """The days of each listing's latest registers and how they were kept, the latest first."""
    number = func.row_number().over(
        partition_by=Register.listing_id, order_by=(Register.on.desc(), Register.starts.desc(), Register.id)
    )
    ranked = (
        select(Register.listing_id, Register.on.label("on_day"), Register.keeping, number.label("number"))
        .where(Register.listing_id.in_(ids), Register.on < until)
        .subquery()
    )
    latest = (
        select(ranked.c.listing_id, ranked.c.on_day, ranked.c.keeping)
        .where(ranked.c.number <= REGULAR_SESSIONS + MOST_AHEAD)
        .order_by(ranked.c.listing_id, ranked.c.number)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(latest)]


def _came(ids: Sequence[uuid.UUID]) -> Sequence[tuple[uuid.UUID, date, date, int]]:
    rows = (
        select(Attender.listing_id, Attender.first_came_on, Attender.last_came_on, func.count())
        .outerjoin(Referral, Referral.id == Attender.referral_id)
        .where(
            Attender.listing_id.in_(ids),
            Attender.left_at.is_(None),
            Attender.merged_into_id.is_(None),
            Attender.erased_at.is_(None),
            Attender.last_came_on.is_not(None),
            or_(Attender.referral_id.is_(None), Referral.state.in_([*SEEN_BY_GROUP, State.SETTLED])),
        )
        .group_by(Attender.listing_id, Attender.first_came_on, Attender.last_came_on)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(rows)]


def _newcomers(ids: Sequence[uuid.UUID]) -> Sequence[tuple[uuid.UUID, date | None, int]]:
    rows = (
        select(Referral.listing_id, Referral.first_date, func.count())
        .where(Referral.listing_id.in_(ids), Referral.state == State.ACCEPTED)
        .group_by(Referral.listing_id, Referral.first_date)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(rows)]
