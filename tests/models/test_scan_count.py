"""Scans by poster, wall and day; and where a wall lies."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.patch import Patch
from models.place import Place, PlaceKind, PostcodeSector
from models.scan_count import ScanCount, Scans, scans_by_day, scans_by_poster, scans_by_site
from tests.people import make_patch
from tests.walls import make_poster, make_site

TODAY = date(2026, 3, 3)
NOW = datetime.fromisoformat("2026-03-03T10:00:00+00:00")


@pytest.fixture
def patch(session: Session) -> Patch:
    return make_patch(session)


def test_scans_of_a_day_add_up(session: Session, patch: Patch) -> None:
    one, other = make_poster(session, patch), make_poster(session, patch)
    ScanCount.add(session, {(one.id, TODAY): 3, (other.id, TODAY): 1})
    ScanCount.add(session, {(one.id, TODAY): 2, (one.id, TODAY - timedelta(days=1)): 4})
    rows = {(row.poster_id, row.day): row.times for row in session.scalars(select(ScanCount))}
    assert rows == {(one.id, TODAY): 5, (one.id, TODAY - timedelta(days=1)): 4, (other.id, TODAY): 1}


def test_lately_is_four_whole_weeks_today_among_them(session: Session, patch: Patch) -> None:
    poster = make_poster(session, patch)
    for days, times in ((0, 1), (27, 2), (28, 4), (200, 8)):
        ScanCount.add(session, {(poster.id, TODAY - timedelta(days=days)): times})
    assert scans_by_poster(session, patch.panel_id, TODAY) == {poster.id: Scans(3, 15, TODAY)}
    other = make_patch(session, name="Hollinfold")
    assert scans_by_poster(session, other.panel_id, TODAY) == {}


def test_a_wall_has_the_scans_of_all_that_ever_hung_there(session: Session, patch: Patch) -> None:
    site, other = make_site(session, patch), make_site(session, patch, "Larkmoor Library")
    first, second = (make_poster(session, patch, site=site) for _ in range(2))
    make_poster(session, patch, site=other)
    ScanCount.add(session, {(first.id, TODAY - timedelta(days=90)): 5, (second.id, TODAY): 2})
    found = scans_by_site(session, patch.panel_id, TODAY)
    assert found == {site.id: Scans(2, 7, TODAY), other.id: Scans()}


def test_scans_by_day_for_a_drawing(session: Session, patch: Patch) -> None:
    one, other = make_poster(session, patch), make_poster(session, patch)
    ScanCount.add(session, {(one.id, TODAY): 3, (one.id, TODAY - timedelta(days=40)): 9})
    first = TODAY - timedelta(days=27)
    assert scans_by_day(session, [one.id, other.id], first, TODAY) == {one.id: {TODAY: 3}, other.id: {}}
    assert scans_by_day(session, [], first, TODAY) == {}


def test_a_wall_lies_where_its_panel_named_the_street_else_at_its_postcode(session: Session, patch: Patch) -> None:
    session.add(PostcodeSector.at("ZZ4 1", 396_400, 400_600))
    session.add(Place.named("Market Place", PlaceKind.LANDMARK, 396_410, 400_610, patch))
    session.add(Place.named("The Institute", PlaceKind.LANDMARK, 300_000, 300_000, patch))
    site = make_site(session, patch, "The Institute", street="8a Market Place, Larkmoor", postcode="ZZ4 1AB")
    assert site.find_its_place(session)
    assert site.point == (396_410, 400_610), "another Institute far away is not this one"
    site.street = "12 Sough Lane"
    assert site.find_its_place(session)
    assert site.point == (396_400, 400_600)
    assert site.latitude is not None
    site.postcode = "XX99 9XX"
    assert not site.find_its_place(session)
    site.name, site.postcode = "Corner shop", ""
    assert site.find_its_place(session)
    assert (site.point, site.latitude) == (None, None)
