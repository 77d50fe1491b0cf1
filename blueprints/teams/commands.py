"""`flask teams ...`: what whoever runs the server can do for teams."""

import uuid

import click
from sqlalchemy import Select, select

from blueprints import clock, inviting
from blueprints.teams import teams
from extensions import db
from models.contacts import read_email, read_phone
from models.errors import RuleBroken
from models.patch import Patch
from models.people import Membership, Panel, Role, User
from models.team_opening import open_team


@teams.cli.command("open")
@click.option("--panel", "panel_slug", required=True, help="Whose patches it serves: the panel's name in addresses.")
@click.option("--name", required=True, help="What the team is called.")
@click.option("--organisation", default="", help="Who runs it.")
@click.option("--phone", default="", help="The number people ring.")
@click.option("--hours", default="", help="When somebody answers.")
@click.option("--email", default="", help="An address that somebody always reads.")
@click.option("--lead", "lead_email", required=True, help="The address of its lead, who is invited.")
def open_a_team(
    panel_slug: str, name: str, organisation: str, phone: str, hours: str, email: str, lead_email: str
) -> None:
    """Open a team of link workers for a panel's patches, and print its lead's invitation."""
    panel = db.session.scalar(select(Panel).where(Panel.slug == panel_slug))
    if panel is None:
        raise click.ClickException("There is no panel of this name. It is the word after /panels/ in its addresses.")
    inviter = db.session.scalar(_leads_of(panel).limit(1))
    if inviter is None:
        raise click.ClickException("This panel has no lead in whose name to invite.")
    now = clock.now()
    try:
        team = open_team(
            db.session(),
            id=uuid.uuid4(),
            name=name,
            organisation=organisation or name,
            phone=read_phone(phone),
            phone_hours=hours,
            email=read_email(email),
            patches=db.session.scalars(Patch.all_by_name().where(Patch.panel_id == panel.id)).all(),
            by=None,
            at=now,
        )
        link = inviting.write_invitation(team, read_email(lead_email), Role.TEAM_LEAD, by=inviter, at=now)
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from broken
    db.session.commit()
    click.echo(f"{team.name} is open at /teams/{team.slug}. Its lead can use this link once:")
    click.echo(link)


def _leads_of(panel: Panel) -> Select[tuple[User]]:
    """The panel's leads, the longest first: the invitation goes out in the first one's name."""
    return (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.panel_id == panel.id, Membership.role == Role.LEAD, Membership.ended_at.is_(None))
        .order_by(Membership.started_at, Membership.id)
    )
