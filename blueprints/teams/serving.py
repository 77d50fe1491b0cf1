"""A panel's side: which teams of link workers serve its patches, opening one, and ending it."""

import uuid

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectChoice

from blueprints import clock, inviting, tick
from blueprints.doors import panel_leads
from blueprints.flashing import flash_with_undo
from blueprints.rendering import find, render_page
from blueprints.teams import teams
from blueprints.teams.forms import LetServeForm, OpenTeamForm
from extensions import db
from models.patch import Patch
from models.people import Panel, Role
from models.team import Team
from models.team_opening import not_serving_panel, open_team, serve, serving_panel, stop_serving


@teams.get("/panels/<string:panel_slug>/teams")
@panel_leads
def serving(panel: Panel) -> Response:
    """The teams that serve the panel's patches, and the ways to have another."""
    return show_serving(panel, OpenTeamForm())


@teams.post("/panels/<string:panel_slug>/teams")
@panel_leads
def open_for_panel(panel: Panel) -> Response | AnyResponse:
    """Open a team for this panel's patches and invite its lead. Pressed twice, it is one."""
    form = OpenTeamForm()
    if not form.validate():
        return show_serving(panel, form, 422)
    if db.session.get(Team, form.key) is None:
        try:
            open_and_invite(panel, form)
        except IntegrityError:  # at the same moment: the same form, or another team of that name
            db.session.rollback()
            if db.session.get(Team, form.key) is None:
                form.name.errors = ["Somebody just opened a team of this name. Look at the list, then press again."]
                return show_serving(panel, form, 422)
    return redirect(url_for("teams.serving", panel_slug=panel.slug), 303)


def open_and_invite(panel: Panel, form: OpenTeamForm) -> None:
    """Make the team and write to its lead."""
    now = clock.now()
    team = open_team(
        db.session(),
        id=form.key,
        name=form.name.data or "",
        organisation=form.organisation.data or "",
        phone=form.phone.data or "",
        phone_hours=form.phone_hours.data or "",
        email=form.email.data or "",
        patches=db.session.scalars(patches_of(panel)).all(),
        by=current_user,
        at=now,
    )
    inviting.write_invitation(team, form.lead_email.data or "", Role.TEAM_LEAD, by=current_user, at=now)
    db.session.commit()
    tick.soon()
    flash("The team is open. Its lead has a mail with a link, which leaves in a moment.", "good")


@teams.post("/panels/<string:panel_slug>/teams/serving")
@panel_leads
def let_serve(panel: Panel) -> Response | AnyResponse:
    """Let a team that is there already serve this panel's patches."""
    form = let_serve_form(panel)
    if not form.validate():
        return show_serving(panel, OpenTeamForm(formdata=None), 422, let=form)
    team = find(not_serving_panel(panel).where(Team.slug == form.team.data).with_for_update(of=Team))
    serve(db.session(), team, panel)
    db.session.commit()
    flash("They serve your patches now.", "good")
    return redirect(url_for("teams.serving", panel_slug=panel.slug), 303)


@teams.get("/panels/<string:panel_slug>/teams/<uuid:team_id>/ending")
@panel_leads
def confirm_ending(panel: Panel, team_id: uuid.UUID) -> Response:
    """Ask once more before a team is taken off the panel's patches."""
    team = find(serving_panel(panel).where(Team.id == team_id))
    return render_page("teams/serving_ending.html", panel=panel, served_by=team)


@teams.post("/panels/<string:panel_slug>/teams/<uuid:team_id>/ending")
@panel_leads
def end_serving(panel: Panel, team_id: uuid.UUID) -> AnyResponse:
    """Take a team off the panel's patches. What it has begun goes on."""
    team = find(serving_panel(panel).where(Team.id == team_id).with_for_update(of=Team))
    taken = stop_serving(team, panel)
    db.session.commit()
    undo = url_for("teams.serve_again", panel_slug=panel.slug, team_id=team.id)
    flash_with_undo("They do not serve your patches any more.", undo, ".".join(patch.slug for patch in taken))
    return redirect(url_for("teams.serving", panel_slug=panel.slug), 303)


@teams.post("/panels/<string:panel_slug>/teams/<uuid:team_id>/return")
@panel_leads
def serve_again(panel: Panel, team_id: uuid.UUID) -> AnyResponse:
    """Undo the ending: the same patches as before."""
    team = find(not_serving_panel(panel).where(Team.id == team_id).with_for_update(of=Team))
    before = request.form.get("revision", "").split(".")
    patches = db.session.scalars(patches_of(panel).where(Patch.slug.in_(before))).all()
    serve(db.session(), team, panel, patches or None)
    db.session.commit()
    flash("They serve your patches again.", "good")
    return redirect(url_for("teams.serving", panel_slug=panel.slug), 303)


def patches_of(panel: Panel) -> Select[tuple[Patch]]:
    return Patch.all_by_name().where(Patch.panel_id == panel.id)


def let_serve_form(panel: Panel) -> LetServeForm:
    form = LetServeForm()
    form.team.choices = [SelectChoice(each.slug, each.name) for each in db.session.scalars(not_serving_panel(panel))]
    return form


def show_serving(panel: Panel, form: OpenTeamForm, status: int = 200, let: LetServeForm | None = None) -> Response:
    served = db.session.scalars(serving_panel(panel)).all()
    return render_page(
        "teams/serving.html", status=status, panel=panel, form=form, served=served, let=let or let_serve_form(panel)
    )
