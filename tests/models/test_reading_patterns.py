"""Times as they stand in volunteers' spreadsheets: read as meant, or refused by naming what was not understood."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import RuleBroken
from models.patterns import Pattern
from models.reading_patterns import LONGEST, read_patterns, read_when
from models.when_words import when_words
from tests.models import pattern_strategies as some

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Every Tuesday 10am-1pm", "Tuesdays, 10am to 1pm"),
        ("Tues & Thurs 10-1", "Tuesdays and Thursdays, 10am to 1pm"),
        ("TUE/THU 10–1", "Tuesdays and Thursdays, 10am to 1pm"),
        ("10am-1pm Tuesdays and Thursdays", "Tuesdays and Thursdays, 10am to 1pm"),
        ("1st Saturday of month 2pm - 4pm", "First Saturday of the month, 2pm to 4pm"),
        ("2nd and 4th Wed 7pm", "Second and fourth Wednesdays of the month, from 7pm"),
        ("Every second Tuesday of the month 2-4", "Second Tuesday of the month, 2pm to 4pm"),
        ("First Tues and Thurs of the month 2-4", "First Tuesday and first Thursday of the month, 2pm to 4pm"),
        ("First Saturday and every Tuesday 10-12", "First Saturday of the month, 10am to noon; Tuesdays, 10am to noon"),
        ("Last Sunday of the month 2pm to 4pm", "Last Sunday of the month, 2pm to 4pm"),
        ("fortnightly Fridays 1.30-3 from 6/3/26", "Every other Friday, 1.30pm to 3pm, from 6 March"),
        ("Every second Tuesday 2-4pm from 10/3/2026", "Every other Tuesday, 2pm to 4pm, from 10 March"),
        ("Alternate Wednesdays 10-12, next one 4 March", "Every other Wednesday, 10am to noon"),
        ("Every 3 weeks on Friday 1.30-3 next 6 March", "Every 3 weeks on Friday, 1.30pm to 3pm"),
        ("every Mon and Wed fortnightly 10-11 from 2 March", "Every other Monday and Wednesday, 10am to 11am"),
        ("Mon-Fri 9-5 term time only", "Monday to Friday in term time, 9am to 5pm"),
        ("weekdays 9.30am-4.30pm (term time only)", "Monday to Friday in term time, 9.30am to 4.30pm"),
        ("Daily 9-5 except bank holidays", "Every day, 9am to 5pm, not on bank holidays"),
        ("Mon to Fri: 9am - 5pm, Sat: 10am - 1pm", "Monday to Friday, 9am to 5pm; Saturdays, 10am to 1pm"),
        ("Tue 10-12, Thu 2-4", "Tuesdays, 10am to noon; Thursdays, 2pm to 4pm"),
        ("Tues 10-12 and 2-4", "Tuesdays, 10am to noon and 2pm to 4pm"),
        ("Mon 9-12; Wed 1-4\nlast Fri 10", "Mondays, 9am to noon; Wednesdays, 1pm to 4pm; last Friday of the month, from 10am"),  # noqa: E501
        ("Wednesday evenings 7-9", "Wednesdays, 7pm to 9pm"),
        ("Thursday evening 8-10", "Thursdays, 8pm to 10pm"),
        ("Friday mornings 10 - 12", "Fridays, 10am to noon"),
        ("Tuesdays 2pm for 90 minutes", "Tuesdays, 2pm to 3.30pm"),
        ("every Weds half past ten to noon", "Wednesdays, 10.30am to noon"),
        ("Wednesdays 1400-1600", "Wednesdays, 2pm to 4pm"),
        ("Mondays 10-12, October to March", "Mondays, 10am to noon, October to March"),
        ("First Saturday, 2pm, not Jan or August", "First Saturday of the month, from 2pm, not January or August"),
        ("Tuesdays from 1 April until 30 June 10am-noon", "Tuesdays, 10am to noon, from 1 April, until 30 June"),
        ("Saturday 14 March 2026 2pm-4pm", "Saturday 14 March, 2pm to 4pm"),
        ("Weekly from 6 March, 10-12", "Fridays, 10am to noon, from 6 March"),
        ("Sat 14 Mar and Sun 15 Mar 10-4", "Saturday 14 March and Sunday 15 March, 10am to 4pm"),
        ("6/3/26 10am-2pm", "Friday 6 March, 10am to 2pm"),
        ("Wed 10-11 (Tib Lane); Wed 10-12", "Wednesdays, 10am to 11am (Tib Lane); Wednesdays, 10am to noon"),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(typed: str, words: str) -> None:
    assert when_words(read_patterns(typed, TODAY), today=TODAY) == words


@pytest.mark.parametrize("typed", ["any time", "Anytime", "24/7", "always open"])
def test_a_place_that_is_always_there_is_read_as_any_time(typed: str) -> None:
    assert read_when(typed, TODAY).any_time
    assert read_patterns(typed, TODAY) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Say when it is on."),
        ("when the moon is full", "We could not read “when the moon is full”."),
        ("Tues 10 - 1, bring a mug", "We could not read “bring a mug”."),
        ("Money advice Tuesdays 10-1", "We could not read “Money advice”."),
        ("Tuesdays", "Say what time it starts."),
        ("10-1", "Say which day it is on."),
        ("from 6 March 10-1", "Say which day it is on."),
        ("Tuesdays and 6 March 10-12", "Say either the day of the week or the date."),
        ("fortnightly first Saturday 10-1 from 7 March", "Say either how many weeks apart"),
        ("fortnightly Fridays 1.30-3", "Give one Friday when it is on"),
        ("fortnightly Fridays 1.30-3 from 5/3/26", "5 March 2026 is a Thursday, not a Friday."),
        ("monthly on Tuesdays 2pm", "Say which Tuesday of the month"),
        ("Tuesdays 10-9am", "The finish must be after the start."),
        ("Monday 3 March 2026 10-12", "3 March 2026 is a Tuesday, not a Monday."),
        ("31/2/26 10-12", "There is no 31 February 2026."),
        ("Tuesdays 10-1 " * 50, "too long"),
        ("Tuesdays 25:00", "We could not read"),
    ],
)
def test_what_cannot_be_read_is_named_and_never_guessed(typed: str, words: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_patterns(typed, TODAY)
    assert words in refused.value.message
    assert refused.value.field in ("when", "ends")


def test_tens_of_patterns_are_each_kept_once() -> None:
    assert read_patterns("Tue 10-1; Tuesdays 10am to 1pm", TODAY) == [Pattern.weekly(1, time(10), time(13))]


def test_a_time_without_an_end_and_then_a_span_are_two_times() -> None:
    words = "Mondays, from midnight and 2.15am to 11pm"
    assert when_words(read_patterns(words, TODAY)) == words


@settings(deadline=None)
@given(st.lists(some.patterns(), min_size=1, max_size=3))
def test_what_we_write_of_patterns_we_can_read_again(patterns: list[Pattern]) -> None:
    words = when_words(patterns)
    if len(words) > LONGEST or "every other" in words.lower() or "weeks on" in words or "dates from" in words:
        return  # these words leave out the dates that the next reader needs
    again = when_words(read_patterns(words, TODAY))
    assert again == words


WORDS = st.sampled_from(
    [
        "Tues",
        "Thursdays",
        "mon-fri",
        "10-1",
        "10am",
        "1st",
        "last",
        "of",
        "the",
        "month",
        "every",
        "other",
        "fortnightly",
        "from",
        "6/3/26",
        "until",
        "not",
        "January",
        "term",
        "time",
        "only",
        "bank",
        "holidays",
        "(a",
        "note",
        ")",
        ";",
        ",",
        "&",
        "31/2/26",
        "24/7",
        "for",
        "2",
        "hours",
        "noon",
        "half",
        "past",
        "ten",
        "3",
        "march",
        "99",
        "-",
        "to",
        "and",
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join)))
def test_any_cell_at_all_is_read_or_refused(typed: str) -> None:
    try:
        patterns = read_patterns(typed, TODAY)
    except RuleBroken:
        return
    assert all(pattern.checked() for pattern in patterns)
