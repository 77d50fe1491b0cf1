"""The plain pages and what machines ask for."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from blueprints.public import pages
from extensions import db
from tests.boards import make_listing, url_of
from tests.conftest import NOW
from tests.people import make_patch


def test_the_health_page_asks_the_database(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"ok": True})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_the_health_page_says_when_the_database_is_away(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_more: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(db.session, "execute", away)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()) == (503, {"ok": False})


def test_about_says_who_keeps_it_and_that_nothing_is_kept(client: FlaskClient, db_session: Session) -> None:
    make_patch(db_session)
    page = client.get("/about").page
    assert page.heading == "About this board"
    assert "Larkmoor panel : 0161 496 0123" in page.text.replace("panel:", "panel :")
    assert "Open Government Licence" in page.text
    assert page.links()["How we try to make it work for everybody"] == "/accessibility"
    assert client.get("/accessibility").page.heading == "Made to work for everybody"


def test_search_engines_are_led_to_what_is_on(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    listing = make_listing(db_session, patch)
    draft = make_listing(db_session, patch, published_at=None)
    stopped = make_listing(db_session, patch, stopped_at=NOW)
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    index = client.get("/sitemap.xml")
    assert "<loc>http://localhost/sitemap-1.xml</loc>" in index.text
    part = client.get("/sitemap-1.xml")
    assert part.mimetype == "application/xml"
    assert f"<loc>http://localhost{url_of(listing)}</loc>" in part.text
    assert f"/patches/{patch.slug}</loc>" in part.text
    assert str(draft.id) not in part.text
    assert str(stopped.id) not in part.text
    assert client.get("/sitemap-2.xml").status_code == 404
    assert client.get("/sitemap-99999999999999999999.xml").status_code == 404


def test_many_listings_are_mapped_in_parts(
    client: FlaskClient, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch = make_patch(db_session)
    for number in range(5):
        make_listing(db_session, patch, f"Thing {number}")
    monkeypatch.setattr(pages, "LISTINGS_A_SITEMAP", 2)
    assert client.get("/sitemap.xml").text.count("<sitemap>") == 3
    found = [client.get(f"/sitemap-{part}.xml").text.count("/listings/") for part in (1, 2, 3)]
    assert found == [2, 2, 1]
