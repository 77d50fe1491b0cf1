"""Heads without names: three numbers. And how a register is kept."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import abort, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.doors import organisers
from blueprints.register_addresses import Moment, find_session
from blueprints.registers import registers
from blueprints.registers.doing import do, refuse
from models.acting import Acting
from models.errors import RuleBroken
from models.register import Register
from models.register_counting import MOST_HEADS
from models.register_entry import Press
from models.register_words import Keeping

NUMBERS = ("people", "new", "referred")


@registers.post("/registers/<uuid:listing_id>/<session:moment>/heads")
@organisers
def count_heads(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """So many were there; with `step` one more or one fewer of something."""
    try:
        people, new, referred = _numbers()
    except RuleBroken as refusal:
        find_session(listing_id, moment)
        return refuse(listing_id, moment, "heads", refusal)

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> None:
        register.count_heads(people, new, referred, press, acting=acting, at=at)

    return do(listing_id, moment, verb, about="heads", anchor="heads")


@registers.post("/registers/<uuid:listing_id>/<session:moment>/keeping")
@organisers
def keep_by(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """By names from now on, or by heads."""
    try:
        keeping = Keeping(request.form.get("keeping", ""))
    except ValueError:
        abort(400)

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> None:
        register.keep_by(keeping, press, acting=acting, at=at)

    return do(listing_id, moment, verb, about="keeping")


def _numbers() -> tuple[int, int, int]:
    """What stands in the three boxes, one step on where a step was pressed. A new person is one of the people."""
    found = {name: _number(name) for name in NUMBERS}
    step = request.form.get("step", "")
    if step[1:] in NUMBERS:
        found[step[1:]] = max(0, found[step[1:]] + (1 if step[0] == "+" else -1))
        if step[0] == "+":
            found["people"] = max(found.values())
        elif step == "-people":
            found = {name: min(number, found["people"]) for name, number in found.items()}
    return found["people"], found["new"], found["referred"]


def _number(name: str) -> int:
    typed = request.form.get(name, "").strip()
    if not typed:
        return 0
    if not typed.isascii() or not typed.isdigit() or len(typed) > 6:
        raise RuleBroken(f"Give a number from 0 to {MOST_HEADS}.", field=name)
    return int(typed)
