"""Calendar files of a listing and of a patch, for phones to put in or to follow."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import Response, abort, current_app

from blueprints import clock
from blueprints.calendar_files import CalendarEntry, entry_for, listing_calendar, patch_calendar
from blueprints.doors import open_to_all
from blueprints.listing_reading import terms_for
from blueprints.public import public
from blueprints.public.listing_page import whole_address
from blueprints.public.patches import patch_called
from blueprints.public.reading import all_terms_of, listings_on, stamp_of_listing, whole_listing
from models.listing import Listing
from models.term_dates import Span

SECONDS_GOOD = 300
"""Calendars that follow a board come back by themselves; nobody waits for them."""


@public.get("/listings/<uuid:listing_id>/calendar.ics")
@open_to_all
def listing_calendar_file(listing_id: uuid.UUID) -> Response:
    if stamp_of_listing(listing_id) is None:
        abort(404)
    listing = whole_listing(listing_id)
    content = listing_calendar(_entry(listing, terms_for(listing)), host=_host(), now=clock.now())
    return _file(content, listing.slug)


@public.get("/patches/<slug>/calendar.ics")
@open_to_all
def patch_calendar_file(slug: str) -> Response:
    patch = patch_called(slug)
    terms = all_terms_of(patch)
    entries = [_entry(listing, terms) for listing in listings_on(patch)]
    content = patch_calendar(f"What’s on in {patch.name}", entries, host=_host(), now=clock.now())
    return _file(content, patch.slug)


def _entry(listing: Listing, terms: Sequence[Span]) -> CalendarEntry:
    url = whole_address(f"/listings/{listing.id}/{listing.slug}")
    return entry_for(listing, url=url, terms=terms, today=clock.today())


def _host() -> str:
    host: str = current_app.config["SETTINGS"].public_host
    return host


def _file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response.headers["Cache-Control"] = f"max-age={SECONDS_GOOD}"
    return response
