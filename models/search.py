"""Finding: one interface over SQLite and PostgreSQL. The same words give the same first results on both.

`search` makes out the words (models/search_meaning.py), writes one match of words and facets (search_match.py), asks
one statement (search_statements.py), and when nothing has all the words, asks for what has the most telling of them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.base import LONDON
from models.search_dark import only_before_dark
from models.search_facets import EVERYTHING
from models.search_match import Match, any_of, closest, each_alone, in_name, surest, terms, tiers_of, widest
from models.search_meaning import Dictionary, Slot, Understood, understand
from models.search_query import ANYWHERE, DEFAULT_WITHIN, Query, Results
from models.search_spelling import Vocabulary, plain_words
from models.search_statements import CEILING, TIER_CEILING, Hit, Slice, Statements
from models.synonym import all_meanings

__all__ = [
    "ANYWHERE",
    "CEILING",
    "DEFAULT_WITHIN",
    "Hit",
    "Query",
    "Results",
    "count",
    "knows_word",
    "match_of",
    "search",
]

NEAR_FIRST = (15_000, 75_000)
"""Metres tried before the whole country when somebody asks for the nearest anywhere."""
ACROSS_THE_COUNTRY = 2_000_000
COMMON = 400
"""Listings that have a word, from which the word is so common that the first that come will do."""
FREQUENT = 100
"""Listings that have a word, from which the closest tiers are tried alone first."""
CLOSEST_TIERS = 2
ENOUGH = 5
"""Near somewhere, so many sure matches are better than more that are only distantly what was meant."""
SMALLEST_CIRCLE = 250
LEAST_OF_BEST = 0.5
"""Of the whole weight of the words: what a loose match must have."""

_known: WeakKeyDictionary[Engine, tuple[str, Dictionary, Vocabulary]] = WeakKeyDictionary()


def search(session: Session, query: Query, *, now: datetime, limit: int = 20, offset: int = 0) -> Results:
    """A page of what meets the query: the nearest first when it says where (what only mentions the words
    comes after what is about them), else the best match first.

    Drafts and stopped listings are never found; paused ones come last. The order is total, so pages never overlap.
    """
    statements = Statements(session.connection())
    today = now.astimezone(LONDON).date().toordinal()
    understood, vocabulary = _make_out(session, statements, query)
    if query.home_before_dark:
        found = _asked(statements, query, understood.slots, vocabulary, today, CEILING, 0)
        kept = only_before_dark(session, found.hits, now=now)
        found = Slice(kept[offset : offset + limit], len(kept), found.ceiling_hit)
    else:
        found = _asked(statements, query, understood.slots, vocabulary, today, limit, offset)
        if offset and not found.hits:  # past the last page, where a row can no longer say how many there are
            found = Slice([], count(session, query, now=now))
    unknown = tuple(slot.said for slot in understood.slots if not slot.known)
    loose = False
    if not found.total and len(understood.slots) > 1:
        found = _loosely(session, statements, query, understood.slots, vocabulary, now, limit, offset)
        loose = bool(found.total)
    return Results(found.hits, found.total, found.ceiling_hit, understood.mended, loose, unknown)


def count(session: Session, query: Query, *, now: datetime) -> int:
    """How many meet the query in full, up to CEILING."""
    statements = Statements(session.connection())
    understood, vocabulary = _make_out(session, statements, query)
    today = now.astimezone(LONDON).date().toordinal()
    if query.home_before_dark:
        return len(
            only_before_dark(
                session, _asked(statements, query, understood.slots, vocabulary, today, CEILING, 0).hits, now=now
            )
        )
    if query.near and query.within != ANYWHERE:
        return _asked(statements, query, understood.slots, vocabulary, today, 1, 0).total
    return statements.count(widest(understood.slots, query.narrowing()))


def match_of(session: Session, query: Query) -> Match | None:
    """Everything that meets the query, as the index reads it; None when it asks for nothing."""
    understood, _ = _make_out(session, Statements(session.connection()), query)
    return widest(understood.slots, query.narrowing())


def knows_word(session: Session, word: str) -> bool:
    """Whether a listing, a synonym or the dictionary of plain words has this word: so it is nobody's name or secret."""
    dictionary, vocabulary = _remembered(session, Statements(session.connection()))
    return word in dictionary.terms or vocabulary.knows(word) or word in plain_words()


def _make_out(session: Session, statements: Statements, query: Query) -> tuple[Understood, Vocabulary]:
    if not query.words.strip():
        return Understood(()), Vocabulary({})
    dictionary, vocabulary = _remembered(session, statements)
    return understand(query.words, dictionary, vocabulary, exactly=query.exactly), vocabulary


