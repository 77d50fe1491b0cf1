"""Inviting somebody to a panel, to a team, or as the organiser of a group; sending it again, and taking it back."""

import uuid

from flask import flash, redirect
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from blueprints import clock, inviting, tick
from blueprints.accounts import limits
from blueprints.accounts.circles import Circle, served
from blueprints.accounts.forms import InviteForm
from blueprints.accounts.people import show_people
from blueprints.rendering import find
from extensions import db
from models.errors import RuleBroken
from models.invitation import Invitation
from models.people import Role
from models.throttle import TooMany


@served("POST", "/invitations")
def invite(circle: Circle) -> Response:
    """Invite an address to join."""
    form = InviteForm.of(circle.sort)
    if not form.validate():
        return show_people(circle, form, 422)
    try:
        limits.count((limits.INVITE_TO_ONE_PLACE, str(circle.place.id)))
        send_invitation(circle, form.email.data or "", form.chosen_role)
    except TooMany as refusal:
        return limits.show_too_many(refusal)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return show_people(circle, form, 422)
    except IntegrityError:
        db.session.rollback()  # somebody else invited the same address at the same moment
    return redirect(circle.url("people"), 303)


@served("POST", "/invitations/<uuid:{invitation}>/renewal")
def renew_invitation(circle: Circle, invitation_id: uuid.UUID) -> Response:
    """Send a new link; the older one stops working."""
    invitation = find(Invitation.open_on(circle.place).where(Invitation.id == invitation_id))
    try:
        limits.count((limits.INVITE_TO_ONE_PLACE, str(circle.place.id)))
    except TooMany as refusal:
        return limits.show_too_many(refusal)
    send_invitation(circle, invitation.email, invitation.role)
    return redirect(circle.url("people"), 303)


@served("POST", "/invitations/<uuid:{invitation}>/withdrawal")
def withdraw_invitation(circle: Circle, invitation_id: uuid.UUID) -> Response:
    """Take an invitation back."""
    invitation = find(Invitation.open_on(circle.place).where(Invitation.id == invitation_id).with_for_update())
    invitation.withdraw(by=current_user, at=clock.now())
    db.session.commit()
    flash("The invitation is taken back. Its link no longer works.", "good")
    return redirect(circle.url("people"), 303)


def send_invitation(circle: Circle, email: str, role: Role) -> None:
    """Write the invitation and its mail, unless that was done a moment ago."""
    if inviting.write_invitation(circle.place, email, role, by=current_user, at=clock.now()) is None:
        return
    db.session.commit()
    tick.soon()
    flash("The invitation is written. It leaves by mail in a moment.", "good")
