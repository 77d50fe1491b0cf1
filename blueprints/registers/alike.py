"""Is this the same Ken? Somebody walked in whose name somebody else has: asked once, answered with one press."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from blueprints import clock
from blueprints.register_addresses import SessionFound
from extensions import db
from models.attendance import Attendance
from models.attender import Attender
from models.clock_words import date_words

MOST_NAMES = 500
"""Names are sealed, so each has to be opened: of a listing that has had more people, those who came last."""
MOST_ALIKE = 4


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody of the same name: who, and what is known of them."""

    who: uuid.UUID
    name: str
    known_by: str


def named_alike(found: SessionFound, who: uuid.UUID) -> list[Alike]:
    """Others of this listing with the name of `who`, those on this register first; nobody for one who is not on it."""
    register, session = found.register, db.session
    if register is None:
        return []
    on_it = session.scalars(select(Attendance).where(Attendance.register_id == register.id)).all()
    row = next((row for row in on_it if row.attender_id == who), None)
    if row is None or not row.attender.is_named:
        return []
    wanted, here = row.attender.name.casefold(), {row.attender_id for row in on_it}
    known = session.scalars(Attender.of_listing(found.listing.id).limit(MOST_NAMES)).all()
    others = [each for each in known if each.id != who and each.is_named and each.name.casefold() == wanted]
    others.sort(key=lambda each: each.id not in here)
    return [Alike(each.id, each.name, _known_by(each)) for each in others[:MOST_ALIKE]]


def _known_by(attender: Attender) -> str:
    if not attender.times or attender.last_came_on is None:
        return "expected for the first time"
    last = date_words(attender.last_came_on, clock.today())
    times = "once" if attender.times == 1 else f"{attender.times} times"
    return f"came {times}, last on {last}"
