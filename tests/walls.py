"""Made-up walls and posters on them, for tests."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from models.listing import Listing
from models.patch import Patch
from models.people import User
from models.placement import Placement
from models.poster import Poster
from models.poster_choice import Choice
from models.short_code import ALPHABET
from models.site import Site, SiteKind

PRINTED_AT = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
CHECK_AFTER = date(2026, 6, 30)
numbers = itertools.count(1)


def make_site(session: Session, patch: Patch, name: str = "Market Surgery", **more: Any) -> Site:
    usual: dict[str, Any] = {
        "kind": SiteKind.SURGERY,
        "street": "8 Market Place",
        "postcode": "ZZ4 1AB",
        "easting": 378_100,
        "northing": 392_000,
        "agreed_by": "Mrs Okafor",
        "where_exactly": "Left of the hatch",
        "created_at": PRINTED_AT,
    }
    site = Site(panel_id=patch.panel_id, name=name, **{**usual, **more})
    session.add(site)
    session.commit()
    return site


def make_poster(
    session: Session,
    patch: Patch,
    listing: Listing | None = None,
    *,
    site: Site | None = None,
    choice: Choice | None = None,
    content: dict[str, Any] | None = None,
    at: datetime = PRINTED_AT,
    check_after: date = CHECK_AFTER,
    code: str = "",
) -> Poster:
    """A poster printed a month before the tests happen, for a wall if there is one; nobody has put it up yet."""
    poster = Poster(code=code or next_code(), panel=patch.panel, patch=patch, listing=listing, made_at=at)
    said = content or {"name": listing.name if listing else f"What’s on in {patch.name}"}
    poster.print_as(choice or Choice(), said, check_after=check_after, by=None, at=at)
    session.add(poster)
    if site is not None:
        session.add(Placement(poster=poster, site=site))
    session.commit()
    return poster


def put_up(session: Session, poster: Poster, by: User, at: datetime = PRINTED_AT, **more: Any) -> Placement:
    placement = poster.placement
    assert placement is not None
    placement.put_up(who="Dot", by=by, at=at, today=at.date(), **more)
    session.commit()
    return placement


def next_code() -> str:
    """A new code each time."""
    number, code = next(numbers), ""
    for _ in range(6):
        number, place = divmod(number, len(ALPHABET))
        code += ALPHABET[place]
    return code
