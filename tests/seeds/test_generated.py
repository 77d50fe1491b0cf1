"""Worlds of any size, for measuring."""

from datetime import datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models.group import Venue
from models.listing import Listing
from models.patch import Patch
from models.vocabulary import Need
from seeds.generated import generate
from seeds.generated_words import ACTIVITIES


def test_so_many_listings_are_spread_over_patches_and_can_be_searched(session: Session, now: datetime) -> None:
    generate(session, 300, seed=7, now=now)
    assert session.scalar(select(func.count()).select_from(Listing)) == 300
    assert session.scalar(select(func.count()).select_from(Patch)) == 5
    on_the_board = len(session.scalars(Listing.on_the_board().with_only_columns(Listing.id)).all())
    assert session.scalar(text("SELECT count(*) FROM find_entry")) == on_the_board
    assert 250 < on_the_board < 300


def test_the_same_seed_makes_the_same_world(session: Session, now: datetime) -> None:
    generate(session, 60, seed=3, now=now)
    names = set(session.scalars(select(Listing.name)))
    session.rollback()
    generate(session, 60, seed=3, now=now)
    assert set(session.scalars(select(Listing.name))) == names


def test_generated_listings_are_whole(session: Session, now: datetime) -> None:
    generate(session, 60, seed=5, now=now)
    for listing in session.scalars(select(Listing)):
        assert listing.any_time or listing.session_times
        assert all(row.pattern.checked() for row in listing.session_times)
        assert listing.venue is not None
        assert listing.venue.postcode.startswith("ZZ")
        assert len(listing.short_name) <= 28
    assert session.scalars(select(Venue.latitude)).first() == pytest.approx(55, abs=6)


def test_every_activity_names_real_needs() -> None:
    assert all(Need(word) for _, _, needs, _ in ACTIVITIES for word in needs.split())
