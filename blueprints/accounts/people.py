"""The people of a panel: who is on it, inviting, changing a role, ending a membership."""

import uuid
from datetime import timedelta

from flask import current_app, flash, redirect, url_for
from flask_login import current_user
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from blueprints import clock, mail, tick
from blueprints.accounts import accounts, limits
from blueprints.accounts.chance import new_secret
from blueprints.accounts.forms import InviteForm, RoleForm
from blueprints.doors import panel_leads, panel_members
from blueprints.rendering import find, render_page
from extensions import db
from models.errors import RuleBroken
from models.invitation import Invitation
from models.people import Membership, Panel, Role
from models.throttle import TooMany

A_MOMENT = timedelta(minutes=1)
"""Inviting twice within this is one press too many, not a wish for two mails."""


@accounts.get("/panels/<panel_slug>/people")
@panel_members
def people(panel: Panel) -> Response:
    """Everybody on the panel, and for leads the invitations that are open."""
    return show_people(panel, InviteForm())


@accounts.post("/panels/<panel_slug>/invitations")
@panel_leads
def invite(panel: Panel) -> Response:
    """Invite an address to join."""
    form = InviteForm()
    if not form.validate():
        return show_people(panel, form, 422)
    try:
        limits.count((limits.INVITE_ON_PANEL, str(panel.id)))
        send_invitation(panel, form.email.data or "", Role(form.role.data))
    except TooMany as refusal:
        return limits.show_too_many(refusal)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return show_people(panel, form, 422)
    except IntegrityError:
        db.session.rollback()  # somebody else invited the same address at the same moment
    return to_people(panel)


def send_invitation(panel: Panel, email: str, role: Role) -> None:
    """Write the invitation and its mail, unless that was done a moment ago."""
    now, secret = clock.now(), new_secret()
    days = current_app.config["SETTINGS"].invitation_days
    older = db.session.scalar(Invitation.open_on(panel).where(Invitation.email == email.lower()))
    if older is not None and now - older.invited_at < A_MOMENT and older.role is role:
        return
    invitation = Invitation.invite(
        db.session,
        to=panel,
        email=email,
        role=role,
        secret=secret,
        by=current_user,
        at=now,
        lasts=timedelta(days=days),
    )
    link = mail.full_url("accounts.invitation", token=secret)
    invitation.mail = mail.write(
        "panel-invited", to=invitation.email, at=now, panel=panel, panel_name=panel.name, link=link, days=days
    )
    db.session.commit()
    tick.soon()
    flash("The invitation is written. It leaves by mail in a moment.", "good")


@accounts.post("/panels/<panel_slug>/invitations/<uuid:invitation_id>/renewal")
@panel_leads
def renew_invitation(panel: Panel, invitation_id: uuid.UUID) -> Response:
    """Send a new link; the older one stops working."""
    invitation = find(Invitation.open_on(panel).where(Invitation.id == invitation_id))
    try:
        limits.count((limits.INVITE_ON_PANEL, str(panel.id)))
    except TooMany as refusal:
        return limits.show_too_many(refusal)
    send_invitation(panel, invitation.email, invitation.role)
    return to_people(panel)


@accounts.post("/panels/<panel_slug>/invitations/<uuid:invitation_id>/withdrawal")
@panel_leads
def withdraw_invitation(panel: Panel, invitation_id: uuid.UUID) -> Response:
    """Take an invitation back."""
    invitation = find(Invitation.open_on(panel).where(Invitation.id == invitation_id).with_for_update())
    invitation.withdraw(by=current_user, at=clock.now())
    db.session.commit()
    flash("The invitation is taken back. Its link no longer works.", "good")
    return to_people(panel)


@accounts.get("/panels/<panel_slug>/people/<uuid:membership_id>")
@panel_leads
def member(panel: Panel, membership_id: uuid.UUID) -> Response:
    """One member: change what they do, or end their membership after a second look."""
    membership = find(members_of(panel).where(Membership.id == membership_id))
    return show_member(panel, membership, RoleForm(data={"role": membership.role.value}))


@accounts.post("/panels/<panel_slug>/people/<uuid:membership_id>/role")
@panel_leads
def change_role(panel: Panel, membership_id: uuid.UUID) -> Response:
    """Make a volunteer a lead, or the other way round."""
    membership = find_locked(panel, membership_id)
    form = RoleForm()
    if not form.validate():
        return show_member(panel, membership, form, 422)
    try:
        membership.change_role(Role(form.role.data))
    except RuleBroken as broken:
        form.refuse(broken)
        return show_member(panel, membership, form, 409)
    db.session.commit()
    flash("Their role is changed.", "good")
    return to_people(panel)


@accounts.get("/panels/<panel_slug>/people/<uuid:membership_id>/ending")
@panel_leads
def ending(panel: Panel, membership_id: uuid.UUID) -> Response:
    """Ask once more before a membership is ended."""
    membership = find(members_of(panel).where(Membership.id == membership_id))
    return render_page("accounts/ending.html", panel=panel, membership=membership)


@accounts.post("/panels/<panel_slug>/people/<uuid:membership_id>/ending")
@panel_leads
def end_membership(panel: Panel, membership_id: uuid.UUID) -> Response:
    """End a membership. It bites on the person's next request."""
    membership = find_locked(panel, membership_id)
    is_own = membership.user_id == current_user.id
    try:
        membership.end(by=current_user, at=clock.now())
    except RuleBroken as broken:
        form = RoleForm(data={"role": membership.role.value})
        form.refuse(broken)
        return show_member(panel, membership, form, 409)
    db.session.commit()
    flash("The membership is ended. To undo it, invite them again.", "good")
    return redirect(url_for("accounts.account"), 303) if is_own else to_people(panel)


def members_of(panel: Panel) -> Select[tuple[Membership]]:
    """The running memberships of a panel, the longest first, with their people."""
    running = select(Membership).where(Membership.panel_id == panel.id, Membership.ended_at.is_(None))
    return running.options(joinedload(Membership.user)).order_by(Membership.started_at, Membership.id)


def find_locked(panel: Panel, membership_id: uuid.UUID) -> Membership:
    """One membership, with the panel's memberships held still, so that two leads cannot end each other at once."""
    db.session.execute(select(Panel.id).where(Panel.id == panel.id).with_for_update())
    db.session.expire(panel, ["memberships"])
    running = members_of(panel).execution_options(populate_existing=True)
    db.session.scalars(running).all()
    return find(running.where(Membership.id == membership_id))


def show_people(panel: Panel, form: InviteForm, status: int = 200) -> Response:
    """The page of people."""
    leads = current_user.leads(panel)
    pending = select_pending(panel) if leads else []
    return render_page(
        "accounts/people.html",
        status=status,
        panel=panel,
        form=form,
        members=db.session.scalars(members_of(panel)).all(),
        pending=pending,
        leads=leads,
        now=clock.now(),
        can_mail=mail.is_set_up(),
        in_demo=current_app.config["SETTINGS"].demo,
    )


def select_pending(panel: Panel) -> list[Invitation]:
    """Open invitations with the state of their mail."""
    return list(db.session.scalars(Invitation.open_on(panel).options(joinedload(Invitation.mail))))


def show_member(panel: Panel, membership: Membership, form: RoleForm, status: int = 200) -> Response:
    """The page of one member."""
    return render_page("accounts/member.html", status=status, panel=panel, membership=membership, form=form)


def to_people(panel: Panel) -> Response:
    """Back to the page of people."""
    return redirect(url_for("accounts.people", panel_slug=panel.slug), 303)
