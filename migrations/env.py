"""How migrations reach the database: through the app's own engine, one transaction for each migration."""

from typing import Any

from alembic import context
from flask import current_app

from models import import_every_table
from models.base import Base, EnumText, UtcDateTime
from models.search_ddl import belongs_to_search

import_every_table()


def ours(thing: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    """Whether autogenerate should look at it: the search index is made by hand, see models/search_ddl.py."""
    return not (kind == "table" and belongs_to_search(name))


def plainly(kind: str, thing: Any, _autogen: Any) -> str | bool:
    """Write our own column types as what the database sees, so that a migration never changes under a later version."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, EnumText):
        return f"sa.String(length={thing.impl.length})"
    return False


with current_app.extensions["migrate"].db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=ours,
        render_item=plainly,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
