"""Is this the same Ken? Somebody walked in whose name somebody else has: asked once, answered with one press."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import joinedload

from blueprints import clock
from blueprints.register_addresses import SessionFound
from extensions import db
from models.attender import Attender
from models.clock_words import date_words
from models.expected import Line, lines_of
from models.person import ERASED
from models.referral import Referral

MOST_NAMES = 500
"""Names are sealed, so each has to be opened: of a listing that has had more people, those who came last."""
MOST_ALIKE = 4


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody of the same name: their key for every verb, and what is known of them."""

    who: uuid.UUID
    name: str
    known_by: str


def named_alike(found: SessionFound, who: uuid.UUID) -> list[Alike]:
    """Others of this listing with the name of `who`, those on this register or expected there first; nobody for one
    who is not on it."""
    register, session = found.register, db.session()
    if register is None:
        return []
    lines = lines_of(session, found.listing.id, found.meeting.date, register, today=clock.today())
    added = next((line for line in lines if line.who == who and line.attendance is not None), None)
    if added is None or added.name == ERASED:
        return []
    wanted = added.name.casefold()
    alike = [
        Alike(key, name, _known_by(attender))
        for key, (name, attender) in known_people(found, lines).items()
        if key != who and name.casefold() == wanted
    ]
    return alike[:MOST_ALIKE]


def known_people(found: SessionFound, lines: Iterable[Line]) -> dict[uuid.UUID, tuple[str, Attender | None]]:
    """Whoever stands on the sheet, and then whoever came before: their names, and what is kept of them, by key."""
    people = {line.who: (line.name, line.attender) for line in lines}
    rows = Attender.of_listing(found.listing.id).options(joinedload(Attender.referral).joinedload(Referral.person))
    for each in db.session.scalars(rows.limit(MOST_NAMES)):
        if each.is_named and each.id not in people:
            people[each.id] = (each.name, each)
    return people


def _known_by(attender: Attender | None) -> str:
    if attender is None or not attender.times or attender.last_came_on is None:
        return "expected for the first time"
    last = date_words(attender.last_came_on, clock.today())
    times = "once" if attender.times == 1 else f"{attender.times} times"
    return f"came {times}, last on {last}"
