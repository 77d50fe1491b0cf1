"""The words around what a search found: how many, which page of them, and what is close but not quite."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.cards import Card, cards_for
from blueprints.search_asked import WITHIN, Asked
from models.search import Query, Results, search
from models.search_misses import Miss, nearest_misses

PAGE = 10
MOST_SAID = 200
FEW = 3
"""Up to so many found, what is close is worth a look."""
MOST_CLOSE = 4


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


def look_up(session: Session, asked: Asked, *, now: datetime) -> Results:
    """The page asked for; the first when there is no such page, and a note that says so."""
    results = search(session, asked.query, now=now, limit=PAGE, offset=(asked.page - 1) * PAGE)
    if asked.page > 1 and not results.hits:
        asked.notes.append(f"There is no page {asked.page} of this, so here is the first.")
        asked.page = 1
        results = search(session, asked.query, now=now, limit=PAGE)
    return results


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
    if miss.dropped in ("the patch", "your patches"):
        return f"Look in the other patches too: {count}"
    return f"Leave out {miss.dropped if miss.dropped.startswith('“') else f'“{miss.dropped}”'}: {count}"


def _without(asked: Asked, query: Query) -> Asked:
    """The search as asked, but for what the wider query leaves out."""
    return replace(
        asked,
        query=query,
        words=query.words,
        within=next((code for code, metres in WITHIN.items() if metres == query.within), asked.within),
        page=1,
        patch=asked.patch if query.patch_id else None,
        near_error="",
        notes=[],
    )
