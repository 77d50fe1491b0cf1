"""The front page: one question, the needs in plain words, and what is on in the next days."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from flask import Response, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as WerkzeugResponse

from blueprints import clock
from blueprints.cards import cards_for
from blueprints.doors import open_to_all
from blueprints.public import public
from blueprints.public.board import board_of, newest_on, terms_of_board
from blueprints.public.kept_pages import SOON, kept_page
from blueprints.public.listing_page import whole_address
from blueprints.public.patches import patch_called
from blueprints.public.reading import stamp_of_patch
from blueprints.public.week import week_ahead
from blueprints.shortlist import Shortlist, carry
from extensions import db
from models.patch import Patch
from models.vocabulary import Need

NEEDS_FIRST = [Need.COMPANY, Need.LOW_MOOD, Need.ACTIVE, Need.MONEY, Need.GRIEF, Need.CARING, Need.TALK]
NEEDS_MORE = [need for need in Need if need not in NEEDS_FIRST]
NEWEST = 6


@public.get("/")
@open_to_all
def home() -> WerkzeugResponse:
    asked = request.args.get("patch", "")
    slugs = [asked] if asked else db.session.scalars(select(Patch.slug).order_by(Patch.slug).limit(2)).all()
    if len(slugs) != 1:
        return choose()
    stamp = stamp_of_patch(slugs[0])
    return home_of(slugs[0], stamp, asked) if stamp else redirect("/", code=302)


def home_of(slug: str, stamp: Hashable, asked: str) -> Response:
    """The front page of one patch."""
    now = clock.now()
    shortlist = Shortlist.from_request()

    def make() -> tuple[str, datetime | None]:
        patch = patch_called(slug)
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
            needs_first=NEEDS_FIRST,
            needs_more=NEEDS_MORE,
            address=whole_address(f"/?patch={asked}" if asked else "/"),
        ), min(week.until, now + SOON)

    return kept_page(None if shortlist else ("home", slug, bool(asked)), stamp, now, make)


def choose() -> Response:
    """The front page where several patches share a site, or none is there yet."""
    patches = db.session.scalars(Patch.all_by_name()).all()
    shortlist = Shortlist.from_request()
    stamp = tuple((patch.id, patch.slug, patch.name) for patch in patches)

    def make() -> tuple[str, None]:
        return render_template(
            "public/choose.html",
            patches=patches,
            shortlist=shortlist,
            carry=carry(shortlist),
            needs_first=NEEDS_FIRST,
            needs_more=NEEDS_MORE,
            address=whole_address("/"),
        ), None

    return kept_page(None if shortlist else "choose", stamp, clock.now(), make)
