"""Somebody walked in: a first name is enough. And two lines that are one person."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.doors import organisers
from blueprints.forms import tidy_line
from blueprints.register_addresses import Moment, find_session
from blueprints.registers import registers
from blueprints.registers.alike import named_alike
from blueprints.registers.doing import do
from blueprints.registers.marking import way_back
from blueprints.registers.pressing import clocks, read_key
from blueprints.registers.sheet import address_of
from extensions import db
from models.acting import Acting
from models.attendance import Attendance
from models.might_come import MightCome
from models.register import Register
from models.register_entry import Press


@registers.post("/registers/<uuid:listing_id>/<session:moment>/walk-ins")
@organisers
def walk_in(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """Somebody walked in, and is happy to be called this; or somebody came who had said that they might."""
    find_session(listing_id, moment)
    called, added = _name(listing_id), list[uuid.UUID]()

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> Attendance:
        line = register.walk_in(called, press, acting=acting, at=at, clocks=clocks())
        added.append(line.attender_id)
        return line

    answer = do(
        listing_id, moment, verb, about="walk-in", anchor="walk-in", said="Added: they came.", way_back=way_back
    )
    found = find_session(listing_id, moment)
    if added and named_alike(found, added[0]):
        return redirect(f"{address_of(found)}?alike={added[0]}#alike", 303)
    return answer


@registers.post("/registers/<uuid:listing_id>/<session:moment>/joining")
@organisers
def join(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """Two lines are one person."""
    keep, gone = read_key("keep"), read_key("gone")
    if keep is None or gone is None:
        abort(400)

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> None:
        register.join(keep, gone, press, acting=acting, at=at, clocks=clocks())

    return do(listing_id, moment, verb, about="alike", anchor=f"line-{keep}", said="They are one line now.")


def _name(listing_id: uuid.UUID) -> str:
    """What was typed, or the name left with "I might come"."""
    note_id = read_key("might_come")
    note = db.session.get(MightCome, note_id) if note_id else None
    if note is not None and note.listing_id == listing_id:
        return note.called
    return tidy_line(request.form.get("called")) or ""
