"""The one place the time is read. Tests and the demo pin it with `app.config["NOW"]`."""

from datetime import UTC, date, datetime

from flask import current_app

from models.base import LONDON


def now() -> datetime:
    """This instant, aware, in UTC."""
    pinned: datetime | None = current_app.config.get("NOW")
    return pinned if pinned is not None else datetime.now(UTC)


def local_now() -> datetime:
    """This instant by the London wall clock."""
    return now().astimezone(LONDON)


def today() -> date:
    """The London date."""
    return local_now().date()
