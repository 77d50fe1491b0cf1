"""The words of the search page: its heading, its count, its filters, who to ring, and what is close but not quite."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from blueprints.cards import Card, cards_for
from blueprints.find.asking import WITHIN, Asked
from blueprints.find.remembered import Remembered
from models.listing import Listing
from models.patch import Patch
from models.people import Panel
from models.rhythm import WEEKDAYS
from models.search import Query, Results
from models.search_misses import Miss, nearest_misses
from models.vocabulary import Access, Cost, Kind, Need
from models.when_facets import DAYS, PartOfDay

PAGE = 10
MOST_SAID = 200
FEW = 3
"""Up to so many found, what is close is worth a look."""
MOST_CLOSE = 4
SHORT_PARTS = [(part.value, part.label.split(" (")[0]) for part in PartOfDay]
QUICK = [("time", "before-dark", "Home before dark"), ("cost", "free", "Free"),
         ("access", "step-free", "Step-free entrance"), ("access", "watch", "Can just watch")]  # fmt: skip
DAY_CHOICES = list(zip(DAYS, WEEKDAYS, strict=True))
NEED_CHOICES = [(need.value, need.label) for need in Need]
KIND_CHOICES = [(kind.value, kind.label) for kind in Kind]
COST_CHOICES = [(cost.value, cost.label) for cost in Cost if cost is not Cost.FREE]
ACCESS_CHOICES = [(tag.value, tag.label) for tag in Access if tag not in (Access.STEP_FREE, Access.WATCH)]
WITHIN_CHOICES = [
    ("0.5", "A short walk"),
    ("1", "Up to a mile"),
    ("3", "Up to 3 miles"),
    ("10", "Up to 10 miles"),
    ("any", "Anywhere"),
]
CHOICES = {
    "days": DAY_CHOICES, "parts": SHORT_PARTS, "needs": NEED_CHOICES, "kinds": KIND_CHOICES,
    "costs": COST_CHOICES, "access": ACCESS_CHOICES, "within": WITHIN_CHOICES, "quick": QUICK,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ringable:
    """Somebody to ask: "Shanaz and Colin", their number, and when they answer."""

    who: str
    phone: str
    hours: str
    where: str


@dataclass(frozen=True, slots=True)
class Close:
    """Something near to what was asked: its card, and what would have to give."""

    card: Card
    dropped: str


@dataclass(frozen=True, slots=True)
class WayOn:
    """A search with one thing dropped: 'Drop “Free”: 3 more'."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """Where we are in the results."""

    first: int
    last: int
    total: int
    previous_url: str | None
    next_url: str | None
    left: int | None


def heading(asked: Asked) -> str:
    """The h1: it stays the same while results change under it."""
    return f"Find something in {asked.patch.name}" if asked.patch else "Find something"


def title(asked: Asked) -> str:
    """The heading, and what is asked for, so that tabs can be told apart."""
    near = f"near {asked.query.near.label}" if asked.query.near else ""
    said = " ".join(filter(None, (asked.words, near)))
    return f"{heading(asked)}: {said}" if said else heading(asked)


def count_words(asked: Asked, results: Results) -> str:
    """ "7 found, nearest first"."""
    if not results.total:
        return "Nothing found"
    if asked.query.near and asked.words:
        order = "the best matches first, by distance"
    elif asked.query.near:
        order = "nearest first"
    elif asked.words:
        order = "best match first"
    else:
        order = "the most lately checked first"
    many = results.more or results.total > MOST_SAID
    return f"{f'More than {MOST_SAID}' if many else results.total} found, {order}"


def page_of(asked: Asked, results: Results) -> Page:
    """The pager's words and links."""
    shown = min(results.total, MOST_SAID)
    first = (asked.page - 1) * PAGE + 1
    last = min(first + len(results.hits) - 1, shown)
    left = min(PAGE, shown - last)
    return Page(
        first,
        last,
        shown,
        asked.url(page=asked.page - 1 if asked.page > 2 else None) if asked.page > 1 else None,
        asked.url(page=asked.page + 1) if left > 0 else None,
        left if left > 0 else None,
    )


def chosen_in(asked: Asked, choices: Iterable[tuple[str, str]]) -> int:
    """How many of these are ticked."""
    return sum(value in asked.chosen for value, _ in choices)


def close_by(session: Session, asked: Asked, results: Results, *, now: datetime) -> tuple[list[Close], list[WayOn]]:
    """When little was found: what is close, and which filter to drop for how many more."""
    found = 0 if results.loose else results.total
    if found > FEW or asked.query.asks_nothing or asked.page > 1:
        return [], []
    misses = nearest_misses(session, asked.query, now=now, found=found)
    shown = {hit.listing_id for hit in results.hits}
    ways = [WayOn(_way_words(miss, found), _without(asked, miss.query).url(page=None)) for miss in misses]
    picked: dict[str, tuple[object, str]] = {}
    for rank in range(FEW):
        for miss in misses:
            fresh = [hit for hit in miss.hits if hit.listing_id not in shown]
            if rank < len(fresh) and len(picked) < MOST_CLOSE:
                picked.setdefault(str(fresh[rank].listing_id), (fresh[rank], miss.dropped))
    cards = cards_for(session, [hit for hit, _ in picked.values()], now=now)  # type: ignore[misc]
    dropped = {key: why for key, (_, why) in picked.items()}
    return [Close(card, dropped[str(card.id)]) for card in cards], ways


def _way_words(miss: Miss, found: int) -> str:
    more = miss.total - found
    count = f"more than {MOST_SAID}" if miss.total > MOST_SAID else f"{more} more" if found else str(more)
    if miss.dropped == "how far":
        return f"Look further away: {count}"
    if miss.dropped == "the patch":
        return f"Look in the other patches too: {count}"
    return f"Leave out {miss.dropped if miss.dropped.startswith('“') else f'“{miss.dropped}”'}: {count}"


def _without(asked: Asked, query: Query) -> Asked:
    """The search as asked, but for what the wider query leaves out."""
    return Asked(
        query,
        query.words,
        asked.near,
        next((code for code, metres in WITHIN.items() if metres == query.within), asked.within),
        1,
        asked.patch if query.patch_id else None,
        list=asked.list,
    )


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
