"""`/registers`: today's sessions first, then the days ahead, then what is still open."""

from __future__ import annotations

from flask import Response
from flask_login import current_user

from blueprints.doors import organisers
from blueprints.registers import registers
from blueprints.registers.week import week_of
from blueprints.rendering import render_page
from blueprints.sight import shows_people


@registers.get("/registers")
@organisers
@shows_people
def index() -> Response:
    """This week's sessions of everything this person answers for."""
    return render_page("registers/index.html", panel=None, week=week_of(current_user))
