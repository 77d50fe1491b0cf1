""" "Keep this": links from a result to the same page with the listing on the shortlist, or off it."""

import uuid
from collections.abc import Callable
from urllib.parse import quote

from blueprints.search_asked import Asked
from blueprints.shortlist import Shortlist, anchor_of


def keeper(asked: Asked, shortlist: Shortlist) -> Callable[[uuid.UUID], tuple[str | None, bool]]:
    """For a listing's id: the address that keeps it or takes it off (None when the list is full), and whether it is on
    the list."""
    base = asked.url(list=None)
    base += "&" if "?" in base else "?"
    kept = str(shortlist)

    def keep(listing_id: uuid.UUID) -> tuple[str | None, bool]:
        anchor = anchor_of(listing_id)
        if listing_id in shortlist:
            less = str(shortlist.take_off(listing_id))
            return f"{base}list={quote(less)}#{anchor}" if less else f"{base[:-1]}#{anchor}", True
        if shortlist.is_full:
            return None, False
        more = anchor.removeprefix("listing-")
        return f"{base}list={kept}.{more}#{anchor}" if kept else f"{base}list={more}#{anchor}", False

    return keep
