"""A reader's own list: looked at on screen, put in order, and printed as a leaflet to take along."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template, request

from blueprints import clock
from blueprints.doors import open_to_all
from blueprints.public import public
from blueprints.public.listing_page import ListingPage, listing_page, whole_address
from blueprints.public.reading import public_listings, terms_for
from blueprints.qr import qr_svg
from blueprints.shortlist import Shortlist
from models.clock_words import date_words
from models.people import Panel

LARGE = "1"
"""`large=1`: the same in larger letters, for tired eyes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One listing on the list, and where its small links lead."""

    page: ListingPage
    take_off_url: str
    move_up_url: str | None


@public.get("/shortlist")
@open_to_all
def shortlist() -> Response:
    asked = Shortlist.from_request()
    listings = public_listings(asked.ids)
    kept = Shortlist(tuple(listing.id for listing in listings))
    large = request.args.get("large") == LARGE
    now, today = clock.now(), clock.today()
    pages = [listing_page(listing, terms_for(listing), now) for listing in listings]
    patches = {listing.patch_id: listing.patch for listing in listings}
    html = render_template(
        "public/shortlist.html",
        lines=[_line(kept, page, large) for page in pages],
        shortlist=kept,
        left_out=asked.unreadable + len(asked) - len(kept),
        too_many=asked.too_many,
        large=large,
        other_size_url=_url(kept, not large),
        patch=next(iter(patches.values())) if len(patches) == 1 else None,
        panels=_panels(pages),
        printed_on=date_words(today),
        qr=qr_svg(whole_address(f"/shortlist?list={kept}"), "QR code for this list") if kept else None,
    )
    response = Response(html)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _line(kept: Shortlist, page: ListingPage, large: bool) -> Line:
    listing_id = page.listing.id
    first = kept.ids[0] == listing_id
    return Line(
        page,
        take_off_url=_url(kept.take_off(listing_id), large),
        move_up_url=None if first else _url(kept.move_up(listing_id), large),
    )


def _url(shortlist: Shortlist, large: bool) -> str:
    query = [f"list={shortlist}"] * bool(shortlist) + [f"large={LARGE}"] * large
    return "/shortlist" + (f"?{'&'.join(query)}" if query else "")


def _panels(pages: list[ListingPage]) -> list[Panel]:
    """Whom to ring about any of it, each once."""
    return [panel for panel in {page.panel.id: page.panel for page in pages}.values() if panel.phone]
