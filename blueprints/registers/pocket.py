"""What a phone keeps for a hall without signal: this week's registers that are not closed, and no more.

The phone asks for each page with a header that says what for. Such a page reads the same on every day: it names its day
and not "tomorrow", and it can be marked, because it will be looked at on the day.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Response, jsonify, url_for
from flask_login import current_user

from blueprints import clock
from blueprints.doors import organisers
from blueprints.register_addresses import Moment
from blueprints.registers import registers
from blueprints.registers.send_pass import new_pass, user_key
from blueprints.registers.week import SessionRow, Week, week_of
from blueprints.rendering import render_page
from models.expected import Line
from models.register_words import Lift, Mark, Why

MOST_PAGES = 40
"""Of somebody who answers for very much the nearest: a phone is no archive."""
KEPT_AFTER = timedelta(days=7)


@registers.get("/registers/pocket.json")
@organisers
def pocket() -> Response:
    """The registers to keep, what tells whether one has changed, and a pass to send marks with."""
    rows = to_keep(week_of(current_user))
    passes = {str(each): new_pass(each) for each in {row.listing.id for row in rows}}
    return jsonify(
        user=user_key(current_user), index=url_for("registers.index"), pages=list(map(_page, rows)), passes=passes
    )


@registers.get("/registers/kept")
@organisers
def list_kept() -> Response:
    """What a phone without signal shows in place of the list of registers: those that it keeps."""
    rows = sorted(to_keep(week_of(current_user)), key=lambda row: row.meeting.order())
    return render_page("registers/kept.html", panel=None, rows=rows, today=clock.today())


def to_keep(week: Week) -> list[SessionRow]:
    """Today's, those of the next days, and those of the last week that are still open."""
    lately = [row for row in week.still_open if row.meeting.date >= clock.today() - KEPT_AFTER]
    return [row for row in (*week.today, *lately, *week.ahead) if not row.is_closed and not row.is_off][:MOST_PAGES]


def _page(row: SessionRow) -> dict[str, Any]:
    return {
        "url": row.url,
        "listing": str(row.listing.id),
        "moment": str(Moment(row.meeting.date, row.meeting.starts)),
        "version": row.register.version if row.register else 0,
    }


@registers.context_processor
def _for_templates() -> dict[str, Any]:
    """What templates/registers/_pocket.html needs besides the register."""
    return {
        "send_pass": new_pass,
        "user_key": lambda: user_key(current_user),
        "new_line": _new_line,
        "no_needs": lambda line: "",
    }


def _new_line() -> Line:
    """A line for whoever walks in, with nobody in it: our script fills in the name."""
    written: Any = SimpleNamespace(
        is_disputed=False, why=Why.WALKED_IN, mark=Mark.CAME, version=0, lift=Lift.NONE, other_mark=None
    )
    return Line(uuid.UUID(int=0), "", Why.WALKED_IN, False, written)
