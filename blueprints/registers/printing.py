"""Paper: a register printed as a finished sheet, and the code on it that leads back to the page for typing it up."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Response, abort, redirect
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, press
from blueprints.acting import acting_as
from blueprints.doors import organisers
from blueprints.qr import qr_svg
from blueprints.register_addresses import Moment, SessionFound, find_session, held_register, register_url
from blueprints.register_sheet import print_sheet as set_sheet
from blueprints.register_sheet import register_sheet
from blueprints.registers import registers
from blueprints.registers.pressing import part_for
from blueprints.rendering import find, render_page
from blueprints.sight import shows_people
from extensions import db
from models.audit import AuditEntry
from models.errors import RuleBroken
from models.expected import Line, lines_of
from models.register import Register
from models.short_code import read_code

logger = logging.getLogger("hereabouts.registers")


@registers.post("/registers/<uuid:listing_id>/<session:moment>/sheet")
@organisers
def print_sheet(listing_id: UUID, moment: Moment) -> AnyResponse:
    """Print it. The register is made now, so that the sheet has a code to come back by."""
    found = find_session(listing_id, moment)
    held_register(found, clock.now())
    db.session.commit()
    return redirect(found.url("registers.sheet_file" if press.can_print() else "registers.sheet_page"), 303)


@registers.get("/registers/<uuid:listing_id>/<session:moment>/sheet.pdf")
@organisers
@shows_people
def sheet_file(listing_id: UUID, moment: Moment) -> AnyResponse:
    """The sheet as a PDF. What the press cannot set, the browser prints."""
    found = find_session(listing_id, moment)
    if found.register is None:
        return redirect(found.url("registers.show"), 303)
    lines = lines_here(found)
    try:
        made = set_sheet("register", _content(found.register, found, lines))
    except RuleBroken as refusal:
        logger.info("a register is printed by the browser: %s", type(refusal).__name__)
        return redirect(found.url("registers.sheet_page"), 303)
    note_people(found, lines, "printed register", ("called",))
    db.session.commit()
    return as_pdf(made, f"register-{found.register.code}")


@registers.get("/registers/<uuid:listing_id>/<session:moment>/sheet")
@organisers
@shows_people
def sheet_page(listing_id: UUID, moment: Moment) -> AnyResponse:
    """The same as a page that the browser prints."""
    found = find_session(listing_id, moment)
    if found.register is None:
        return redirect(found.url("registers.show"), 303)
    lines = lines_here(found)
    content = _content(found.register, found, lines)
    page = render_page(
        "registers/printed_sheet.html",
        c=content,
        qr=qr_svg(f"{content['scheme']}://{content['host']}{content['path']}", "The code to scan", for_paper=True),
        back_url=found.url("registers.show"),
        back_words="Back to the register",
    )
    note_people(found, lines, "printed register", ("called",))
    db.session.commit()
    return page


@registers.get("/r/<register_code>")
@registers.get("/R/<register_code>")
@organisers
def come_back(register_code: str) -> AnyResponse:
    """The code on a printed register: to the page on which it is typed up. Of somebody else's: no such page."""
    code = read_code(register_code) or abort(404)
    found = find(Register.visible_to(current_user).where(Register.code == code))
    return redirect(register_url(found.listing_id, found.on, found.starts, "registers.type_up"), 303)


def lines_here(found: SessionFound) -> list[Line]:
    """Everybody on the register of this session, in the order in which they are printed."""
    return lines_of(db.session(), found.listing.id, found.meeting.date, found.register, today=clock.today())


def note_people(found: SessionFound, lines: Iterable[Line], action: str, fields: Iterable[str]) -> None:
    """Write down that whoever of these was referred is looked at. Goes with the caller's commit."""
    referrals = [line.referral for line in lines if line.referral is not None]
    acting = acting_as(part_for(found.listing))
    AuditEntry.note_each(db.session(), referrals, action, acting=lambda _: acting, at=clock.now(), fields=fields)


def as_pdf(made: bytes, name: str) -> Response:
    """The answer that holds a PDF, its name without anybody's."""
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _content(register: Register, found: SessionFound, lines: list[Line]) -> dict[str, Any]:
    return register_sheet(register, found.meeting, lines, today=clock.today())
