"""`flask backup`: a whole copy of the database while people go on working."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from extensions import db


def init_app(app: Flask) -> None:
    """Give `app` the command `flask backup`."""
    app.cli.add_command(backup)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(file: Path) -> None:
    """Copy the SQLite database to FILE, whole and tidy. FILE must not be there yet."""
    if not current_app.config["SETTINGS"].on_sqlite:
        raise click.ClickException(
            'This is PostgreSQL: use pg_dump --format=custom --file=hereabouts.dump "$DATABASE_URL"'
        )
    if file.exists():
        raise click.ClickException(f"{file} is there already. Choose another name: a back-up is never written over.")
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"The folder {file.absolute().parent} is not there. Make it first.")
    try:
        raw = db.engine.raw_connection()
        try:
            # Outside any transaction, as VACUUM must be.
            raw.cursor().execute("VACUUM INTO ?", (str(file),))
        finally:
            raw.close()
    except db.engine.dialect.loaded_dbapi.Error as error:
        file.unlink(missing_ok=True)
        raise click.ClickException(f"The copy could not be made: {error}. Is the disk full?") from error
    file.chmod(0o600)
    click.echo(f"Copied to {file} ({file.stat().st_size // 1024} KB). Keep it on another machine.")
