"""The people of a panel, of a team of link workers, and of a group: who they are, roles, and ending a membership."""

import uuid
from typing import Any

from flask import current_app, flash, redirect, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from blueprints import clock, mail
from blueprints.accounts.circles import PANEL, TEAM, Circle, served
from blueprints.accounts.forms import InviteForm, RoleForm
from blueprints.rendering import find, render_page
from extensions import db
from models.errors import RuleBroken
from models.invitation import Invitation, Joining
from models.people import Role

WITH_ROLES = (PANEL, TEAM)


@served("GET", "/{people}", to_all=True)
def people(circle: Circle) -> Response:
    """Everybody who belongs there, and for leads the invitations that are open."""
    return show_people(circle, InviteForm.of(circle.sort))


@served("GET", "/{people}/<uuid:{member}>", among=WITH_ROLES)
def member(circle: Circle, member_id: uuid.UUID) -> Response:
    """One member: change what they do, or end their membership after a second look."""
    membership = find_member(circle, member_id)
    return show_member(circle, membership, RoleForm.of(circle.sort, membership.role))


@served("POST", "/{people}/<uuid:{member}>/role", among=WITH_ROLES)
def change_role(circle: Circle, member_id: uuid.UUID) -> Response:
    """Make a member a lead, or the other way round."""
    membership = find_locked(circle, member_id)
    form = RoleForm.of(circle.sort, membership.role)
    if not form.validate():
        return show_member(circle, membership, form, 422)
    try:
        membership.change_role(Role(form.role.data))
    except RuleBroken as broken:
        form.refuse(broken)
        return show_member(circle, membership, form, 409)
    db.session.commit()
    flash("Their role is changed.", "good")
    return redirect(circle.url("people"), 303)


@served("GET", "/{people}/<uuid:{member}>/ending")
def ending(circle: Circle, member_id: uuid.UUID) -> Response:
    """Ask once more before a membership is ended."""
    return show_ending(circle, find_member(circle, member_id))


@served("POST", "/{people}/<uuid:{member}>/ending")
def end_membership(circle: Circle, member_id: uuid.UUID) -> Response:
    """End a membership. It bites on the person's next request."""
    membership = find_locked(circle, member_id)
    is_own = membership.user_id == current_user.id
    try:
        membership.end(by=current_user, at=clock.now())
    except RuleBroken as broken:
        form = RoleForm.of(circle.sort, membership.role)
        form.refuse(broken)
        return show_member(circle, membership, form, 409)
    db.session.commit()
    flash("The membership is ended. To undo it, invite them again.", "good")
    return redirect(url_for("accounts.account") if is_own else circle.url("people"), 303)


def find_member(circle: Circle, member_id: uuid.UUID) -> Any:
    """One running membership of this place."""
    return find(circle.members.where(circle.sort.memberships.id == member_id))


def find_locked(circle: Circle, member_id: uuid.UUID) -> Any:
    """One membership, with those of the place held still, so that two leads cannot end each other at once."""
    table = circle.sort.table
    db.session.execute(select(table.id).where(table.id == circle.place.id).with_for_update())
    if circle.sort in WITH_ROLES:
        db.session.expire(circle.place, ["memberships"])
    running = circle.members.execution_options(populate_existing=True)
    db.session.scalars(running).all()
    return find(running.where(circle.sort.memberships.id == member_id))


def show_people(circle: Circle, form: InviteForm, status: int = 200) -> Response:
    """The page of people."""
    members: list[Joining] = list(db.session.scalars(circle.members))
    leads = circle.is_led_by(members)
    return render_page(
        "accounts/people.html",
        status=status,
        circle=circle,
        form=form,
        members=members,
        pending=select_pending(circle) if leads else [],
        leads=leads,
        now=clock.now(),
        can_mail=mail.is_set_up(),
        in_demo=current_app.config["SETTINGS"].demo,
        **circle.in_page,
    )


def select_pending(circle: Circle) -> list[Invitation]:
    """Open invitations with the state of their mail."""
    return list(db.session.scalars(Invitation.open_on(circle.place).options(joinedload(Invitation.mail))))


def show_member(circle: Circle, membership: Joining, form: RoleForm, status: int = 200) -> Response:
    """The page of one member."""
    return render_page(
        "accounts/member.html", status=status, circle=circle, membership=membership, form=form, **circle.in_page
    )


def show_ending(circle: Circle, membership: Joining) -> Response:
    """Are you sure?"""
    return render_page("accounts/ending.html", circle=circle, membership=membership, **circle.in_page)
