"""When things are on: what is true of every pattern, change and term that can be made up."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from timeit import timeit

from dateutil.rrule import DAILY, rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from models.changes import Change
from models.holidays import bank_holidays
from models.meeting import MeetingState
from models.occurrences import meetings, next_meeting
from models.patterns import Pattern
from models.rhythm import Rhythm
from models.term_dates import Term, in_term
from tests.models import pattern_strategies as some

unhurried = settings(deadline=None, max_examples=150)
WINDOW = timedelta(days=500)


def meets(pattern: Pattern, day: date, terms: Sequence[Term], holidays: Mapping[date, str]) -> bool:
    """The meaning of a pattern, said as slowly and plainly as can be: the answer to compare with."""
    if pattern.rhythm is Rhythm.ONCE:
        return day == pattern.on_date
    if day.weekday() != pattern.weekday:
        return False
    if (pattern.valid_from and day < pattern.valid_from) or (pattern.valid_until and day > pattern.valid_until):
        return False
    if pattern.months and day.month not in pattern.months:
        return False
    if pattern.term_time_only and not in_term(day, terms):
        return False
    if pattern.not_on_bank_holidays and day in holidays:
        return False
    if pattern.rhythm is Rhythm.EVERY_N_WEEKS:
        assert pattern.anchor
        return (day - pattern.anchor).days % (7 * pattern.interval) == 0
    if pattern.rhythm is Rhythm.MONTHLY:
        if pattern.nth == -1:
            return (day + timedelta(days=7)).month != day.month
        return (day.day - 1) // 7 + 1 == pattern.nth
    return True


@unhurried
@given(some.patterns(), some.terms(), some.days)
def test_a_pattern_meets_on_exactly_the_days_it_says(pattern: Pattern, terms: list[Term], first: date) -> None:
    last = first + WINDOW
    found = [m.date for m in meetings([pattern], on_or_after=first, until=last, terms=terms)]
    every_day = [at.date() for at in rrule(DAILY, dtstart=datetime.combine(first, time()), until=last)]
    assert found == [day for day in every_day if meets(pattern, day, terms, bank_holidays())]


@unhurried
@given(st.lists(some.patterns(), max_size=4), st.lists(some.changes(), max_size=4), some.terms(), some.days)
def test_meetings_come_in_order_without_doubles_and_the_same_each_time(
    patterns: list[Pattern], changes: list[Change], terms: list[Term], first: date
) -> None:
    def ask() -> list[object]:
        return list(meetings(patterns, changes, on_or_after=first, terms=terms, limit=40, with_cancelled=True))

    found = list(meetings(patterns, changes, on_or_after=first, terms=terms, limit=40, with_cancelled=True))
    assert found == sorted(found, key=lambda meeting: meeting.order())
    assert len(set(found)) == len(found)
    assert ask() == found
    assert all(meeting.date >= first for meeting in found)


@unhurried
@given(st.lists(some.patterns(), min_size=1, max_size=3), st.lists(some.changes(), max_size=4), some.terms(), some.days)
def test_changes_only_ever_change_the_meetings_they_speak_of(
    patterns: list[Pattern], changes: list[Change], terms: list[Term], first: date
) -> None:
    plain = {
        (m.date, m.position)
        for m in meetings(patterns, on_or_after=first - WINDOW, until=first + 2 * WINDOW, terms=terms, bank_holidays={})
    }
    for meeting in meetings(
        patterns, changes, on_or_after=first, until=first + WINDOW, terms=terms, with_cancelled=True
    ):
        usual_day = meeting.moved_from or meeting.date
        assert (usual_day, meeting.position) in plain
        spoken_of = any(change.speaks_of(usual_day, meeting.position) for change in changes)
        if meeting.state is MeetingState.ON:
            assert not spoken_of
        if meeting.state is MeetingState.MOVED:
            assert spoken_of


@unhurried
@given(st.lists(some.patterns(), max_size=3), st.lists(some.changes(), max_size=3), some.days)
def test_leaving_out_what_is_cancelled_leaves_the_rest_as_it_was(
    patterns: list[Pattern], changes: list[Change], first: date
) -> None:
    everything = meetings(patterns, changes, on_or_after=first, until=first + WINDOW, with_cancelled=True)
    on = list(meetings(patterns, changes, on_or_after=first, until=first + WINDOW))
    assert on == [meeting for meeting in everything if meeting.is_on]
    assert next_meeting(patterns, changes, on_or_after=first) == (
        on[0] if on else next(meetings(patterns, changes, on_or_after=first), None)
    )


@unhurried
@given(some.patterns(), st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)))
def test_a_meeting_keeps_its_wall_clock_and_is_never_over_before_it_is_given(pattern: Pattern, now: datetime) -> None:
    for meeting in meetings([pattern], on_or_after=now, limit=30):
        assert meeting.ends_at > now
        assert meeting.starts_at < meeting.ends_at
        assert meeting.starts == pattern.starts
        if meeting.starts >= time(3):
            assert meeting.starts_at.time() == meeting.starts
            assert meeting.starts_at.date() == meeting.date


def test_the_next_dates_of_a_page_of_cards_cost_next_to_nothing() -> None:
    """A page of twenty cards asks twenty times. Generous: many times what it takes on a slow machine."""
    weekly = [Pattern.weekly(1, time(10), time(13))]
    seldom = [Pattern.monthly(5, 4, time(10), time(13), months=frozenset({2}))]
    today = date(2026, 3, 3)
    bank_holidays()
    yardstick = timeit(lambda: [date(2026, 3, 3) + timedelta(days=n) for n in range(100)], number=200)
    assert timeit(lambda: list(meetings(weekly, on_or_after=today, limit=5)), number=200) < 40 * yardstick
    assert timeit(lambda: next_meeting(seldom, on_or_after=today), number=200) < 40 * yardstick


def test_asking_for_one_meeting_of_a_pattern_without_end_does_not_work_out_the_rest() -> None:
    forever = meetings([Pattern.weekly(1, time(10))], on_or_after=date(2026, 3, 3), until=date(2190, 1, 1))
    assert [meeting.date.day for meeting in islice(forever, 3)] == [3, 10, 17]


def test_a_date_at_the_end_of_all_calendars_gives_no_meetings() -> None:
    patterns = [Pattern.weekly(1, time(10)), Pattern.monthly(-1, 1, time(10)), Pattern.once(date(2026, 3, 3), time(9))]
    assert list(meetings(patterns, on_or_after=date.max)) == []
    assert list(meetings(patterns, on_or_after=date(2199, 12, 28), until=date.max)) != []
