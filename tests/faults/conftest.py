"""Faults happen in the demo town, served by a process of its own where a process has to die."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.listing import Listing
from models.patch import Patch
from tests.databases import Databases
from tests.faults.served import Served, served_on
from tests.hostile.town import Town, app, restore, town, visit

__all__ = ["app", "restore", "town", "visit"]


@pytest.fixture
def on_sqlite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--db") == "sqlite")


@pytest.fixture
def site(databases: Databases, town: Town, tmp_path: Path) -> Iterator[Served]:
    """The town, ready to be served: site.start(). Killed at the end."""
    site = served_on(databases.fresh("served", like="hostile_town"), tmp_path)
    yield site
    site.kill()


def some_listings(site: Served, number: int) -> list[uuid.UUID]:
    """Listings of Larkmoor that one person may edit."""
    engine = site.engine()
    with Session(engine) as session:
        rows = (
            select(Listing.id)
            .join(Patch, Patch.id == Listing.patch_id)
            .where(Patch.slug == "larkmoor", Listing.published_at.is_not(None), Listing.stopped_at.is_(None))
            .order_by(Listing.id)
            .limit(number)
        )
        found = list(session.scalars(rows))
    engine.dispose()
    return found
