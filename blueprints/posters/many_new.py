"""A new poster for each of many entries, all in one look and for one wall or for none yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, redirect, url_for
from flask_login import current_user
from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response as AnyResponse
from wtforms.fields.choices import SelectChoice

from blueprints import clock, press, tick
from blueprints.doors import panel_members
from blueprints.posters import posters
from blueprints.posters.contents import Subject, check_after_for, content_for
from blueprints.posters.many import ask_for
from blueprints.posters.many_forms import ManyForm
from blueprints.rendering import find, render_page
from extensions import db
from models.errors import RuleBroken
from models.listing import Listing
from models.people import Panel, User
from models.placement import Placement
from models.poster import Poster
from models.poster_choice import Choice
from models.poster_codes import mint_code
from models.print_run import MOST_POSTERS, PrintRun, TooManyPosters
from models.site import Site

A_MOMENT = timedelta(minutes=10)
"""Who asks for the same posters again so soon has gone back, or pressed twice."""


@posters.get("/panels/<string:panel_slug>/posters/many/new")
@panel_members
def new_many(panel: Panel) -> Response:
    """The entries on the board, to be ticked, and the look of their posters."""
    return _show(panel, _form(panel))


@posters.post("/panels/<string:panel_slug>/posters/many/new")
@panel_members
def make_many(panel: Panel) -> Response | AnyResponse:
    """A poster for each entry that is ticked, and one file of them all."""
    form = _form(panel)
    if not form.validate_on_submit():
        return _show(panel, form, status=422)
    try:
        run = _make(panel, form)
    except RuleBroken as refusal:
        db.session.rollback()
        form = _form(panel)
        form.validate()
        form.refuse(refusal)
        return _show(panel, form, status=422)
    db.session.commit()
    tick.soon()
    return redirect(url_for("posters.run", run_id=run.id), code=303)


def _make(panel: Panel, form: ManyForm) -> PrintRun:
    choice, ids = form.choice, [UUID(each) for each in form.listing.data or ()]
    if len(ids) > MOST_POSTERS:
        raise TooManyPosters(field="listing")
    site = find(Site.of(panel).where(Site.id == UUID(form.site.data))) if form.site.data else None
    listings = db.session.scalars(_with_words(_on_the_board(panel)).where(Listing.id.in_(ids))).all()
    return ask_for(panel, [_poster_for(each, site, choice, clock.now()).id for each in listings])


def _poster_for(listing: Listing, site: Site | None, choice: Choice, at: datetime) -> Poster:
    """The poster of this look that the listing has on this wall, or one made a moment ago for none; else a new one."""
    by: User = current_user
    kept = Poster.about(listing).outerjoin(Poster.placement)
    if site is not None:
        kept = kept.where(Placement.site_id == site.id, Placement.taken_down_at.is_(None))
    else:
        kept = kept.where(Placement.id.is_(None), Poster.made_by_id == by.id, Poster.made_at > at - A_MOMENT)
    looks = choice.to_json()
    if same := next((poster for poster in db.session.scalars(kept) if poster.chosen == looks), None):
        return same
    subject = Subject(listing.panel, listing.patch, listing, site)
    code = mint_code(db.session())
    content, check_after = content_for(choice, subject, code=code, now=at), check_after_for(subject, choice, at)
    poster = Poster(code=code, panel=listing.panel, patch=listing.patch, listing=listing, made_at=at, made_by_id=by.id)
    poster.print_as(choice, content, check_after=check_after, by=by, at=at)
    db.session.add(poster)
    if site is not None:
        poster.placement = Placement(site=site)
    db.session.flush()
    return poster


def _on_the_board(panel: Panel) -> Select[tuple[Listing]]:
    return Listing.on_the_board().where(Listing.panel_id == panel.id).order_by(None).order_by(Listing.name, Listing.id)


def _with_words(rows: Select[tuple[Listing]]) -> Select[tuple[Listing]]:
    """Load what their posters say along with them."""
    along: Sequence[Any] = (
        joinedload(Listing.panel),
        joinedload(Listing.patch),
        joinedload(Listing.group),
        joinedload(Listing.venue),
        selectinload(Listing.session_times),
    )
    return rows.options(*along)


def _form(panel: Panel) -> ManyForm:
    form = ManyForm()
    entries, walls = db.session.scalars(_on_the_board(panel)), db.session.scalars(Site.of(panel))
    form.listing.choices = [SelectChoice(str(each.id), each.name) for each in entries]
    form.site.choices = [SelectChoice("", "No wall yet"), *(SelectChoice(str(each.id), each.name) for each in walls)]
    return form


def _show(panel: Panel, form: ManyForm, status: int = 200) -> Response:
    return render_page("posters/many_new.html", panel=panel, form=form, can_print=press.can_print(), status=status)
