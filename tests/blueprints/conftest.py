"""Somebody who answers for a group, signed in: for the rooms of organisers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.listing import Listing
from models.people import User
from tests.referring import make_organiser
from tests.registering import make_weekly_listing


@pytest.fixture
def listing(db_session: Session) -> Listing:
    """A group's listing that meets on Tuesdays; a module that wants another defines its own."""
    return make_weekly_listing(db_session)


@pytest.fixture
def derek(db_session: Session, listing: Listing) -> User:
    """The organiser of the listing's group."""
    assert listing.group is not None
    return make_organiser(db_session, listing.group)


@pytest.fixture
def host(signed_in: Callable[[Any], FlaskClient], derek: User) -> FlaskClient:
    """Derek's browser."""
    return signed_in(derek)
