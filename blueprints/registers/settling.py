"""Two people said different things: which one is right. And everybody without a mark, in one press."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.doors import organisers
from blueprints.register_addresses import Moment, SessionFound, find_session
from blueprints.registers import registers
from blueprints.registers.doing import do
from blueprints.registers.pressing import clocks, read_key, read_mark, read_number
from blueprints.registers.sheet import address_of, read_sheet
from models.acting import Acting
from models.register import Register
from models.register_entry import Press
from models.register_words import Mark


@registers.post("/registers/<uuid:listing_id>/<session:moment>/settlement/<uuid:who>")
@organisers
def settle(listing_id: uuid.UUID, moment: Moment, who: uuid.UUID) -> AnyResponse:
    """This mark is the right one."""
    said = read_mark(request.form.get("mark", ""))

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> None:
        register.settle(who, said, press, acting=acting, at=at, clocks=clocks())

    return do(listing_id, moment, verb, about="differences", said="Settled.")


@registers.post("/registers/<uuid:listing_id>/<session:moment>/heads/settlement")
@organisers
def settle_heads(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """This count is the right one."""
    people, new, referred = (read_number(name) or 0 for name in ("people", "new", "referred"))

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> None:
        register.settle_heads(people, new, referred, press, acting=acting, at=at)

    return do(listing_id, moment, verb, about="differences", said="Settled.")


@registers.post("/registers/<uuid:listing_id>/<session:moment>/absences")
@organisers
def note_absences(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """Nobody who has no mark came; with the `revision` of such a press, it is taken back."""
    wrong = read_key("revision")
    if wrong is not None:
        return _take_back_absences(listing_id, moment, wrong)
    unmarked = [line.who for line in read_sheet(find_session(listing_id, moment)).shown if line.mark is None]

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> uuid.UUID:
        register.refuse_if_closed()
        for who in unmarked:
            own = Press(uuid.uuid5(press.key, str(who)), press.at, 0)
            register.mark(who, Mark.ABSENT, own, acting=acting, at=at, clocks=clocks())
        return press.key

    def way_back(found: SessionFound, key: uuid.UUID) -> dict[str, str]:
        return {"undo": f"{address_of(found)}/absences", "revision": str(key)}

    said = f"Noted: {len(unmarked)} did not come."
    return do(listing_id, moment, verb, about="closing", anchor="closing", said=said, way_back=way_back)


def _take_back_absences(listing_id: uuid.UUID, moment: Moment, wrong: uuid.UUID) -> AnyResponse:
    """No mark again for everybody whom the press with this key marked, and nobody has marked since."""
    lines = read_sheet(find_session(listing_id, moment)).lines
    absent = {uuid.uuid5(wrong, str(line.who)): line for line in lines if line.mark is Mark.ABSENT}

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> None:
        register.refuse_if_closed()
        for key in register.pressed(absent):
            own = Press(uuid.uuid5(key, "taken back"), press.at, absent[key].version)
            register.mark(absent[key].who, None, own, acting=acting, at=at, clocks=clocks())

    return do(listing_id, moment, verb, about="closing", anchor="closing", said="Taken back.")
