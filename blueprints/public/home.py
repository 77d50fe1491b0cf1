"""The front page: one question, the needs in plain words, and what is on in the next days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from blueprints import clock
from blueprints.cards import cards_for
from blueprints.doors import open_to_all
from blueprints.public import public
from blueprints.public.board import board_of, newest_on, terms_of_board
from blueprints.public.kept_pages import kept_page
from blueprints.public.listing_page import whole_address
from blueprints.public.reading import stamp_of_patch
from blueprints.public.week import week_ahead
from blueprints.shortlist import Shortlist, carry
from extensions import db
from models.patch import Patch
from models.vocabulary import Need

NEEDS_FIRST = 7
NEWEST = 6


@public.get("/")
@open_to_all
def home() -> WerkzeugResponse:
    patches = db.session.scalars(Patch.all_by_name()).all()
    asked = request.args.get("patch", "")
    chosen = next((patch for patch in patches if patch.slug == asked), None)
    if asked and chosen is None:
        return redirect("/", code=302) if patches else abort(404)
    patch = chosen or (patches[0] if len(patches) == 1 else None)
    return home_of(patch, asked) if patch else choose(patches)


def home_of(patch: Patch, asked: str) -> Response:
    """The front page of one patch."""
    now = clock.now()
    shortlist = Shortlist.from_request()

    def make() -> tuple[str, datetime | None]:
        entries = board_of(patch)
        week = week_ahead(entries, terms_of_board(patch, entries), now)
        return render_template(
            "public/home.html",
            patch=patch,
            panel=patch.panel,
            shortlist=shortlist,
            carry=carry(shortlist),
            week=week,
            newest=cards_for(db.session(), newest_on(patch, NEWEST), now=now),
            needs_first=list(Need)[:NEEDS_FIRST],
            needs_more=list(Need)[NEEDS_FIRST:],
            address=whole_address(f"/?patch={asked}" if asked else "/"),
        ), week.until

    return kept_page(None if shortlist else ("home", patch.id, bool(asked)), stamp_of_patch(patch), now, make)


def choose(patches: Sequence[Patch]) -> Response:
    """The front page where several patches share a site, or none is there yet."""
    shortlist = Shortlist.from_request()
    stamp = tuple((patch.id, patch.slug, patch.name) for patch in patches)

    def make() -> tuple[str, None]:
        return render_template(
            "public/choose.html",
            patches=patches,
            shortlist=shortlist,
            carry=carry(shortlist),
            needs_first=list(Need)[:NEEDS_FIRST],
            needs_more=list(Need)[NEEDS_FIRST:],
            address=whole_address("/"),
        ), None

    return kept_page(None if shortlist else "choose", stamp, clock.now(), make)
