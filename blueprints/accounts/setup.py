"""The first person: a one-time link, made on the server, opens a panel."""

from flask import Response

from blueprints import clock
from blueprints.accounts import accounts, browser
from blueprints.accounts.forms import SetupForm
from blueprints.doors import at_the_door
from blueprints.rendering import render_page
from extensions import db
from models.errors import RuleBroken
from models.opening import Opening, open_panel
from models.setup_link import SetupLink, SetupLinkEnded


@accounts.get("/setup/<token>")
@at_the_door
def set_up(token: str) -> Response:
    """The form. Looking at it uses nothing up."""
    link = db.session.scalar(SetupLink.with_secret(token, clock.now()))
    return show_set_up(SetupForm(), token) if link else show_ended()


@accounts.post("/setup/<token>")
@at_the_door
def use_setup(token: str) -> Response:
    """Open the panel, sign its first lead in, and use the link up."""
    now = clock.now()
    link = db.session.scalar(SetupLink.with_secret(token, now))
    if link is None:
        return show_ended()
    form = SetupForm()
    if not form.validate():
        return show_set_up(form, token, 422)
    said = {name: value or "" for name, value in form.data.items() if name in Opening.__annotations__}
    try:
        link.use_up(db.session, now)
        lead = open_panel(db.session, Opening(person=form.name.data or "", **said), now)
        link.panel_id = lead.panel_id
        return browser.sign_in(lead.user, f"/panels/{lead.panel.slug}/desk")
    except SetupLinkEnded:
        db.session.rollback()
        return show_ended()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return show_set_up(form, token, 422)


def show_set_up(form: SetupForm, token: str, status: int = 200) -> Response:
    """The form of the first person."""
    return render_page("accounts/set_up.html", status=status, form=form, token=token)


def show_ended() -> Response:
    """One page for a link that is used, late or was never right."""
    return render_page("accounts/set_up_ended.html", status=410)
