"""Opening a team, and which patches it serves: a panel's leads say who may serve theirs."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.opening import free_slug
from models.patch import Patch
from models.people import Panel, User
from models.team import Team, team_patch


def open_team(
    session: Session,
    *,
    id: uuid.UUID,
    name: str,
    organisation: str,
    phone: str,
    phone_hours: str,
    email: str,
    patches: Sequence[Patch],
    by: User | None,
    at: datetime,
) -> Team:
    """Make a team that serves these patches. Its id is that of the form, so that a double press makes one."""
    team = Team(
        id=id,
        slug=free_slug(session, Team, name),
        name=name,
        organisation=organisation,
        phone=phone,
        phone_hours=phone_hours,
        email=email,
        patches=list(patches),
        created_at=at,
        created_by_id=by.id if by else None,
    )
    session.add(team)
    session.flush()
    return team


def serving_panel(panel: Panel) -> Select[tuple[Team]]:
    """The running teams that serve a patch of this panel, by name."""
    return Team.running().where(Team.id.in_(_serve(panel)))


def not_serving_panel(panel: Panel) -> Select[tuple[Team]]:
    """The running teams that serve none of its patches."""
    return Team.running().where(Team.id.not_in(_serve(panel)))


def patches_within_reach(session: Session, team: Team) -> list[Patch]:
    """All patches of the panels that let this team serve one: among these its lead chooses."""
    agreed = {patch.panel_id for patch in team.patches}
    return list(session.scalars(Patch.all_by_name().where(Patch.panel_id.in_(agreed)))) if agreed else []


def serve(session: Session, team: Team, panel: Panel, patches: Sequence[Patch] | None = None) -> None:
    """Let a team serve patches of a panel: all of them when none are named."""
    chosen = session.scalars(_patches_of(panel)).all() if patches is None else patches
    team.patches.extend(patch for patch in chosen if patch not in team.patches and patch.panel_id == panel.id)


def stop_serving(team: Team, panel: Panel) -> list[Patch]:
    """Take a panel's patches from a team. What is running goes on. Gives the patches, to be put back by `serve`."""
    taken = [patch for patch in team.patches if patch.panel_id == panel.id]
    for patch in taken:
        team.patches.remove(patch)
    return taken


def _patches_of(panel: Panel) -> Select[tuple[Patch]]:
    return Patch.all_by_name().where(Patch.panel_id == panel.id)


def _serve(panel: Panel) -> Select[tuple[uuid.UUID]]:
    theirs = select(team_patch.c.team_id).join(Patch, Patch.id == team_patch.c.patch_id)
    return theirs.where(Patch.panel_id == panel.id)
