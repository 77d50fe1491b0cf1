"""Narrowing a search: days, times, cost, access, needs, kinds, patches, nearness, and home before dark."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from models.group import Venue
from models.listing import Listing
from models.patch import Patch
from models.patterns import Pattern
from models.people import Panel
from models.postcodes import Located
from models.search import ANYWHERE, Query, search
from models.search_misses import nearest_misses
from models.session_time import SessionTime
from models.vocabulary import Access, Cost, Kind, Need
from models.when_facets import PartOfDay
from tests.models.search_corpus import EAST, NORTH, ROWS, listing, populate

HERE = Located("ZZ4 1", EAST, NORTH)


@pytest.fixture(autouse=True)
def patch(session: Session, now: datetime) -> Patch:
    return populate(session, now)


def found(session: Session, now: datetime, query: Query) -> list[str]:
    hits = search(session, query, now=now, limit=100).hits
    return [session.get_one(Listing, hit.listing_id).name for hit in hits]


def test_a_day_finds_what_meets_then_and_what_is_always_there(session: Session, now: datetime) -> None:
    tuesday = set(found(session, now, Query(days=frozenset({"tue"}))))
    expected = {row.name for row in ROWS if any(day == 1 for day, _, _ in row.times)}
    always = {row.name for row in ROWS if not row.times and row.metres_east is not None}
    assert tuesday == expected | always


def test_a_day_and_a_time_must_be_of_the_same_session(session: Session, now: datetime) -> None:
    evening = Query(days=frozenset({"tue"}), parts=frozenset({PartOfDay.EVENING}))
    assert "Men’s shed" not in found(session, now, evening)
    mondays = Query(days=frozenset({"mon"}), parts=frozenset({PartOfDay.EVENING}))
    assert {"Gentle yoga", "Ukulele jam"} <= set(found(session, now, mondays))


def test_costs_needs_and_kinds_are_alternatives_and_access_tags_must_all_be_there(
    session: Session, now: datetime
) -> None:
    cheap = found(session, now, Query(cost=frozenset({Cost.DONATION, Cost.UP_TO_3})))
    assert set(cheap) == {row.name for row in ROWS if row.cost in (Cost.DONATION, Cost.UP_TO_3)}
    both = found(session, now, Query(access=frozenset({Access.STEP_FREE, Access.TOILET})))
    assert set(both) == {row.name for row in ROWS if {"step-free", "toilet"} <= set(row.access.split())}
    either = found(session, now, Query(needs=frozenset({Need.GRIEF, Need.MUSIC})))
    assert set(either) == {row.name for row in ROWS if {"grief", "music"} & set(row.needs.split())}
    kinds = found(session, now, Query(kinds=frozenset({Kind.PLACE})))
    assert set(kinds) == {row.name for row in ROWS if row.kind is Kind.PLACE}


def test_near_somewhere_the_nearest_come_first_and_those_without_a_place_last(session: Session, now: datetime) -> None:
    results = search(session, Query(near=HERE), now=now, limit=100)
    metres = [hit.metres for hit in results.hits]
    placed = [each for each in metres if each is not None]
    assert placed == sorted(placed)
    assert metres[len(placed) :] == [None] * 3
    assert max(placed) <= Query().within


@pytest.mark.parametrize("within", [200, 400, 800, 1609, 4828, ANYWHERE])
def test_within_a_distance_is_exact(session: Session, now: datetime, within: int) -> None:
    names = set(found(session, now, Query(near=HERE, within=within)))
    expected = {row.name for row in ROWS if row.metres_east is None or within == ANYWHERE or row.metres_east <= within}
    assert names == expected


def test_nothing_is_near_a_place_far_away(session: Session, now: datetime) -> None:
    far = Located("TR19 7", 136_000, 25_000)
    assert found(session, now, Query(near=far)) == []
    everywhere = search(session, Query(near=far, within=ANYWHERE), now=now)
    assert everywhere.total == len(ROWS)


def test_a_patch_finds_only_its_own(session: Session, now: datetime, patch: Patch) -> None:
    other_panel = Panel(slug="other", name="Other panel", created_at=now)
    other = Patch(panel=other_panel, slug="other", name="Other", easting=EAST + 9000, northing=NORTH)
    session.add_all([other, listing(other_panel, other, now, name="Other choir", venue=None)])
    session.flush()
    assert found(session, now, Query(words="choir", patch_id=other.id)) == ["Other choir"]
    assert "Other choir" not in found(session, now, Query(words="choir", patch_id=patch.id))


def test_paused_listings_are_found_last_and_drafts_and_stopped_ones_never(
    session: Session, now: datetime, patch: Patch
) -> None:
    def named(name: str, **facts: object) -> Listing:
        return listing(patch.panel, patch, now, name=name, **facts)

    session.add_all(
        [
            named("Whistling one", paused_at=now, paused_until=date(2026, 4, 1)),
            named("Whistling number two"),
            named("Whistling three", published_at=None),
            named("Whistling four", stopped_at=now),
            named("Whistling number five, back", paused_at=now, paused_until=date(2026, 3, 3)),
        ]
    )
    session.flush()
    assert found(session, now, Query(words="whistling")) == [
        "Whistling number two",
        "Whistling number five, back",
        "Whistling one",
    ]
    assert found(session, now, Query())[-1] == "Whistling one"


def at_venue(session: Session, patch: Patch, now: datetime, name: str, *times: Pattern) -> Listing:
    venue = Venue(panel_id=patch.panel_id, name="A hall", easting=EAST, northing=NORTH, created_at=now)
    made = listing(patch.panel, patch, now, name=name, venue=venue)
    made.session_times = [SessionTime.from_pattern(each, position=n) for n, each in enumerate(times)]
    session.add(made)
    session.flush()
    return made


def test_home_before_dark_goes_by_the_end_of_the_next_meeting_and_that_days_sunset(
    session: Session, now: datetime, patch: Patch
) -> None:
    at_venue(session, patch, now, "Lantern early", Pattern.weekly(2, time(15), time(17)))
    at_venue(session, patch, now, "Lantern late", Pattern.weekly(2, time(15), time(18)))
    dark = Query(words="lantern", home_before_dark=True)
    assert found(session, now, dark) == ["Lantern early"]  # sunset at 5.55pm on Wednesday 4 March
    midsummer = datetime(2026, 6, 16, 10, tzinfo=UTC)
    assert set(found(session, midsummer, dark)) == {"Lantern early", "Lantern late"}
    midwinter = datetime(2026, 12, 15, 10, tzinfo=UTC)
    assert found(session, midwinter, dark) == []


def test_home_before_dark_keeps_pages_full_and_the_count_right(session: Session, now: datetime) -> None:
    query = Query(home_before_dark=True)
    whole = search(session, query, now=now, limit=100)
    assert whole.total == len(whole.hits) > 20
    pages = [search(session, query, now=now, limit=9, offset=offset) for offset in range(0, whole.total, 9)]
    assert [len(page.hits) for page in pages[:-1]] == [9] * (len(pages) - 1)
    assert [hit for page in pages for hit in page.hits] == whole.hits
    names = {session.get_one(Listing, hit.listing_id).name for hit in whole.hits}
    assert "Chatty bench" in names
    assert "Larkmoor Voices" not in names


def test_what_is_close_says_what_to_drop_and_how_many_there_are_then(session: Session, now: datetime) -> None:
    query = Query(words="ukulele", cost=frozenset({Cost.DONATION}), near=HERE)
    assert search(session, query, now=now).total == 0
    misses = {miss.dropped: miss for miss in nearest_misses(session, query, now=now, found=0)}
    assert misses["Donation"].total == search(session, misses["Donation"].query, now=now).total == 1
    free = misses["“ukulele”"]
    assert free.total == search(session, free.query, now=now).total


def test_what_is_close_knows_how_far_it_is(session: Session, now: datetime) -> None:
    query = Query(words="walking football", near=HERE, within=1609)
    misses = nearest_misses(session, query, now=now, found=0)
    assert (misses[0].dropped, misses[0].total) == ("how far", 1)


def test_a_pause_that_ends_counts_from_that_day(session: Session, now: datetime, patch: Patch) -> None:
    paused = listing(patch.panel, patch, now, name="Zithering", paused_at=now, paused_until=date(2026, 3, 10))
    session.add_all([paused, listing(patch.panel, patch, now, name="Zithering for all")])
    session.flush()
    assert found(session, now, Query(words="zithering")) == ["Zithering for all", "Zithering"]
    assert found(session, now + timedelta(days=7), Query(words="zithering")) == ["Zithering", "Zithering for all"]
