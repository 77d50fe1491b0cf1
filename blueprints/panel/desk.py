"""The desk: what waits, and for whom."""

from flask import Response, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.card_words import fresh_for
from blueprints.desk_piles import piles_of
from blueprints.doors import panel_members, signed_in
from blueprints.panel import panel as room
from blueprints.rendering import render_page
from extensions import db
from models.desk import desk_of
from models.people import Panel


@room.get("/desk")
@signed_in
def own_desk() -> Response | AnyResponse:
    """The way to somebody's own desk: at once when they belong to one panel, else a choice."""
    panels = db.session.scalars(Panel.kept_by(current_user)).all()
    if len(panels) == 1:
        return redirect(url_for("panel.desk", panel_slug=panels[0].slug), code=303)
    return render_page("panel/choose.html", panel=None, panels=panels)


@room.get("/panels/<string:panel_slug>/desk")
@panel_members
def desk(panel: Panel) -> Response:
    """Everything that waits on this panel's desk, own patches only."""
    now = clock.now()
    waiting = desk_of(db.session(), panel, now=now, today=clock.today())
    return render_page(
        "panel/desk.html", panel=panel, desk=waiting, piles=piles_of(panel, now), now=now, fresh_for=fresh_for
    )
