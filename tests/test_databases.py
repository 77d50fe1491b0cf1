"""The databases that tests are given: each begins as a copy of the one it is like, whatever the test before it did."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select, text
from sqlalchemy.orm import Session

from tests.conftest import opened
from tests.databases import Databases
from tests.people import make_panel, make_patch, make_volunteer

Change = Callable[[Session], object]


def say(*statements: str) -> Change:
    return lambda session: [session.execute(text(statement)) for statement in statements]


CHANGES: dict[str, Change] = {
    "nothing": say(),
    "a row more": make_panel,
    "a row changed": say("UPDATE panel SET name = 'Other'"),
    "a row written as it was": say("UPDATE panel SET name = name"),
    "rows fewer": say("DELETE FROM membership", "DELETE FROM patch"),
    "one row for another": lambda session: [say("DELETE FROM membership")(session), make_volunteer(session)],
    "a table more": say("CREATE TABLE another (id integer)", "INSERT INTO another VALUES (1)"),
    "a column more": say("ALTER TABLE panel ADD COLUMN another integer"),
    "a table less": say("DROP TABLE membership"),
}


@pytest.fixture
def original(databases: Databases, tmp_path: Path) -> str:
    """The name of a database with a few rows in it."""
    with opened(databases.fresh("original"), tmp_path) as session:
        patch = make_patch(session, make_panel(session, "Ŵyn & 'daughters'"))
        make_volunteer(session, patch.panel, name="A\tB\\N\nC")
    return "original"


def contents(address: str, folder: Path) -> dict[str, list[str]]:
    """Every row, by its table and the columns of that."""
    with opened(address, folder) as session:
        tables = MetaData()
        tables.reflect(session.connection())
        return {
            f"{table.name}: {', '.join(table.columns.keys())}": sorted(map(repr, session.execute(select(table))))
            for table in tables.sorted_tables
        }


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection", "ignore:Did not recognize type")
@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_done_to_a_copy_the_next_is_like_the_original(
    databases: Databases, original: str, tmp_path: Path, what: str
) -> None:
    before = contents(databases.fresh("trial", like=original), tmp_path)
    assert "Ŵyn" in str(before)
    for _ in "twice":
        with opened(databases.fresh("trial", like=original), tmp_path) as session:
            CHANGES[what](session)
            session.commit()
    assert contents(databases.fresh("trial", like=original), tmp_path) == before


def test_a_copy_that_somebody_is_writing_to_is_taken_from_them(
    databases: Databases, original: str, tmp_path: Path
) -> None:
    before = contents(databases.fresh("trial", like=original), tmp_path)
    with opened(databases.fresh("trial", like=original), tmp_path) as session:
        say("UPDATE panel SET name = 'Other'")(session)
        assert contents(databases.fresh("trial", like=original, let_go=session.close), tmp_path) == before
        session.invalidate()


def test_an_original_that_is_made_anew_has_new_copies(databases: Databases, original: str, tmp_path: Path) -> None:
    databases.fresh("trial", like=original)
    databases.fresh(original)
    found = str(contents(databases.fresh("trial", like=original), tmp_path))
    assert "Ŵyn" not in found
