"""Where else somebody could go: near, like it, with what they need, and with room."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.intake import Intake, Taking
from models.listing import Listing
from models.near_alternatives import near_alternatives, who_takes
from models.vocabulary import Kind, Room
from tests.people import make_patch
from tests.referring import SENT_AT, make_hosted_listing

TODAY = SENT_AT.date()


@pytest.fixture
def listing(session: Session) -> Listing:
    return make_hosted_listing(session, needs=["company", "making"])


def names(session: Session, listing: Listing, **more: object) -> list[str]:
    return [each.name for each in near_alternatives(session, listing, today=TODAY, **more)]  # type: ignore[arg-type]


def test_the_same_needs_come_first_and_three_are_plenty(session: Session, listing: Listing) -> None:
    for name, needs in (
        ("One", ["company"]),
        ("Both", ["company", "making"]),
        ("Kind alone", []),
        ("Other", ["making"]),
    ):
        make_hosted_listing(session, listing.patch, name=name, needs=needs)
    assert names(session, listing) == ["Both", "One", "Other"]


def test_what_they_need_to_get_in_counts(session: Session, listing: Listing) -> None:
    make_hosted_listing(session, listing.patch, name="A with steps", needs=["company"])
    make_hosted_listing(session, listing.patch, name="B without", needs=["company"], access=["step-free"])
    assert names(session, listing)[0] == "A with steps"
    assert names(session, listing, day_needs=["day-no-stairs"])[0] == "B without"


def test_room_comes_before_a_waiting_list(session: Session, listing: Listing) -> None:
    make_hosted_listing(session, listing.patch, name="A full", needs=["company"], room=Room.FULL)
    make_hosted_listing(session, listing.patch, name="B open", needs=["company"])
    assert names(session, listing) == ["B open", "A full"]


def test_what_takes_nobody_is_elsewhere_or_was_tried_is_left_out(session: Session, listing: Listing) -> None:
    tried = make_hosted_listing(session, listing.patch, name="Tried", needs=["company"])
    paused = make_hosted_listing(session, listing.patch, name="Paused", needs=["company"])
    session.add(Intake(listing_id=paused.id, paused_at=SENT_AT, changed_at=SENT_AT))
    make_hosted_listing(session, make_patch(session), name="Elsewhere", needs=["company"])
    make_hosted_listing(session, listing.patch, name="Stopped", needs=["company"], stopped_at=SENT_AT)
    make_hosted_listing(session, listing.patch, name="Draft", needs=["company"], published_at=None)
    make_hosted_listing(session, listing.patch, name="Not like it", kind=Kind.HELP)
    assert names(session, listing, leave_out=[tried.id]) == []


def test_who_takes_asks_the_intake_of_each(session: Session, listing: Listing) -> None:
    session.add(
        Intake(listing_id=listing.id, paused_at=SENT_AT, paused_until=TODAY + timedelta(days=3), changed_at=SENT_AT)
    )
    session.flush()
    assert who_takes(session, [listing.id], TODAY) == {listing: Taking.PAUSED}
    assert who_takes(session, [listing.id], TODAY + timedelta(days=3)) == {listing: Taking.OPEN}
    assert who_takes(session, [], TODAY) == {}
