"""The search page: for anybody, for any address, whole or in part."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.patch import Patch
from tests.conftest import NOW
from tests.models.search_corpus import populate

HTMX = {"HX-Request": "true"}


@pytest.fixture
def town(db_session: Session) -> Patch:
    patch = populate(db_session, NOW)
    db_session.commit()
    return patch


@pytest.mark.usefixtures("town")
def test_a_stranger_finds_by_misspelt_words_and_is_told_what_was_looked_for(client: FlaskClient) -> None:
    page = client.get("/find?q=walkng")
    assert page.status_code == 200
    assert "Tuesday health walk" in page.text
    assert "We looked for <strong>walking</strong>" in page.text
    assert "Set-Cookie" not in page.headers
