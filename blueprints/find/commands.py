"""`flask find reindex`: fill the search index again from the listings."""

from datetime import datetime, timedelta

import click

from blueprints import tick
from blueprints.find import find
from extensions import db
from models.search_index import reindex, tidy

PAGES_AT_ONCE = 500
"""Of the full-text index, tidied in well under a second."""


@find.cli.command("reindex")
def reindex_command() -> None:
    """Fill the search index again, in one go. Searches go on meanwhile with the old one."""
    count = reindex(db.session())
    db.session.commit()
    click.echo(f"{count} listings can be found.")


@tick.every("tidy-search", timedelta(hours=1))
def tidy_at_tick(_now: datetime) -> int:
    """Keep SQLite's full-text index in few pieces, a little at a time."""
    tidy(db.session(), PAGES_AT_ONCE)
    db.session.commit()
    return 1
