"""`/p/<code>`: where the code on a poster leads, for as long as paper lasts. Public; nothing is kept but a count."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from flask import Response, redirect, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.cards import Card, cards_for
from blueprints.doors import open_to_all
from blueprints.forms import tidy_line
from blueprints.posters import misses, posters, scan_counting
from blueprints.posters.contents import content_now, outdated
from blueprints.posters.scanned_words import Since, since_printed, taken_off
from blueprints.rendering import render_page
from extensions import db
from models.placement import Placement
from models.postcodes import Located
from models.poster import Poster
from models.poster_choice import Sheet
from models.search import ANYWHERE, Query, search
from models.short_code import LONGEST_TYPED, read_code
from models.similar import similar_to
from models.wall_clock import london_date

NOBODYS_CODE = "000000"
"""No poster can have it. Asked for when what was typed cannot be a code, so that both take as long."""
MOST_NEAR = 3
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@posters.get("/p/<code>")
@posters.get("/P/<code>")
@open_to_all
def scan(code: str) -> AnyResponse:
    """Where this code leads."""
    return _with_headers(_answer(code))


@posters.get("/p")
@posters.get("/P")
@open_to_all
def type_code() -> AnyResponse:
    """A box for the code, for those who type it by hand."""
    typed = request.args.get("code", "")
    if typed.strip():
        return _with_headers(_answer(typed, typed_here=True))
    return _with_headers(render_page("posters/code.html", typed=""))


def _answer(typed: str, *, typed_here: bool = False) -> AnyResponse:
    now = clock.now()
    asked = Poster.by_code(read_code(typed) or NOBODYS_CODE).options(
        joinedload(Poster.listing), joinedload(Poster.patch), joinedload(Poster.placement).joinedload(Placement.site)
    )
    poster = db.session.scalar(asked)
    if poster is None:
        return _show_unknown(typed)
    if not misses.are_too_many():  # somebody who guesses shall not pump the counts
        scan_counting.note(request, poster, now, typed_here=typed_here)
    return _lead(poster, now)


def _show_unknown(typed: str) -> Response:
    """The same for a code that nobody has and for what cannot be one; a visitor with many misses is told to wait."""
    too_many = misses.are_too_many()
    misses.count_one()
    response = render_page(
        "posters/unknown_code.html", status=429 if too_many else 404, typed=_short(typed), too_many=too_many
    )
    if too_many:
        response.headers["Retry-After"] = str(misses.A_MINUTE)
    return response


def _lead(poster: Poster, now: datetime) -> AnyResponse:
    """To the page it is about; to the board; or to what has happened since it was printed."""
    choice = poster.choice
    if choice.sheet is Sheet.MISSING:
        return redirect(url_for("public.new_patch_suggestion", slug=poster.patch.slug), code=303)
    if choice.sheet is Sheet.NEAR:
        return redirect(_board_from_the_wall(poster), code=303)
    if poster.listing is None and poster.listing_revision is None:
        return redirect(url_for("public.patch", slug=poster.patch.slug), code=303)
    since = _since(poster, now)
    if since is None and poster.listing is not None:
        listing = poster.listing
        return redirect(url_for("public.listing", listing_id=listing.id, slug=listing.slug), code=303)
    return _show_since(poster, since or taken_off(poster, london_date(now)), now)


def _board_from_the_wall(poster: Poster) -> str:
    choice, site = poster.choice, poster.placement.site if poster.placement else None
    near = site.postcode if site and site.postcode and site.point else None
    return url_for(
        "find.index",
        patch=poster.patch.slug,
        near=near,
        kind=[kind.value for kind in choice.kinds],
        need=[need.value for need in choice.needs],
    )


def _since(poster: Poster, now: datetime) -> Since | None:
    today = london_date(now)
    if poster.listing is None:
        return taken_off(poster, today)
    changed = outdated(poster, now)
    if not changed and poster.listing.is_public:
        return None
    return since_printed(poster, content_now(poster, now), changed, today)


def _show_since(poster: Poster, since: Since, now: datetime) -> Response:
    listing = poster.listing if poster.listing is not None and poster.listing.is_public else None
    card = next(iter(cards_for(db.session(), [listing], now=now)), None) if listing and since.is_on else None
    return render_page(
        "posters/scanned.html",
        poster=poster,
        since=since,
        listing=listing,
        card=card,
        near=_what_is_near(poster, since, now),
        patch=poster.patch,
        panel=poster.panel,
    )


def _what_is_near(poster: Poster, since: Since, now: datetime) -> list[Card]:
    """What is like it, when it is not on; then what is nearest to the wall, or else on the same board."""
    session, own = db.session(), poster.listing_id
    alike: Sequence[uuid.UUID] = ()
    if poster.listing is not None and not since.is_on:
        alike = similar_to(session, poster.listing)
    wanted = dict.fromkeys(each for each in alike if each != own)
    if len(wanted) < MOST_NEAR:
        query = Query(patch_id=poster.patch_id, near=_wall(poster), within=ANYWHERE)
        hits = search(session, query, now=now, limit=MOST_NEAR + 1 + len(wanted)).hits
        wanted |= dict.fromkeys(hit.listing_id for hit in hits if hit.listing_id != own)
    return cards_for(session, list(wanted)[:MOST_NEAR], now=now)


def _wall(poster: Poster) -> Located | None:
    site = poster.placement.site if poster.placement else None
    return Located(site.name, *site.point) if site and site.point else None


def _short(typed: str) -> str:
    return (tidy_line(typed) or "")[:LONGEST_TYPED]


def _with_headers(response: AnyResponse) -> AnyResponse:
    response.headers.update(HEADERS)
    return response
