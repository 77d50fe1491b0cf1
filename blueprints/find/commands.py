"""`flask find reindex`: fill the search index again from the listings."""

import click

from blueprints.find import find
from extensions import db
from models.search_index import reindex


@find.cli.command("reindex")
def reindex_command() -> None:
    """Fill the search index again, in one go. Searches go on meanwhile with the old one."""
    count = reindex(db.session())
    db.session.commit()
    click.echo(f"{count} listings can be found.")
