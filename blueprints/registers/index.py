"""`/registers`: today's sessions first, then the days ahead, then what is still open."""

from __future__ import annotations

from flask import Response
from flask_login import current_user

from blueprints.doors import organisers
from blueprints.registers import registers
from blueprints.registers.calls import to_ring
from blueprints.registers.week import week_of
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db


@registers.get("/registers")
@organisers
@shows_people
def index() -> Response:
    """This week's sessions of everything this person answers for."""
    week = week_of(current_user)
    calls = to_ring([listing.id for listing in week.listings], only_due=True)
    page = render_page("registers/index.html", panel=None, week=week, calls=calls)
    db.session.commit()  # what is shown has been noted, or nothing is shown
    return page
