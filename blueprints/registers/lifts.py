"""Lifts: who would like one, who drives them, and the list for the driver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from flask import abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, press
from blueprints.doors import organisers
from blueprints.forms import tidy_line
from blueprints.proof import needs_proof
from blueprints.register_addresses import Moment, SessionFound, find_session, held_register
from blueprints.register_sheet import Row, list_sheet
from blueprints.registers import registers
from blueprints.registers.pressing import acting_for, press_at, read_key
from blueprints.registers.printing import lines_here, note_people
from blueprints.registers.reaching import list_file, printed_list, seen_here, ways_to
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.attender import LONGEST_CALLED
from models.clock_words import day_words, span_words
from models.errors import RuleBroken
from models.expected import Line
from models.register_words import Lift

SHOWN = ("called", "lift_wanted")


@registers.get("/registers/<uuid:listing_id>/<session:moment>/lifts")
@organisers
@shows_people
def lifts(listing_id: UUID, moment: Moment) -> AnyResponse:
    """Who would like a lift, and where each stands."""
    return _page(find_session(listing_id, moment))


@registers.post("/registers/<uuid:listing_id>/<session:moment>/lifts")
@registers.post("/registers/<uuid:listing_id>/<session:moment>/lifts/<uuid:who>")
@organisers
def note_lift(listing_id: UUID, moment: Moment, who: UUID | None = None) -> AnyResponse:
    """A lift is wanted, offered, taken, or not after all; and by whom. With `back` "register" it leads back there."""
    found, now = find_session(listing_id, moment), clock.now()
    who = who or read_key("who")
    try:
        said = Lift(request.form.get("lift", ""))
    except ValueError:
        abort(400)
    driver = tidy_line(request.form.get("driver", "")) or ""
    try:
        if who is None:
            raise RuleBroken("Choose who would like a lift.", field="who")
        if len(driver) > LONGEST_CALLED:
            raise RuleBroken(f"Keep the driver to {LONGEST_CALLED} letters: a first name is enough.")
        register = held_register(found, now)
        register.note_lift(who, said, driver, press_at(now), acting=acting_for(found.listing), at=now)
    except RuleBroken as refusal:
        db.session.rollback()
        return _page(find_session(listing_id, moment), refused=refusal, who=who, driver=driver, status=422)
    db.session.commit()
    if request.form.get("back") == "register":
        return redirect(found.url("registers.show") + "#lifts", 303)
    return redirect(found.url("registers.lifts"), 303)


@registers.get("/registers/<uuid:listing_id>/<session:moment>/lifts.pdf")
@organisers
@needs_proof
@shows_people
def lifts_file(listing_id: UUID, moment: Moment) -> AnyResponse:
    """The list for the driver, with how to reach each."""
    found = find_session(listing_id, moment)
    lines = _riders(found)
    made = list_file(found, lines, _content(found, lines), "lifts")
    return made or redirect(found.url("registers.lifts_sheet"), 303)


@registers.get("/registers/<uuid:listing_id>/<session:moment>/lifts/sheet")
@organisers
@needs_proof
@shows_people
def lifts_sheet(listing_id: UUID, moment: Moment) -> AnyResponse:
    """The same as a page that the browser prints."""
    found = find_session(listing_id, moment)
    lines = _riders(found)
    return printed_list(found, lines, _content(found, lines), "registers.lifts")


def _riders(found: SessionFound) -> list[Line]:
    return [line for line in lines_here(found) if line.lift is not Lift.NONE]


def _content(found: SessionFound, lines: Sequence[Line]) -> dict[str, Any]:
    seen = seen_here(found)
    rows = [
        Row(line.name, "First time" if line.is_first else "", [_stands(line), *ways_to(line, seen)]) for line in lines
    ]
    lead = "Who would like a lift, and who drives them." if rows else "Nobody has asked for a lift."
    return list_sheet(found.listing, found.meeting, rows, title="Lifts", lead=lead, today=clock.today())


def _stands(line: Line) -> str:
    driver = line.attendance.driver if line.attendance else None
    return f"{line.lift.label}. Driver: {driver}" if driver else line.lift.label


def _page(
    found: SessionFound,
    *,
    refused: RuleBroken | None = None,
    who: UUID | None = None,
    driver: str = "",
    status: int = 200,
) -> AnyResponse:
    lines = lines_here(found)
    page = render_page(
        "registers/lifts.html",
        status=status,
        panel=None,
        found=found,
        when=f"{day_words(found.meeting.date, clock.today())}, {span_words(found.meeting.starts, found.meeting.ends)}",
        riders=[line for line in lines if line.lift is not Lift.NONE],
        others=[line for line in lines if line.lift is Lift.NONE],
        is_closed=found.register is not None and found.register.is_closed,
        refused=refused,
        who=who,
        driver=driver,
        new_key=uuid4,
        here=found.url("registers.lifts"),
        sheet_url=found.url("registers.lifts_file" if press.can_print() else "registers.lifts_sheet"),
        back_url=found.url("registers.show"),
    )
    note_people(found, lines, "looked", SHOWN)
    db.session.commit()  # what is shown has been noted, or nothing is shown
    return page
