"""The walls of a panel: what hangs where, which of them work, and keeping them right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user

from blueprints import clock
from blueprints.doors import panel_members
from blueprints.flashing import flash_with_undo
from blueprints.posters import posters
from blueprints.posters.truth import changed_by
from blueprints.posters.wall_forms import SiteForm
from blueprints.posters.wall_pages import page_of_wall
from blueprints.posters.wall_words import count_words, hanging_words, scans_words, why
from blueprints.rendering import find, render_page
from extensions import db
from models.people import Panel
from models.placement import PlacementState
from models.site import Site
from models.walls import Wall, alike, walls_of

GROUPS = {
    "working": ("Walls that work", "Somebody scanned a poster here in the last four weeks."),
    "quiet": (
        "Walls that never do",
        "A poster has hung here for three weeks or more, and nobody ever scanned one. Try another spot, or another"
        " wall.",
    ),
    "old": ("Out of date", "Something hangs here that should come down, or be replaced."),
    "empty": ("Nothing up", "Nothing of ours hangs here just now."),
}


@posters.get("/panels/<string:panel_slug>/walls")
@panel_members
def walls(panel: Panel) -> Response:
    """Every wall, or a group of them."""
    today = clock.today()
    every = walls_of(db.session(), panel, today=today, changed=changed_by(clock.now()))
    grouped = {name: [wall for wall in every if _is_in(name, wall)] for name in GROUPS}
    show = request.args.get("show", "")
    all_url = url_for("posters.walls", panel_slug=panel.slug)
    links = [
        (f"{words} ({len(grouped[name])})", f"{all_url}?show={name}", name == show)
        for name, (words, _) in GROUPS.items()
    ]
    return render_page(
        "posters/walls.html",
        panel=panel,
        every=every,
        walls=grouped.get(show, every),
        groups=[(f"All ({len(every)})", all_url, show not in GROUPS), *links],
        means=GROUPS[show][1] if show in GROUPS else "",
        ended=db.session.scalars(Site.ended_of(panel)).all(),
        to_do=sum(len(wall.errands) for wall in every),
        today=today,
        **_words(),
    )


@posters.route("/panels/<string:panel_slug>/walls/new", methods=["GET", "POST"])
@panel_members
def new_wall(panel: Panel) -> Any:
    """One more wall."""
    site = Site(panel_id=panel.id, created_at=clock.now(), created_by_id=current_user.id, look_again_weeks=0)
    return _save(panel, site, SiteForm(), is_new=True)


@posters.route("/walls/<uuid:site_id>/edit", methods=["GET", "POST"])
@panel_members
def edit_wall(site_id: UUID) -> Any:
    """Put a wall right."""
    site = _site(site_id)
    return _save(site.panel, site, SiteForm(obj=site), is_new=False)


@posters.get("/walls/<uuid:site_id>")
@panel_members
def wall(site_id: UUID) -> Response:
    """One wall: what hangs there, how it does, and what to do."""
    return page_of_wall(_site(site_id))


@posters.post("/walls/<uuid:site_id>/ending")
@panel_members
def end_wall(site_id: UUID) -> Any:
    """They would rather not have posters, or the wall is gone."""
    site = _site(site_id)
    site.end(by=current_user, at=clock.now())
    db.session.commit()
    up = sum(each.state is PlacementState.UP for each in site.placements)
    words = f"{site.name} is off your list."
    if up:
        words += f" {count_words(up, 'poster')} still to take down there."
    undo = url_for("posters.resume_wall", site_id=site.id)
    flash_with_undo(words, undo)
    return redirect(url_for("posters.walls", panel_slug=site.panel.slug), 303)


@posters.post("/walls/<uuid:site_id>/resumption")
@panel_members
def resume_wall(site_id: UUID) -> Any:
    """They have us back."""
    site = _site(site_id)
    site.resume()
    db.session.commit()
    flash(f"{site.name} is on your list again.", "good")
    return redirect(url_for("posters.wall", site_id=site.id), 303)


def _save(panel: Panel, site: Site, form: SiteForm, *, is_new: bool) -> Any:
    form.offer_weeks(site.look_again_weeks or None)
    if not form.is_submitted():
        return _ask(panel, None if is_new else site, form)
    with db.session.no_autoflush:
        if not form.validate():
            return _ask(panel, None if is_new else site, form, status=422)
        form.write_to(site)
        if not site.find_its_place(db.session()):
            form.postcode.errors = ["We do not know this postcode. Check it, or leave it empty."]
            return _ask(panel, None if is_new else site, form, status=422)
        if is_new and form.sure.data != "yes" and (others := alike(db.session(), site)):
            return _ask(panel, None, form, others=others, status=422)
    db.session.add(site)
    db.session.commit()
    flash(f"{site.name} is on your list." if is_new else f"{site.name} is saved.", "good")
    return redirect(url_for("posters.wall", site_id=site.id), 303)


def _ask(
    panel: Panel, site: Site | None, form: SiteForm, *, others: Sequence[Site] = (), status: int = 200
) -> Response:
    if site is not None and status == 422:
        db.session.refresh(site)
    return render_page("posters/wall_edit.html", status=status, panel=panel, site=site, form=form, others=others)


def _site(site_id: UUID) -> Site:
    return find(Site.visible_to(current_user).where(Site.id == site_id))


def _is_in(group: str, wall: Wall) -> bool:
    today = clock.today()
    return {
        "working": wall.works,
        "quiet": wall.never_works(today),
        "old": wall.is_out_of_date,
        "empty": not wall.up,
    }[group]


def _words() -> dict[str, Any]:
    today = clock.today()
    return {
        "hanging_words": lambda wall: hanging_words(wall, today),
        "scans_words": lambda wall: scans_words(wall.scans, wall.up_since, today),
        "why": lambda errand: why(errand, today),
        "count_words": count_words,
    }
