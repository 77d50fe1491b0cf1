"""The walls of a panel: keeping them, what the desk says about them, and who may see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.posters.contents import Subject, check_after_for, content_for
from models.listing import Listing
from models.patch import Patch
from models.people import User
from models.place import PostcodeSector
from models.placement import Placement, PlacementState
from models.poster import Poster
from models.poster_choice import Choice
from models.scan_count import ScanCount
from models.site import Site, SiteKind
from tests.boards import make_listing
from tests.conftest import NOW
from tests.people import csrf, make_patch, make_volunteer
from tests.walls import make_poster, make_site, put_up

TODAY = NOW.date()
HTMX = {"HX-Request": "true"}
SIGN_IN = Callable[[Any], FlaskClient]


@pytest.fixture
def patch(db_session: Session) -> Patch:
    return make_patch(db_session)


@pytest.fixture
def dot(db_session: Session, patch: Patch) -> User:
    return make_volunteer(db_session, patch.panel, name="Dot")


@pytest.fixture
def panel(dot: User, signed_in: SIGN_IN) -> FlaskClient:
    """A volunteer's browser."""
    return signed_in(dot)


@pytest.fixture
def shed(db_session: Session, patch: Patch) -> Listing:
    return make_listing(db_session, patch, contact_phone="0161 496 0142")


@pytest.fixture
def site(db_session: Session, patch: Patch) -> Site:
    return make_site(db_session, patch)


@pytest.fixture
def poster(app: Flask, db_session: Session, shed: Listing, site: Site) -> Poster:
    return printed(db_session, shed, site)


def printed(session: Session, listing: Listing, site: Site | None, at: datetime = NOW - timedelta(days=60)) -> Poster:
    subject, choice = Subject(listing.panel, listing.patch, listing, site), Choice()
    content = content_for(choice, subject, code="7KQ4MX", now=at)
    until = check_after_for(subject, choice, NOW)
    return make_poster(session, listing.patch, listing, site=site, content=content, at=at, check_after=until)


def placement_of(session: Session, poster: Poster) -> Placement:
    session.expire_all()
    return session.scalars(select(Placement).where(Placement.poster_id == poster.id)).one()


def walls_url(patch: Patch, ending: str = "walls") -> str:
    return f"/panels/{patch.panel.slug}/{ending}"


def send(client: FlaskClient, url: str, **values: Any) -> Any:
    headers = values.pop("headers", None)
    return client.post(url, data={**csrf(client), **values}, headers=headers)


def test_a_panel_without_walls_is_told_how_to_begin(panel: FlaskClient, patch: Patch) -> None:
    page = panel.get(walls_url(patch)).page  # type: ignore[attr-defined]
    assert "No walls yet" in page.text
    assert page.links()["add the first one"] == walls_url(patch, "walls/new")
    assert "No walls yet" in panel.get(walls_url(patch, "walk")).text


def test_somebody_adds_a_wall_and_it_gets_its_place(panel: FlaskClient, patch: Patch, db_session: Session) -> None:
    db_session.add(PostcodeSector.at("ZZ4 1", 396_400, 400_600))
    db_session.commit()
    answer = send(
        panel, walls_url(patch, "walls/new"), name="Market Surgery", kind="surgery", street="8 Market Place",
        postcode="zz4 1ab", agreed_by="Mrs Okafor", where_exactly="Left of the hatch", note="", look_again_weeks="6",
    )  # fmt: skip
    site = db_session.scalars(select(Site)).one()
    assert (answer.status_code, answer.location) == (303, f"/walls/{site.id}")
    assert (site.kind, site.postcode, site.look_again_weeks) == (SiteKind.SURGERY, "ZZ4 1AB", 6)
    assert site.point == (396_400, 400_600)
    page = panel.get(answer.location).page
    assert "Market Surgery is on your list." in page.text
    assert "Nothing hangs here just now" in page.text
    assert page.links()["Make a poster for this wall"] == walls_url(patch, f"posters/new?site={site.id}")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"name": ""}, "Give the wall a name."), ({"postcode": "ZZ99 9ZZ"}, "We do not know this postcode"),
     ({"note": "x" * 301}, "Keep it under 300 letters."), ({"postcode": "x" * 11}, "Keep it under 10 letters.")],
)  # fmt: skip
def test_a_refused_wall_keeps_what_was_typed(
    panel: FlaskClient, patch: Patch, db_session: Session, wrong: dict[str, str], said: str
) -> None:
    typed = {"name": "The chip shop", "kind": "food", "street": "20 Bridge Parade", "look_again_weeks": "8"} | wrong
    answer = send(panel, walls_url(patch, "walls/new"), **typed)
    assert answer.status_code == 422
    assert said in answer.page.text
    assert "20 Bridge Parade" in answer.text
    assert db_session.scalars(select(Site)).all() == []


