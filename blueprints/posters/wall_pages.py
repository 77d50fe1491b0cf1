"""The page of one wall, and the part of it that shows where one poster hangs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask import Response
from flask_login import current_user

from blueprints import clock
from blueprints.posters import posters
from blueprints.posters.truth import changed_by
from blueprints.posters.wall_forms import PutUpForm
from blueprints.posters.wall_words import four_weeks, hanging_of, scans_words
from blueprints.rendering import render_page
from extensions import db
from models.placement import Placement, PlacementState
from models.poster import Poster
from models.scan_count import RECENT, Scans, scans_by_day, scans_by_poster
from models.site import Site
from models.wall_clock import london_date
from models.walls import errand_for

MOST_EARLIER = 30


def page_of_wall(
    site: Site, refused: PutUpForm | None = None, about: Poster | None = None, *, status: int = 200
) -> Response:
    """The page of a wall, or for htmx its posters. `refused` is a form about one of them that was not taken."""
    today, session = clock.today(), db.session()
    changed, scans = changed_by(clock.now()), scans_by_poster(session, site.panel_id, today)
    forms, hangings, earlier = {}, [], []
    placements = session.scalars(Placement.at(site)).all()
    for placement in placements:
        poster = placement.poster
        shown = hanging_of(poster, errand_for(placement, today, changed), scans.get(poster.id, Scans()), today)
        if placement.state is PlacementState.DOWN:
            earlier.append(shown)
        else:
            hangings.append(shown)
            form = refused if refused is not None and about is not None and about.id == poster.id else None
            forms[poster.id] = form_for(poster, form)
    by_day = scans_by_day(session, [each.poster_id for each in placements], today - RECENT, today)
    return render_page(
        "posters/wall.html",
        "posters/_placements.html",
        status=status,
        panel=site.panel,
        site=site,
        hangings=hangings,
        earlier=sorted(earlier, key=lambda each: each.taken_down_at, reverse=True)[:MOST_EARLIER],
        forms=forms,
        form=refused,
        on_poster=False,
        month=four_weeks(_together(by_day.values()), today),
        scans=scans_words(_all(scans.get(each.poster_id) for each in placements), _up_since(placements), today),
        today=today,
    )


def page_of_poster(poster: Poster, refused: PutUpForm | None = None, *, status: int = 200) -> Response:
    """Where one poster hangs, or for htmx only that."""
    return render_page(
        "posters/hang.html",
        "posters/_placements.html",
        status=status,
        panel=poster.panel,
        poster=poster,
        form=refused,
        **about_poster(poster, refused),
    )


@posters.app_template_global("where_it_hangs")
def about_poster(poster: Poster, refused: PutUpForm | None = None) -> dict[str, Any]:
    """What posters/_placements.html takes to show where one poster hangs, on any page."""
    today = clock.today()
    scans = scans_by_poster(db.session(), poster.panel_id, today).get(poster.id, Scans())
    errand = errand_for(poster.placement, today, changed_by(clock.now())) if poster.placement else None
    return {
        "hangings": [hanging_of(poster, errand, scans, today)],
        "earlier": [],
        "forms": {poster.id: form_for(poster, refused)},
        "on_poster": True,
    }


def form_for(poster: Poster, refused: PutUpForm | None = None) -> PutUpForm:
    """The form that says where a poster hangs; the one that was refused, with what was typed, if there is one."""
    placement = poster.placement
    form = refused or PutUpForm(formdata=None, site=str(placement.site_id) if placement else "", who=current_user.name)
    can_move = placement is None or placement.put_up_at is None
    sites = db.session.scalars(Site.of(poster.panel)).all() if can_move else []
    return form.for_poster(poster.code, placement, sites)


def _up_since(placements: Sequence[Placement]) -> date | None:
    up = [each.put_up_at for each in placements if each.state is PlacementState.UP and each.put_up_at]
    return london_date(min(up)) if up else None


def _all(each: Iterable[Scans | None]) -> Scans:
    return sum(filter(None, each), Scans())


def _together(each: Iterable[dict[date, int]]) -> dict[date, int]:
    total: dict[date, int] = {}
    for by_day in each:
        for day, times in by_day.items():
            total[day] = total.get(day, 0) + times
    return total
