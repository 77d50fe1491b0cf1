"""One person on a group's list: their first name, who rings them, whether they still come, and when they did."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import contains_eager
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.doors import organisers
from blueprints.flashing import flash_with_undo
from blueprints.forms import tidy_line
from blueprints.hosted_listings import hosted_by
from blueprints.register_addresses import register_url
from blueprints.registers import registers
from blueprints.registers.doing import Refused, typed_in_form
from blueprints.registers.pressing import acting_for
from blueprints.rendering import find, render_page
from blueprints.sight import shows_people
from extensions import db
from models.attendance import Attendance
from models.attender import Attender
from models.audit import AuditEntry
from models.clock_words import date_words
from models.errors import RuleBroken
from models.listing import Listing
from models.register import Register

LAST = 20
"""Sessions shown of one person."""


@registers.get("/registers/people/<uuid:attender_id>")
@organisers
@shows_people
def person(attender_id: uuid.UUID) -> Response:
    """What is kept of one person, and the last sessions they were on the register of."""
    return _show(_find(attender_id))


@registers.post("/registers/people/<uuid:attender_id>/name")
@organisers
def put_name_right(attender_id: uuid.UUID) -> AnyResponse:
    """They are called something else."""
    called = tidy_line(request.form.get("called")) or ""
    return _do(attender_id, "name", lambda each: each.put_name_right(called, at=clock.now()), "The name is put right.")


@registers.post("/registers/people/<uuid:attender_id>/ringing")
@organisers
def agree_ringing(attender_id: uuid.UUID) -> AnyResponse:
    """Who rings them when they are missed; with `forget` nobody does any more."""
    if "forget" in request.form:
        return _do(attender_id, "ringing", lambda each: each.forget_ringing(at=clock.now()), "It is forgotten.")
    rung_by, number = (tidy_line(request.form.get(name)) or "" for name in ("rung_by", "number"))
    said_yes = request.form.get("said_yes") == "yes"

    def verb(each: Attender) -> None:
        each.agree_ringing(rung_by, number, said_yes=said_yes, at=clock.now())

    return _do(attender_id, "ringing", verb, "Noted.")


@registers.post("/registers/people/<uuid:attender_id>/leaving")
@organisers
def leave(attender_id: uuid.UUID) -> AnyResponse:
    """They do not come any more."""
    return _do(attender_id, "leaving", lambda each: each.leave(at=clock.now()), "", undo="registers.put_back")


@registers.post("/registers/people/<uuid:attender_id>/return")
@organisers
def put_back(attender_id: uuid.UUID) -> AnyResponse:
    """They come after all."""
    return _do(attender_id, "return", lambda each: each.come_back(), "They are on the list again.")


def _do(
    attender_id: uuid.UUID, about: str, verb: Callable[[Attender], None], said: str, undo: str | None = None
) -> AnyResponse:
    found = _find(attender_id)
    try:
        verb(found)
    except RuleBroken as refusal:
        db.session.rollback()
        refused = Refused(about, refusal.message, refusal.field or "", typed_in_form())
        return _show(_find(attender_id), status=422 if refusal.field else 409, refused=refused)
    _note(found, about)
    db.session.commit()
    if undo:
        flash_with_undo("They are off the list. Nobody expects them.", url_for(undo, attender_id=found.id))
    else:
        flash(said, "good")
    return redirect(url_for("registers.person", attender_id=found.id), 303)


def _find(attender_id: uuid.UUID) -> Attender:
    """Somebody on the list of a listing this person answers for, while the group has sight of them; else 404."""
    mine = hosted_by(current_user, stopped=True).with_only_columns(Listing.id).order_by(None)
    rows = select(Attender).where(
        Attender.id == attender_id, Attender.merged_into_id.is_(None), Attender.listing_id.in_(mine)
    )
    found = find(rows)
    return found if found.is_named else abort(404)


def _note(found: Attender, action: str) -> None:
    AuditEntry.note(
        db.session(),
        found.referral or found,
        action,
        acting=acting_for(found.listing),
        at=clock.now(),
        fields=("called", "rung_by"),
    )


def _show(found: Attender, *, status: int = 200, refused: Any = None) -> Response:
    rows = (
        Attendance.of(found.id)
        .options(contains_eager(Attendance.register))
        .order_by(None)
        .order_by(Attendance.on.desc(), Register.starts.desc(), Attendance.id)
    )
    today = clock.today()
    _note(found, "looked")
    page = render_page(
        "registers/person.html",
        status=status,
        panel=None,
        attender=found,
        listing=found.listing,
        refused=refused,
        sessions=[
            (date_words(row.on, today, weekday=True), row.mark.label if row.mark else "No mark", _register_of(row))
            for row in db.session.scalars(rows.limit(LAST))
        ],
        first=date_words(found.first_came_on, today) if found.first_came_on else "",
        new_key=uuid.uuid4,
    )
    db.session.commit()  # what is shown has been noted, or nothing is shown
    return page


def _register_of(row: Attendance) -> str:
    return register_url(row.listing_id, row.on, row.register.starts)
