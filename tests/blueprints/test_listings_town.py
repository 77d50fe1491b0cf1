"""The whole demo town on the page of a listing: opening an entry and saving it untouched never changes a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.listing import Listing
from models.listing_version import ListingVersion, changes_between
from models.people import Panel
from tests.filling import send


@pytest.fixture
def world(seeded: str) -> str:
    return seeded


@pytest.mark.slow
def test_every_entry_of_the_demo_town_is_saved_untouched_without_a_change(
    db_session: Session, signed_in: Callable[[Any], FlaskClient]
) -> None:
    clients = {panel.id: signed_in(panel.memberships[0].user) for panel in db_session.scalars(select(Panel)).all()}
    rows = select(Listing.id, Listing.panel_id, Listing.published_at, Listing.revision)
    entries = db_session.execute(rows).all()
    assert len(entries) >= 60
    for listing_id, panel_id, published_at, revision in entries:
        client, where = clients[panel_id], f"/listings/{listing_id}/edit"
        press = ("do", "save" if published_at else "draft")
        answer = send(client, client.get(where).page, id="listing-form", press=press)  # type: ignore[attr-defined]
        assert answer.status_code == 303, where
        db_session.rollback()
        versions = db_session.scalars(
            select(ListingVersion).where(ListingVersion.listing_id == listing_id).order_by(ListingVersion.number)
        ).all()
        assert versions[-1].number == revision, changes_between(versions[-2].contents, versions[-1].contents)
