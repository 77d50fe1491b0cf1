"""Saying what became of a poster: it is up, somebody looked, it is down. Each can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, abort, flash, redirect, request, url_for
from flask_login import current_user
from itsdangerous import BadData

from blueprints import clock
from blueprints.doors import panel_members
from blueprints.posters import posters
from blueprints.posters.undoing import facts_of, say_with_undo, take_back
from blueprints.posters.wall_forms import PutUpForm
from blueprints.posters.wall_pages import page_of_poster, page_of_wall
from blueprints.rendering import find, wants_partial
from blueprints.same_site import path_on_this_site
from extensions import db
from models.errors import RuleBroken
from models.people import Panel
from models.placement import Placement
from models.poster import Poster
from models.site import Site

LATER = "later"


@posters.post("/posters/<uuid:poster_id>/placement")
@panel_members
def put_up(poster_id: UUID) -> Any:
    """It hangs on a wall now, or in place of an older print; or (`do=later`) it is meant for a wall."""
    poster = _poster(poster_id)
    form, before = PutUpForm(), facts_of(poster.placement)
    placement = poster.placement
    with db.session.no_autoflush:
        try:
            site = _site(poster, form)
            if not form.validate_on_submit():
                raise RuleBroken(field="who")
            if placement is None:
                placement = Placement(poster=poster, site=site, where_exactly="", missing_when_looked=False)
            placement.move_to(site)
            words = f"{poster.title} is for {site.name}."
            if request.form.get("do") != LATER:
                _hang(placement, form)
                words = f"{poster.title} is up at {site.name}."
        except RuleBroken as refusal:
            return _refused(poster_id, form, refusal)
    db.session.add(placement)
    return _done(placement, before, words)


@posters.post("/posters/<uuid:poster_id>/placement/looks")
@panel_members
def look(poster_id: UUID) -> Any:
    """Somebody went past: it is there, or it has gone."""
    is_there = request.form.get("still_there") != "no"

    def note(placement: Placement) -> str:
        placement.look(by=current_user, at=clock.now(), today=clock.today(), still_there=is_there)
        title, wall = placement.poster.title, placement.site.name
        return f"{title} still hangs at {wall}." if is_there else f"{title} has gone from {wall}. Its code still works."

    return _change(poster_id, note)


@posters.post("/posters/<uuid:poster_id>/placement/taking-down")
@panel_members
def take_down(poster_id: UUID) -> Any:
    """It hangs no more, or never will. Its code goes on working."""

    def note(placement: Placement) -> str:
        placement.take_down(by=current_user, at=clock.now())
        return f"{placement.poster.title} is off the wall at {placement.site.name}. Its code still works."

    return _change(poster_id, note)


@posters.post("/posters/<uuid:poster_id>/placement/putting-back")
@panel_members
def put_back(poster_id: UUID) -> Any:
    """It was not taken down after all."""

    def note(placement: Placement) -> str:
        placement.put_back()
        return f"{placement.poster.title} counts as it was before at {placement.site.name}."

    return _change(poster_id, note)


@posters.post("/panels/<string:panel_slug>/placements/undo")
@panel_members
def undo_placements(panel: Panel) -> Any:
    """Take back what was noted last: the button beside the message."""
    try:
        is_back = take_back(panel, request.form.get("revision", ""))
    except BadData:
        abort(400)
    db.session.commit()
    if is_back:
        flash("That is taken back: it is as it was before.", "good")
    else:
        flash("Somebody has changed it since, so it stays as it is now.", "warn")
    return redirect(_came_from() or url_for("posters.walls", panel_slug=panel.slug), 303)


def _came_from() -> str | None:
    """The page of ours on which the button stood, as far as the browser says."""
    try:
        said = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return None
    if said.netloc != request.host:
        return None
    return path_on_this_site(f"{said.path}?{said.query}" if said.query else said.path)


def _poster(poster_id: UUID) -> Poster:
    """The poster, its placement kept from others until we are done."""
    poster = find(Poster.visible_to(current_user).where(Poster.id == poster_id))
    locked = Placement.visible_to(current_user).where(Placement.poster_id == poster_id)
    db.session.scalar(locked.with_for_update(of=Placement).execution_options(populate_existing=True))
    return poster


def _site(poster: Poster, form: PutUpForm) -> Site:
    """The wall that was chosen, or the one that the poster is for."""
    chosen = form.site.data if form.site.data not in (None, "", "None") else None
    if chosen is None:
        if poster.placement is None:
            raise RuleBroken("Choose a wall.", field="site")
        return poster.placement.site
    try:
        rows = Site.of(poster.panel).where(Site.id == UUID(chosen))
    except ValueError:
        raise RuleBroken("Choose a wall from the list.", field="site") from None
    site = db.session.scalar(rows)
    if site is None and poster.placement is not None and poster.placement.site_id == UUID(chosen):
        site = poster.placement.site
    if site is None:
        raise RuleBroken("Choose a wall from the list.", field="site")
    return site


def _hang(placement: Placement, form: PutUpForm) -> None:
    spot = form.where_exactly.data or ""
    placement.where_exactly = "" if spot == placement.site.where_exactly else spot
    placement.put_up(
        who=form.who.data or "",
        by=current_user,
        at=clock.now(),
        today=clock.today(),
        look_again_on=form.look_again_on.day,
    )


def _change(poster_id: UUID, note: Callable[[Placement], str]) -> Any:
    poster = _poster(poster_id)
    placement, before = poster.placement, facts_of(poster.placement)
    try:
        if placement is None:
            raise RuleBroken("This poster is for no wall yet. Choose one first.")
        words = note(placement)
    except RuleBroken as refusal:
        db.session.rollback()
        flash(refusal.message, "warn")
        return _answer(_poster(poster_id))
    return _done(placement, before, words)


def _done(placement: Placement, before: Any, words: str) -> Any:
    db.session.commit()
    say_with_undo(placement.poster.panel, words, [(placement, before)])
    return _answer(placement.poster)


def _refused(poster_id: UUID, form: PutUpForm, refusal: RuleBroken) -> Any:
    if not form.errors:
        form.refuse(refusal)
    db.session.rollback()
    return _answer(_poster(poster_id), form, status=422)


def _answer(poster: Poster, form: PutUpForm | None = None, status: int = 303) -> Response | Any:
    """Back where the button was; for htmx and for a refused form the part, or the page, with the form in it."""
    if status == 303 and not wants_partial():
        back = path_on_this_site(request.form.get("next"))
        if back is None and poster.placement is not None:
            back = url_for("posters.wall", site_id=poster.placement.site_id)
        return redirect(back or url_for("posters.show", poster_id=poster.id), 303)
    shown = 200 if status == 303 else status
    if request.form.get("from") == "poster" or poster.placement is None:
        return page_of_poster(poster, form, status=shown)
    return page_of_wall(poster.placement.site, form, poster, status=shown)
