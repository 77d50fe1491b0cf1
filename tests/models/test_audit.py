"""The audit trail: added to, never changed, and a missing link shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.acting import Acting, How, Part
from models.audit import KEPT_YEARS, AuditEntry, broken_links
from models.patch import Patch
from tests.people import make_patch, make_user

LEAP_DAY = datetime(2028, 2, 29, 10, tzinfo=UTC)


def look(session: Session, patch: Patch, at: datetime, **more: object) -> AuditEntry:
    acting = Acting(Part.LINK_WORKER, How.PAGE, request_id="abc123")
    return AuditEntry.note(session, patch, "looked", acting=acting, at=at, **more)  # type: ignore[arg-type]


def test_each_entry_holds_the_print_of_the_one_before(session: Session, now: datetime) -> None:
    patch, other = make_patch(session), make_patch(session)
    entries = [look(session, patch, now + timedelta(minutes=n), fields=("reach", "called")) for n in range(3)]
    look(session, other, now)
    session.expire_all()
    trail = session.scalars(AuditEntry.about(patch.id)).all()
    assert trail == entries
    assert [entry.number for entry in trail] == [1, 2, 3]
    assert trail[0].fields == ["called", "reach"]
    assert broken_links(trail) == []


@pytest.mark.parametrize("missing", [0, 1])
def test_a_missing_link_shows(session: Session, now: datetime, missing: int) -> None:
    patch = make_patch(session)
    trail = [look(session, patch, now) for _ in range(3)]
    assert broken_links(trail[:missing] + trail[missing + 1 :]) != []


def test_a_changed_entry_shows(session: Session, now: datetime) -> None:
    patch, somebody = make_patch(session), make_user(session)
    trail = [look(session, patch, now) for _ in range(3)]
    with session.no_autoflush:
        trail[1].by_id = somebody.id
        assert broken_links(trail) == [2]
        session.expire(trail[1])


def test_the_database_itself_refuses_to_change_or_shorten_the_trail(session: Session) -> None:
    entry = look(session, make_patch(session), datetime.now(UTC))
    for statement in (update(AuditEntry).values(action="nothing"), delete(AuditEntry).where(AuditEntry.id == entry.id)):
        with pytest.raises(DBAPIError, match="only ever added to"), session.begin_nested():
            session.execute(statement)


def test_what_is_older_than_it_must_be_may_go(session: Session) -> None:
    entry = look(session, make_patch(session), datetime.now(UTC) - timedelta(days=366 * (KEPT_YEARS + 1)))
    session.execute(delete(AuditEntry).where(AuditEntry.id == entry.id))
    session.expire_all()
    assert session.scalars(AuditEntry.about(entry.subject_id)).all() == []


def test_six_years_after_a_leap_day_there_is_a_day(session: Session) -> None:
    assert look(session, make_patch(session), LEAP_DAY).kept_until.year == 2028 + KEPT_YEARS


def test_many_at_once_make_the_same_chains_as_one_by_one(session: Session, now: datetime) -> None:
    patches = [make_patch(session) for _ in range(3)]
    look(session, patches[0], now)
    acting = Acting(Part.ORGANISER, How.PAGE)
    for _ in range(2):
        AuditEntry.note_each(session, [*patches, patches[1]], "looked", acting=lambda _: acting, at=now)
    session.expire_all()
    for patch, rows in zip(patches, (3, 4, 2), strict=True):
        trail = session.scalars(AuditEntry.about(patch.id)).all()
        assert len(trail) == rows
        assert broken_links(trail) == []


def test_a_trail_whose_oldest_rows_had_their_time_is_whole_from_there(session: Session, now: datetime) -> None:
    patch = make_patch(session)
    trail = [look(session, patch, now) for _ in range(4)]
    assert broken_links(trail[2:], first=3) == []
    assert broken_links([trail[1], trail[3]], first=2) == [4]
