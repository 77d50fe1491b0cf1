"""The times of a listing: what is refused and how, and rows that keep exactly what was put in."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.changes import Change, ChangeKind
from models.errors import RuleBroken
from models.listing import Listing
from models.patch import Patch
from models.patterns import Pattern
from models.people import Panel
from models.rhythm import LAST, Rhythm
from models.session_time import SessionChange, SessionTime
from models.vocabulary import Kind
from tests.models import pattern_strategies as some

TUE, FRI = 1, 4
TEN, ONE = time(10), time(13)


@pytest.mark.parametrize(
    ("make", "field", "words"),
    [
        (lambda: Pattern.weekly(TUE, TEN, time(1)), "ends", "Finish after the start. Did you mean 1pm?"),
        (lambda: Pattern.weekly(TUE, TEN, time(9)), "ends", "Finish after the start. Did you mean 9pm?"),
        (lambda: Pattern.weekly(TUE, time(14), time(4)), "ends", "Did you mean 4pm?"),
        (lambda: Pattern.weekly(TUE, TEN, TEN), "ends", "Finish after the start."),
        (lambda: Pattern.weekly(TUE, time(22), time(1)), "ends", "If it goes on past midnight, add the rest"),
        (lambda: Pattern.weekly(TUE, time(19), time(0)), "ends", "by 11.59pm"),
        (lambda: Pattern(starts=TEN), "weekday", "Choose the day of the week"),
        (lambda: Pattern.weekly(7, TEN), "weekday", "Choose the day of the week"),
        (lambda: Pattern(rhythm=Rhythm.ONCE, starts=TEN), "on_date", "Say which date"),
        (lambda: Pattern(rhythm=Rhythm.MONTHLY, weekday=TUE, starts=TEN), "nth", "Say which one of the month"),
        (
            lambda: Pattern(rhythm=Rhythm.EVERY_N_WEEKS, weekday=FRI, interval=2, starts=TEN),
            "anchor",
            "Give one Friday when it is on, so that we know which weeks.",
        ),
        (
            lambda: Pattern(rhythm=Rhythm.EVERY_N_WEEKS, weekday=FRI, interval=2, starts=TEN, anchor=date(2026, 3, 3)),
            "anchor",
            "3 March 2026 is a Tuesday.",
        ),
        (lambda: Pattern.every_n_weeks(date(2026, 3, 6), TEN, interval=1), "interval", "from 2 to 26"),
        (
            lambda: Pattern.weekly(TUE, TEN, valid_from=date(2026, 3, 3), valid_until=date(2026, 3, 2)),
            "valid_until",
            "The last date is before the first date.",
        ),
        (lambda: Pattern.once(date(226, 3, 3), TEN), "on_date", "226 cannot be right"),
        (lambda: Pattern.weekly(TUE, TEN, months=frozenset({13})), "months", "January to December"),
        (lambda: Pattern.weekly(TUE, TEN, note="x" * 81), "note", "80 letters"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_at_its_field(make: Callable[[], Pattern], field: str, words: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        SessionTime.from_pattern(make())
    assert refused.value.field == field
    assert words in refused.value.message


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Change.cancelled(date(2026, 3, 10), date(2026, 3, 9)), "until"),
        (Change.cancelled(date(2026, 3, 10), date(2028, 3, 9)), "until"),
        (Change.moved(date(2026, 3, 10)), "to_date"),
        (Change.moved(date(2026, 3, 10), date(2026, 3, 10)), "to_date"),
        (Change.moved(date(2026, 3, 10), to_starts=TEN, to_ends=time(9)), "ends"),
        (Change.moved(date(2026, 3, 10), date(2026, 3, 11), to_ends=ONE), "to_starts"),
        (Change.cancelled(date(2026, 3, 10), reason="x" * 121), "reason"),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_its_field(change: Change, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        SessionChange.from_change(change)
    assert refused.value.field == field


@given(some.patterns())
def test_a_pattern_comes_back_from_json_as_it_was(pattern: Pattern) -> None:
    assert Pattern.from_dict(json.loads(json.dumps(pattern.to_dict()))) == pattern


@given(some.changes())
def test_a_change_comes_back_from_json_as_it_was(change: Change) -> None:
    assert Change.from_dict(json.loads(json.dumps(change.to_dict()))) == change


@pytest.mark.parametrize(
    "kept",
    [{}, {"starts": "x"}, {"starts": "10:00", "rhythm": "x"}, {"starts": None}, {"starts": "10:00", "months": 3}],
)
def test_a_kept_pattern_that_is_spoilt_is_refused_in_plain_words(kept: dict[str, object]) -> None:
    with pytest.raises(RuleBroken, match="put it in again"):
        Pattern.from_dict(kept)


def test_rows_keep_what_was_put_in(session: Session) -> None:
    listing_id = add_listing(session)
    patterns = [
        Pattern.every_n_weeks(date(2026, 3, 6), time(13, 30), time(15), months=frozenset({10, 1}), note="short loop"),
        Pattern.monthly(LAST, TUE, TEN, term_time_only=True, valid_until=date(2027, 1, 1)),
        Pattern.once(date(2026, 5, 2), TEN, ONE, not_on_bank_holidays=True),
    ]
    changes = [
        Change.cancelled(date(2026, 12, 18), date(2027, 1, 4), "closed over Christmas"),
        Change.moved(date(2026, 3, 10), date(2026, 3, 11), to_starts=TEN, to_ends=ONE, place="the library", position=1),
    ]
    for position, pattern in enumerate(patterns):
        row = SessionTime.from_pattern(pattern, position=position)
        row.listing_id = listing_id
        session.add(row)
    for position, change in enumerate(changes):
        changed = SessionChange.from_change(change, position=position)
        changed.listing_id = listing_id
        session.add(changed)
    session.commit()
    session.expire_all()
    times = session.scalars(select(SessionTime).order_by(SessionTime.position))
    assert [row.pattern for row in times] == patterns
    kept = session.scalars(select(SessionChange).order_by(SessionChange.position))
    assert [row.change for row in kept] == changes


def test_the_database_itself_refuses_a_finish_before_the_start(session: Session) -> None:
    row = SessionTime(listing_id=add_listing(session), rhythm=Rhythm.WEEKLY, weekday=TUE, starts=ONE, ends=TEN)
    session.add(row)
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_row_not_yet_saved_can_be_read_as_a_pattern() -> None:
    assert SessionTime(rhythm=Rhythm.WEEKLY, weekday=TUE, starts=TEN).pattern == Pattern.weekly(TUE, TEN)
    assert SessionChange(kind=ChangeKind.CANCELLED, on=date(2026, 3, 10)).change == Change.cancelled(date(2026, 3, 10))


def add_listing(session: Session) -> uuid.UUID:
    """The barest listing that the database takes."""
    at = datetime(2026, 3, 3, 10, tzinfo=UTC)
    panel = Panel(slug="larkmoor", name="Larkmoor", created_at=at)
    patch = Patch(slug="larkmoor", name="Larkmoor", panel=panel)
    listing = Listing(kind=Kind.ACTIVITY, name="Lockside Shed", panel=panel, patch=patch, created_at=at, changed_at=at)
    session.add(listing)
    session.flush()
    return listing.id