def _remembered(session: Session, statements: Statements) -> tuple[Dictionary, Vocabulary]:
    """The synonyms and the vocabulary, read again when they have changed."""
    engine = statements.connection.engine
    mark = statements.mark()
    kept = _known.get(engine)
    if kept is None or kept[0] != mark:
        kept = _known[engine] = (mark, Dictionary.of(all_meanings(session)), Vocabulary(*statements.vocabulary()))
    return kept[1], kept[2]


def _asked(
    statements: Statements,
    query: Query,
    slots: Sequence[Slot],
    vocabulary: Vocabulary,
    today: int,
    limit: int,
    offset: int,
) -> Slice:
    if query.near:
        return _near(statements, query, slots, today, limit, offset)
    if slots:
        return _best(statements, query, slots, vocabulary, today, limit, offset)
    return statements.lately_checked(widest((), query.narrowing()), today=today, limit=limit, offset=offset)


def _best(
    statements: Statements,
    query: Query,
    slots: Sequence[Slot],
    vocabulary: Vocabulary,
    today: int,
    limit: int,
    offset: int,
) -> Slice:
    """The page by the tiers of words. Where the words are common, the closest tiers often fill it by themselves: then
    the others are only counted."""
    narrowing = query.narrowing()
    tiers = tiers_of(slots, narrowing)
    having = min(vocabulary.having(slot.own) for slot in slots)
    common = not narrowing and having > COMMON
    if having > FREQUENT and query.patch_id is None and len(tiers) > CLOSEST_TIERS:
        found = statements.best(tiers[:CLOSEST_TIERS], common=common, today=today, limit=limit, offset=offset)
        if found.total >= limit + offset:
            total = found.total if found.total >= TIER_CEILING else statements.count(tiers[-1], common=common)
            return Slice(found.hits, total, total >= TIER_CEILING)
    found = statements.best(tiers, common=common, today=today, limit=limit, offset=offset)
    return Slice(found.hits, found.total, found.total >= TIER_CEILING)


def _near(statements: Statements, query: Query, slots: Sequence[Slot], today: int, limit: int, offset: int) -> Slice:
    """The circle asked for; in a crowded place a smaller one, so that what is nearest is never beyond the ceiling."""
    assert query.near is not None  # noqa: S101
    position = (query.near.easting, query.near.northing)
    within = query.within
    if within == ANYWHERE:
        for reach in NEAR_FIRST:
            closer = query.but(within=reach)
            if statements.count(widest(slots, closer.narrowing())) > limit + offset:
                found = _near(statements, closer, slots, today, limit, offset)
                return Slice(found.hits, min(CEILING, statements.count(widest(slots, query.narrowing()))), True)
        within = ACROSS_THE_COUNTRY
    sure = _circled(statements, query, surest, slots, position, within, today, limit, offset)
    if not slots or sure.total >= ENOUGH:
        return sure
    return _circled(statements, query, widest, slots, position, within, today, limit, offset)


def _circled(
    statements: Statements,
    query: Query,
    matching: Callable[[Sequence[Slot], Sequence[Match]], Match | None],
    slots: Sequence[Slot],
    position: tuple[int, int],
    within: int,
    today: int,
    limit: int,
    offset: int,
) -> Slice:
    crowded = False
    while True:
        narrowing = query.narrowing(None if query.within == ANYWHERE else within) or terms([EVERYTHING])
        match = matching(slots, narrowing) or any_of(narrowing)
        about = closest(slots, narrowing)
        found = statements.nearest(match, about, position, within, today=today, limit=limit, offset=offset)
        crowded = crowded or found.ceiling_hit
        if not found.ceiling_hit or within <= SMALLEST_CIRCLE or query.within == ANYWHERE:
            return Slice(found.hits, found.total, crowded)
        within //= 2


def _loosely(
    session: Session,
    statements: Statements,
    query: Query,
    slots: Sequence[Slot],
    vocabulary: Vocabulary,
    now: datetime,
    limit: int,
    offset: int,
) -> Slice:
    """What has the most telling of the words, when nothing has them all."""
    known = [slot for slot in slots if slot.known]
    if not known:
        return Slice([], 0)
    narrowing = query.narrowing()
    weights = [vocabulary.weight(slot.own) for slot in known]
    weighed: list[tuple[Match, float]] = list(zip(each_alone(known, narrowing), weights, strict=True))
    weighed += [(in_name(slot), weight * 0.3) for slot, weight in zip(known, weights, strict=True)]
    today = now.astimezone(LONDON).date().toordinal()
    least = LEAST_OF_BEST * sum(weights) if len(known) > 1 else min(weights)
    found = statements.summed(weighed, least, today=today, limit=CEILING, offset=0)
    if not found.hits and len(known) > 1:
        found = statements.summed(weighed, max(weights), today=today, limit=CEILING, offset=0)
    hits = only_before_dark(session, found.hits, now=now) if query.home_before_dark else found.hits
    return Slice(hits[offset : offset + limit], len(hits), found.ceiling_hit)
