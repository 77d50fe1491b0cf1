"""A listing in other languages: written, read by a speaker, changed, taken away, and never printed unread."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.patterns import Pattern
from models.people import User
from models.session_time import SessionTime
from models.translation import LANGUAGES, LONGEST_NOTE, LONGEST_TITLE, LONGEST_WHEN, Translation
from tests.boards import THURSDAY, make_listing, make_venue
from tests.people import csrf, make_panel, make_patch, make_volunteer

POLISH = {"title": "Warsztat nad śluzą", "when": "We wtorki, od 10 do 13", "note": "Bezpłatnie."}
URDU = {"title": "مردوں کا شیڈ", "when": "ہر منگل، صبح 10 بجے", "note": ""}


class Shelf:
    """A volunteer with a listing whose history is kept, and its other languages."""

    def __init__(self, session: Session, signed_in: Any) -> None:
        self.session = session
        self.panel = make_panel(session)
        patch = make_patch(session, self.panel)
        self.listing: Listing = make_listing(session, patch, venue=make_venue(session, patch), revision=0)
        self.user: User = make_volunteer(session, self.panel)
        self.change(summary="Mend things.")
        self.client: FlaskClient = signed_in(self.user)
        self.address = f"/listings/{self.listing.id}/languages"

    def change(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self.listing, name, value)
        save(self.listing, Deed.EDITED, by=self.user, at=self.listing.changed_at)
        self.session.commit()

    def write(self, words: dict[str, str], language: str = "pl", read_by: str = "") -> TestResponse:
        sent = {f"{language}-{name}": text for name, text in {**words, "read_by": read_by}.items()}
        return self.client.post(self.address, data={**csrf(self.client), "language": language, **sent})

    def kept(self, language: str = "pl") -> Translation:
        self.session.expire_all()
        return self.session.scalars(select(Translation).where(Translation.language == language)).one()


@pytest.fixture
def shelf(db_session: Session, signed_in: Callable[..., FlaskClient]) -> Shelf:
    return Shelf(db_session, signed_in)


def test_every_language_is_offered_by_its_own_name_and_in_english(shelf: Shelf) -> None:
    page = shelf.client.get(shelf.address).page
    offered = [option.text or "" for option in page.all("option")]
    assert len(offered) == len(LANGUAGES)
    assert "Polish: Polski" in offered
    assert "Urdu: اردو" in offered
    assert "Only in English so far" in page.text
    assert "Tuesdays, 10am to 1pm" in page.text


def test_a_language_is_opened_in_its_own_direction(shelf: Shelf) -> None:
    page = shelf.client.get(f"{shelf.address}?language=ur").page
    boxes = {box.get("name"): (box.get("lang"), box.get("dir")) for box in page.all("input", "textarea")}
    assert boxes["ur-title"] == boxes["ur-when"] == boxes["ur-note"] == ("ur", "rtl")
    assert boxes["ur-read_by"] == (None, None)
    assert shelf.client.get(f"{shelf.address}?language=klingon").status_code == 200


def test_words_that_nobody_has_read_are_kept_and_said_not_to_be_printed(shelf: Shelf) -> None:
    answer = shelf.write(POLISH)
    assert answer.status_code == 303
    assert answer.location.endswith("/languages#pl")
    assert not shelf.kept().is_ready
    page = shelf.client.get(shelf.address).page.text
    assert "They are not printed until a speaker has read them" in page
    assert "Not printed yet: nobody has read it" in page


def test_words_that_a_speaker_has_read_can_be_printed(shelf: Shelf) -> None:
    shelf.write(POLISH, read_by="Agnieszka")
    kept = shelf.kept()
    assert (kept.is_ready, kept.read_by, kept.title, kept.when, kept.note) == (True, "Agnieszka", *POLISH.values())
    page = shelf.client.get(shelf.address).page.text
    assert "They can be printed" in page
    assert "Read by Agnieszka" in page


def test_changed_words_have_to_be_read_again_and_the_same_ones_have_not(shelf: Shelf) -> None:
    shelf.write(POLISH, read_by="Agnieszka")
    shelf.write(POLISH)
    assert shelf.kept().read_by == "Agnieszka"
    shelf.write({**POLISH, "when": "W czwartki, od 10 do 13"})
    assert not shelf.kept().is_ready
    shelf.write({**POLISH, "when": "W czwartki, od 10 do 13"}, read_by="Marek")
    assert shelf.kept().read_by == "Marek"


def test_a_change_of_what_they_tell_is_said_and_a_change_of_anything_else_is_not(shelf: Shelf) -> None:
    shelf.write(POLISH, read_by="Agnieszka")
    shelf.change(description="A longer story.")
    assert "Since these words were written" not in shelf.client.get(shelf.address).text
    thursdays = SessionTime.from_pattern(Pattern.weekly(THURSDAY, time(10), time(13)), position=0)
    shelf.change(session_times=[thursdays], cost_note="£1")
    page = shelf.client.get(shelf.address).page.text
    assert "Since these words were written, the day or time and the cost changed." in page
    shelf.write(POLISH, read_by="Agnieszka")
    assert "Since these words were written" not in shelf.client.get(shelf.address).text


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"title": ""}, "Write what it is called."),
        ({"when": ""}, "Write when and where it is."),
        ({"title": "ś" * (LONGEST_TITLE + 1)}, f"Keep it to {LONGEST_TITLE} letters."),
        ({"when": "ś" * (LONGEST_WHEN + 1)}, f"Keep it to {LONGEST_WHEN} letters."),
        ({"note": "ś" * (LONGEST_NOTE + 1)}, f"Keep it to {LONGEST_NOTE} letters."),
        ({"note": "x" * 5_000}, f"Keep it to {LONGEST_NOTE} letters."),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_box_with_everything_typed(
    shelf: Shelf, words: dict[str, str], refusal: str
) -> None:
    answer = shelf.write({**POLISH, **words}, read_by="Agnieszka")
    assert answer.status_code == 422
    assert refusal in answer.page.text  # type: ignore[attr-defined]
    for text in {**POLISH, **words}.values():
        assert text in answer.text
    assert "Agnieszka" in answer.text
    assert f'id="pl-{next(iter(words))}-error"' in answer.text


def test_a_refusal_of_one_language_leaves_the_others_as_they_were(shelf: Shelf) -> None:
    shelf.write(URDU, "ur", read_by="Fatima")
    answer = shelf.write({**POLISH, "title": ""})
    assert URDU["title"] in answer.text
    assert "Read by Fatima" in answer.text
    assert POLISH["when"] in answer.text


def test_a_language_is_taken_away_comes_back_and_is_written_anew(shelf: Shelf) -> None:
    shelf.write(POLISH, read_by="Agnieszka")
    address = f"/languages/{shelf.kept().id}"
    assert shelf.client.post(f"{address}/removal", data=csrf(shelf.client)).status_code == 303
    page = shelf.client.get(shelf.address).text
    assert POLISH["title"] not in page
    undo = re.search(r'action="(/languages/[^"]+/putting-back)"', page)
    assert undo
    assert shelf.client.post(undo[1], data=csrf(shelf.client)).status_code == 303
    assert POLISH["title"] in shelf.client.get(shelf.address).text
    shelf.client.post(f"{address}/removal", data=csrf(shelf.client))
    shelf.write({**POLISH, "title": "Szopa"})
    assert (shelf.kept().title, shelf.kept().removed_at, shelf.kept().is_ready) == ("Szopa", None, False)
    assert shelf.client.post(undo[1], data=csrf(shelf.client)).status_code == 404


def test_no_language_of_ours_is_no_page(shelf: Shelf) -> None:
    for language in ("", "xx", "en", "<b>"):
        assert shelf.write(POLISH, language).status_code == 404


def test_another_panel_never_sees_or_writes_the_words(
    shelf: Shelf, db_session: Session, signed_in: Callable[..., FlaskClient]
) -> None:
    shelf.write(POLISH, read_by="Agnieszka")
    stranger = signed_in(make_volunteer(db_session, make_panel(db_session)))
    assert stranger.get(shelf.address).status_code == 404
    address = f"/languages/{shelf.kept().id}"
    for place in (shelf.address, f"{address}/removal", f"{address}/putting-back"):
        assert stranger.post(place, data={**csrf(stranger), "language": "pl"}).status_code == 404
    assert shelf.kept().removed_at is None
