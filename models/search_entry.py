"""Search's own rows, written and read: what is indexed of a listing, and the facts of its card."""
# ruff: noqa: S608 (names of our own tables stand in the statements; whatever is typed goes in as a parameter)

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.card_facts import UNKNOWN_END, facts_of, fingerprint, written
from models.listing import Listing
from models.search_ddl import CHANCE
from models.search_facets import facets_of, neighbourhood, position_of
from models.search_words import is_code, spoken_words, stem, telling_words
from models.term_dates import Span
from models.vocabulary import Need

AT_ONCE = 400
"""Ids in one statement: below the limits of both databases."""
SHORTEST_IN_VOCABULARY = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One listing as search keeps it. Stems are in the three columns by how much they say: name, about, rest."""

    listing_id: uuid.UUID
    neighbourhood: int
    columns: tuple[str, str, str, str]
    row: tuple[int | None, ...]
    name_key: str
    fingerprint: int
    facts: str
    said: frozenset[str]


def entry_of(listing: Listing, terms: Sequence[Span]) -> Entry:
    """What search keeps of a listing."""
    texts = (_name(listing), _about(listing), _rest(listing))
    words = [telling_words(text) for text in texts]
    name, about, rest = (" ".join(dict.fromkeys(map(stem, each))) for each in words)
    facts = written(facts_of(listing, terms))
    position = position_of(listing) or (None, None)
    paused_until = (listing.paused_until or UNKNOWN_END).toordinal() if listing.paused_at else None
    said = {word for each in words for word in each if len(word) >= SHORTEST_IN_VOCABULARY and not is_code(word)}
    return Entry(
        listing.id,
        neighbourhood(listing),
        (name, about, rest, " ".join(facets_of(listing))),
        (
            *position,
            paused_until,
            listing.checked_at.toordinal() if listing.checked_at else 0,
            _earliest_end(listing),
            len(spoken_words(listing.name)),
        ),
        " ".join(spoken_words(listing.name))[:120],
        fingerprint(facts),
        facts,
        frozenset(said),
    )


def _name(listing: Listing) -> str:
    return f"{listing.name} {listing.short_name}"


def _about(listing: Listing) -> str:
    needs = [Need(need).label for need in listing.needs or () if need in set(Need)]
    return " ".join([listing.summary, listing.for_whom, *needs])


def _rest(listing: Listing) -> str:
    """Only what a stranger may read: never a contact, a note for the panel or more of a masked address."""
    venue, group = listing.venue, listing.group
    return " ".join(
        [
            listing.description, venue.public_address if venue else "", group.name if group else "", listing.patch.name,
            listing.way_in, listing.getting_there, listing.first_ten_minutes, listing.bring, listing.cost_note,
            listing.access_note, listing.languages, listing.when_note,
        ]
    )  # fmt: skip


def _earliest_end(listing: Listing) -> int | None:
    """The minute of the day by which its earliest session is over; 0 for an any-time place; None when unknown."""
    if listing.any_time:
        return 0
    ends = [row.ends or row.starts for row in listing.session_times]
    return min((end.hour * 60 + end.minute for end in ends), default=None)


def write_entries(connection: Connection, entries: Sequence[Entry], *, counting: bool = True) -> None:
    """Put these in the index, which must not have them. `counting` adds their words to the vocabulary."""
    if not entries:
        return
    sqlite = connection.dialect.name == "sqlite"
    numbers = _numbers(connection, entries)
    names = "number, listing_id, easting, northing, paused_until, checked_on, earliest_end, name_words, name_key"
    rows: list[tuple[Any, ...]] = [
        (n, e.listing_id.hex if sqlite else e.listing_id, *e.row, e.name_key, e.fingerprint)
        for n, e in zip(numbers, entries, strict=True)
    ]
    if sqlite:
        connection.exec_driver_sql(f"INSERT INTO find_entry ({names}, fingerprint) VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
        connection.exec_driver_sql(
            "INSERT INTO find_words (rowid, name, about, rest, facets) VALUES (?,?,?,?,?)",
            [(n, *e.columns) for n, e in zip(numbers, entries, strict=True)],
        )
    else:
        connection.exec_driver_sql(
            f"INSERT INTO find_entry ({names}, fingerprint, words)"
            " VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,CAST(%s AS tsvector))",
            [(*row, _tsvector(e)) for row, e in zip(rows, entries, strict=True)],
        )
    mark = "?" if sqlite else "%s"
    connection.exec_driver_sql(
        f"INSERT INTO find_facts (number, facts, said) VALUES ({mark},{mark},{mark})",
        [(n, e.facts, " ".join(sorted(e.said))) for n, e in zip(numbers, entries, strict=True)],
    )
    if counting:
        count_words(connection, Counter(word for entry in entries for word in entry.said))


def _numbers(connection: Connection, entries: Sequence[Entry]) -> list[int]:
    """A number for each: its neighbourhood first, then how many have ever been added."""
    added = f"UPDATE find_state SET added = added + {len(entries)} RETURNING added"
    last = int(connection.exec_driver_sql(added).scalar_one())
    return [entry.neighbourhood << 36 | number for number, entry in enumerate(entries, start=last - len(entries) + 1)]


def remove_entries(connection: Connection, ids: Iterable[uuid.UUID]) -> None:
    """Take these listings out of the index, and their words out of the vocabulary."""
    for chunk, marks in _chunks(connection, ids):
        said = connection.exec_driver_sql(
            "SELECT said FROM find_facts WHERE number IN (SELECT number FROM find_entry"
            f" WHERE listing_id IN ({marks}))", tuple(chunk)
        ).scalars().all()  # fmt: skip
        if not said:
            continue
        connection.exec_driver_sql(f"DELETE FROM find_entry WHERE listing_id IN ({marks})", tuple(chunk))
        count_words(connection, Counter({w: -n for w, n in Counter(w for s in said for w in s.split()).items()}))


def note_change(connection: Connection) -> None:
    """Tell every process that what it remembers of the vocabulary and the synonyms is old."""
    connection.exec_driver_sql(f"UPDATE find_state SET mark = {CHANCE[connection.dialect.name]}")


def card_rows(
    session: Session, ids: Iterable[uuid.UUID], *, with_facts: bool = False
) -> Iterator[tuple[uuid.UUID, int, str | None]]:
    """(listing id, fingerprint, facts as JSON or None) of those that are on the board."""
    connection = session.connection()
    sqlite = connection.dialect.name == "sqlite"
    for chunk, marks in _chunks(connection, ids):
        facts, join = ("f.facts", "JOIN find_facts f ON f.number = e.number") if with_facts else ("NULL", "")
        sql = f"SELECT e.listing_id, e.fingerprint, {facts} FROM find_entry e {join} WHERE e.listing_id IN ({marks})"
        for listing_id, mark, kept in connection.exec_driver_sql(sql, tuple(chunk)):
            yield (uuid.UUID(listing_id) if sqlite else listing_id), mark, kept


def count_words(connection: Connection, counts: Counter[str]) -> None:
    """Add to the vocabulary's counts, in the order of the words so that two writers cannot block each other."""
    if not counts:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    connection.exec_driver_sql(
        f"INSERT INTO find_vocabulary (word, listings) VALUES ({mark},{mark})"
        " ON CONFLICT (word) DO UPDATE SET listings = find_vocabulary.listings + excluded.listings",
        sorted(counts.items()),
    )


def _chunks(connection: Connection, ids: Iterable[uuid.UUID]) -> Iterator[tuple[list[Any], str]]:
    sqlite = connection.dialect.name == "sqlite"
    plain: list[Any] = [each.hex if sqlite else each for each in ids]
    for start in range(0, len(plain), AT_ONCE):
        chunk = plain[start : start + AT_ONCE]
        yield chunk, ",".join(["?" if sqlite else "%s"] * len(chunk))


def _tsvector(entry: Entry) -> str:
    """The columns as PostgreSQL writes a vector: 'walk':1A 'friend':1C. A word counts where it says most."""
    weights: dict[str, str] = {}
    for column, weight in zip(entry.columns, ("A", "B", "C", "C"), strict=True):
        for word in column.split():
            weights[word] = weights.get(word, "") + weight
    return " ".join(f"'{word}':{','.join(f'1{w}' for w in sorted(set(ws)))}" for word, ws in weights.items())
