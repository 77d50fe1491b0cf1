"""Accepting an invitation to a panel, to a team, or as the organiser of a group."""

from flask import flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from blueprints import clock
from blueprints.accounts import accounts, browser, limits
from blueprints.accounts.circles import desk_of
from blueprints.accounts.forms import NameForm, PressForm
from blueprints.doors import at_the_door
from blueprints.rendering import render_page
from blueprints.visitors import place
from extensions import db
from models.group import Group
from models.invitation import Invitation, InvitationEnded
from models.people import Panel, User
from models.team import Team
from models.throttle import TooMany

NOW_IN = {
    Panel: "You are on the panel now.",
    Team: "You are on the team now.",
    Group: "You are an organiser of the group now.",
}


@accounts.get("/invitations/<token>")
@at_the_door
def invitation(token: str) -> Response:
    """Who invites you to what. Looking at it uses nothing up."""
    open_one = db.session.scalar(Invitation.with_secret(token, clock.now()))
    return show_invitation(open_one, token) if open_one else show_ended()


@accounts.post("/invitations/<token>")
@at_the_door
def accept(token: str) -> Response:
    """Join. Somebody new is signed in; an account that was there before signs in as always."""
    now = clock.now()
    open_one = db.session.scalar(Invitation.with_secret(token, now))
    if open_one is None:
        try:
            limits.count((limits.TRY_FROM_PLACE, place()))
        except TooMany as refusal:
            return limits.show_too_many(refusal)
        return show_ended()
    known = account_of(open_one)
    if current_user.is_authenticated and current_user != known:
        return show_invitation(open_one, token, status=409)
    form = PressForm() if known else NameForm()
    if not form.validate():
        return show_invitation(open_one, token, form, 422)
    try:
        user = open_one.accept(db.session, name=known.name if known else form.name.data, at=now)
    except InvitationEnded:
        db.session.rollback()
        return show_ended()
    desk = desk_of(open_one.place)
    if known is None:
        return browser.sign_in(user, desk)
    db.session.commit()
    flash(NOW_IN[type(open_one.place)], "good")
    return redirect(desk if current_user.is_authenticated else url_for("accounts.sign_in", next=desk), 303)


def account_of(invitation: Invitation) -> User | None:
    """The running account of the invited address."""
    return db.session.scalar(User.with_email(invitation.email))


def show_invitation(
    invitation: Invitation, token: str, form: NameForm | PressForm | None = None, status: int = 200
) -> Response:
    """The invitation; to somebody signed in with another address, how to go on."""
    known = account_of(invitation)
    return render_page(
        "accounts/invitation.html",
        status=status,
        invitation=invitation,
        token=token,
        known=known,
        somebody_else=current_user.is_authenticated and current_user != known,
        form=form or (PressForm() if known else NameForm()),
    )


def show_ended() -> Response:
    """One page for an invitation that is used, late, taken back or was never there."""
    return render_page("accounts/invitation_ended.html", status=410)
