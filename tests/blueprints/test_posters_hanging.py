"""Saying that a poster is up, that somebody looked, that it is gone; and why one is to be taken down or replaced."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.posters.contents import Subject, content_for
from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.patch import Patch
from models.people import User
from models.placement import Placement, PlacementState
from models.poster import Poster
from models.poster_choice import Choice, Sheet
from models.site import Site, SiteKind
from tests.blueprints.test_posters_walls import (
    HTMX,
    TODAY,
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
from tests.walls import make_poster, make_site, put_up

__all__ = ["dot", "panel", "patch", "poster", "shed", "site"]


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
