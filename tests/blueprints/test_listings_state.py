"""The panel's list, and pausing, stopping, starting, showing, checking and undoing from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.check import Check
from models.listing import Status
from models.listing_version import Deed
from tests.blueprints.test_listings_editing import DRAFT, PAGE, SAVE, Town, add, only, pauline, town
from tests.conftest import NOW
from tests.filling import form_of, send, values_of

__all__ = ["pauline", "town"]
TODAY = NOW.date()
LIST = "/panels/larkmoor/listings"


@pytest.fixture
def where(pauline: FlaskClient) -> str:
    """The address of a listing on the board, without its last word."""
    return add(pauline).location.removesuffix("edit")


def flash(client: FlaskClient, answer: Any) -> str:
    assert answer.status_code == 303
    page = client.get(answer.location).page  # type: ignore[attr-defined]
    return " ".join("".join(next(each for each in page.all("div") if each.get("id") == "flash").itertext()).split())


def test_an_empty_list_says_what_to_do_first(pauline: FlaskClient, town: Town) -> None:
    assert "Nothing on the board yet" in pauline.get(LIST).page.text  # type: ignore[attr-defined]


def test_the_list_is_narrowed_by_name_and_status(pauline: FlaskClient, town: Town) -> None:
    add(pauline, name="Lockside Shed")
    add(pauline, DRAFT, name="Tuesday Walk")

    def listed(**asked: str) -> set[str]:
        links = pauline.get(LIST, query_string=asked).page.links()  # type: ignore[attr-defined]
        return {"Lockside Shed", "Tuesday Walk"} & links.keys()

    assert listed() == {"Lockside Shed", "Tuesday Walk"}
    assert listed(name="SHED") == {"Lockside Shed"}
    assert listed(status="draft") == {"Tuesday Walk"}
    assert listed(name="nothing like it") == set()
    for odd in (
        {"status": "x"},
        {"page": "-9"},
        {"page": "99999999999999999999"},
        {"page": "x"},
        {"name": "\0" * 9999},
    ):
        assert pauline.get(LIST, query_string=odd).status_code == 200


def test_a_long_list_comes_in_pages(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    from tests.models.test_listing import make_listing

    for n in range(45):
        make_listing(db_session, f"Listing {n:02}", town.patch)
    first = pauline.get(LIST, query_string={"name": "listing"}).page  # type: ignore[attr-defined]
    assert "1 to 40 of 45" in first.text
    assert "Listing 44" in pauline.get(first.links()["Show the next"]).page.text  # type: ignore[attr-defined]


def test_a_pause_is_seen_at_once_and_can_be_undone(
    pauline: FlaskClient, where: str, client: FlaskClient, db_session: Session
) -> None:
    page = pauline.get(where + "pause").page  # type: ignore[attr-defined]
    answer = send(pauline, page, {"until": "4 May", "reason": "The boiler is being mended"}, action="/pause")
    assert "Lockside Shed is paused until 4 May. Undo" in flash(pauline, answer)
    listing = only(db_session)
    assert (listing.status(TODAY), listing.paused_until) == (Status.PAUSED, date(2026, 5, 4))
    assert "The boiler is being mended" in client.get(f"/listings/{listing.id}/{listing.slug}").text
    send(pauline, pauline.get(where + "edit").page, {"reason": "again"}, id=PAGE, press=SAVE)  # type: ignore[attr-defined]
    history = pauline.get(where + "history").page  # type: ignore[attr-defined]
    assert "Paused no → became yes" in history.text
    send(pauline, history, action="/undo/1")
    assert only(db_session).status(TODAY) is Status.ON


@pytest.mark.parametrize(
    ("typed", "said"),
    [("yesterday", "could not read"), ("1 March 2026", "Choose a day after today"), ("3 March 2026", "after today")],
)
def test_a_pause_until_a_day_that_cannot_be_is_refused_and_kept(
    pauline: FlaskClient, where: str, db_session: Session, typed: str, said: str
) -> None:
    page = pauline.get(where + "pause").page  # type: ignore[attr-defined]
    answer = send(pauline, page, {"until": typed, "reason": "Boiler"}, action="/pause")
    assert answer.status_code == 422
    assert said in answer.page.text  # type: ignore[attr-defined]
    assert values_of(form_of(answer.page, action="/pause"))["until"] == typed  # type: ignore[attr-defined]
    assert only(db_session).revision == 1


def test_stopping_asks_first_and_starting_again_puts_it_back(
    pauline: FlaskClient, where: str, db_session: Session
) -> None:
    page = pauline.get(where + "stop").page  # type: ignore[attr-defined]
    assert only(db_session).status(TODAY) is Status.ON
    assert "has stopped" in flash(pauline, send(pauline, page, {"reason": "The club has closed"}, action="/stop"))
    listing = only(db_session)
    assert (listing.status(TODAY), listing.state_reason) == (Status.STOPPED, "The club has closed")
    again = send(pauline, pauline.get(where + "edit").page, action="/restart")  # type: ignore[attr-defined]
    assert "has started again" in flash(pauline, again)
    assert [each.deed for each in only(db_session).versions] == [Deed.RESTARTED, Deed.STOPPED, Deed.ADDED]


def test_doing_a_thing_twice_says_so_and_changes_nothing(pauline: FlaskClient, where: str, db_session: Session) -> None:
    token = values_of(form_of(pauline.get(where + "edit").page, id=PAGE))["csrf_token"]  # type: ignore[attr-defined]
    for path in ("restart", "publication"):
        assert "on the board" in flash(pauline, pauline.post(where + path, data={"csrf_token": token}))
    pauline.post(where + "stop", data={"csrf_token": token})
    answer = pauline.post(where + "stop", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "already stopped" in answer.page.text  # type: ignore[attr-defined]
    assert only(db_session).revision == 2


def test_a_draft_is_put_on_the_board_with_one_press_once_it_says_when(
    pauline: FlaskClient, town: Town, db_session: Session
) -> None:
    where = add(pauline, DRAFT, times__0__days=[], times__0__starts="", times__0__ends="").location
    answer = send(pauline, pauline.get(where).page, action="/publication")  # type: ignore[attr-defined]
    assert "Say when it is on first" in flash(pauline, answer)
    send(pauline, pauline.get(where).page, {"any_time": "y"}, id=PAGE, press=DRAFT)  # type: ignore[attr-defined]
    answer = send(pauline, pauline.get(where).page, action="/publication")  # type: ignore[attr-defined]
    assert "is showing on the board. Undo" in flash(pauline, answer)
    assert only(db_session).is_public


def test_a_check_takes_one_press_in_the_list_and_comes_back_to_it(
    pauline: FlaskClient, where: str, db_session: Session
) -> None:
    page = pauline.get(f"{LIST}?name=shed").page  # type: ignore[attr-defined]
    answer = send(pauline, page, action="/checks", press=("how", "phoned"))
    assert answer.location == f"{LIST}?name=shed"
    assert "Lockside Shed is checked today." in flash(pauline, answer)
    check = db_session.scalars(select(Check)).one()
    assert (check.how.value, only(db_session).revision) == ("phoned", 1)
    assert "Checked (phoned) by Pauline" in pauline.get(where + "history").page.text  # type: ignore[attr-defined]


@pytest.mark.parametrize("sent", [{}, {"how": "tapped"}, {"how": "x"}, {"how": "phoned", "note": "x" * 400}])
def test_a_check_that_says_nothing_usable_is_not_kept(
    pauline: FlaskClient, where: str, db_session: Session, sent: dict[str, str]
) -> None:
    token = values_of(form_of(pauline.get(where + "edit").page, id=PAGE))["csrf_token"]  # type: ignore[attr-defined]
    flash(pauline, pauline.post(where + "checks", data={"csrf_token": token, **sent}))
    assert db_session.scalars(select(Check)).all() == []


def test_nobody_is_sent_to_another_site_afterwards(pauline: FlaskClient, where: str) -> None:
    token = values_of(form_of(pauline.get(where + "edit").page, id=PAGE))["csrf_token"]  # type: ignore[attr-defined]
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = pauline.post(where + "checks", data={"csrf_token": token, "how": "phoned", "next": elsewhere})
        assert answer.location == where + "edit"


def test_the_history_tells_every_change_in_words_and_leads_back_to_each(
    pauline: FlaskClient, where: str, db_session: Session
) -> None:
    for answers in (
        {"times-0-days": ["3"], "where": "new", "venue_name": "Hall", "access": ["loop"]},
        {"name": "Lockside Men’s Shed", "room": "few", "description": "<b>bold</b>"},
    ):
        send(pauline, pauline.get(where + "edit").page, answers, id=PAGE, press=SAVE)  # type: ignore[attr-defined]
    page = pauline.get(where + "history").page  # type: ignore[attr-defined]
    for words in (
        "When Tuesdays and Thursdays, 10am to 1pm → became Thursdays, 10am to 1pm",
        "Place no one place → became Hall",
        "Getting in nothing → became Hearing loop",
        "Name Lockside Shed → became Lockside Men’s Shed",
        "What goes on nothing → became <b>bold</b>",
        "This is how it stands now.",
    ):
        assert words in page.text
    send(pauline, page, action="/undo/1")
    listing = only(db_session)
    assert (listing.name, listing.venue_id, listing.access) == ("Lockside Shed", None, [])
    assert [row.weekday for row in listing.session_times] == [1, 3]
    assert "Back to version 1" in pauline.get(where + "history").page.text  # type: ignore[attr-defined]


def test_a_version_that_never_was_cannot_be_gone_back_to(pauline: FlaskClient, where: str) -> None:
    token = values_of(form_of(pauline.get(where + "edit").page, id=PAGE))["csrf_token"]  # type: ignore[attr-defined]
    for number in ("99", "99999999999999999999"):
        assert pauline.post(f"{where}undo/{number}", data={"csrf_token": token}).status_code == 404
    for before in ("x", "-1", "0", "99999999999999999999"):
        assert pauline.get(f"{where}history?before={before}").status_code == 200


def test_a_long_history_comes_in_pages(pauline: FlaskClient, where: str) -> None:
    for n in range(33):
        send(pauline, pauline.get(where + "edit").page, {"bring": f"Mug {n}"}, id=PAGE, press=SAVE)  # type: ignore[attr-defined]
    page = pauline.get(where + "history").page  # type: ignore[attr-defined]
    assert "Mug 32" in page.text
    older = pauline.get(page.links()["Show what came before"]).page  # type: ignore[attr-defined]
    assert "Added by Pauline" in older.text
    assert "What to bring Mug 1 → became Mug 2" in older.text + page.text


def test_a_followed_link_changes_nothing(pauline: FlaskClient, where: str, db_session: Session) -> None:
    for path in ("edit", "pause", "stop", "restart", "publication", "checks?how=phoned", "undo/0"):
        pauline.get(where + path)
    assert (only(db_session).revision, only(db_session).checked_at) == (1, None)
