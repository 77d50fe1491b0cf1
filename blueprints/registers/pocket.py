"""What a phone keeps for a hall without signal: a list of this week's registers that are not closed, and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, jsonify, url_for
from flask_login import current_user

from blueprints import clock
from blueprints.doors import organisers
from blueprints.register_addresses import Moment
from blueprints.registers import registers
from blueprints.registers.send_pass import new_pass, user_key
from blueprints.registers.week import SessionRow, Week, week_of

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
