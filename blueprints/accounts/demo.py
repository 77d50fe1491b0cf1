"""The demo world only: its people at the sign-in page, and the mail that it shows instead of sending."""

import uuid
from dataclasses import dataclass

from flask import Response, current_app, request
from sqlalchemy import select

from blueprints import same_site
from blueprints.accounts import accounts, browser
from blueprints.doors import demo_only
from blueprints.rendering import find, render_page
from extensions import db
from models.group import Group
from models.organiser import Organiser
from models.outbox import Email
from models.people import Membership, Panel, Role, User
from models.team import Team, TeamMembership

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to be in the demo: who, as what, and where."""

    user: User
    role: Role
    place: str


def demo_people() -> list[DemoPerson]:
    """In the demo, everybody on a panel or a team and every organiser, leads first; elsewhere nobody."""
    if not current_app.config["SETTINGS"].demo:
        return []
    panels = (
        select(User, Membership.role, Panel.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Panel, Panel.id == Membership.panel_id)
        .where(Membership.ended_at.is_(None), User.ended_at.is_(None))
        .order_by(Panel.name, Membership.role, User.name, Membership.id)
    )
    teams = (
        select(User, TeamMembership.role, Team.name)
        .join(TeamMembership, TeamMembership.user_id == User.id)
        .join(Team, Team.id == TeamMembership.team_id)
        .where(TeamMembership.ended_at.is_(None), User.ended_at.is_(None))
        .order_by(Team.name.desc(), TeamMembership.role, User.name, TeamMembership.id)
    )
    hosts = (
        select(User, Group.name)
        .join(Organiser, Organiser.user_id == User.id)
        .join(Group, Group.id == Organiser.group_id)
        .where(Organiser.ended_at.is_(None), User.ended_at.is_(None))
        .order_by(User.name, Group.name, Organiser.id)
    )
    members = [DemoPerson(*row) for rows in (panels, teams) for row in db.session.execute(rows).all()]
    return members + [DemoPerson(user, Role.ORGANISER, group) for user, group in db.session.execute(hosts).all()]


@accounts.post("/sign-in/as/<uuid:user_id>")
@demo_only
def sign_in_as(user_id: uuid.UUID) -> Response:
    """Sign in as one of the demo's people."""
    user = find(select(User).where(User.id == user_id, User.ended_at.is_(None)).order_by(User.id))
    return browser.sign_in(user, same_site.path_on_this_site(request.form.get("next")))


@accounts.get("/outbox")
@demo_only
def outbox() -> Response:
    """The mail that would have been sent."""
    mails = db.session.scalars(Email.newest().limit(MOST_SHOWN)).all()
    return render_page("accounts/outbox.html", mails=mails)
