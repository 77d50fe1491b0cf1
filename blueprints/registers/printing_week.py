"""All the registers of the days ahead, printed as one file."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.binding import bind
from blueprints.doors import organisers
from blueprints.register_addresses import SessionFound, held_register
from blueprints.register_sheet import print_sheet, register_sheet
from blueprints.registers import registers
from blueprints.registers.printing import as_pdf, lines_here, note_people
from blueprints.registers.week import week_of
from blueprints.sight import shows_people
from extensions import db
from models.errors import RuleBroken
from models.meeting import Meeting
from models.register import Register

A_WEEK = timedelta(days=6)
MOST_SHEETS = 30
"""A file holds so many; they take a second or two."""
NOT_NOW = "These cannot be printed as one file just now. Print each from its own page."


@registers.post("/registers/sheets")
@organisers
def print_week() -> AnyResponse:
    """Print those of today and the six days after. Each is made now, so that its sheet has a code."""
    week, now = week_of(current_user), clock.now()
    ahead = [row for row in (*week.today, *week.ahead) if not row.is_off and not row.is_closed]
    for row in ahead[:MOST_SHEETS]:
        held_register(SessionFound(row.listing, row.meeting, row.register), now)
    db.session.commit()
    return redirect(url_for("registers.week_file" if ahead else "registers.index"), 303)


@registers.get("/registers/sheets.pdf")
@organisers
@shows_people
def week_file() -> AnyResponse:
    """Their sheets, one behind the other. Everybody on them is noted."""
    today = clock.today()
    rows = Register.visible_to(current_user).where(
        Register.on.between(today, today + A_WEEK), Register.closed_at.is_(None)
    )
    rows = rows.order_by(None).order_by(Register.on, Register.starts, Register.id)
    sheets = []
    for register in db.session.scalars(rows.limit(MOST_SHEETS)).all():
        if register.state is not None and register.state.is_cancelled:
            continue
        found = SessionFound(register.listing, Meeting(register.on, register.starts, register.ends), register)
        lines = lines_here(found)
        try:
            sheets.append(print_sheet("register", register_sheet(register, found.meeting, lines, today=today)))
        except RuleBroken:
            db.session.rollback()
            flash(NOT_NOW, "warn")
            return redirect(url_for("registers.index"), 303)
        note_people(found, lines, "printed register", ("called",))
    if not sheets:
        return redirect(url_for("registers.index"), 303)
    db.session.commit()
    return as_pdf(bind(sheets, "Registers"), "registers")
