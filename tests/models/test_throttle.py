"""Counting tries."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.lease import Lease
from models.throttle import Limit, Throttle, TooMany

LIMIT = Limit("ask", 3, timedelta(minutes=15))
KEY = b"k" * 32


def count(session: Session, who: str, at: datetime, limit: Limit = LIMIT) -> None:
    Throttle.count_one(session, limit, who, at=at, key=KEY)


def test_over_the_limit_is_refused_until_the_window_ends(session: Session, now: datetime) -> None:
    at = now + timedelta(minutes=5)
    for _ in range(3):
        count(session, "pat@example.org", at)
    with pytest.raises(TooMany) as refused:
        count(session, "pat@example.org", at)
    assert refused.value.retry_after == 600
    count(session, "pat@example.org", now + timedelta(minutes=15))


def test_each_is_counted_alone_and_each_limit_too(session: Session, now: datetime) -> None:
    for _ in range(3):
        count(session, "pat@example.org", now)
    count(session, "sam@example.org", now)
    count(session, "pat@example.org", now, Limit("try", 3, timedelta(minutes=15)))


def test_nobody_can_be_read_out_of_the_table(session: Session, now: datetime) -> None:
    count(session, "pat@example.org", now)
    count(session, "pat@example.org", now + timedelta(minutes=15))
    rows = session.execute(select(Throttle.__table__)).mappings().all()
    assert not any("pat" in str(value) for row in rows for value in row.values())
    assert len({row["key"] for row in rows}) == 2, "the rows of two windows must not be joined"


def test_a_lease_is_taken_once_until_it_is_due_again(session: Session, now: datetime) -> None:
    terms = {"every": timedelta(minutes=10), "hold": timedelta(minutes=15)}
    assert Lease.take(session, "clean", at=now, **terms)
    assert not Lease.take(session, "clean", at=now, **terms)
    Lease.give_back(session, "clean", now)
    assert not Lease.take(session, "clean", at=now + timedelta(minutes=9), **terms)
    assert Lease.take(session, "clean", at=now + timedelta(minutes=10), **terms)


def test_a_lease_passes_on_when_its_holder_died(session: Session, now: datetime) -> None:
    terms = {"every": timedelta(0), "hold": timedelta(minutes=15)}
    assert Lease.take(session, "mail", at=now, **terms)
    assert not Lease.take(session, "mail", at=now + timedelta(minutes=14), **terms)
    assert Lease.take(session, "mail", at=now + timedelta(minutes=15), **terms)
