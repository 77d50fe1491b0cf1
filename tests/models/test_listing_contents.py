"""Writing a listing, its versions, and the way back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.changes import Change
from models.errors import RuleBroken
from models.listing import Listing, Status
from models.listing_contents import EditedMeanwhile, contents_of, save, undo_to, write
from models.listing_version import Deed, ListingVersion, changes_between
from models.patterns import Pattern
from tests.models.test_listing import TODAY, make_listing
from tests.people import make_user

TUESDAYS = Pattern.weekly(1, time(10), time(13))


def test_what_is_written_is_what_is_told(session: Session) -> None:
    listing = make_listing(session)
    said = contents_of(listing) | {
        "name": "Tuesday Walk",
        "kind": "group",
        "needs": ["company", "active"],
        "cost": "donation",
        "room": "full",
        "full_until": "2026-04-10",
        "times": [TUESDAYS.to_dict()],
        "changes": [Change.cancelled(TODAY, reason="the hall is a polling station").to_dict()],
    }
    write(listing, said)
    session.commit()
    session.expire_all()
    assert contents_of(listing) == said


def test_a_listing_not_yet_in_the_database_is_told_with_its_defaults(session: Session) -> None:
    listing = make_listing(session)
    first = listing.versions[0].contents
    session.expire_all()
    assert first == contents_of(listing)


@pytest.mark.parametrize(
    ("contents", "field"),
    [
        ({"minimum_age": 60, "maximum_age": 50}, "minimum_age"),
        ({"places": 4, "places_taken": 5}, "places"),
        ({"room": "full", "full_until": None}, "full_until"),
        ({"times": [TUESDAYS.to_dict() | {"ends": "09:00"}]}, "ends"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(contents: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        write(Listing(), contents)
    assert refused.value.field == field
    assert len(refused.value.message) > 20


def test_every_save_is_the_next_version_with_who_when_and_what(session: Session, now: datetime) -> None:
    listing, pauline = make_listing(session), make_user(session, "Pauline")
    write(listing, {"contact_name": "Derek"})
    save(listing, Deed.EDITED, by=pauline, at=now)
    session.commit()
    latest, first = listing.versions
    assert (latest.number, latest.deed, latest.by, latest.at) == (2, Deed.EDITED, pauline, now)
    assert changes_between(first.contents, latest.contents) == [("contact_name", "", "Derek")]
    assert (listing.revision, listing.changed_at) == (2, now)


def test_the_second_of_two_people_is_told_that_it_changed_meanwhile(session: Session, now: datetime) -> None:
    listing = make_listing(session)
    save(listing, Deed.EDITED, by=None, at=now, based_on=1)
    with pytest.raises(EditedMeanwhile):
        save(listing, Deed.EDITED, by=None, at=now, based_on=1)


def test_the_database_refuses_two_versions_with_one_number(session: Session, now: datetime) -> None:
    listing = make_listing(session)
    session.add(ListingVersion(listing_id=listing.id, number=1, deed=Deed.EDITED, at=now, contents={}))
    with pytest.raises(IntegrityError):
        session.flush()


def test_undo_brings_back_everything_state_included_and_is_a_version_itself(session: Session, now: datetime) -> None:
    listing, pauline = make_listing(session), make_user(session)
    write(listing, {"times": [TUESDAYS.to_dict()], "name": "Tuesday Walk"})
    listing.publish(by=pauline, at=now)
    save(listing, Deed.PUBLISHED, by=pauline, at=now)
    on_the_board = contents_of(listing)
    session.commit()
    write(listing, {"times": [], "any_time": True, "name": "The bench"})
    listing.stop(reason="gone", by=pauline, at=now + timedelta(days=1))
    save(listing, Deed.STOPPED, by=pauline, at=now)
    session.commit()

    undo_to(listing, listing.versions[1], by=pauline, at=now)
    session.commit()
    session.expire_all()
    assert contents_of(listing) == on_the_board
    assert listing.status(TODAY) is Status.ON
    assert [version.deed for version in listing.versions] == [Deed.UNDONE, Deed.STOPPED, Deed.PUBLISHED, Deed.ADDED]
    assert [row.pattern for row in listing.session_times] == [TUESDAYS]


def test_undo_can_itself_be_undone(session: Session, now: datetime) -> None:
    listing, pauline = make_listing(session, "One"), make_user(session)
    write(listing, {"name": "Two"})
    save(listing, Deed.EDITED, by=pauline, at=now)
    session.commit()
    undo_to(listing, listing.versions[-1], by=pauline, at=now)
    session.commit()
    assert listing.name == "One"
    session.expire(listing, ["versions"])
    undo_to(listing, next(each for each in listing.versions if each.number == 2), by=pauline, at=now)
    assert (listing.name, listing.revision) == ("Two", 4)
