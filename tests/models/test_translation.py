"""Words in other languages: whose reading counts, and what makes them doubtful."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.patterns import Pattern
from models.people import User
from models.session_time import SessionTime
from models.translation import FROM_THE_RIGHT, IN_ENGLISH, LANGUAGES, Translation
from tests.boards import THURSDAY, make_listing, make_venue
from tests.people import make_panel, make_patch, make_volunteer

WORDS = {"title": "Warsztat", "when": "We wtorki o 10", "note": ""}


class Shelf:
    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.panel = make_panel(session)
        self.patch = make_patch(session, self.panel)
        self.user: User = make_volunteer(session, self.panel)
        self.listing: Listing = make_listing(session, self.patch, revision=0)
        self.change()
        self.polish = Translation(listing=self.listing, language="pl", title="", when="", note="", read_by="")
        session.add(self.polish)

    def change(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self.listing, name, value)
        save(self.listing, Deed.EDITED, by=self.user, at=self.now)
        self.session.flush()

    def write(self, read_by: str = "", **changes: str) -> None:
        self.polish.write(**{**WORDS, **changes}, read_by=read_by, by=self.user, at=self.now)  # type: ignore[arg-type]
        self.session.flush()


@pytest.fixture
def shelf(session: Session, now: datetime) -> Shelf:
    return Shelf(session, now)


def test_every_language_has_its_own_name_and_an_english_one() -> None:
    assert set(LANGUAGES) == set(IN_ENGLISH)
    assert set(LANGUAGES) > FROM_THE_RIGHT
    assert "en" not in LANGUAGES
    assert Translation(language="ur").direction == "rtl"
    assert Translation(language="pl").direction == "ltr"


def test_words_may_be_printed_once_a_speaker_has_read_just_these(shelf: Shelf) -> None:
    shelf.write()
    assert not shelf.polish.is_ready
    shelf.write(read_by="Agnieszka")
    assert shelf.polish.is_ready
    shelf.write()
    assert shelf.polish.read_by == "Agnieszka"
    shelf.write(note="Bezpłatnie")
    assert not shelf.polish.is_ready


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"description": "More to say."}, []),
        ({"contact_phone": "0161 496 0142"}, []),
        ({"cost_note": "£1 for tea"}, ["the cost"]),
        ({"when_note": "Not in August"}, ["the day or time"]),
    ],
)
def test_a_change_of_what_they_tell_makes_them_doubtful(shelf: Shelf, changes: dict[str, str], told: list[str]) -> None:
    shelf.write(read_by="Agnieszka")
    assert shelf.polish.changed_since(shelf.session) == []
    shelf.change(**changes)
    assert shelf.polish.changed_since(shelf.session) == told


def test_times_and_place_are_told_apart(shelf: Shelf) -> None:
    shelf.write(read_by="Agnieszka")
    thursdays = SessionTime.from_pattern(Pattern.weekly(THURSDAY, time(10), time(13)), position=0)
    shelf.change(session_times=[thursdays], venue_id=make_venue(shelf.session, shelf.patch).id)
    assert shelf.polish.changed_since(shelf.session) == ["the day or time", "the place"]
    shelf.write()
    assert shelf.polish.changed_since(shelf.session) == ["the day or time", "the place"]
    shelf.write(read_by="Marek")
    assert shelf.polish.changed_since(shelf.session) == []


def test_a_change_taken_back_leaves_them_as_good_as_they_were(shelf: Shelf) -> None:
    shelf.write(read_by="Agnieszka")
    shelf.change(cost_note="£1")
    shelf.change(cost_note="")
    assert shelf.polish.changed_since(shelf.session) == []


def test_words_that_were_taken_away_are_seen_by_nobody_and_come_back(shelf: Shelf) -> None:
    session = shelf.session
    shelf.write(read_by="Agnieszka")
    shelf.polish.remove(by=shelf.user, at=shelf.now)
    session.flush()
    for rows in (Translation.of(shelf.listing), Translation.visible_to(shelf.user)):
        assert session.scalars(rows).all() == []
    assert session.scalars(Translation.in_language(shelf.listing, "pl")).all() == [shelf.polish]
    assert session.scalars(Translation.removed_from(shelf.user)).all() == [shelf.polish]
    shelf.polish.put_back()
    session.flush()
    assert session.scalars(Translation.of(shelf.listing)).all() == [shelf.polish]
    assert session.scalars(Translation.visible_to(make_volunteer(session, make_panel(session)))).all() == []


def test_a_language_that_was_taken_away_is_written_anew(shelf: Shelf) -> None:
    shelf.write(read_by="Agnieszka")
    shelf.polish.remove(by=shelf.user, at=shelf.now)
    shelf.write(title="Szopa")
    assert (shelf.polish.removed_at, shelf.polish.title, shelf.polish.is_ready) == (None, "Szopa", False)
