"""Checked is not edited."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.check import Check, Freshness, freshness
from models.listing import Listing
from models.vocabulary import HowChecked
from tests.models.test_listing import make_listing
from tests.people import make_user


def test_a_check_is_kept_and_changes_no_version(session: Session, now: datetime) -> None:
    listing, colin = make_listing(session), make_user(session, "Colin")
    Check.record(listing, how=HowChecked.PHONED, by=colin, at=now, note="  all as before ")
    session.commit()
    session.expire_all()
    check = session.scalars(select(Check)).one()
    assert (check.listing, check.how, check.by, check.note) == (listing, HowChecked.PHONED, colin, "all as before")
    assert (listing.checked_at, listing.checked_how, listing.revision) == (now, HowChecked.PHONED, 1)


def test_an_older_check_that_arrives_late_does_not_hide_a_newer_one(session: Session, now: datetime) -> None:
    listing = make_listing(session)
    Check.record(listing, how=HowChecked.VISITED, by=None, at=now)
    Check.record(listing, how=HowChecked.EMAILED, by=None, at=now - timedelta(days=30))
    session.commit()
    assert (listing.checked_at, listing.checked_how) == (now, HowChecked.VISITED)
    assert [check.how for check in listing.checks] == [HowChecked.VISITED, HowChecked.EMAILED]


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (0, Freshness.FRESH),
        (90, Freshness.FRESH),
        (91, Freshness.DUE),
        (121, Freshness.OVERDUE),
        (181, Freshness.OLD),
    ],
)
def test_the_badge_ages_in_steps(now: datetime, days: int, step: Freshness) -> None:
    assert freshness(now - timedelta(days=days), now) is step


def test_never_checked_is_as_old_as_can_be(now: datetime) -> None:
    assert freshness(None, now) is Freshness.OLD


def test_the_longest_unchecked_is_asked_about_first(session: Session, now: datetime) -> None:
    never = make_listing(session, "Never", published_at=now)
    old = make_listing(session, "Old", published_at=now, checked_at=now - timedelta(days=200))
    make_listing(session, "Fresh", published_at=now, checked_at=now)
    make_listing(session, "Stopped", published_at=now, stopped_at=now)
    make_listing(session, "Draft")
    assert session.scalars(Listing.going_stale(now - timedelta(days=90))).all() == [never, old]
