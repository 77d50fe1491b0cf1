"""Marking: one tap says that somebody came, one more takes it back."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.doors import organisers
from blueprints.register_addresses import Moment, SessionFound, find_session, held_register
from blueprints.registers import registers
from blueprints.registers.pressing import acting_for, clocks, press_at, read_mark
from blueprints.registers.sheet import address_of
from blueprints.registers.showing import again, render_line
from blueprints.rendering import wants_partial
from extensions import db
from models.attendance import Attendance
from models.register_entry import Press
from models.register_words import Mark

DIFFERS = "Somebody else said something different. Both are kept: say which is right."
CLOSED = "The day is closed. Your mark is kept beside it: open the day again to settle it."


@registers.post("/registers/<uuid:listing_id>/<session:moment>/marks/<uuid:who>")
@organisers
def mark(listing_id: uuid.UUID, moment: Moment, who: uuid.UUID) -> AnyResponse:
    """Say whether somebody came; an empty mark takes it away."""
    return _mark(listing_id, moment, who, read_mark(request.form.get("mark", "")), press_at(clock.now()))


@registers.post("/registers/<uuid:listing_id>/<session:moment>/marks/<uuid:who>/undoing")
@organisers
def undo_mark(listing_id: uuid.UUID, moment: Moment, who: uuid.UUID) -> AnyResponse:
    """Put back what the mark was before. `revision` says which mark is taken back, and what was there."""
    version, _, before = request.form.get("revision", "").partition(" ")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
    key = uuid.uuid5(who, f"{moment} taken back {version}")
    return _mark(listing_id, moment, who, read_mark(before), Press(key, clock.now(), seen))


def way_back(found: SessionFound, line: Attendance, before: Mark | None = None) -> dict[str, str]:
    """What the strip needs to take a mark back, and put there what was `before`."""
    undo = f"{address_of(found)}/marks/{line.attender_id}/undoing"
    return {
        "undo": undo,
        "line": f"line-{line.attender_id}",
        "revision": f"{line.version} {before.value if before else ''}",
    }


def _mark(listing_id: uuid.UUID, moment: Moment, who: uuid.UUID, said: Mark | None, press: Press) -> AnyResponse:
    found, now = find_session(listing_id, moment), clock.now()
    register = held_register(found, now)
    line = register.line_of(who, at=now)
    before = line.mark
    line = register.mark(who, said, press, acting=acting_for(found.listing), at=now, clocks=clocks())
    who = line.attender_id
    last: dict[str, Any] | None = None
    if line.is_disputed:
        last = {"words": CLOSED if register.is_closed else DIFFERS}
    elif line.mark is not before:
        words = f"Noted: {said.label.lower()}." if said else "The mark is taken away."
        last = {"words": words, **way_back(found, line, before)}
    news.tell(now)
    db.session.commit()
    tick.soon()
    if wants_partial():
        return render_line(again(found, register), who, last)
    if last is not None:
        flash(last, "mark")  # type: ignore[arg-type]
    return redirect(f"{address_of(found)}#line-{who}", 303)
