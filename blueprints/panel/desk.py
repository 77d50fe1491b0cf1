"""The desk: what waits, and for whom."""

from flask import Response, redirect
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.card_words import fresh_for
from blueprints.desk_piles import piles_of
from blueprints.doors import panel_members, signed_in
from blueprints.panel import panel as room
from blueprints.rendering import render_page
from extensions import db
from models.clock_words import listed
from models.desk import desk_of
from models.organiser import Organiser
from models.people import Panel
from models.team import Team


@room.get("/desk")
@signed_in
def own_desk() -> Response | AnyResponse:
    """The way to somebody's own desk: at once when they belong to one place, else a choice."""
    desks = [
        *((each.name, f"/panels/{each.slug}/desk") for each in db.session.scalars(Panel.kept_by(current_user))),
        *((each.name, f"/teams/{each.slug}/desk") for each in db.session.scalars(Team.worked_by(current_user))),
    ]
    groups = db.session.scalars(Organiser.groups_of(current_user)).all()
    if groups:
        desks.append((listed([group.name for group in groups]), "/hosting"))
    if len(desks) == 1:
        return redirect(desks[0][1], code=303)
    return render_page("panel/choose.html", panel=None, desks=desks)


@room.get("/panels/<string:panel_slug>/desk")
@panel_members
def desk(panel: Panel) -> Response:
    """Everything that waits on this panel's desk, own patches only."""
    now = clock.now()
    waiting = desk_of(db.session(), panel, now=now, today=clock.today())
    return render_page(
        "panel/desk.html", panel=panel, desk=waiting, piles=piles_of(panel, now), now=now, fresh_for=fresh_for
    )
