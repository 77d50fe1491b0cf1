"""The walls of a panel: keeping them, saying what hangs there, walking past them, and typing it up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints import press
from blueprints.posters.contents import Subject, check_after_for, content_for
from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.patch import Patch
from models.people import User
from models.place import PostcodeSector
from models.placement import Placement, PlacementState
from models.poster import Poster
from models.poster_choice import Choice, Sheet
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


def test_it_is_up_with_who_where_and_when_to_look(
    panel: FlaskClient, poster: Poster, site: Site, db_session: Session
) -> None:
    answer = send(
        panel, f"/posters/{poster.id}/placement", who="Brian", where_exactly="Quiet room", look_again_on="14 April"
    )
    assert (answer.status_code, answer.location) == (303, f"/walls/{site.id}")
    placement = placement_of(db_session, poster)
    assert (placement.state, placement.put_up_by, placement.where_exactly) == (PlacementState.UP, "Brian", "Quiet room")
    assert placement.look_again_on == date(2026, 4, 14)
    page = panel.get(answer.location).page
    assert "Lockside Shed is up at Market Surgery." in page.text
    assert "Up since 3 March, put up by Brian. Quiet room. Look again on 14 April." in page.text


def test_it_is_up_with_one_press(panel: FlaskClient, poster: Poster, db_session: Session) -> None:
    assert send(panel, f"/posters/{poster.id}/placement").status_code == 303
    placement = placement_of(db_session, poster)
    assert (placement.put_up_by, placement.look_again_on) == ("Dot", TODAY + timedelta(weeks=8))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"look_again_on": "yesterday week"}, "We could not read the date"), ({"look_again_on": "3 March"}, "after today"),
     ({"who": "x" * 81}, "under 80 letters"), ({"site": "nonsense"}, "Choose a wall from the list."),
     ({"site": "00000000-0000-4000-8000-000000000000"}, "Choose a wall from the list.")],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_note_keeps_what_was_typed(
    panel: FlaskClient, poster: Poster, db_session: Session, wrong: dict[str, str], said: str, headers: dict[str, str]
) -> None:
    answer = send(
        panel, f"/posters/{poster.id}/placement", headers=headers, **({"where_exactly": "Quiet room"} | wrong)
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert "Quiet room" in answer.text
    assert ("<h1" in answer.text) is not bool(headers)
    assert placement_of(db_session, poster).state is PlacementState.TO_HANG


def test_somebody_looked_and_every_note_can_be_taken_back(
    panel: FlaskClient, poster: Poster, site: Site, dot: User, db_session: Session, patch: Patch
) -> None:
    put_up(db_session, poster, dot, look_again_on=date(2026, 3, 1))
    start = (PlacementState.UP, None, date(2026, 3, 1))

    def now() -> tuple[Any, ...]:
        placement = placement_of(db_session, poster)
        return placement.state, placement.looked_at, placement.look_again_on

    assert now() == start
    for deed, values, is_then in (
        ("placement/looks", {"still_there": "yes"}, (PlacementState.UP, NOW, date(2026, 4, 28))),
        ("placement/looks", {"still_there": "no"}, (PlacementState.DOWN, NOW, date(2026, 3, 1))),
        ("placement/taking-down", {}, (PlacementState.DOWN, None, date(2026, 3, 1))),
        ("placement", {"who": "Kasia"}, (PlacementState.UP, None, date(2026, 4, 28))),
    ):
        answer = send(panel, f"/posters/{poster.id}/{deed}", **values)
        assert answer.status_code == 303
        assert now() == is_then, deed
        undo, sealed = undo_in(panel, f"/walls/{site.id}")
        assert undo == walls_url(patch, "placements/undo")
        assert send(panel, undo, revision=sealed).status_code == 303
        assert now() == start, f"{deed} was taken back"
        assert send(panel, undo, revision=sealed).status_code == 303
        assert now() == start, "twice is no different"


def undo_in(client: FlaskClient, url: str) -> tuple[str, str]:
    page = client.get(url).page  # type: ignore[attr-defined]
    form = next(form for form in page.all("form") if form.get("action", "").endswith("placements/undo"))
    return form.get("action", ""), next(f.get("value", "") for f in form.iter("input") if f.get("name") == "revision")


def test_undo_leads_back_to_the_page_it_stood_on(panel: FlaskClient, poster: Poster, site: Site, patch: Patch) -> None:
    send(panel, f"/posters/{poster.id}/placement")
    undo, sealed = undo_in(panel, f"/walls/{site.id}")
    for referer, leads_to in (
        (f"http://localhost/walls/{site.id}", f"/walls/{site.id}"),
        ("http://localhost//evil.example/x", walls_url(patch)),
        ("https://evil.example/walls", walls_url(patch)),
        ("http://[", walls_url(patch)),
    ):
        assert send(panel, undo, revision=sealed, headers={"Referer": referer}).location == leads_to


def test_what_somebody_changed_since_is_not_taken_back(
    panel: FlaskClient, poster: Poster, site: Site, dot: User, db_session: Session
) -> None:
    put_up(db_session, poster, dot)
    send(panel, f"/posters/{poster.id}/placement/taking-down")
    undo, sealed = undo_in(panel, f"/walls/{site.id}")
    placement_of(db_session, poster).put_up(who="Kasia", by=dot, at=NOW, today=TODAY)
    db_session.commit()
    send(panel, undo, revision=sealed)
    assert "Somebody has changed it since" in panel.get(f"/walls/{site.id}").text
    assert placement_of(db_session, poster).put_up_by == "Kasia"
    assert send(panel, undo, revision="made up").status_code == 400
    assert send(panel, undo).status_code == 400


def test_a_part_comes_back_for_htmx(panel: FlaskClient, poster: Poster, dot: User, db_session: Session) -> None:
    put_up(db_session, poster, dot)
    answer = send(panel, f"/posters/{poster.id}/placement/looks", still_there="yes", headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="stack" id="placements"')
    assert "still hangs at Market Surgery" in answer.text
    assert "hx-swap-oob" in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_what_cannot_be_is_told_calmly(panel: FlaskClient, poster: Poster, site: Site, db_session: Session) -> None:
    answer = send(panel, f"/posters/{poster.id}/placement/looks", still_there="yes")
    assert answer.status_code == 303
    assert "This poster is not on the wall. Say that it is up first." in panel.get(answer.location).text
    send(panel, f"/posters/{poster.id}/placement/taking-down")
    again = send(panel, f"/posters/{poster.id}/placement/taking-down")
    assert "This poster is down already." in panel.get(again.location).text
    assert send(panel, f"/posters/{poster.id}/placement/putting-back").status_code == 303
    assert placement_of(db_session, poster).state is PlacementState.TO_HANG


def test_a_poster_for_nobodys_wall_is_given_one(
    panel: FlaskClient, shed: Listing, site: Site, db_session: Session, app: Flask
) -> None:
    poster = printed(db_session, shed, None)
    nowhere = send(panel, f"/posters/{poster.id}/placement")
    assert nowhere.status_code == 422
    assert "Choose a wall." in nowhere.page.text
    later = send(panel, f"/posters/{poster.id}/placement", site=str(site.id), do="later")
    assert later.location == f"/walls/{site.id}"
    assert placement_of(db_session, poster).state is PlacementState.TO_HANG
    undo, sealed = undo_in(panel, later.location)
    send(panel, undo, revision=sealed)
    assert db_session.scalars(select(Placement).where(Placement.poster_id == poster.id)).all() == []
    send(panel, f"/posters/{poster.id}/placement", site=str(site.id), who="Brian")
    assert placement_of(db_session, poster).state is PlacementState.UP


def test_a_poster_that_has_hung_keeps_its_wall(
    panel: FlaskClient, poster: Poster, patch: Patch, dot: User, db_session: Session
) -> None:
    other = make_site(db_session, patch, "Larkmoor Library", kind=SiteKind.LIBRARY)
    send(panel, f"/posters/{poster.id}/placement", site=str(other.id), do="later")
    assert placement_of(db_session, poster).site_id == other.id
    put_up(db_session, poster, dot)
    site = db_session.scalars(select(Site).where(Site.name == "Market Surgery")).one()
    refused = send(panel, f"/posters/{poster.id}/placement", site=str(site.id))
    assert refused.status_code == 422
    assert "Make a new poster for this one." in refused.page.text


def test_posters_that_hung_there_before_stay_to_be_seen(
    panel: FlaskClient, poster: Poster, site: Site, dot: User, db_session: Session
) -> None:
    put_up(db_session, poster, dot)
    send(panel, f"/posters/{poster.id}/placement/taking-down")
    page = panel.get(f"/walls/{site.id}").page  # type: ignore[attr-defined]
    assert "Hung here before" in page.text
    assert "It hung from 2 February, put up by Dot. Taken down on 3 March." in page.text


def change(session: Session, listing: Listing, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(listing, name, value)
    save(listing, Deed.EDITED, by=None, at=NOW)
    session.commit()


def test_reasons_are_given_in_words(
    panel: FlaskClient, patch: Patch, poster: Poster, shed: Listing, dot: User, db_session: Session
) -> None:
    def told() -> str:
        return str(panel.get(walls_url(patch)).page.text)  # type: ignore[attr-defined]

    assert "Put up: Lockside Shed. Printed on 2 January, not up yet." in told()
    put_up(db_session, poster, dot, look_again_on=date(2026, 3, 2))
    assert "Look: Lockside Shed. Nobody has looked since 2 February." in told()
    change(db_session, shed, contact_phone="0161 496 0199", name="Larkmoor Shed")
    assert "Replace: Lockside Shed. Not true any more: its name and the phone number. Print it again first." in told()
    shed.pause(until=date(2026, 5, 1), reason="", by=None, at=NOW, today=TODAY)
    change(db_session, shed)
    assert "It is paused until 1 May." in told()
    shed.stop(reason="", by=None, at=NOW)
    change(db_session, shed)
    assert "Take down: Lockside Shed. It has stopped." in told()
    db_session.delete(shed)
    db_session.commit()
    assert "Take down: Lockside Shed. It is not on the board any more." in told()


def test_a_short_pause_asks_nobody_to_walk(
    panel: FlaskClient, patch: Patch, poster: Poster, shed: Listing, dot: User, db_session: Session
) -> None:
    put_up(db_session, poster, dot, look_again_on=date(2026, 5, 2))
    shed.pause(until=date(2026, 3, 31), reason="", by=None, at=NOW, today=TODAY)
    change(db_session, shed)
    assert "There is nothing to do at any wall today." in panel.get(walls_url(patch)).text


def test_cards_for_the_whole_board_are_not_mistaken_for_something_that_stopped(
    panel: FlaskClient, patch: Patch, site: Site, dot: User, db_session: Session, app: Flask
) -> None:
    choice, subject = Choice(sheet=Sheet.CARDS), Subject(patch.panel, patch, None, site)
    says = content_for(choice, subject, code="7KQ4MX", now=NOW)
    cards = make_poster(db_session, patch, site=site, choice=choice, content=says)
    put_up(db_session, cards, dot, look_again_on=date(2026, 5, 2))
    assert "There is nothing to do at any wall today." in panel.get(walls_url(patch)).text


def test_a_sheet_whose_time_is_up_is_replaced(
    panel: FlaskClient, patch: Patch, site: Site, dot: User, db_session: Session
) -> None:
    near = make_poster(db_session, patch, site=site, choice=Choice(sheet=Sheet.MISSING), check_after=date(2026, 2, 28))
    put_up(db_session, near, dot, look_again_on=date(2026, 5, 2))
    assert "The poster says to check after February. Print it again first." in panel.get(walls_url(patch)).text


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
    for name, poster in street.items():
        placement = placement_of(db_session, poster)
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
