"""Starting a colleague's second step again, when they have lost their phone and their codes."""

import uuid
from typing import Any

from flask import flash, redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from blueprints import clock, mail, proof, tick
from blueprints.accounts.circles import TEAM, Circle, served
from blueprints.accounts.people import find_member
from blueprints.acting import acting_as
from blueprints.rendering import render_page
from extensions import db
from models.acting import Part
from models.audit import AuditEntry
from models.errors import RuleBroken
from models.second_factor import reset_factors


@served("GET", "/{people}/<uuid:{member}>/second-step", among=(TEAM,))
def confirm_reset(circle: Circle, member_id: uuid.UUID) -> Response:
    """What will happen, and a button."""
    return show_reset(circle, find_member(circle, member_id))


@served("POST", "/{people}/<uuid:{member}>/second-step", among=(TEAM,))
def reset_second_step(circle: Circle, member_id: uuid.UUID) -> Any:
    """Take their passkeys, app and codes away, sign them out everywhere, note it and tell them by mail."""
    membership = find_member(circle, member_id)
    if asked := proof.prove_afresh():
        return asked
    now, person = clock.now(), membership.user
    try:
        reset_factors(db.session(), person, by=current_user, at=now)
    except RuleBroken as broken:
        return show_reset(circle, membership, broken)
    AuditEntry.note(db.session(), membership, "reset second step", acting=acting_as(Part.LINK_WORKER), at=now)
    link = mail.full_url("accounts.second_factor")
    mail.write("second-factor-reset", to=person.email, at=now, when=clock.local_now(), link=link)
    db.session.commit()
    tick.soon()
    flash("Their second step is started again. They have a mail that says what to do.", "good")
    return redirect(circle.url("people"), 303)


def show_reset(circle: Circle, membership: Any, broken: RuleBroken | None = None) -> Response:
    """Are you sure?"""
    return render_page(
        "accounts/resetting.html",
        status=409 if broken else 200,
        circle=circle,
        membership=membership,
        broken=broken,
        **circle.in_page,
    )
