"""Close, but not quite: what there would be if one thing asked for were dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.clock_words import listed
from models.rhythm import WEEKDAYS
from models.search import ANYWHERE, Query, search
from models.search_statements import Hit
from models.when_facets import DAYS

MOST_OFFERED = 5
A_TASTE = 3


@dataclass(frozen=True, slots=True)
class Miss:
    """One way to ask for less: the words for what is dropped, the search without it, and what that finds."""

    dropped: str
    query: Query
    total: int
    hits: tuple[Hit, ...]


def nearest_misses(session: Session, query: Query, *, now: datetime, found: int) -> list[Miss]:
    """The searches with one thing dropped that find more than `found`, the smallest step first."""
    misses = []
    for dropped, wider in _wider(query):
        results = search(session, wider, now=now, limit=A_TASTE + found)
        if results.total > found and not results.loose:
            misses.append(Miss(dropped, wider, results.total, tuple(results.hits)))
        if len(misses) == MOST_OFFERED:
            break
    return misses


def _wider(query: Query) -> Iterator[tuple[str, Query]]:
    """Ways to ask for less, those people mind least first."""
    if query.near and query.within != ANYWHERE:
        yield "how far", query.but(within=ANYWHERE)
    if query.home_before_dark:
        yield "Home before dark", query.but(home_before_dark=False)
    if query.parts:
        yield listed([part.label.split(" (")[0] for part in sorted(query.parts)], "or"), query.but(parts=frozenset())
    if query.days:
        names = [name for code, name in zip(DAYS, WEEKDAYS, strict=True) if code in query.days]
        yield listed(names, "or"), query.but(days=frozenset())
    if query.cost:
        yield listed([cost.label for cost in sorted(query.cost)], "or"), query.but(cost=frozenset())
    for tag in sorted(query.access):
        yield tag.label, query.but(access=query.access - {tag})
    if query.kinds:
        yield listed([kind.label for kind in sorted(query.kinds)], "or"), query.but(kinds=frozenset())
    if query.needs:
        yield listed([need.label for need in sorted(query.needs)], "or"), query.but(needs=frozenset())
    if query.patch_id:
        yield "the patch", query.but(patch_id=None)
    if query.words and not query.but(words="").asks_nothing:
        yield f"“{query.words}”", query.but(words="")
