"""Is this the same Ken? Somebody walked in whose name somebody else has: asked once, answered with one press."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from blueprints import clock
from blueprints.register_addresses import SessionFound
from extensions import db
from models.attender import Attender
from models.clock_words import date_words
from models.expected import lines_of
from models.person import ERASED

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
    here = {line.who: (line.name, line.attender) for line in lines}
    known = session.scalars(Attender.of_listing(found.listing.id).limit(MOST_NAMES))
    people = here | {each.id: (each.name, each) for each in known if each.id not in here}
    wanted = added.name.casefold()
    alike = [
        Alike(key, name, _known_by(attender))
        for key, (name, attender) in people.items()
        if key != who and name.casefold() == wanted
    ]
    return alike[:MOST_ALIKE]


def _known_by(attender: Attender | None) -> str:
    if attender is None or not attender.times or attender.last_came_on is None:
        return "expected for the first time"
    last = date_words(attender.last_came_on, clock.today())
    times = "once" if attender.times == 1 else f"{attender.times} times"
    return f"came {times}, last on {last}"
