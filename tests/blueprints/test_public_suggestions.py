""" "Something wrong with this?": a few words to the panel, with no account and no puzzle."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.listing import Listing
from models.suggestion import About, Suggestion
from tests.boards import make_listing, url_of
from tests.conftest import NOW
from tests.filling import send
from tests.people import make_patch

ANSWERS = {"about": "wrong", "words": "It starts at half past ten now.", "reply_to": ""}
A_MOMENT = timedelta(seconds=20)


@pytest.fixture
def listing(db_session: Session) -> Listing:
    return make_listing(db_session, make_patch(db_session, slug="larkmoor"))


def fill_in(app: Flask, client: FlaskClient, path: str, answers: dict[str, str]) -> Any:
    """Open the form, take the time a person takes, and send it."""
    page = client.get(path).page
    app.config["NOW"] += A_MOMENT
    return send(client, page, answers, action="/suggestions/new")


def kept(session: Session) -> list[Suggestion]:
    session.expire_all()
    return list(session.scalars(select(Suggestion)))


def test_a_suggestion_lands_on_the_panels_desk(
    app: Flask, client: FlaskClient, db_session: Session, listing: Listing
) -> None:
    answer = fill_in(app, client, f"/listings/{listing.id}/suggestions/new", {**ANSWERS, "reply_to": "0161 4960 142"})
    assert answer.status_code == 303
    thanks = client.get(answer.headers["Location"])
    assert thanks.page.heading == "Thank you: the panel has it"
    assert "What happens next" in thanks.page.text
    assert thanks.page.links()["Back to the page"] == url_of(listing)
    suggestion = kept(db_session)[0]
    assert (suggestion.about, suggestion.words) == (About.WRONG, "It starts at half past ten now.")
    assert suggestion.reply_to == "0161 496 0142"
    assert (suggestion.listing_id, suggestion.panel_id) == (listing.id, listing.panel_id)
    assert suggestion.received_at == NOW + A_MOMENT


def test_something_missing_is_about_the_whole_board(
    app: Flask, client: FlaskClient, db_session: Session, listing: Listing
) -> None:
    answer = fill_in(
        app,
        client,
        "/patches/larkmoor/suggestions/new",
        {"words": "There is a bowls club", "reply_to": "jo@EXAMPLE.org"},
    )
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200
    suggestion = kept(db_session)[0]
    assert (suggestion.about, suggestion.listing_id, suggestion.reply_to) == (About.MISSING, None, "jo@example.org")


def test_crisis_numbers_stand_beside_the_box(client: FlaskClient, listing: Listing) -> None:
    answer = client.get(f"/listings/{listing.id}/suggestions/new")
    form = answer.text.split("<form")[1].split("</form>")[0]
    for number in ("999", "111", "116 123"):
        assert number in form
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"about": ""}, "Choose what it is about."),
        ({"about": "nonsense"}, "Not a valid choice."),
        ({"words": "  "}, "Write a few words"),
        ({"words": "x" * 2_001}, "Keep it to 2,000 letters."),
        ({"reply_to": "jo at home"}, "Write an email address like pat@example.org"),
        ({"reply_to": "a@b@c"}, "Write an email address like pat@example.org"),
        ({"reply_to": "9" * 4_000}, "Write an email address like pat@example.org"),
    ],
)
def test_refused_input_is_kept_and_told_in_plain_words(
    app: Flask, client: FlaskClient, db_session: Session, listing: Listing, wrong: dict[str, str], said: str
) -> None:
    answer = fill_in(app, client, f"/listings/{listing.id}/suggestions/new", ANSWERS | wrong)
    assert answer.status_code == 422
    assert answer.page.title.startswith("Error:")
    assert said in answer.page.text
    if "words" not in wrong:
        assert "It starts at half past ten now." in answer.page.text
    assert kept(db_session) == []


def test_the_same_form_sent_twice_lands_once(
    app: Flask, client: FlaskClient, db_session: Session, listing: Listing
) -> None:
    page = client.get(f"/listings/{listing.id}/suggestions/new").page
    app.config["NOW"] += A_MOMENT
    for _ in range(2):
        assert send(client, page, ANSWERS, action="/suggestions/new").status_code == 303
    assert len(kept(db_session)) == 1


def test_many_at_once_are_asked_to_wait_and_nothing_typed_is_lost(
    app: Flask, client: FlaskClient, db_session: Session, listing: Listing
) -> None:
    path = f"/listings/{listing.id}/suggestions/new"
    answers = [fill_in(app, client, path, ANSWERS) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429]
    assert "wait a while" in answers[-1].page.text
    assert "It starts at half past ten now." in answers[-1].page.text
    assert len(kept(db_session)) == 6


def test_a_form_from_another_site_is_refused(client: FlaskClient, db_session: Session, listing: Listing) -> None:
    page = client.get(f"/listings/{listing.id}/suggestions/new").page
    answer = send(client, page, ANSWERS, action="/suggestions/new", headers={"Origin": "https://elsewhere.example.com"})
    assert answer.status_code == 403
    assert kept(db_session) == []


def test_a_machine_that_fills_every_box_is_told_why(
    app: Flask, client: FlaskClient, db_session: Session, listing: Listing
) -> None:
    answer = fill_in(app, client, f"/listings/{listing.id}/suggestions/new", {**ANSWERS, "your_website": "http://x"})
    assert answer.status_code == 422
    assert kept(db_session) == []


def test_a_form_without_its_token_keeps_the_words(client: FlaskClient, db_session: Session, listing: Listing) -> None:
    answer = client.post(f"/listings/{listing.id}/suggestions/new", data=ANSWERS)
    assert answer.status_code == 422
    assert "It starts at half past ten now." in answer.page.text
    assert kept(db_session) == []


def test_hostile_words_stay_words(app: Flask, client: FlaskClient, db_session: Session, listing: Listing) -> None:
    words = "<script>alert(1)</script>\x00\u202e 🪑\r\n\r\n{{ 7 * 7 }}"
    answer = fill_in(app, client, f"/listings/{listing.id}/suggestions/new", {**ANSWERS, "words": words, "about": ""})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    answer = fill_in(app, client, f"/listings/{listing.id}/suggestions/new", {**ANSWERS, "words": words})
    assert answer.status_code == 303
    assert "<script>alert(1)</script>" in kept(db_session)[0].words
