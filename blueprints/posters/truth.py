"""Which posters on the walls are not true any more, asked for again and again and worked out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from blueprints.posters.contents import outdated
from extensions import db
from models.listing import Listing
from models.poster import SHORT_PAUSE, Poster
from models.wall_clock import london_date

MOST_REMEMBERED = 3_000

_remembered: dict[Hashable, tuple[str, ...]] = {}


def changed_by(now: datetime) -> Callable[[Poster], tuple[str, ...]]:
    """A function that gives the keys of models.poster.FACTS which a poster no longer tells as they are.

    A poster about one thing is looked at again when its listing changes, one about the board when anything there does.
    """
    stamps: dict[UUID, Hashable] = {}

    def changed(poster: Poster) -> tuple[str, ...]:
        listing = poster.listing
        if listing is not None and listing.revision == poster.listing_revision:
            keys = tuple(outdated(poster, now))
        else:
            if listing is None and poster.patch_id not in stamps:
                stamps[poster.patch_id] = _stamp_of_board(poster.patch_id)
            stamp = listing.revision if listing else stamps[poster.patch_id]
            key = (poster.id, poster.printed_at, london_date(now), stamp)
            if key not in _remembered:
                if len(_remembered) >= MOST_REMEMBERED:
                    _remembered.clear()
                _remembered[key] = tuple(outdated(poster, now))
            keys = _remembered[key]
        return tuple(each for each in keys if each != "state") if _is_back_soon(listing, now) else keys

    return changed


def _is_back_soon(listing: Listing | None, now: datetime) -> bool:
    if listing is None or listing.stopped_at is not None:
        return False
    until = listing.paused_until if listing.paused_at else listing.full_until
    return until is not None and until <= london_date(now) + SHORT_PAUSE


def _stamp_of_board(patch_id: UUID) -> Hashable:
    """Something that is different when anything on the board of a patch is."""
    on_it = (Listing.patch_id == patch_id, Listing.published_at.is_not(None))
    count = func.count(Listing.id)
    row = db.session.execute(select(count, func.sum(Listing.revision), func.max(Listing.changed_at)).where(*on_it))
    return tuple(row.one())
