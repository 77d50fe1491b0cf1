"""Close, but not quite: what there would be if one thing asked for were dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.base import LONDON
from models.clock_words import listed
from models.rhythm import WEEKDAYS
from models.search import ANYWHERE, Query, match_of, search
from models.search_query import A_MILE
from models.search_statements import Hit, Statements
from models.when_facets import DAYS

MOST_OFFERED = 5
MOST_TRIED = 5
A_TASTE = 3
FURTHER = 10 * A_MILE


@dataclass(frozen=True, slots=True)
class Miss:
    """One way to ask for less: the words for what is dropped, the search without it, and what that finds."""

    dropped: str
    query: Query
    total: int
    hits: tuple[Hit, ...]


def nearest_misses(session: Session, query: Query, *, now: datetime, found: int) -> list[Miss]:
    """The searches with one thing dropped that find more than `found`, the smallest step first."""
    ways = list(_wider(query))[:MOST_TRIED]
    if not ways:
        return []
    looked = _one_by_one if query.home_before_dark else _together
    misses = looked(session, ways, now, found)
    return [miss for miss in misses if miss.total > found][:MOST_OFFERED]


def _together(session: Session, ways: Sequence[tuple[str, Query]], now: datetime, found: int) -> list[Miss]:
    """All ways in one statement."""
    matched = [(way, match) for way in ways if (match := match_of(session, way[1])) is not None]
    tastes = Statements(session.connection()).tastes(
        [(match, _circle(query)) for (_, query), match in matched],
        today=now.astimezone(LONDON).date().toordinal(),
        each=A_TASTE + found,
    )
    return [
        Miss(dropped, query, taste.total, tuple(taste.hits))
        for ((dropped, query), _), taste in zip(matched, tastes, strict=True)
    ]


def _one_by_one(session: Session, ways: Sequence[tuple[str, Query]], now: datetime, found: int) -> list[Miss]:
    """Whether it is before dark is not for a statement to say."""
    misses = []
    for dropped, query in ways:
        results = search(session, query, now=now, limit=A_TASTE + found)
        misses.append(Miss(dropped, query, 0 if results.loose else results.total, tuple(results.hits)))
    return misses


def _circle(query: Query) -> tuple[int, int, int] | None:
    if query.near is None or query.within == ANYWHERE:
        return None
    return query.near.easting, query.near.northing, query.within


def _wider(query: Query) -> Iterator[tuple[str, Query]]:
    """Ways to ask for less, those people mind least first."""
    if query.near and query.within != ANYWHERE:
        yield "how far", query.but(within=FURTHER if query.within < FURTHER else ANYWHERE)
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
    elif query.patch_ids:
        yield "your patches", query.but(patch_ids=frozenset())
    if query.words and not query.but(words="").asks_nothing:
        yield f"“{query.words}”", query.but(words="")