def test_the_same_wall_twice_is_asked_about_and_may_be_added(
    panel: FlaskClient, patch: Patch, site: Site, db_session: Session
) -> None:
    typed = {"name": "The market surgery", "kind": "surgery", "look_again_weeks": "8"}
    asked = send(panel, walls_url(patch, "walls/new"), **typed)
    assert asked.status_code == 422
    assert "Is it one of these?" in asked.page.text
    assert asked.page.links()["Market Surgery"] == f"/walls/{site.id}"
    assert send(panel, walls_url(patch, "walls/new"), **typed, sure="yes").status_code == 303
    assert len(db_session.scalars(select(Site)).all()) == 2


def test_a_wall_is_put_right(panel: FlaskClient, site: Site, db_session: Session) -> None:
    page = panel.get(f"/walls/{site.id}/edit").page  # type: ignore[attr-defined]
    assert page.heading == "Change Market Surgery"
    values = {"name": "Market Street Surgery", "kind": "surgery", "postcode": "", "look_again_weeks": "12"}
    values["agreed_by"] = ""
    assert send(panel, f"/walls/{site.id}/edit", **values).status_code == 303
    db_session.expire_all()
    assert (site.name, site.postcode, site.look_again_weeks, site.agreed_by) == ("Market Street Surgery", "", 12, "")
    refused = send(panel, f"/walls/{site.id}/edit", **{**values, "name": ""})
    assert refused.status_code == 422
    assert refused.page.links()["Market Street Surgery"] == f"/walls/{site.id}"


def test_they_would_rather_not_and_then_have_us_back(
    panel: FlaskClient, patch: Patch, site: Site, poster: Poster, dot: User, db_session: Session
) -> None:
    put_up(db_session, poster, dot)
    answer = send(panel, f"/walls/{site.id}/ending")
    assert (answer.status_code, answer.location) == (303, walls_url(patch))
    page = panel.get(answer.location).page
    assert "Market Surgery is off your list. 1 poster still to take down there." in page.text
    assert "Take down: Lockside Shed. They would rather not have posters." in page.text
    assert "Undo" in page.text
    send(panel, f"/walls/{site.id}/resumption")
    assert "Take down" not in panel.get(walls_url(patch)).page.text  # type: ignore[attr-defined]


def test_walls_say_how_often_they_are_scanned(
    panel: FlaskClient, patch: Patch, shed: Listing, dot: User, db_session: Session
) -> None:
    hung = {}
    for name, kind, days in (("Chippy", "food", 40), ("Wash House", "shop", 65), ("Tram stop", "board", 1)):
        site = make_site(db_session, patch, name, kind=SiteKind(kind))
        hung[name] = printed(db_session, shed, site, at=NOW - timedelta(days=70))
        put_up(db_session, hung[name], dot, at=NOW - timedelta(days=days), look_again_on=date(2026, 5, 5))
    make_site(db_session, patch, "Library", kind=SiteKind.LIBRARY)
    ScanCount.add(db_session, {(hung["Chippy"].id, TODAY - timedelta(days=n)): 2 for n in range(7)})
    db_session.commit()
    page = panel.get(walls_url(patch)).page  # type: ignore[attr-defined]
    assert "14 scans in four weeks" in page.text
    assert "Never scanned in 9 weeks: try another wall" in page.text
    assert "Nobody has scanned here yet; up since 2 March" in page.text
    assert "Look again on 5 May." in page.text
    assert "Nothing of ours hangs here." in page.text
    assert "There is nothing to do at any wall today." in page.text
    for show, names in (
        ("working", {"Chippy"}), ("quiet", {"Wash House"}), ("empty", {"Library"}), ("old", set()),
        ("nonsense", {"Chippy", "Wash House", "Tram stop", "Library"}),
    ):  # fmt: skip
        links = panel.get(walls_url(patch) + f"?show={show}").page.links()  # type: ignore[attr-defined]
        assert {name for name, url in links.items() if url.startswith("/walls/")} == names, show


