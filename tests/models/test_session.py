"""Being signed in, as a row: how it ends."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import User
from models.signed_in_session import SignedInSession
from tests.people import make_user

TOKEN = "t" * 43
CLOCKS = {"idle": timedelta(hours=8), "absolute": timedelta(hours=20)}


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session)


def start(session: Session, user: User, at: datetime, token: str = TOKEN) -> SignedInSession:
    started = SignedInSession.start(session, user=user, token=token, device="Firefox on Windows", at=at)
    session.flush()
    return started


def running(session: Session, at: datetime, token: str = TOKEN) -> SignedInSession | None:
    return session.scalar(SignedInSession.running(at, **CLOCKS).where(SignedInSession.carrying(token)))


def test_the_token_leads_to_its_person(session: Session, user: User, now: datetime) -> None:
    start(session, user, now)
    found = running(session, now)
    assert found is not None
    assert found.user == user
    assert running(session, now, "another token") is None


def test_the_token_is_not_in_the_table(session: Session, user: User, now: datetime) -> None:
    start(session, user, now)
    row = session.execute(select(SignedInSession.__table__)).mappings().one()
    assert all(TOKEN not in str(value) for value in row.values())


def test_it_ends_after_eight_idle_hours_and_after_twenty_in_all(session: Session, user: User, now: datetime) -> None:
    started = start(session, user, now)
    assert running(session, now + timedelta(hours=7, minutes=59))
    assert running(session, now + timedelta(hours=8)) is None
    started.last_used_at = now + timedelta(hours=19)
    session.flush()
    assert running(session, now + timedelta(hours=19, minutes=59))
    assert running(session, now + timedelta(hours=20)) is None


def test_it_ends_by_hand_and_with_the_account(session: Session, user: User, now: datetime) -> None:
    first, _second = start(session, user, now), start(session, user, now, "u" * 43)
    first.end(now)
    session.flush()
    assert running(session, now) is None
    assert running(session, now, "u" * 43)
    user.ended_at = now
    session.flush()
    assert running(session, now, "u" * 43) is None


def test_ending_the_others_keeps_this_one_and_other_peoples(session: Session, user: User, now: datetime) -> None:
    other = make_user(session)
    here = start(session, user, now)
    start(session, user, now, "u" * 43)
    start(session, other, now, "v" * 43)
    SignedInSession.end_others(session, user, here, now)
    assert running(session, now)
    assert running(session, now, "u" * 43) is None
    assert running(session, now, "v" * 43)


def test_its_use_is_written_down_at_most_every_five_minutes(session: Session, user: User, now: datetime) -> None:
    started = start(session, user, now)
    assert not started.is_due_a_touch(now + timedelta(minutes=4, seconds=59))
    assert started.is_due_a_touch(now + timedelta(minutes=5))
