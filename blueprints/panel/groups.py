"""The groups a panel knows, and how to reach them: a group without an address that works has to be rung."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from blueprints.doors import panel_members
from blueprints.forms import Form
from blueprints.panel import panel as room
from blueprints.rendering import find, render_page
from extensions import db
from models.contacts import read_email, read_phone, read_website
from models.errors import RuleBroken
from models.group import Group
from models.listing import Listing
from models.organiser import Organiser
from models.people import Panel

READERS = {"email": read_email, "phone": read_phone, "website": read_website}


class GroupForm(Form):
    """A group's name, and how the panel reaches it."""

    name = StringField(
        "Name of the group",
        [DataRequired("Give the group a name."), Length(max=120, message="Keep it under 120 letters.")],
    )
    email = StringField(
        "Where it reads mail",
        [Length(max=254, message="Keep it under 254 letters.")],
        description="Questions about newcomers go here. Empty: somebody on the panel rings. The public never sees it.",
    )
    phone = StringField(
        "Its phone number",
        [Length(max=30, message="That is too long for a number.")],
        description="For the panel alone.",
    )
    website = StringField("Its page on the web", [Length(max=300, message="Keep it under 300 letters.")])
    about = TextAreaField("About the group", [Length(max=1000, message="Keep it under 1,000 letters.")])


@room.get("/panels/<string:panel_slug>/groups")
@panel_members
def groups(panel: Panel) -> Response:
    """Every group the panel has met, with how to reach it."""
    things = (
        select(Listing.group_id, func.count().label("things"))
        .where(Listing.panel_id == panel.id, Listing.stopped_at.is_(None), Listing.published_at.is_not(None))
        .group_by(Listing.group_id)
        .subquery()
    )
    hosts = (
        select(Organiser.group_id, func.count().label("hosts"))
        .where(Organiser.ended_at.is_(None))
        .group_by(Organiser.group_id)
        .subquery()
    )
    rows = (
        Group.known_to(panel)
        .outerjoin(things, things.c.group_id == Group.id)
        .outerjoin(hosts, hosts.c.group_id == Group.id)
        .add_columns(func.coalesce(things.c.things, 0), func.coalesce(hosts.c.hosts, 0))
    )
    return render_page("panel/groups.html", panel=panel, rows=db.session.execute(rows).all())


@room.get("/panels/<string:panel_slug>/groups/<uuid:group_id>")
@panel_members
def edit_group(panel: Panel, group_id: UUID) -> Response:
    """One group, to change."""
    group = find(Group.known_to(panel).where(Group.id == group_id))
    return render_page("panel/group.html", panel=panel, group=group, form=GroupForm(obj=group))


@room.post("/panels/<string:panel_slug>/groups/<uuid:group_id>")
@panel_members
def save_group(panel: Panel, group_id: UUID) -> Response | AnyResponse:
    """Change a group. Its next mail goes to the new address."""
    group = find(Group.known_to(panel).where(Group.id == group_id))
    form = GroupForm()
    valid = form.validate_on_submit()
    for name, read in READERS.items():
        try:
            form[name].data = read(form[name].data or "")
        except RuleBroken as refusal:
            form[name].errors, valid = [refusal.message], False
    if not valid:
        return render_page("panel/group.html", panel=panel, group=group, form=form, status=422)
    for name in ("name", "about", *READERS):
        setattr(group, name, (form[name].data or "").strip())
    db.session.commit()
    flash(f"{group.name} is saved.", "good")
    return redirect(url_for("panel.groups", panel_slug=panel.slug), code=303)
