"""A walk past the walls: its order, its sheet, and typing it up afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from blueprints import press
from models.listing import Listing
from models.patch import Patch
from models.people import User
from models.place import PostcodeSector
from models.placement import PlacementState
from models.poster import Poster
from models.poster_choice import Choice
from models.site import Site, SiteKind
from tests.blueprints.test_posters_hanging import change, undo_in
from tests.blueprints.test_posters_walls import (
    HTMX,
    dot,
    panel,
    patch,
    placement_of,
    poster,
    printed,
    send,
    shed,
    site,
    walls_url,
)
from tests.conftest import NOW
from tests.walls import make_site, put_up

__all__ = ["dot", "panel", "patch", "poster", "shed", "site"]


@pytest.fixture
def street(db_session: Session, patch: Patch, shed: Listing, dot: User, app: Flask) -> dict[str, Poster]:
    """Four walls along a street, each with something to do, and one without a place."""
    posters = {}
    for n, (name, kind) in enumerate(
        [("Surgery", "surgery"), ("Chippy", "food"), ("Library", "library"), ("Chapel", "faith")]
    ):
        easting = 378_000 + {0: 0, 1: 900, 2: 300, 3: 600}[n]
        site = make_site(db_session, patch, name, kind=SiteKind(kind), easting=easting, postcode="")
        posters[name] = printed(db_session, shed, site)
    nowhere = make_site(db_session, patch, "Pub", kind=SiteKind.PUB, easting=None, northing=None, postcode="")
    posters["Pub"] = printed(db_session, shed, nowhere)
    put_up(db_session, posters["Chippy"], dot, look_again_on=date(2026, 3, 1))
    return posters


def stops(page: Any) -> list[str]:
    return [words for words, url in page.links().items() if url.startswith("/walls/")]


def test_a_walk_is_put_in_order(
    panel: FlaskClient, patch: Patch, street: dict[str, Poster], db_session: Session
) -> None:
    make_site(db_session, patch, "Tram stop", kind=SiteKind.BOARD)
    page = panel.get(walls_url(patch, "walk")).page  # type: ignore[attr-defined]
    assert stops(page) in (
        ["Surgery", "Library", "Chapel", "Chippy", "Pub"], ["Chippy", "Chapel", "Library", "Surgery", "Pub"],
    )  # fmt: skip
    assert "5 walls, 5 things to do, about 15 minutes, 1,150 metres of walking." in page.text
    assert "About 5 minutes, 400 metres." in page.text
    assert "No postcode yet, so not in order." in page.text
    ticked = {box.get("value") for box in page.all("input") if box.get("checked") is not None}
    assert len(ticked) == 5, "those with something to do"
    chapel = placement_of(db_session, street["Chapel"]).site_id
    asked = f"?chosen=1&wall={chapel}&wall={placement_of(db_session, street['Chippy']).site_id}&start={chapel}"
    assert stops(panel.get(walls_url(patch, "walk") + asked).page) == ["Chapel", "Chippy"]  # type: ignore[attr-defined]
    assert "Nothing to do at any wall" in panel.get(walls_url(patch, "walk?chosen=1")).text


def test_a_walk_begins_where_somebody_sets_out(
    panel: FlaskClient, patch: Patch, street: dict[str, Poster], db_session: Session
) -> None:
    db_session.add(PostcodeSector.at("ZZ4 9", 378_900, 392_100))
    db_session.commit()
    page = panel.get(walls_url(patch, "walk?near=zz4+9aa")).page  # type: ignore[attr-defined]
    assert stops(page)[0] == "Chippy"
    assert "from ZZ4 9." in page.text
    lost = panel.get(walls_url(patch, "walk?near=Atlantis")).page  # type: ignore[attr-defined]
    assert "We do not know where “Atlantis” is. Try a postcode." in lost.text
    assert len(stops(lost)) == 5
    part = panel.get(walls_url(patch, "walk?near=zz4+9aa"), headers=HTMX)
    assert part.text.lstrip().startswith('<section class="stack" id="walk"')


def test_a_walk_is_printed_straight_from_the_browser(
    panel: FlaskClient, patch: Patch, street: dict[str, Poster]
) -> None:
    page = panel.get(walls_url(patch, "walk/sheet")).page  # type: ignore[attr-defined]
    assert page.heading == "A walk past 5 walls"
    assert "Made on Tuesday 3 March 2026." in page.text
    assert f"Put up: Lockside Shed, code {street['Chapel'].code}. Printed on 2 January, not up yet." in page.text
    assert "Left of the hatch. Agreed by Mrs Okafor." in page.text


def test_a_walk_comes_off_the_press(
    panel: FlaskClient, patch: Patch, street: dict[str, Poster], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: dict[str, Any] = {}

    def pdf(sheet: str, content: dict[str, Any], *, pages: int | None = 1) -> bytes:
        taken.update(sheet=sheet, pages=pages, content=content)
        return b"%PDF-1.7"

    monkeypatch.setattr(press, "pdf", pdf)
    answer = panel.get(walls_url(patch, "walk.pdf"))
    assert (answer.mimetype, taken["sheet"], taken["pages"]) == ("application/pdf", "walk", None)
    content = taken["content"]
    assert (content["title"], content["printed"]) == ("A walk past 5 walls", "Tuesday 3 March 2026")
    assert [stop["number"] for stop in content["stops"]] == [1, 2, 3, 4, 5]
    assert set(content["stops"][0]) == {"number", "name", "kind", "address", "exactly", "agreed_by", "away", "tasks"}
    assert set(content["stops"][0]["tasks"][0]) == {"verb", "what", "code", "why"}

    def broken(*_: Any, **__: Any) -> bytes:
        raise press.PressBroken

    monkeypatch.setattr(press, "pdf", broken)
    refused = panel.get(walls_url(patch, "walk.pdf"))
    assert refused.status_code == 303
    assert "cannot make PDFs just now" in panel.get(refused.location).text


def test_a_walk_is_typed_up_in_one_go_and_twice_is_no_harm(
    panel: FlaskClient, patch: Patch, street: dict[str, Poster], db_session: Session
) -> None:
    url = walls_url(patch, "walk/typing-up")
    page = panel.get(url).page  # type: ignore[attr-defined]
    assert not [box for box in page.all("input") if box.get("checked") is not None]
    everything = panel.get(url + "?all=1").page  # type: ignore[attr-defined]
    ticked = [box.get("value") for box in everything.all("input") if box.get("checked") is not None]
    assert sorted(ticked) == sorted(
        f"{poster.id}:{'there' if name == 'Chippy' else 'up'}" for name, poster in street.items()
    )
    answer = send(panel, url, done=ticked, who="Brian", walked_on="1 March")
    assert (answer.status_code, answer.location) == (303, walls_url(patch, "walk"))
    seen = panel.get(answer.location).page
    assert "Noted: 5 things done. Thank you for walking." in seen.text
    assert "Nothing to do at any wall" in seen.text
    for name, hung in street.items():
        placement = placement_of(db_session, hung)
        assert placement.state is PlacementState.UP
        assert placement.look_again_on == date(2026, 4, 26)
        assert placement.put_up_by == ("Dot" if name == "Chippy" else "Brian")
    before = [placement_of(db_session, each).put_up_at for each in street.values()]
    again = send(panel, url, done=ticked, who="Kasia", walked_on="1 March")
    assert again.status_code == 303
    assert "Nothing new was ticked" in panel.get(again.location).text
    assert [placement_of(db_session, each).put_up_at for each in street.values()] == before


def test_a_whole_walk_can_be_taken_back(
    panel: FlaskClient, patch: Patch, street: dict[str, Poster], db_session: Session
) -> None:
    url = walls_url(patch, "walk/typing-up")
    done = [f"{street['Chapel'].id}:up", f"{street['Chippy'].id}:gone", f"{street['Library'].id}:down"]
    answer = send(panel, url, done=done)
    states = {name: placement_of(db_session, poster).state for name, poster in street.items()}
    assert states["Chapel"] is PlacementState.UP
    assert states["Chippy"] is states["Library"] is PlacementState.DOWN
    assert placement_of(db_session, street["Chippy"]).missing_when_looked
    undo, sealed = undo_in(panel, answer.location)
    send(panel, undo, revision=sealed)
    assert placement_of(db_session, street["Chapel"]).state is PlacementState.TO_HANG
    assert placement_of(db_session, street["Chippy"]).state is PlacementState.UP
    assert placement_of(db_session, street["Library"]).state is PlacementState.TO_HANG


def test_a_walk_that_makes_no_sense_is_given_back_as_typed(
    panel: FlaskClient, patch: Patch, street: dict[str, Poster], db_session: Session
) -> None:
    url, poster = walls_url(patch, "walk/typing-up"), street["Chippy"]
    done = [f"{poster.id}:there", f"{poster.id}:gone"]
    both = send(panel, url, done=done, who="Brian")
    assert both.status_code == 422
    assert "two different things are ticked" in both.page.text
    assert {box.get("value") for box in both.page.all("input") if box.get("checked") is not None} == set(done)
    ahead = send(panel, url, done=done[:1], walked_on="4 March 2026")
    assert ahead.status_code == 422
    assert "That day is still to come." in ahead.page.text
    for nonsense in ("x", f"{poster.id}:burnt", ":up", "00000000-0000-4000-8000-000000000000:up"):
        assert send(panel, url, done=[nonsense]).status_code == 303
    assert placement_of(db_session, poster).looked_at is None


def test_what_was_not_printed_again_cannot_be_hung_anew(
    panel: FlaskClient, patch: Patch, site: Site, poster: Poster, shed: Listing, dot: User, db_session: Session
) -> None:
    put_up(db_session, poster, dot, look_again_on=date(2026, 5, 2))
    change(db_session, shed, contact_phone="0161 496 0199")
    links = panel.get(f"/walls/{site.id}").page.links()  # type: ignore[attr-defined]
    assert links["Print it again: Lockside Shed"] == f"/posters/{poster.id}"
    page = panel.get(walls_url(patch, "walk/typing-up?all=1")).page  # type: ignore[attr-defined]
    assert "Not printed again yet" in page.text
    boxes = {box.get("value", "").rpartition(":")[2]: box.get("checked") for box in page.all("input")}
    assert "up" not in boxes
    assert boxes["there"] is None


def test_a_new_print_hung_on_the_same_day_is_news(
    panel: FlaskClient, patch: Patch, poster: Poster, dot: User, db_session: Session, pass_time: Callable[..., Any]
) -> None:
    put_up(db_session, poster, dot, at=NOW - timedelta(hours=2))
    poster.print_as(Choice(), poster.content, check_after=poster.check_after, by=dot, at=NOW - timedelta(hours=1))
    db_session.commit()
    assert "A new print is ready, from 3 March." in panel.get(walls_url(patch)).text
    send(panel, walls_url(patch, "walk/typing-up"), done=[f"{poster.id}:up"])
    assert "There is nothing to do at any wall today." in panel.get(walls_url(patch)).text
