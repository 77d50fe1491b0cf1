"""Bringing a test database to the newest shape, by the project's own migrations."""

from __future__ import annotations

from config import ROOT, Settings


def migrate(settings: Settings) -> None:
    from app import create_app

    from extensions import db

    app = create_app(settings)
    with app.app_context():
        if (ROOT / "migrations" / "env.py").exists():
            from flask_migrate import upgrade

            upgrade(directory=str(ROOT / "migrations"))
        else:
            db.create_all()
        if settings.on_sqlite:
            # The template is copied as a file: nothing of it may be left in the write-ahead log.
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
