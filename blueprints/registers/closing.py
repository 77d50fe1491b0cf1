"""Closing the day, and opening it again."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.doors import organisers
from blueprints.forms import tidy_line
from blueprints.register_addresses import Moment, find_session
from blueprints.registers import registers
from blueprints.registers.doing import do, refuse
from blueprints.registers.pressing import clocks
from models.acting import Acting
from models.errors import RuleBroken
from models.register import Register
from models.register_entry import Press
from models.register_words import SessionState


@registers.post("/registers/<uuid:listing_id>/<session:moment>/closure")
@organisers
def close(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """Lock the day, and let what follows begin."""
    word = request.form.get("state", "")
    if word not in ("", SessionState.RAN, SessionState.NOBODY):
        find_session(listing_id, moment)
        return refuse(listing_id, moment, "closing", RuleBroken("Choose what became of it.", field="state"))

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> None:
        state = SessionState(word) if word else None
        register.close(state, press, acting=acting, at=at, clocks=clocks())

    return do(listing_id, moment, verb, about="closing", said="The day is closed. Thank you.")


@registers.post("/registers/<uuid:listing_id>/<session:moment>/opening")
@organisers
def reopen(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """Open a closed day again, and say why."""

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> None:
        register.reopen(tidy_line(request.form.get("reason")) or "", press, acting=acting, at=at)

    return do(listing_id, moment, verb, about="opening", said="Open again. Close it when it is right.")
