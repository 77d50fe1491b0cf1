"""Your account: your name, and the browsers in which you are signed in."""

import uuid

from flask import flash, g, redirect, url_for
from flask_login import current_user
from sqlalchemy import Select
from werkzeug.wrappers import Response

from blueprints import clock
from blueprints.accounts import accounts
from blueprints.accounts.forms import NameForm
from blueprints.doors import signed_in
from blueprints.rendering import find, render_page
from blueprints.signed_in import clocks
from extensions import db
from models.organiser import Organiser
from models.people import Panel
from models.signed_in_session import SignedInSession
from models.team import TeamMembership


@accounts.get("/account")
@signed_in
def account() -> Response:
    """Your name, address, panels and sessions."""
    return show_account(NameForm(data={"name": current_user.name}))


@accounts.post("/account/name")
@signed_in
def rename() -> Response:
    """Change what you are called."""
    form = NameForm()
    if not form.validate():
        return show_account(form, 422)
    current_user.name = form.name.data
    db.session.commit()
    flash("Your name is changed.", "good")
    return redirect(url_for("accounts.account"), 303)


@accounts.post("/account/sessions/<uuid:session_id>/ending")
@signed_in
def end_session(session_id: uuid.UUID) -> Response:
    """Sign out one other browser."""
    find(own_sessions().where(SignedInSession.id == session_id)).end(clock.now())
    db.session.commit()
    flash("That browser is signed out.", "good")
    return redirect(url_for("accounts.account"), 303)


@accounts.post("/account/sessions/others/ending")
@signed_in
def end_other_sessions() -> Response:
    """Sign out everywhere but here."""
    SignedInSession.end_others(db.session, current_user, g.signed_in_session, clock.now())
    db.session.commit()
    flash("You are signed out everywhere but here.", "good")
    return redirect(url_for("accounts.account"), 303)


def own_sessions() -> Select[tuple[SignedInSession]]:
    """Your sessions that have not ended."""
    running = SignedInSession.running(clock.now(), **clocks())
    return running.where(SignedInSession.user_id == current_user.id)


def show_account(form: NameForm, status: int = 200) -> Response:
    """The account page, with the way to every place of yours. With a panel of yours its navigation stays."""
    panels = db.session.scalars(Panel.kept_by(current_user)).all()
    return render_page(
        "accounts/account.html",
        status=status,
        form=form,
        panel=panels[0] if panels else None,
        memberships=current_user.memberships,
        team_memberships=db.session.scalars(TeamMembership.of(current_user)).all(),
        groups=db.session.scalars(Organiser.groups_of(current_user)).all(),
        sessions=db.session.scalars(own_sessions()).all(),
        here_id=g.signed_in_session.id,
        now=clock.now(),
    )
