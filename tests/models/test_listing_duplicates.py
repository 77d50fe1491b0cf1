"""What may be the same thing twice."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from sqlalchemy.orm import Session

from models.duplicates import likeness, possible_doubles
from models.group import Venue
from models.listing_contents import write
from models.patterns import Pattern
from tests.models.test_listing import make_listing
from tests.people import make_patch


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lockside Shed", "The Lockside Shed"),
        ("Men’s Shed", "Mens shed"),
        ("Tuesday walkers", "The Tuesday Walker Group"),
        ("Knit and natter", "Knit & Natter Club"),
        ("Walk, Tuesday", "Tuesday walk"),
        ("Café Bramble", "Cafe Bramble"),
        ("Lockside Shed", "Locksde Shed"),
    ],
)
def test_the_same_name_in_other_clothes_is_known_again(one: str, other: str) -> None:
    assert likeness(one, other) >= 0.86


@pytest.mark.parametrize(
    ("one", "other"), [("Lockside Shed", "Lockside Singers"), ("Tuesday walk", "Thursday walk"), ("Group", "Choir")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert likeness(one, other) < 0.86


def test_doubles_are_told_by_name_and_by_place_and_time(session: Session, now: datetime) -> None:
    patch, elsewhere = make_patch(session), make_patch(session)
    hall = Venue(panel_id=patch.panel_id, name="Hall", created_at=now)
    session.add(hall)
    session.flush()
    tuesdays, thursdays = Pattern.weekly(1, time(10)), Pattern.weekly(3, time(10))
    shed = make_listing(session, "Lockside Shed", patch)
    yoga = make_listing(session, "Chair yoga", patch)
    make_listing(session, "Lockside Shed", elsewhere)
    write(yoga, {"venue_id": str(hall.id), "times": [tuesdays.to_dict()]})
    session.commit()

    def doubles(name: str, **more: object) -> list[tuple[str, str]]:
        return [(each.listing.name, each.why) for each in possible_doubles(session, patch, name=name, **more)]  # type: ignore[arg-type]

    assert doubles("lockside shed") == [("Lockside Shed", "much the same name")]
    assert doubles("Stretching", venue_id=hall.id, patterns=[tuesdays]) == [
        ("Chair yoga", "the same place at the same time")
    ]
    assert doubles("Stretching", venue_id=hall.id, patterns=[thursdays]) == []
    assert doubles("Lockside Shed", except_for=shed.id) == []
