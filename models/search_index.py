"""Keeping the index right: every saved change of a listing, or of what its card and words are made of, reaches it.

The rows are written in the same transaction as the change. Only statements that change many rows at once without
loading them (`update(Listing)...`) pass it by: call `refresh` after those, or `reindex` for everything.
"""
# ruff: noqa: S608 (names of our own tables stand in the statements; whatever is typed goes in as a parameter)

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Select, event, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.group import Group, Venue
from models.listing import Listing
from models.patch import Patch
from models.people import Panel
from models.place import Place, PostcodeSector
from models.school_term import SchoolTerm
from models.search_entry import (
    Entry,
    card_rows,
    count_words,
    entry_of,
    note_change,
    remove_entries,
    write_entries,
)
from models.session_time import SessionChange, SessionTime
from models.synonym import Synonym
from models.term_dates import Span

__all__ = ["card_rows", "refresh", "reindex", "terms_of"]

BATCH = 500
_WAITING = "find_waiting"
_WORKING = "find_working"


def reindex(session: Session) -> int:
    """Empty the index and fill it from the listings. Gives how many are in it."""
    connection = session.connection()
    for table in ("find_facts", "find_entry", "find_vocabulary"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    count = 0
    words: Counter[str] = Counter()
    board = Listing.on_the_board().with_only_columns(Listing.id).order_by(None).order_by(Listing.id)
    ids = list(session.scalars(board))
    for start in range(0, len(ids), BATCH):
        entries = _entries(session, ids[start : start + BATCH])
        write_entries(connection, entries, counting=False)
        words.update(word for entry in entries for word in entry.said)
        count += len(entries)
        session.expunge_all()
    count_words(connection, words)
    note_change(connection)
    tidy(session)
    return count


def tidy(session: Session, pages: int | None = None) -> None:
    """Put together the many small pieces that changes leave in SQLite's full-text index. PostgreSQL does it itself.

    With `pages`, only about so much of it, so that nobody who saves has to wait.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    if pages is None:
        connection.exec_driver_sql("INSERT INTO find_words (find_words) VALUES ('optimize')")
    else:
        connection.exec_driver_sql("INSERT INTO find_words (find_words, rank) VALUES ('merge', ?)", (pages,))


def refresh(session: Session, ids: Iterable[uuid.UUID]) -> None:
    """Bring the index up to date for these listings, whatever became of them."""
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), BATCH):
        chunk = wanted[start : start + BATCH]
        remove_entries(session.connection(), chunk)
        write_entries(session.connection(), _entries(session, chunk))
    if wanted:
        note_change(session.connection())


def terms_of(session: Session, panel_id: uuid.UUID) -> list[Span]:
    """The school terms of a panel, as plain values."""
    rows = session.scalars(select(SchoolTerm).where(SchoolTerm.panel_id == panel_id).order_by(SchoolTerm.starts_on))
    return [row.term for row in rows]


def _entries(session: Session, ids: list[uuid.UUID]) -> list[Entry]:
    terms: dict[uuid.UUID, list[Span]] = {}
    entries = []
    with session.no_autoflush:
        for listing in session.scalars(_with_everything().where(Listing.id.in_(ids))).unique():
            if listing.published_at is None or listing.stopped_at is not None:
                continue
            if listing.panel_id not in terms:
                terms[listing.panel_id] = terms_of(session, listing.panel_id)
            entries.append(entry_of(listing, terms[listing.panel_id]))
    return sorted(entries, key=lambda entry: entry.listing_id)


def _with_everything() -> Select[tuple[Listing]]:
    return (
        select(Listing)
        .options(
            joinedload(Listing.patch),
            joinedload(Listing.venue),
            joinedload(Listing.group),
            selectinload(Listing.session_times),
            selectinload(Listing.session_changes),
        )
        .execution_options(populate_existing=False)
    )


NOTED = (Synonym, Patch, Panel, Place, PostcodeSector)
"""Rows that searches remember: a change of one replaces the mark."""

# What a saved change of each kind of row touches, as the listings to look at again.
_TOUCHES: dict[type[Any], Any] = {
    Listing: lambda row: [row.id],
    SessionTime: lambda row: [row.listing_id],
    SessionChange: lambda row: [row.listing_id],
    Venue: lambda row: select(Listing.id).where(Listing.venue_id == row.id),
    Group: lambda row: select(Listing.id).where(Listing.group_id == row.id),
    Patch: lambda row: select(Listing.id).where(Listing.patch_id == row.id),
    SchoolTerm: lambda row: (
        select(Listing.id)
        .join(SessionTime)
        .where(Listing.panel_id == row.panel_id, SessionTime.term_time_only.is_(True))
    ),
}


@event.listens_for(Session, "before_flush")
def _take_out_the_deleted(session: Session, _context: Any, _instances: Any) -> None:
    """While their words can still be read: the database lets go of the rows themselves with the listing."""
    gone = [row.id for row in session.deleted if isinstance(row, Listing)]
    if gone:
        with session.no_autoflush:
            remove_entries(session.connection(), gone)
            note_change(session.connection())


@event.listens_for(Session, "after_flush")
def _gather(session: Session, _context: Any) -> None:
    waiting: set[Any] = session.info.setdefault(_WAITING, set())
    for row in _changed(session):
        if isinstance(row, NOTED):
            waiting.add(NOTED)
        if (touches := _TOUCHES.get(type(row))) is not None:
            found = touches(row)
            if not isinstance(found, list):
                with session.no_autoflush:
                    found = session.execute(found).scalars().all()
            waiting.update(found)
    waiting.difference_update(row.id for row in session.deleted if isinstance(row, Listing))


@event.listens_for(Session, "after_flush_postexec")
def _write(session: Session, _context: Any) -> None:
    waiting = session.info.pop(_WAITING, None)
    if not waiting or session.info.get(_WORKING):
        return
    session.info[_WORKING] = True
    try:
        noted = NOTED in waiting
        waiting.discard(NOTED)
        refresh(session, sorted(waiting))
        if noted and not waiting:
            note_change(session.connection())
    finally:
        session.info.pop(_WORKING, None)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_WAITING, None)


def _changed(session: Session) -> Iterator[Any]:
    yield from session.new
    yield from session.deleted
    for row in session.dirty:
        if session.is_modified(row):
            yield row
