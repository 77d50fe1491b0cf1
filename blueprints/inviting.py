"""Writing an invitation to a panel, a team or a group: the row, and the mail with its link."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from blueprints import mail
from extensions import db
from models.invitation import Invitation, Place
from models.people import Panel, Role, User
from models.team import Team

SECRET_BYTES = 32
A_MOMENT = timedelta(minutes=1)
"""Inviting twice within this is one press too many, not a wish for two mails."""


def write_invitation(place: Place, email: str, role: Role, *, by: User, at: datetime) -> str | None:
    """Invite an address, or renew the invitation it has. Gives the link; None when that was done a moment ago.

    The caller commits. Raises AlreadyAMember.
    """
    older = db.session.scalar(Invitation.open_on(place).where(Invitation.email == email.lower()))
    if older is not None and at - older.invited_at < A_MOMENT and older.role is role:
        return None
    secret, days = secrets.token_urlsafe(SECRET_BYTES), current_app.config["SETTINGS"].invitation_days
    invitation = Invitation.invite(
        db.session(), to=place, email=email, role=role, secret=secret, by=by, at=at, lasts=timedelta(days=days)
    )
    link = mail.full_url("accounts.invitation", token=secret)
    event, about = _mail_for(place)
    invitation.mail = mail.write(event, to=invitation.email, at=at, link=link, days=days, **about)
    return link


def _mail_for(place: Place) -> tuple[str, dict[str, Any]]:
    """The mail for this sort of place, and what it may say of it. A group is not named: that says much of a person."""
    if isinstance(place, Panel):
        return "panel-invited", {"panel": place, "panel_name": place.name}
    if isinstance(place, Team):
        return "team-invited", {"team_name": place.name}
    return "organiser-invited", {"panel": place.panel, "panel_name": place.panel.name}
