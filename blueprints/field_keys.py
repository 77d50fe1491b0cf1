"""`flask keys`: looking after the keys that personal details are sealed with."""

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from extensions import db
from models.sealed import Unreadable, reseal

keys = AppGroup("keys", help="The keys that personal details are sealed with in the database.")


def init_app(app: Flask) -> None:
    """Give `app` the commands `flask keys …`."""
    app.cli.add_command(keys)


@keys.command("renew")
@with_appcontext
def renew() -> None:
    """Seal everything again with the newest key. Afterwards the older keys can be taken out of the settings."""
    try:
        done = reseal(db.session())
    except Unreadable as error:
        db.session.rollback()
        raise click.ClickException(
            "Something in the database cannot be opened with the keys at hand. Put the older keys back behind the"
            " newest one, with commas, and run this again. What was sealed again so far stays readable."
        ) from error
    click.echo(f"{done} rows are sealed with the newest key.")
