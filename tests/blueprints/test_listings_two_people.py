"""Two people changing the same listing: nobody's words are lost."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.listing import Listing
from models.listing_version import ListingVersion
from tests.blueprints.test_listings_editing import ENOUGH, PAGE, SAVE, Town, add, only, pauline, town
from tests.filling import form_of, send, values_of
from tests.people import make_volunteer, sign_in

__all__ = ["pauline", "town"]


@pytest.fixture
def colin(town: Town, db_session: Session, signed_in: Callable[[Any], FlaskClient]) -> FlaskClient:
    return signed_in(make_volunteer(db_session, town.panel, name="Colin"))


@pytest.fixture
def where(pauline: FlaskClient) -> str:
    return add(pauline).location


def both(pauline: FlaskClient, colin: FlaskClient, where: str, mine: dict[str, Any], theirs: dict[str, Any]) -> Any:
    """Pauline opens the page; Colin saves; then Pauline saves."""
    page = pauline.get(where).page
    assert send(colin, colin.get(where).page, theirs, id=PAGE, press=SAVE).status_code == 303
    return send(pauline, page, mine, id=PAGE, press=SAVE)


def test_the_second_is_shown_both_versions_and_who_saved(
    pauline: FlaskClient, colin: FlaskClient, where: str, db_session: Session
) -> None:
    answer = both(
        pauline, colin, where,
        {"contact_name": "Yusuf", "cost": "donation", "times-0-days": ["1"]},
        {"contact_name": "Derek", "bring": "A mug", "times-0-days": ["2"]},
    )  # fmt: skip
    assert answer.status_code == 409
    text = answer.page.text
    assert "Colin: changed" in text
    for words in ("Theirs: Derek Yours: Yusuf", "Theirs: Free Yours: Donation", "Theirs: A mug Yours: nothing",
                  "Theirs: Wednesdays, 10am to 1pm Yours: Tuesdays, 10am to 1pm"):  # fmt: skip
        assert words in text
    chosen = values_of(form_of(answer.page, action="/edit"))
    assert {name: whose for name, whose in chosen.items() if name.startswith("keep-")} == {
        "keep-contact_name": "mine", "keep-cost": "mine", "keep-bring": "theirs", "keep-times": "mine",
    }  # fmt: skip
    listing = only(db_session)
    assert (listing.contact_name, listing.revision) == ("Derek", 2)


def test_what_was_chosen_field_by_field_is_saved(
    pauline: FlaskClient, colin: FlaskClient, where: str, db_session: Session
) -> None:
    answer = both(pauline, colin, where, {"contact_name": "Yusuf", "cost": "donation"}, {"contact_name": "Derek"})
    done = send(pauline, answer.page, {"keep-contact_name": "theirs"}, action="/edit")
    assert done.status_code == 303
    listing = only(db_session)
    assert (listing.contact_name, listing.cost.value, listing.revision) == ("Derek", "donation", 3)


@pytest.mark.parametrize(("whose", "expected"), [("mine", ("Yusuf", "")), ("theirs", ("Derek", "A mug"))])
def test_all_of_one_version_can_be_kept(
    pauline: FlaskClient, colin: FlaskClient, where: str, db_session: Session, whose: str, expected: tuple[str, str]
) -> None:
    answer = both(pauline, colin, where, {"contact_name": "Yusuf"}, {"contact_name": "Derek", "bring": "A mug"})
    send(pauline, answer.page, action="/edit", press=("keep_all", whose))
    listing = only(db_session)
    assert (listing.contact_name, listing.bring) == expected


def test_a_new_place_typed_by_the_second_is_offered_and_made_only_when_chosen(
    pauline: FlaskClient, colin: FlaskClient, where: str, db_session: Session
) -> None:
    typed = {"where": "new", "venue_name": "Blue hall", "description": "One.\r\n\r\nTwo."}
    answer = both(pauline, colin, where, typed, {"where": "new", "venue_name": "Red hall"})
    assert "Theirs: Red hall Yours: Blue hall" in answer.page.text
    send(pauline, answer.page, action="/edit")
    listing = only(db_session)
    assert listing.venue is not None
    assert (listing.venue.name, listing.description) == ("Blue hall", "One.\n\nTwo.")


def test_a_third_save_meanwhile_is_shown_again_and_earlier_choices_stand(
    pauline: FlaskClient, colin: FlaskClient, where: str, db_session: Session
) -> None:
    answer = both(pauline, colin, where, {"contact_name": "Yusuf", "cost": "donation"}, {"contact_name": "Derek"})
    send(colin, colin.get(where).page, {"greeter": "Shanaz"}, id=PAGE, press=SAVE)  # type: ignore[attr-defined]
    again = send(pauline, answer.page, {"keep-contact_name": "theirs"}, action="/edit")
    assert again.status_code == 409
    chosen = values_of(form_of(again.page, action="/edit"))  # type: ignore[attr-defined]
    assert (chosen["keep-contact_name"], chosen["keep-greeter"]) == ("theirs", "theirs")
    assert send(pauline, again.page, action="/edit").status_code == 303  # type: ignore[attr-defined]
    listing = only(db_session)
    assert (listing.contact_name, listing.cost.value, listing.greeter) == ("Derek", "donation", "Shanaz")


def test_two_people_who_wrote_the_same_need_not_choose(
    pauline: FlaskClient, colin: FlaskClient, where: str, db_session: Session
) -> None:
    answer = both(pauline, colin, where, {"bring": "A mug"}, {"bring": "A mug"})
    assert "Both of you wrote the same" in answer.page.text
    assert send(pauline, answer.page, action="/edit").status_code == 303
    assert only(db_session).revision == 2


def test_an_undo_from_an_old_message_does_not_undo_somebody_elses_work(
    pauline: FlaskClient, colin: FlaskClient, where: str, db_session: Session
) -> None:
    page = send(pauline, pauline.get(where).page, {"bring": "A mug"}, id=PAGE, press=SAVE)  # type: ignore[attr-defined]
    told = pauline.get(page.location).page  # type: ignore[attr-defined]
    send(colin, colin.get(where).page, {"greeter": "Shanaz"}, id=PAGE, press=SAVE)  # type: ignore[attr-defined]
    answer = send(pauline, told, action="/undo/1")
    assert "Somebody has changed it since" in pauline.get(answer.location).page.text  # type: ignore[attr-defined]
    listing = only(db_session)
    assert (listing.bring, listing.greeter) == ("A mug", "Shanaz")


def test_of_many_saves_at_the_same_instant_one_wins_and_the_others_are_shown_both(
    app: Flask, pauline: FlaskClient, town: Town, where: str, db_session: Session
) -> None:
    several = 6
    people = [make_volunteer(db_session, town.panel, name=f"Person {n}") for n in range(several)]
    ready: list[tuple[FlaskClient, Any]] = []
    for n, person in enumerate(people):
        client = app.test_client()
        sign_in(client, person)
        values = values_of(form_of(pauline.get(where).page, id=PAGE))  # type: ignore[attr-defined]
        values["csrf_token"] = _token(client, where)
        values["bring"] = f"Mug {n}"
        ready.append((client, values))
    db_session.rollback()
    barrier, answers = Barrier(several), []

    def save(client: FlaskClient, values: Any) -> None:
        barrier.wait()
        answers.append(client.post(where, data=values).status_code)

    threads = [Thread(target=save, args=each) for each in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, *[409] * (several - 1)]
    listing_id = only(db_session).id
    numbers = db_session.scalars(select(ListingVersion.number).where(ListingVersion.listing_id == listing_id)).all()
    assert sorted(numbers) == [1, 2]
    assert db_session.get_one(Listing, listing_id).bring.startswith("Mug ")


def _token(client: FlaskClient, where: str) -> str:
    from tests.inspecting_client import Page

    return values_of(form_of(Page(client.get(where).text), id=PAGE))["csrf_token"]


def test_a_page_that_was_open_while_it_was_stopped_is_shown_so(
    pauline: FlaskClient, colin: FlaskClient, where: str, db_session: Session
) -> None:
    page = pauline.get(where).page  # type: ignore[attr-defined]
    stop = where.replace("/edit", "/stop")
    assert send(colin, colin.get(stop).page, {"reason": "Closed"}, action="/stop").status_code == 303  # type: ignore[attr-defined]
    answer = send(pauline, page, {"bring": "A mug"}, id=PAGE, press=SAVE)
    assert answer.status_code == 409
    assert "Colin: stopped" in answer.page.text  # type: ignore[attr-defined]
    assert ENOUGH["name"] in answer.page.text  # type: ignore[attr-defined]
