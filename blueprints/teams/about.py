"""What a team says of itself: for its lead to change, for everybody on it to read."""

from flask import Response, flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectChoice

from blueprints.doors import link_workers, team_leads
from blueprints.rendering import render_page
from blueprints.teams import teams
from blueprints.teams.forms import AboutTeamForm
from extensions import db
from models.team import LawfulBasis, Team
from models.team_opening import patches_within_reach

SAID = ("name", "organisation", "phone", "phone_hours", "email", "urgent")


@teams.get("/teams/<string:team_slug>/about")
@link_workers
def about(team: Team) -> Response:
    """The team's facts: a form for its leads, plain words for the others."""
    if not leads(team):
        return render_page("teams/about_read.html", team=team)
    return show_about(team, form_for(team))


@teams.post("/teams/<string:team_slug>/about")
@team_leads
def save_about(team: Team) -> Response | AnyResponse:
    """Change the team's facts. Its address stays as it was."""
    form = form_for(team)
    if not form.validate():
        return show_about(team, form, 422)
    if form.patches.choices and not form.patches.data:
        form.patches.errors = ["Tick one at least. To stop serving them all, ask the panel’s lead."]
        return show_about(team, form, 422)
    for name in SAID:
        setattr(team, name, form[name].data or "")
    team.lawful_basis = LawfulBasis(form.lawful_basis.data)
    chosen = set(form.patches.data or ())
    team.patches = [patch for patch in patches_within_reach(db.session(), team) if patch.slug in chosen]
    db.session.commit()
    flash("Saved.", "good")
    return redirect(url_for("teams.about", team_slug=team.slug), 303)


def leads(team: Team) -> bool:
    """Whether the person at hand leads this team."""
    return db.session.scalar(Team.led_by(current_user).where(Team.id == team.id)) is not None


def form_for(team: Team) -> AboutTeamForm:
    """The form as the team stands; patches by their readable names in addresses."""
    form = AboutTeamForm(
        data={name: getattr(team, name) for name in SAID}
        | {"lawful_basis": team.lawful_basis.value, "patches": [patch.slug for patch in team.patches]}
    )
    form.patches.choices = [SelectChoice(p.slug, p.name) for p in patches_within_reach(db.session(), team)]
    return form


def show_about(team: Team, form: AboutTeamForm, status: int = 200) -> Response:
    return render_page("teams/about.html", status=status, team=team, form=form)
