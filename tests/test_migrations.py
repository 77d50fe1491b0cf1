"""The migrations make what the models say, on the database that the tests run on."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from config import ROOT
from models import import_every_table
from models.base import Base
from models.search_ddl import belongs_to_search


def ours(name: str | None, kind: str, _parents: Any) -> bool:
    return not (kind == "table" and belongs_to_search(name))


def test_the_migrations_make_the_tables_that_the_models_describe(models_engine: Engine):
    import_every_table()
    with models_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_type": False})
        differences = compare_metadata(context, Base.metadata)
    assert differences == [], "Run `flask db migrate`, read what it wrote, and commit it with the change of the model."


def test_there_is_one_line_of_migrations():
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1
    assert all(revision.doc for revision in script.walk_revisions()), "each migration says in a sentence what it does"
