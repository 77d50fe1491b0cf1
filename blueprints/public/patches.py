"""The page of a patch: its week, what is simply there, and who keeps the board."""

from __future__ import annotations

from datetime import datetime

from flask import Response, abort, render_template

from blueprints import clock
from blueprints.doors import open_to_all
from blueprints.public import public
from blueprints.public.board import board_of, terms_of_board
from blueprints.public.kept_pages import SOON, kept_page
from blueprints.public.listing_page import whole_address
from blueprints.public.reading import SLUG, stamp_of_patch
from blueprints.public.week import week_ahead
from blueprints.shortlist import Shortlist, carry
from extensions import db
from models.patch import Patch


@public.get("/patches/<slug>")
@open_to_all
def patch(slug: str) -> Response:
    stamp = stamp_of_patch(slug) or abort(404)
    now = clock.now()
    shortlist = Shortlist.from_request()

    def make() -> tuple[str, datetime | None]:
        patch = patch_called(slug)
        entries = board_of(patch)
        week = week_ahead(entries, terms_of_board(patch, entries), now)
        html = render_template(
            "public/patch.html",
            patch=patch,
            panel=patch.panel,
            week=week,
            shortlist=shortlist,
            carry=carry(shortlist),
            address=whole_address(f"/patches/{patch.slug}"),
        )
        return html, min(week.until, now + SOON)

    return kept_page(None if shortlist else ("patch", slug), stamp, now, make)


def patch_called(slug: str) -> Patch:
    """The patch with this word in its address, or 404."""
    if not SLUG.fullmatch(slug):
        abort(404)
    return db.session.scalar(Patch.all_by_name().where(Patch.slug == slug)) or abort(404)
