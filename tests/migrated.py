"""Bringing a test database to the newest shape, by the project's own migrations."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate, upgrade
from flask_sqlalchemy import SQLAlchemy

from config import ROOT, Settings
from models import import_every_table
from models.base import Base
from models.database import prepare


def migrate(settings: Settings) -> None:
    """Migrate the database of these settings, in an app with no rooms, so that tests of models need none."""
    import_every_table()
    bare = Flask("migrating")
    bare.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=settings.engine_options,
        SETTINGS=settings,
        TESTING=True,
    )
    db = SQLAlchemy(bare, model_class=Base)
    Migrate(bare, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with bare.app_context():
        prepare(db.engine)
        if (ROOT / "migrations" / "env.py").exists():
            upgrade()
        else:
            db.create_all()
        # Closing the last connection empties SQLite's write-ahead log: the template is then copied as one file.
        db.session.remove()
        db.engine.dispose()
