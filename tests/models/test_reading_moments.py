"""Moments as people type them, by the clocks of London."""

from datetime import UTC, datetime, timedelta

import pytest

from models.errors import RuleBroken
from models.reading_moments import moment_words, read_moment
from models.wall_clock import london_date

NOW = datetime(2026, 6, 3, 9, 30, tzinfo=UTC)
"""Wednesday 3 June, 10.30am in London."""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Wednesday 3 June, 10.20am", datetime(2026, 6, 3, 9, 20, tzinfo=UTC)),
        ("today, 10.20am", datetime(2026, 6, 3, 9, 20, tzinfo=UTC)),
        ("today at 9am", datetime(2026, 6, 3, 8, tzinfo=UTC)),
        ("10.20", datetime(2026, 6, 3, 9, 20, tzinfo=UTC)),
        ("today", NOW),
        ("yesterday", datetime(2026, 6, 2, 11, tzinfo=UTC)),
        ("Yesterday, 4pm", datetime(2026, 6, 2, 15, tzinfo=UTC)),
        ("2 June", datetime(2026, 6, 2, 11, tzinfo=UTC)),
        ("1 June 2026", datetime(2026, 6, 1, 11, tzinfo=UTC)),
        ("01/06/2026 14:05", datetime(2026, 6, 1, 13, 5, tzinfo=UTC)),
        ("2 March, noon", datetime(2026, 3, 2, 12, tzinfo=UTC)),
        ("10.35am", NOW),
    ],
)
def test_what_people_type_is_read(typed: str, meant: datetime) -> None:
    assert read_moment(typed, NOW) == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Put in a date"),
        ("whenever", "could not read"),
        ("tomorrow, 9am", "still to come"),
        ("11am", "still to come"),
        ("1 June 2025", "more than a year ago"),
        ("Tuesday 3 June, 9am", "is a Wednesday"),
        ("31 June", "no 31 June"),
        ("1 June, 99.99", "could not read the time"),
    ],
)
def test_what_cannot_be_meant_is_said(typed: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refusal:
        read_moment(typed, NOW, field="when")
    assert refusal.value.field == "when"


def test_its_own_words_are_read_back() -> None:
    for hours in range(0, 8_000, 7):
        at = NOW - timedelta(hours=hours)
        assert read_moment(moment_words(at, london_date(NOW)), NOW) == at
