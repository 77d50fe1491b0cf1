"""Where a listing stands, and the words made of its name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.errors import RuleBroken
from models.listing import Listing, ListingStopped, NotStarted, Status, id_from_short, short_name_of, slug_of
from models.listing_contents import save
from models.listing_version import Deed
from models.vocabulary import Kind
from tests.people import make_panel, make_patch, make_user

TODAY = date(2026, 3, 3)


def make_listing(session: Session, name: str = "Lockside Shed", patch: Any = None, **more: Any) -> Listing:
    patch = patch or make_patch(session)
    at = datetime.fromisoformat("2026-03-03T10:00+00:00")
    listing = Listing(
        panel_id=patch.panel_id, patch_id=patch.id, kind=Kind.ACTIVITY, name=name, **{"created_at": at, **more}
    )
    session.add(listing)
    save(listing, Deed.ADDED, by=None, at=at)
    session.commit()
    return listing


def test_a_new_listing_is_a_draft_until_it_is_published(session: Session, now: datetime) -> None:
    listing = make_listing(session)
    assert listing.status(TODAY) is Status.DRAFT
    assert not listing.is_public
    listing.publish(by=make_user(session), at=now)
    assert listing.status(TODAY) is Status.ON
    listing.take_off_the_board()
    assert listing.status(TODAY) is Status.DRAFT


def test_a_pause_with_a_date_ends_by_itself_on_that_day(session: Session, now: datetime) -> None:
    listing = make_listing(session, published_at=now)
    listing.pause(until=TODAY + timedelta(days=7), reason="boiler", by=None, at=now, today=TODAY)
    assert listing.status(TODAY + timedelta(days=6)) is Status.PAUSED
    assert listing.status(TODAY + timedelta(days=7)) is Status.ON


def test_a_pause_without_a_date_lasts_until_somebody_starts_it_again(session: Session, now: datetime) -> None:
    listing = make_listing(session, published_at=now)
    listing.pause(until=None, reason="", by=None, at=now, today=TODAY)
    assert listing.status(date(2030, 1, 1)) is Status.PAUSED
    listing.restart()
    assert listing.status(TODAY) is Status.ON


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1)])
def test_a_pause_cannot_end_before_it_begins(session: Session, now: datetime, until: date) -> None:
    listing = make_listing(session, published_at=now)
    with pytest.raises(RuleBroken, match="after today"):
        listing.pause(until=until, reason="", by=None, at=now, today=TODAY)


def test_what_has_stopped_can_neither_be_paused_nor_published_nor_stopped_again(
    session: Session, now: datetime
) -> None:
    listing = make_listing(session, published_at=now)
    listing.stop(reason="The club closed", by=None, at=now)
    assert listing.status(TODAY) is Status.STOPPED
    for again in (
        lambda: listing.pause(until=None, reason="", by=None, at=now, today=TODAY),
        lambda: listing.publish(by=None, at=now),
        lambda: listing.stop(reason="", by=None, at=now),
    ):
        with pytest.raises(ListingStopped):
            again()
    listing.restart()
    assert (listing.status(TODAY), listing.state_reason) == (Status.ON, "")


def test_what_runs_cannot_be_started_again(session: Session, now: datetime) -> None:
    with pytest.raises(NotStarted):
        make_listing(session, published_at=now).restart()


def test_the_database_and_the_model_agree_on_every_status(session: Session, now: datetime) -> None:
    patch = make_patch(session)
    facts: list[dict[str, Any]] = [
        {},
        {"published_at": now},
        {"published_at": now, "paused_at": now},
        {"published_at": now, "paused_at": now, "paused_until": TODAY},
        {"published_at": now, "paused_at": now, "paused_until": TODAY + timedelta(days=1)},
        {"published_at": now, "stopped_at": now},
        {"stopped_at": now},
        {"published_at": now, "paused_at": now, "stopped_at": now},
        {"paused_at": now},
    ]
    made = [make_listing(session, f"Listing {n}", patch, **each) for n, each in enumerate(facts)]
    for status in Status:
        found = session.scalars(Listing.kept_by_panel(patch.panel, TODAY, status=status)).all()
        assert found == [listing for listing in made if listing.status(TODAY) is status], status


def test_a_panel_finds_its_own_listings_by_any_words_of_the_name(session: Session) -> None:
    patch, other = make_patch(session), make_patch(session, make_panel(session, "Other panel"))
    shed = make_listing(session, "Lockside Men’s Shed", patch)
    make_listing(session, "Lockside Singers", patch)
    make_listing(session, "Lockside Shed", other)
    make_listing(session, "100% wool", patch)

    def names(typed: str) -> list[str]:
        return [each.name for each in session.scalars(Listing.kept_by_panel(patch.panel, TODAY, name=typed))]

    assert names("shed lock") == [shed.name]
    assert names("%") == ["100% wool"]
    assert names("_") == []
    assert len(names("")) == 3


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Lockside Shed", "Lockside Shed"),
        ("  Lockside   Shed ", "Lockside Shed"),
        ("Tenter Moor Tuesday Walking Group", "Tenter Moor Tuesday Walking"),
        ("The Chatty Bench in the Memorial Garden", "The Chatty Bench"),
        ("Llanfairpwllgwyngyllgogerychwyrndrobwll", "Llanfairpwllgwyngyllgogerych"),
        ("", ""),
    ],
)
def test_a_short_name_is_cut_where_a_word_ends(name: str, short: str) -> None:
    assert short_name_of(name) == short
    assert len(short) <= 28


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Men's Shed", "mens-shed"),
        ("Café Été & co", "cafe-ete-co"),
        ("أهلا", ""),
        ("Edit", "edit-here"),
        ("History", "history-here"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_slug_is_readable_and_never_a_page_of_our_own(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_short_id_leads_back_to_the_listing(session: Session) -> None:
    listing = make_listing(session)
    assert id_from_short(listing.short_id) == listing.id
    assert id_from_short("not an id") is None
    assert id_from_short("é" * 22) is None
