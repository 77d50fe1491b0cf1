"""Room for new people: who may be asked, on which day, and what the board says of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from models.errors import RuleBroken
from models.intake import (
    Intake,
    Taking,
    give_back_place,
    intake_of,
    take_place,
    taking,
    tell_the_board,
)
from models.listing import Listing
from models.vocabulary import Kind, Room
from tests.boards import make_listing
from tests.conftest import NOW
from tests.referring import make_hosted_listing

TODAY = NOW.date()
SOON = TODAY + timedelta(days=7)


@pytest.fixture
def listing(session: Session) -> Listing:
    return make_hosted_listing(session)


@pytest.fixture
def intake(session: Session, listing: Listing) -> Intake:
    return intake_of(session, listing, NOW)


@pytest.mark.parametrize(
    ("room", "until", "left", "said"),
    [
        (Room.OPEN, None, None, Taking.OPEN),
        (Room.OPEN, None, 12, Taking.OPEN),
        (Room.OPEN, None, 3, Taking.FEW),
        (Room.FEW, None, None, Taking.FEW),
        (Room.FEW, None, 0, Taking.FULL),
        (Room.FULL, SOON, None, Taking.FULL),
        (Room.FULL, TODAY, None, Taking.OPEN),
        (Room.FULL, None, 0, Taking.FULL),
    ],
)
def test_how_much_room_there_is_today(
    listing: Listing, intake: Intake, room: Room, until: date | None, left: int | None, said: Taking
) -> None:
    listing.room, listing.full_until, intake.places_left = room, until, left
    assert taking(listing, intake, TODAY) is said


def test_a_pause_ends_on_its_day_and_one_without_a_day_goes_on(listing: Listing, intake: Intake) -> None:
    intake.pause(until=SOON, by=None, at=NOW, today=TODAY)
    assert taking(listing, intake, SOON - timedelta(days=1)) is Taking.PAUSED
    assert taking(listing, intake, SOON) is Taking.OPEN
    intake.pause(until=None, by=None, at=NOW, today=TODAY)
    assert taking(listing, intake, TODAY + timedelta(days=900)) is Taking.PAUSED
    intake.resume(by=None, at=NOW)
    assert taking(listing, intake, TODAY) is Taking.OPEN
    for passed in (TODAY, TODAY - timedelta(days=1)):
        with pytest.raises(RuleBroken):
            intake.pause(until=passed, by=None, at=NOW, today=TODAY)


def test_what_is_paused_stopped_or_a_draft_asks_for_nobody(listing: Listing, intake: Intake) -> None:
    listing.pause(until=SOON, reason="", by=None, at=NOW, today=TODAY)
    assert taking(listing, intake, TODAY) is Taking.PAUSED
    assert not taking(listing, intake, TODAY).can_be_asked
    listing.stop(reason="", by=None, at=NOW)
    assert taking(listing, intake, TODAY) is Taking.CLOSED
    listing.restart()
    listing.take_off_the_board()
    assert taking(listing, intake, TODAY) is Taking.CLOSED


def test_a_full_group_can_still_be_asked_for_its_waiting_list() -> None:
    assert [each for each in Taking if each.can_be_asked] == [Taking.OPEN, Taking.FEW, Taking.FULL]


def test_nobody_can_be_asked_where_nobody_answers(session: Session) -> None:
    bench = make_listing(session, kind=Kind.PLACE, times=(), any_time=True, contact_phone="0161 496 0133")
    silent = make_listing(session, contact_phone="", contact_email="")
    assert taking(bench, None, TODAY) is Taking.CLOSED
    assert taking(silent, None, TODAY) is Taking.CLOSED


def test_the_last_place_is_taken_in_one_statement(session: Session, listing: Listing, intake: Intake) -> None:
    assert take_place(session, listing.id)  # nobody counts
    intake.places_left = 1
    session.flush()
    assert [take_place(session, listing.id) for _ in range(3)] == [True, False, False]
    give_back_place(session, listing.id)
    assert take_place(session, listing.id)


def test_the_board_says_that_it_is_full_and_takes_it_back(session: Session, listing: Listing, intake: Intake) -> None:
    revision = listing.revision or 0
    intake.places_left = 0
    session.flush()
    for _ in range(2):
        tell_the_board(session, listing, by=None, at=NOW)
    assert (listing.room, listing.full_until, listing.revision) == (Room.FULL, None, revision + 1)
    intake.places_left = 2
    session.flush()
    tell_the_board(session, listing, by=None, at=NOW)
    assert (listing.room, listing.revision) == (Room.FEW, revision + 2)


def test_a_day_that_somebody_gave_is_not_taken_back_by_counting(
    session: Session, listing: Listing, intake: Intake
) -> None:
    listing.room, listing.full_until, intake.places_left = Room.FULL, SOON, 2
    session.flush()
    tell_the_board(session, listing, by=None, at=NOW)
    assert (listing.room, listing.full_until) == (Room.FULL, SOON)


def test_a_listing_has_one_row_however_often_it_is_asked_for(session: Session, listing: Listing) -> None:
    assert intake_of(session, listing, NOW) is intake_of(session, listing, NOW + timedelta(days=1))
