"""Both worlds, seeded through the app's own command into a migrated database."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.check import Check
from models.group import Venue
from models.listing import Listing, Status
from models.listing_contents import contents_of
from models.listing_version import Deed, ListingVersion, changes_between
from models.patch import Patch
from models.people import PANEL_ROLES, Membership, Panel, Role, User
from models.postcodes import locate
from models.search_count import Found, SearchCount
from models.suggestion import Suggestion
from models.synonym import Synonym
from seeds.larkmoor.map import SECTORS
from tests.conftest import opened
from tests.databases import Databases


@pytest.fixture
def town(databases: Databases, seeded: str, tmp_path: Path) -> Iterator[Session]:
    """The seeded town, to look at."""
    with opened(databases.fresh("looked_at", like=seeded), tmp_path) as session:
        yield session


def named(session: Session, beginning: str) -> Listing:
    return session.scalars(select(Listing).where(Listing.name.startswith(beginning))).one()


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_command_fills_an_empty_database_and_says_so(app: Flask, db_session: Session) -> None:
    result = app.test_cli_runner().invoke(args=["seed", "market_town"])
    assert result.exit_code == 0, result.output
    assert "Larkmoor is ready" in result.output
    assert 60 <= count(db_session, Listing) <= 80
    assert (count(db_session, Panel), count(db_session, Patch)) == (2, 3)


def test_a_database_with_a_panel_is_never_seeded(app: Flask, db_session: Session) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["seed", "empty_panel"]).exit_code == 0
    again = runner.invoke(args=["seed", "market_town"])
    assert again.exit_code == 1
    assert "has a panel in it already" in again.output
    assert "Traceback" not in again.output
    assert count(db_session, Panel) == 1


def test_an_empty_panel_has_a_patch_a_lead_and_nothing_on_the_board(app: Flask, db_session: Session) -> None:
    assert app.test_cli_runner().invoke(args=["seed", "empty_panel"]).exit_code == 0
    lead = db_session.scalars(select(Membership)).one()
    assert lead.role is Role.LEAD
    assert (count(db_session, Patch), count(db_session, Listing), count(db_session, User)) == (1, 0, 1)
    assert count(db_session, Synonym) > 0


def test_both_roles_are_on_both_panels_and_one_person_is_on_two(town: Session) -> None:
    running = town.scalars(select(Membership).where(Membership.ended_at.is_(None))).all()
    assert {(member.panel.slug, member.role) for member in running} == {
        (panel, role) for panel in ("larkmoor", "hollinfold") for role in PANEL_ROLES
    }
    assert any(len(user.memberships) == 2 for user in town.scalars(select(User)))
    assert count(town, Membership) > len(running)
    assert all(user.email.endswith("@example.org") for user in town.scalars(select(User)))


def test_every_listing_has_a_history_that_ends_as_it_now_stands(town: Session) -> None:
    for listing in town.scalars(select(Listing)):
        versions = listing.versions
        assert [version.number for version in versions] == list(range(len(versions), 0, -1))
        assert versions[-1].deed is Deed.ADDED
        assert versions[0].contents == contents_of(listing)
        assert [v.at for v in versions] == sorted((v.at for v in versions), reverse=True), listing.name
        for after, before in pairwise(versions):
            assert changes_between(before.contents, after.contents), f"{listing.name}: {after.number} changed nothing"


def test_nothing_happened_in_the_future_or_before_its_author_came(town: Session, now: datetime) -> None:
    for version in town.scalars(select(ListingVersion)):
        assert version.at <= now
        if version.by is None:
            assert version.note == "The last place is taken", (
                "only an answer by mail changes a listing without an account"
            )
            continue
        assert version.by.created_at <= version.at, f"{version.by.name} on {version.listing.name}"
        left = [m.ended_at for m in town.scalars(select(Membership).where(Membership.user_id == version.by_id))]
        assert None in left or all(ended is not None and version.at <= ended for ended in left), version.by.name
    for check in town.scalars(select(Check)):
        assert check.listing.created_at <= check.at <= now, check.listing.name


def test_the_parade_was_knocked_down_and_the_desk_moved(town: Session) -> None:
    desk = named(town, "Larkmoor Neighbours, the one-stop")
    assert desk.venue is not None
    assert desk.venue.name == "Packhorse Rooms"
    first = town.get(Venue, uuid.UUID(desk.versions[-1].contents["venue_id"]))
    assert first is not None
    assert "Parade" in first.name
    old = named(town, "Advice drop-in, 4 The Parade")
    assert old.status(datetime(2026, 3, 3, tzinfo=UTC).date()) is Status.STOPPED
    assert "osters still up" in old.panel_note


def test_someones_home_is_never_shown(town: Session) -> None:
    homes = town.scalars(select(Venue).where(Venue.address_shown != "full")).all()
    assert len(homes) >= 4
    for home in homes:
        assert home.name not in home.public_address
        assert not any(letter.isdigit() for letter in home.public_address.replace(home.outward_postcode, ""))


def test_suggestions_wait_on_both_desks_and_some_are_answered(town: Session) -> None:
    waiting = {
        panel.slug: len(town.scalars(Suggestion.waiting_for(panel)).all()) for panel in town.scalars(select(Panel))
    }
    assert waiting == {"larkmoor": 6, "hollinfold": 2}
    answered = town.scalars(select(Suggestion).where(Suggestion.answered_at.is_not(None))).all()
    assert len(answered) == 4
    assert all(each.reply_to == "" for each in answered)


def test_near_works_for_every_invented_postcode_and_place(town: Session) -> None:
    for sector in SECTORS:
        assert locate(town, f"{sector}AA") is not None
    for typed, label in (("tenter moor", "Tenter Moor"), ("hollinfold", "Hollinfold"), ("larkmor", "Larkmoor")):
        found = locate(town, typed)
        assert found is not None
        assert found.label == label
    assert locate(town, "27 Madder Row") is None


def test_venues_lie_in_their_patch(town: Session) -> None:
    for listing in town.scalars(select(Listing)):
        if listing.venue is not None:
            assert listing.patch.holds_postcode(listing.venue.postcode), listing.name


def test_searches_without_a_result_are_counted_for_the_panel(town: Session) -> None:
    nothing = town.scalars(select(SearchCount).where(SearchCount.found == Found.NOTHING)).all()
    assert len({row.words for row in nothing}) == 9
    assert "bingo" in {row.words for row in nothing}
    assert len({row.words for row in town.scalars(select(SearchCount))}) == 40
