"""The tables search keeps beside the listings. All begin with `find_`; `create` and `drop` make and remove them.

They are worked out from the listings and can be thrown away and filled again (models/search_index.py), so they are not
among the declared tables. SQLite keeps the words in a full-text table (FTS5), PostgreSQL in a column with an index.
"""

from typing import Any

from sqlalchemy import Connection, MetaData, event

from models.base import Base

TABLES = ("find_facts", "find_words", "find_entry", "find_vocabulary", "find_state")

_COMMON = [
    """CREATE TABLE find_entry (
        number {integer} PRIMARY KEY,
        listing_id {uuid} NOT NULL UNIQUE REFERENCES listing (id) ON DELETE CASCADE,
        easting {integer},
        northing {integer},
        paused_until INTEGER,
        checked_on INTEGER NOT NULL,
        earliest_end INTEGER,
        name_words INTEGER NOT NULL,
        name_key VARCHAR(120) {bytewise} NOT NULL,
        fingerprint BIGINT NOT NULL{words}
    )""",
    """CREATE TABLE find_facts (
        number {integer} PRIMARY KEY REFERENCES find_entry (number) ON DELETE CASCADE,
        facts TEXT NOT NULL,
        said TEXT NOT NULL
    )""",
    "CREATE TABLE find_vocabulary (word VARCHAR(40) {bytewise} PRIMARY KEY, listings INTEGER NOT NULL)",
    "CREATE TABLE find_state (id INTEGER PRIMARY KEY, mark VARCHAR(40) NOT NULL, added BIGINT NOT NULL)",
    "CREATE INDEX ix_find_entry_browsing ON find_entry (checked_on DESC, name_key, number)",
    "INSERT INTO find_state (id, mark, added) VALUES (1, {chance}, 0)",
]
_SQLITE = [
    """CREATE VIRTUAL TABLE find_words USING fts5 (
        name, about, rest, facets, content='', contentless_delete=1, detail='column', tokenize='unicode61'
    )""",
    """CREATE TRIGGER find_entry_gone AFTER DELETE ON find_entry BEGIN
        DELETE FROM find_words WHERE rowid = old.number;
    END""",
]
_POSTGRES = ["CREATE INDEX ix_find_entry_words ON find_entry USING gin (words)"]

CHANCE = {"sqlite": "hex(randomblob(12))", "postgresql": "gen_random_uuid()::text"}
"""The databases' own way to make a mark that no other database or moment has."""
_TYPES = {
    "sqlite": {
        "uuid": "CHAR(32)",
        "integer": "INTEGER",
        "words": "",
        "bytewise": "",
    },
    "postgresql": {
        "uuid": "UUID",
        "integer": "BIGINT",
        "words": ", words TSVECTOR NOT NULL",
        "bytewise": 'COLLATE "C"',
    },
}


def create(connection: Connection) -> None:
    """Make the tables of search. The table `listing` must be there."""
    dialect = connection.dialect.name
    for statement in _COMMON + (_SQLITE if dialect == "sqlite" else _POSTGRES):
        filled = statement.format(**_TYPES[dialect], chance=CHANCE[dialect]) if statement in _COMMON else statement
        connection.exec_driver_sql(filled)


def drop(connection: Connection) -> None:
    """Remove the tables of search, and nothing else."""
    for table in TABLES:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")


def belongs_to_search(name: str | None) -> bool:
    """Whether a table is one of ours, or one that FTS5 keeps for itself: migrations leave those alone."""
    return bool(name) and str(name).startswith("find_")


@event.listens_for(Base.metadata, "after_create")
def _create_with_the_rest(_metadata: MetaData, connection: Connection, **_more: Any) -> None:
    """When all tables are made at once, as in a trial without migrations, ours are made too."""
    if not connection.dialect.has_table(connection, "find_entry"):
        create(connection)


@event.listens_for(Base.metadata, "before_drop")
def _drop_with_the_rest(_metadata: MetaData, connection: Connection, **_more: Any) -> None:
    drop(connection)
