"""Putting a place right, for everything that happens there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.group import AddressShown, Venue
from tests.blueprints.test_listings_editing import add, only, pauline, town
from tests.filling import form_of, send, values_of
from tests.people import make_panel, make_volunteer

__all__ = ["pauline", "town"]


@pytest.fixture
def venue(pauline: FlaskClient, db_session: Session) -> Venue:
    add(pauline, where="new", venue_name="Halll", venue_street="12 Mill Row", venue_postcode="ZZ4 1AB")
    return db_session.scalars(select(Venue)).one()


def test_a_place_is_put_right_for_every_entry_that_uses_it(
    pauline: FlaskClient, venue: Venue, db_session: Session
) -> None:
    listing = only(db_session)
    page = pauline.get(f"/listings/{listing.id}/edit").page  # type: ignore[attr-defined]
    mending = pauline.get(page.links()["Mend the name or address of Halll"]).page  # type: ignore[attr-defined]
    assert "Lockside Shed" in mending.text
    answer = send(pauline, mending, {"venue_name": "The hall", "venue_shown": "street"}, action="/edit")
    assert answer.location == f"/listings/{listing.id}/edit"
    assert "The hall is put right" in pauline.get(answer.location).page.text  # type: ignore[attr-defined]
    after = only(db_session).venue
    assert after is not None
    assert (after.name, after.address_shown, after.easting) == ("The hall", AddressShown.STREET, 378_100)
    assert "12 Mill Row" not in pauline.get(f"/listings/{listing.id}/{listing.slug}").text


def test_a_postcode_outside_every_patch_is_asked_about(pauline: FlaskClient, venue: Venue, db_session: Session) -> None:
    page = pauline.get(f"/venues/{venue.id}/edit").page  # type: ignore[attr-defined]
    asked = send(pauline, page, {"venue_postcode": "zz9 1aa"}, action="/edit")
    assert asked.status_code == 422
    assert "ZZ9 is outside Larkmoor. Is that right?" in asked.page.text  # type: ignore[attr-defined]
    assert values_of(form_of(asked.page, action="/edit"))["venue_postcode"] == "zz9 1aa"  # type: ignore[attr-defined]
    assert send(pauline, asked.page, {"postcode_is_right": "ZZ9"}, action="/edit").status_code == 303  # type: ignore[attr-defined]
    db_session.expire_all()
    assert venue.postcode == "ZZ9 1AA"


@pytest.mark.parametrize(
    "answers", [{"venue_name": "", "venue_street": ""}, {"venue_postcode": "x"}, {"venue_shown": "x"}]
)
def test_what_cannot_be_is_refused(pauline: FlaskClient, venue: Venue, answers: dict[str, str]) -> None:
    page = pauline.get(f"/venues/{venue.id}/edit").page  # type: ignore[attr-defined]
    assert send(pauline, page, answers, action="/edit").status_code == 422


def test_people_of_another_panel_see_no_such_place(
    venue: Venue, db_session: Session, signed_in: Callable[[Any], FlaskClient]
) -> None:
    stranger = signed_in(make_volunteer(db_session, make_panel(db_session, "Other panel")))
    assert stranger.get(f"/venues/{venue.id}/edit").status_code == 404
