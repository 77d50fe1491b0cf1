"""The demo world only: its people at the sign-in page, and the mail that it shows instead of sending."""

import uuid

from flask import Response, current_app, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blueprints import same_site
from blueprints.accounts import accounts, browser
from blueprints.doors import demo_only
from blueprints.rendering import find, render_page
from extensions import db
from models.outbox import Email
from models.people import Membership, Panel, User

MOST_SHOWN = 100


def demo_people() -> list[Membership]:
    """In the demo, everybody on a panel, leads first; elsewhere nobody."""
    if not current_app.config["SETTINGS"].demo:
        return []
    running = (
        select(Membership)
        .join(Membership.user)
        .join(Membership.panel)
        .where(Membership.ended_at.is_(None), User.ended_at.is_(None))
        .options(joinedload(Membership.user), joinedload(Membership.panel))
        .order_by(Panel.name, Membership.role, User.name, Membership.id)
    )
    return list(db.session.scalars(running))


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
