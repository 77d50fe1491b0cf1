"""Before the first visitor: the database brought up to date, and a new one given a demo world or a way in."""

from __future__ import annotations

import hashlib
import logging

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from config import Settings
from extensions import db, migrate
from models.people import User


def bring_up_to_date() -> None:
    """Run the migrations that this database has not had yet."""
    here, newest = _versions()
    if here == newest:
        return
    if here:
        click.echo("Bringing the database up to date. This can take a minute: do not stop it.")
    upgrade()


def check_up_to_date() -> None:
    """Refuse a database of another version than the code's."""
    here, newest = _versions()
    if here != newest:
        raise click.ClickException(
            "The database is not at the version of this code. Back it up, then run flask db upgrade (or serve with"
            " --upgrade)."
        )


def _versions() -> tuple[set[str], set[str]]:
    """The versions of the database and of the code."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    newest = set(ScriptDirectory.from_config(migrate.get_config()).get_heads())
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()), newest


def is_new() -> bool:
    """Whether nobody has an account here yet."""
    return db.session.scalar(select(User.id).limit(1)) is None


def fill_with(app: Flask, world: str) -> None:
    """Seed `world` in a new database. Refuses, in demo mode, a database with people in it that is not a demo's own.

    In the demo anybody signs in as anyone, so a real panel's database must never be served that way.
    """
    settings: Settings = app.config["SETTINGS"]
    if is_new():
        click.echo("Setting up the demo town. This is done once.")
        app.cli.commands["seed"].main([world], standalone_mode=False)
        _demo_databases(settings, add=True)
    elif _fingerprint(settings) not in _demo_databases(settings):
        raise click.ClickException(
            "This database has people in it already, and the demo would let anybody in as one of them."
            " Add --empty to serve it as it is, or name another file with --database."
        )


def show_the_way_in(app: Flask) -> None:
    """In a new database, print the one-time link with which the first person sets up a panel."""
    if is_new():
        app.cli.commands["accounts"].main(["setup-link"], standalone_mode=False)


def _fingerprint(settings: Settings) -> str:
    return hashlib.sha256(settings.database_url.encode()).hexdigest()


def _demo_databases(settings: Settings, add: bool = False) -> set[str]:
    """Fingerprints of the databases that this instance has filled with a demo world."""
    kept = settings.instance_path / "demo-databases.txt"
    known = set(kept.read_text(encoding="ascii").split()) if kept.exists() else set()
    if add:
        known.add(_fingerprint(settings))
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text("\n".join(sorted(known)) + "\n", encoding="ascii")
    return known