def test_one_wall_shows_four_weeks_of_scans_with_every_number(
    panel: FlaskClient, site: Site, poster: Poster, dot: User, db_session: Session
) -> None:
    put_up(db_session, poster, dot, at=NOW - timedelta(days=50), look_again_on=date(2026, 5, 5))
    ScanCount.add(db_session, {(poster.id, TODAY): 3, (poster.id, TODAY - timedelta(days=27)): 4})
    ScanCount.add(db_session, {(poster.id, TODAY - timedelta(days=28)): 9})
    db_session.commit()
    page = panel.get(f"/walls/{site.id}").page  # type: ignore[attr-defined]
    assert "7 scans in four weeks" in page.text
    rows = [[cell.text or "".join(cell.itertext()) for cell in row.iter("td")] for row in page.all("tr")]
    weeks = [row for row in rows if row]
    assert sum(int(row[-1]) for row in weeks) == 7
    assert sum(int(cell) for row in weeks for cell in row[:-1] if cell) == 7
    assert page.html.count("<rect") == 28


def test_the_desk_says_what_is_to_be_done_about_posters(
    panel: FlaskClient, patch: Patch, poster: Poster, shed: Listing, dot: User, db_session: Session
) -> None:
    desk = panel.get(walls_url(patch, "desk")).page  # type: ignore[attr-defined]
    assert "Posters to see to" in desk.text
    assert "Put up: Lockside Shed. At Market Surgery. Printed on 2 January, not up yet." in desk.text
    assert "The desk is clear" not in desk.text
    put_up(db_session, poster, dot, look_again_on=date(2026, 5, 2))
    shed.checked_at = NOW
    db_session.commit()
    desk = panel.get(walls_url(patch, "desk")).page  # type: ignore[attr-defined]
    assert "Every poster on a wall is true, and somebody has looked at it lately." in desk.text
    assert "The desk is clear" in desk.text


def addresses(patch: Patch, site: Site, poster: Poster) -> list[tuple[str, str]]:
    gets = [f"/walls/{site.id}", f"/walls/{site.id}/edit"]
    gets += [
        walls_url(patch, end) for end in ("walls", "walls/new", "walk", "walk/sheet", "walk.pdf", "walk/typing-up")
    ]
    posts = [f"/walls/{site.id}/{end}" for end in ("edit", "ending", "resumption")]
    posts += [f"/posters/{poster.id}/placement{end}" for end in ("", "/looks", "/taking-down", "/putting-back")]
    posts += [walls_url(patch, end) for end in ("walls/new", "walk/typing-up", "placements/undo")]
    return [("GET", each) for each in gets] + [("POST", each) for each in posts]


def test_strangers_are_shown_the_way_in_and_other_panels_nothing(
    client: FlaskClient, signed_in: SIGN_IN, patch: Patch, site: Site, poster: Poster, db_session: Session
) -> None:
    other = signed_in(make_volunteer(db_session, make_patch(db_session, name="Hollinfold").panel))
    for method, url in addresses(patch, site, poster):
        stranger = client.open(url, method=method)
        assert stranger.status_code in (303, 403), url
        assert "Market Surgery" not in stranger.text
        theirs = other.open(url, method=method, data=csrf(other) if method == "POST" else None)
        assert theirs.status_code == 404, (method, url)
    assert placement_of(db_session, poster).state is PlacementState.TO_HANG


def test_one_panels_walk_notes_nothing_on_anothers_wall(
    signed_in: SIGN_IN, poster: Poster, site: Site, db_session: Session
) -> None:
    patch = make_patch(db_session, name="Hollinfold")
    gillian = signed_in(make_volunteer(db_session, patch.panel))
    assert send(gillian, walls_url(patch, "walk/typing-up"), done=[f"{poster.id}:up"]).status_code == 303
    assert placement_of(db_session, poster).state is PlacementState.TO_HANG
    own = make_poster(db_session, patch)
    assert send(gillian, f"/posters/{own.id}/placement", site=str(site.id)).status_code == 422
    assert own.placement is None


def test_what_people_wrote_shows_as_text(panel: FlaskClient, patch: Patch, db_session: Session, poster: Poster) -> None:
    nasty = "<script>alert(1)</script>"
    make_site(db_session, patch, nasty, where_exactly=nasty, agreed_by=nasty, note=nasty, street=nasty)
    site = db_session.scalars(select(Site).where(Site.name == nasty)).one()
    walks = [walls_url(patch, f"{page}?wall={site.id}") for page in ("walk", "walk/sheet", "walk/typing-up")]
    for url in (walls_url(patch), f"/walls/{site.id}", *walks):
        assert "<script>alert" not in panel.get(url).text
        assert "&lt;script&gt;" in panel.get(url).text, url
