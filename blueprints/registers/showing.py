"""The page of one session's register, and the parts of it that htmx swaps."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, make_response, render_template, request

from blueprints import clock
from blueprints.doors import organisers
from blueprints.register_addresses import Moment, SessionFound, find_session
from blueprints.registers import registers
from blueprints.registers.alike import named_alike
from blueprints.registers.calls import of_register
from blueprints.registers.follows import figures_of, what_follows
from blueprints.registers.pounds import pounds
from blueprints.registers.sheet import Sheet, needs_of, note_sight, read_sheet
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.might_come import MightCome
from models.register import Register
from models.register_words import Mark
from models.session_cancelling import is_called_off

LONGEST_SEARCH = 40
MOST_NOTES = 60


@registers.get("/registers/<uuid:listing_id>/<session:moment>")
@organisers
@shows_people
def show(listing_id: uuid.UUID, moment: Moment) -> Response:
    """Who is expected, who came, and what else the register holds; with `q` only whose name has it."""
    return render_register(find_session(listing_id, moment), asked=request.args.get("q", "")[:LONGEST_SEARCH].strip())


def render_register(found: SessionFound, *, status: int = 200, asked: str = "", refused: Any = None) -> Response:
    """The whole page. `refused` is a form that was not taken (blueprints/registers/doing.py)."""
    sheet = read_sheet(found, asked)
    note_sight(found, sheet.lines)
    walked_in = _walked_in()
    page = render_page(
        "registers/show.html",
        status=status,
        **page_words(sheet),
        refused=refused,
        walked_in=walked_in,
        alike=named_alike(found, walked_in) if walked_in else [],
        might_come=might_come(sheet),
        figures=figures_of(sheet) if sheet.is_closed else [],
        follows=what_follows(sheet) if sheet.is_closed else [],
        called_off=sheet.is_closed and is_called_off(found.register),
        calls=of_register(found.register) if found.register is not None and sheet.is_closed else [],
    )
    db.session.commit()  # what is shown has been noted, or nothing is shown
    return page


def render_line(found: SessionFound, who: uuid.UUID, last: dict[str, Any] | None) -> Response:
    """One line, and beside it the strip with the counts. `last` is what was done, with the way back."""
    sheet = read_sheet(found)
    line = sheet.line(who)
    note_sight(found, [line] if line else [])
    words = {**page_words(sheet), "line": line, "last": last, "refused": None}
    page = make_response(render_template("registers/_marked.html", **words))
    page.vary.add("HX-Request")
    db.session.commit()
    return page


def might_come(sheet: Sheet) -> list[MightCome]:
    """Who left a first name for this day, or for no day, and is not on the list by that name yet."""
    if sheet.is_closed or sheet.is_to_come:
        return []
    notes = db.session.scalars(MightCome.for_listing(sheet.found.listing, clock.now()).limit(MOST_NOTES))
    known = {line.name.casefold() for line in sheet.lines if line.mark is not None}
    days = (None, sheet.found.meeting.date)
    return [note for note in notes if note.day in days and note.called.casefold() not in known]


def _walked_in() -> uuid.UUID | None:
    """Whoever was just added, for the question whether that is somebody we know."""
    try:
        return uuid.UUID(request.args.get("alike", ""))
    except ValueError:
        return None


def page_words(sheet: Sheet) -> dict[str, Any]:
    """What every template of a register is given."""
    return {
        "panel": None,
        "sheet": sheet,
        "register": sheet.register,
        "listing": sheet.found.listing,
        "meeting": sheet.found.meeting,
        "marks": [Mark.APOLOGIES] if sheet.is_to_come else list(Mark),
        "needs_of": needs_of,
        "new_key": uuid.uuid4,
        "pounds": pounds,
        "now": clock.now(),
    }


def again(found: SessionFound, register: Register) -> SessionFound:
    """The same session, now that its register is made."""
    return SessionFound(found.listing, found.meeting, register)
