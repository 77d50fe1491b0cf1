"""Times in words a ten-year-old can read out, long and short, and the facets search filters by."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clock_words import date_words, day_words, span_words, time_words
from models.meeting import Meeting, MeetingState
from models.patterns import LAST, Pattern
from models.rhythm import ALL_MONTHS
from models.when_facets import DAYS, PartOfDay, facets
from models.when_short import MOST_LETTERS, short_pattern
from models.when_words import meeting_words, months_words, state_words, when_lines, when_words
from tests.models import pattern_strategies as some

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
TEN, ONE = time(10), time(13)
TODAY = date(2026, 3, 2)
WINTER = frozenset({10, 11, 12, 1, 2, 3})

SAID = [
    ([Pattern.weekly(TUE, TEN, ONE), Pattern.weekly(THU, TEN, ONE)],
     "Tuesdays and Thursdays, 10am to 1pm", "Tue & Thu, 10am"),
    ([Pattern.every_n_weeks(date(2026, 3, 6), time(13, 30), time(15))],
     "Every other Friday, 1.30pm to 3pm", "Every other Friday, 1.30pm"),
    ([Pattern.every_n_weeks(date(2026, 3, 6), TEN, ONE, 3)],
     "Every 3 weeks on Friday, 10am to 1pm", "Every 3 weeks, Fri, 10am"),
    ([Pattern.every_n_weeks(date(2026, 3, 4), TEN), Pattern.every_n_weeks(date(2026, 3, 20), TEN)],
     "Every other Wednesday and Friday, from 10am", "Every other Wed & Fri, 10am"),
    ([Pattern.every_n_weeks(date(2026, 3, 4), TEN), Pattern.every_n_weeks(date(2026, 3, 13), TEN)],
     "Every other Wednesday, from 10am; every other Friday, from 10am", "Every other Wed & more"),
    ([Pattern.monthly(1, SAT, TEN, ONE, months=ALL_MONTHS - {1, 8})],
     "First Saturday of the month, 10am to 1pm, not January or August", "First Saturdays, 10am"),
    ([Pattern.monthly(1, THU, time(14))], "First Thursday of the month, from 2pm", "First Thursdays, 2pm"),
    ([Pattern.monthly(LAST, SUN, TEN, ONE)], "Last Sunday of the month, 10am to 1pm", "Last Sundays, 10am"),
    ([Pattern.monthly(2, WED, time(19), time(21)), Pattern.monthly(4, WED, time(19), time(21))],
     "Second and fourth Wednesdays of the month, 7pm to 9pm", "2nd & 4th Wed, 7pm"),
    ([Pattern.weekly(MON, TEN, ONE, term_time_only=True)],
     "Mondays in term time, 10am to 1pm", "Mondays in term, 10am"),
    ([Pattern.weekly(MON, TEN, ONE, months=WINTER)],
     "Mondays, 10am to 1pm, October to March", "Mondays, 10am, Oct to Mar"),
    ([Pattern.weekly(day, time(9), time(17), not_on_bank_holidays=True) for day in range(5)],
     "Monday to Friday, 9am to 5pm, not on bank holidays", "Mon to Fri, 9am"),
    ([Pattern.weekly(day, TEN, ONE) for day in range(7)], "Every day, 10am to 1pm", "Every day, 10am"),
    ([Pattern.weekly(TUE, TEN, ONE), Pattern.weekly(TUE, time(14), time(16))],
     "Tuesdays, 10am to 1pm and 2pm to 4pm", "Tuesdays, 10am & 2pm"),
    ([Pattern.weekly(TUE, TEN, ONE), Pattern.weekly(SAT, time(14), time(16))],
     "Tuesdays, 10am to 1pm; Saturdays, 2pm to 4pm", "Tue 10am, Sat 2pm"),
    ([Pattern.weekly(TUE, TEN, ONE), Pattern.monthly(1, SAT, TEN, ONE)],
     "Tuesdays, 10am to 1pm; first Saturday of the month, 10am to 1pm", "Tue 10am, 1st Sat 10am"),
    ([Pattern.once(date(2026, 3, 14), TEN, ONE)], "Saturday 14 March, 10am to 1pm", "Sat 14 March, 10am"),
    ([Pattern.once(date(2026, 3, day), TEN) for day in (3, 4, 5, 6, 7)],
     "5 dates from 3 March to 7 March, from 10am", "Tue 3 March + 4, 10am"),
    ([Pattern.weekly(WED, TEN, time(10, 30), note="short loop"), Pattern.weekly(WED, TEN, time(11), note="long loop")],
     "Wednesdays, 10am to 10.30am (short loop); Wednesdays, 10am to 11am (long loop)", "Wednesdays, 10am"),
    ([Pattern.weekly(TUE, TEN, ONE, valid_from=date(2026, 4, 1), valid_until=date(2026, 9, 30))],
     "Tuesdays, 10am to 1pm, from 1 April, until 30 September", "Tuesdays, 10am"),
    ([Pattern.weekly(TUE, TEN, ONE, valid_from=date(2026, 1, 6))], "Tuesdays, 10am to 1pm", "Tuesdays, 10am"),
    ([], "Ask when it is on", ""),
]  # fmt: skip


@pytest.mark.parametrize(("patterns", "words", "short"), SAID)
def test_patterns_are_said_as_people_say_them(patterns: list[Pattern], words: str, short: str) -> None:
    assert when_words(patterns, today=TODAY) == words
    assert short_pattern(patterns) == short


def test_a_bench_is_there_any_time() -> None:
    assert when_words([], any_time=True, note="best mid-morning") == "Any time, best mid-morning"
    assert short_pattern([], any_time=True) == "Any time"
    assert when_lines([Pattern.weekly(TUE, TEN)], any_time=True) == ["Any time", "Tuesdays, from 10am"]


@settings(deadline=None)
@given(st.lists(some.patterns(), min_size=1, max_size=6))
def test_short_words_always_fit_a_strip(patterns: list[Pattern]) -> None:
    assert 0 < len(short_pattern(patterns)) <= MOST_LETTERS
    assert when_words(patterns, today=TODAY)


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (set(), ""),
        (ALL_MONTHS, ""),
        ({10, 11, 12, 1, 2, 3}, "October to March"),
        ({4, 5, 6, 7, 8, 9}, "April to September"),
        (ALL_MONTHS - {8}, "not August"),
        (ALL_MONTHS - {1, 8}, "not January or August"),
        (ALL_MONTHS - {1, 4, 8}, "not January, April or August"),
        ({3}, "only in March"),
        ({3, 4}, "only in March and April"),
        ({3, 6, 9}, "only in March, June and September"),
        ({12, 1, 2}, "December to February"),
    ],
)
def test_seasons_are_said_the_short_way(months: set[int], words: str) -> None:
    assert months_words(frozenset(months)) == words


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (time(9, 30), "9.30am"),
        (time(12), "noon"),
        (time(0), "midnight"),
        (time(0, 5), "12.05am"),
        (time(12, 30), "12.30pm"),
        (time(23, 59), "11.59pm"),
    ],
)
def test_clock_times_are_said_with_am_and_pm(clock: time, words: str) -> None:
    assert time_words(clock) == words


def test_a_time_without_a_finish_is_said_from_its_start() -> None:
    assert span_words(TEN, None) == "from 10am"
    assert span_words(TEN, time(12)) == "10am to noon"


def test_days_near_today_are_called_today_and_tomorrow() -> None:
    assert day_words(date(2026, 3, 2), TODAY) == "Today, Monday 2 March"
    assert day_words(date(2026, 3, 3), TODAY) == "Tomorrow, Tuesday 3 March"
    assert day_words(date(2026, 3, 4), TODAY) == "Wednesday 4 March"
    assert day_words(date(2027, 1, 30), TODAY) == "Saturday 30 January"
    assert day_words(date(2027, 3, 2), TODAY) == "Tuesday 2 March 2027"
    assert date_words(date(2026, 3, 2)) == "2 March 2026"


def test_a_meeting_is_said_with_its_day_and_time() -> None:
    meeting = Meeting(date(2026, 3, 5), TEN, ONE)
    assert meeting_words(meeting, TODAY) == "Thursday 5 March, 10am"
    assert meeting_words(meeting, TODAY, with_finish=True) == "Thursday 5 March, 10am to 1pm"
    assert state_words(meeting) == ""


def test_what_is_different_about_a_meeting_is_said_plainly() -> None:
    off = Meeting(date(2026, 3, 10), TEN, ONE, state=MeetingState.CANCELLED, reason="the chimney is being swept")
    assert state_words(off) == "Not on: the chimney is being swept"
    moved = Meeting(
        date(2026, 3, 12), TEN, ONE, state=MeetingState.MOVED, moved_from=date(2026, 3, 10), place="the library"
    )
    assert state_words(moved, TODAY) == "Moved from Tuesday 10 March. This once at the library"
    later = Meeting(date(2026, 3, 10), time(11), ONE, state=MeetingState.MOVED, moved_from=date(2026, 3, 10))
    assert state_words(later, TODAY) == "Not the usual time"


def test_facets_tell_the_day_and_the_part_of_the_day_together() -> None:
    found = facets([Pattern.weekly(TUE, TEN, ONE), Pattern.weekly(THU, time(19), time(21))])
    assert found == {"tue", "thu", "morning", "evening", "tue_morning", "thu_evening"}


@pytest.mark.parametrize(
    ("starts", "ends", "parts"),
    [
        (time(11, 59), None, {"morning"}),
        (time(12), ONE, {"afternoon"}),
        (time(16, 59), time(18), {"afternoon"}),
        (time(17), time(19), {"evening"}),
        (time(9), time(17), {"morning", "afternoon"}),
        (time(10), time(21), {"morning", "afternoon", "evening"}),
        (TEN, ONE, {"morning"}),
    ],
)
def test_a_part_of_the_day_counts_when_it_starts_then_or_goes_on_for_long(
    starts: time, ends: time | None, parts: set[str]
) -> None:
    assert facets([Pattern.weekly(TUE, starts, ends)]) & set(PartOfDay) == parts


def test_a_bench_is_found_on_every_day_and_at_every_time() -> None:
    assert facets([], any_time=True) >= {*DAYS, "morning", "sun_evening"}
    assert len(facets([], any_time=True)) == 7 + 3 + 21


def test_what_is_over_is_not_found_by_its_day() -> None:
    over = [Pattern.once(date(2026, 3, 1), TEN), Pattern.weekly(TUE, TEN, valid_until=date(2026, 2, 1))]
    assert facets(over, today=TODAY) == set()
    assert facets(over) == {"sun", "tue", "morning", "sun_morning", "tue_morning"}
