"""The page of a listing, and where its old and shortened addresses lead."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from blueprints import clock
from blueprints.asking_here import asking_here
from blueprints.cards import Card, cards_for
from blueprints.doors import open_to_all
from blueprints.listing_reading import terms_for
from blueprints.public import public
from blueprints.public.kept_pages import SOON, kept_page
from blueprints.public.listing_page import ListingPage, listing_page, whole_address
from blueprints.public.reading import stamp_of_listing, whole_listing
from blueprints.qr import qr_svg
from blueprints.shortlist import Shortlist
from extensions import db
from models.listing import Listing, Status, listing_slug
from models.similar import similar_to


@public.get("/listings/<uuid:listing_id>", defaults={"slug": None})
@public.get("/listings/<uuid:listing_id>/<slug>")
@open_to_all
def listing(listing_id: uuid.UUID, slug: str | None) -> WerkzeugResponse:
    known = stamp_of_listing(listing_id) or abort(404)
    name, stamp = known
    if slug != listing_slug(name):
        return to_its_own_address(listing_id, name)
    now = clock.now()
    shortlist = Shortlist.from_request()
    return kept_page(None if shortlist else listing_id, stamp, now, _maker(listing_id, shortlist, now))


def to_its_own_address(listing_id: uuid.UUID, name: str) -> WerkzeugResponse:
    """From a shortened or outdated address to the one that says the name; a shortlist comes along."""
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    return redirect(f"/listings/{listing_id}/{listing_slug(name)}{query}", code=301)


def _maker(listing_id: uuid.UUID, shortlist: Shortlist, now: datetime) -> Callable[[], tuple[str, datetime | None]]:
    def make() -> tuple[str, datetime | None]:
        listing = whole_listing(listing_id)
        page = listing_page(listing, terms_for(listing), now)
        html = render_template(
            "public/stopped.html" if page.status is Status.STOPPED else "public/listing.html",
            page=page,
            listing=listing,
            patch=listing.patch,
            panel=listing.panel,
            qr=qr_svg(whole_address(f"/listings/{listing.id}"), f"QR code for the page of {listing.name}"),
            shortlist=shortlist,
            keep_url=_keep_url(shortlist, page),
            instead=_instead_of(listing, now) if page.status is Status.STOPPED else [],
            today=clock.today(),
            asking=asking_here(listing, clock.today()),
        )
        until = page.until
        return html, min(until, now + SOON) if page.goes_by_terms or page.status is Status.STOPPED else until

    return make


def _keep_url(shortlist: Shortlist, page: ListingPage) -> str | None:
    """Nothing else of the address comes along: the finished page is kept for everybody."""
    listing_id = page.listing.id
    if listing_id not in shortlist and shortlist.is_full:
        return None
    after = shortlist.take_off(listing_id) if listing_id in shortlist else shortlist.put(listing_id)
    return f"{page.url}?list={after}" if after else page.url


def _instead_of(stopped: Listing, now: datetime) -> list[Card]:
    return cards_for(db.session(), similar_to(db.session(), stopped), now=now)
