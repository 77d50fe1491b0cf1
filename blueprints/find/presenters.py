"""The words of the search page: its heading, its title, and who to ring."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from blueprints.search_asked import Asked
from blueprints.search_remembered import Remembered
from models.listing import Listing
from models.patch import Patch
from models.people import Panel
from models.search import Results

FEW = 3
"""Of the first results, and of people to ring."""


@dataclass(frozen=True, slots=True)
class Ringable:
    """Somebody to ask: "Shanaz and Colin", their number, and when they answer."""

    who: str
    phone: str
    hours: str
    where: str


def heading(asked: Asked) -> str:
    """The h1: it stays the same while results change under it."""
    return f"Find something in {asked.patch.name}" if asked.patch else "Find something"


def title(asked: Asked) -> str:
    """The heading, and what is asked for, so that tabs can be told apart."""
    near = f"near {asked.query.near.label}" if asked.query.near else ""
    said = " ".join(filter(None, (asked.words, near)))
    return f"{heading(asked)}: {said}" if said else heading(asked)


def who_to_ring(session: Session, known: Remembered, asked: Asked, results: Results) -> Sequence[Ringable]:
    """The people of the patch asked for; else of the first results, the nearest alone when a place was named; else of
    the patch nearest to that place, or of every panel when there are but few."""
    patch, place = asked.patch, asked.query.near
    if patch and patch.phone:
        return [Ringable(patch.helpers or "Somebody", patch.phone, patch.phone_hours, patch.name)]
    first = tuple(hit.listing_id for hit in results.hits[: 1 if place else FEW])
    spot = (place.easting, place.northing) if place else None
    return known.recall(("people", first or spot), lambda: _people(session, first, spot))


def _people(session: Session, listings: tuple[uuid.UUID, ...], spot: tuple[int, int] | None) -> Sequence[Ringable]:
    rows = session.execute(PEOPLE_OF_LISTINGS, {"ids": listings}).all() if listings else []
    if not rows and spot:
        rows = session.execute(NEAREST_PEOPLE, {"easting": spot[0], "northing": spot[1]}).all()
    elif not rows:
        rows = session.execute(FIRST_PEOPLE).all()
    by_phone: dict[str, Ringable] = {}
    for helpers, phone, hours, name in rows:
        known = by_phone.get(phone)
        where = f"{known.where}, {name}" if known and name not in known.where else name
        by_phone[phone] = Ringable(helpers or "Somebody", phone, hours, where)
    return list(by_phone.values())[:FEW]


_PEOPLE = (
    select(Panel.helpers, Panel.phone, Panel.phone_hours, Patch.name)
    .join(Patch, Patch.panel_id == Panel.id)
    .where(Panel.phone != "")
)
_AWAY = func.abs(Patch.easting - bindparam("easting")) + func.abs(Patch.northing - bindparam("northing"))
PEOPLE_OF_LISTINGS = (
    _PEOPLE.join(Listing, Listing.patch_id == Patch.id)
    .where(Listing.id.in_(bindparam("ids", expanding=True)))
    .order_by(Patch.name)
    .distinct()
)
NEAREST_PEOPLE = _PEOPLE.where(Patch.easting.is_not(None)).order_by(_AWAY, Patch.id).limit(1)
FIRST_PEOPLE = _PEOPLE.order_by(Patch.name, Patch.id).limit(FEW * 2)
