"""Typed times and dates: read as meant, or refused in plain words. Never a crash."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clock_words import date_words, time_words
from models.errors import RuleBroken
from models.reading_dates import parse_date
from models.reading_times import best_span, parse_time

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("10", time(10)),
        ("10am", time(10)),
        ("10 a.m.", time(10)),
        ("1.30 pm", time(13, 30)),
        ("1:30PM", time(13, 30)),
        ("13:30", time(13, 30)),
        ("13.30", time(13, 30)),
        ("1400", time(14)),
        ("0930", time(9, 30)),
        ("09:30:00", time(9, 30)),
        ("noon", time(12)),
        ("12 noon", time(12)),
        ("midday", time(12)),
        ("midnight", time(0)),
        ("half past ten", time(10, 30)),
        ("half ten", time(10, 30)),
        ("quarter to two", time(13, 45)),
        ("twenty past 11", time(11, 20)),
        ("ten o'clock", time(10)),
        ("7 in the evening", time(19)),
        ("7", time(19)),
        ("2", time(14)),
        ("07:00", time(7)),
        ("12", time(12)),
        ("12am", time(0)),
        ("  10AM  ", time(10)),
        ("ten", time(10)),
    ],
)
def test_times_are_read_as_people_type_them(typed: str, clock: time) -> None:
    assert parse_time(typed) == clock


def test_a_bare_finish_is_read_as_after_the_start() -> None:
    assert parse_time("1", after=time(10)) == time(13)
    assert parse_time("11", after=time(19)) == time(23)
    assert parse_time("1am", after=time(10)) == time(1)


@pytest.mark.parametrize("typed", ["", "banana", "25:00", "10:75", "13am", "1030pm", "ten two", "-1", "10 to 1", "٣"])
def test_what_is_no_time_is_refused_with_an_example(typed: str) -> None:
    if typed == "٣":  # figures of another script are figures
        assert parse_time(typed) == time(15)
        return
    with pytest.raises(RuleBroken, match="Write it like 10am"):
        parse_time(typed, field="starts")


@pytest.mark.parametrize(
    ("starts", "ends", "span"),
    [
        ("10", "1", (time(10), time(13))),
        ("9", "5", (time(9), time(17))),
        ("7", "9", (time(19), time(21))),
        ("1", "3pm", (time(13), time(15))),
        ("11", "1pm", (time(11), time(13))),
        ("8", "10pm", (time(20), time(22))),
        ("12", "2", (time(12), time(14))),
        ("10am", "12 noon", (time(10), time(12))),
        ("7", "3", (time(7), time(15))),
    ],
)
def test_two_bare_times_are_read_together(starts: str, ends: str, span: tuple[time, time]) -> None:
    assert best_span(starts, ends) == span


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3 March 2026", date(2026, 3, 3)),
        ("03/03/26", date(2026, 3, 3)),
        ("3/4/2026", date(2026, 4, 3)),
        ("3.4.2026", date(2026, 4, 3)),
        ("3rd of march", date(2026, 3, 3)),
        ("2026-03-03", date(2026, 3, 3)),
        ("2026-03-03 00:00:00", date(2026, 3, 3)),
        ("Tuesday 3 March", date(2026, 3, 3)),
        ("Tues, 3rd Mar 26", date(2026, 3, 3)),
        ("March 3, 2026", date(2026, 3, 3)),
        ("1 March", date(2027, 3, 1)),
        ("2 March", date(2026, 3, 2)),
        ("29 feb", date(2028, 2, 29)),
        ("tomorrow", date(2026, 3, 3)),
        ("Monday", date(2026, 3, 9)),
        ("next Friday", date(2026, 3, 6)),
    ],
)
def test_dates_are_read_with_the_day_first(typed: str, day: date) -> None:
    assert parse_date(typed, TODAY) == day


def test_the_nearest_date_may_be_past() -> None:
    assert parse_date("20 February", TODAY, nearest=True) == date(2026, 2, 20)
    assert parse_date("20 February", TODAY) == date(2027, 2, 20)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Put in a date."),
        ("soon", "Write it like 3 March 2026."),
        ("31 February", "There is no 31 February."),
        ("29 February 2026", "There is no 29 February 2026."),
        ("03/25/26", "Put the day first, then the month: 25/3/2026."),
        ("Monday 3 March 2026", "3 March 2026 is a Tuesday, not a Monday."),
        ("3 March 0226", "Look at the year again"),
        ("2026-13-45", "There is no month 13"),
    ],
)
def test_what_is_no_date_is_refused_and_says_why(typed: str, words: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        parse_date(typed, TODAY, field="on_date")
    assert words in refused.value.message
    assert refused.value.field == "on_date"


@given(st.times())
def test_what_we_write_of_a_time_we_can_read(clock: time) -> None:
    clock = clock.replace(second=0, microsecond=0)
    assert parse_time(time_words(clock)) == clock
    assert parse_time(f"{clock:%H:%M}") == clock


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_what_we_write_of_a_date_we_can_read(day: date) -> None:
    assert parse_date(date_words(day), TODAY) == day
    assert parse_date(date_words(day, weekday=True), TODAY) == day
    assert parse_date(f"{day:%d/%m/%Y}", TODAY) == day


BITS = st.sampled_from(
    [*"0123456789:./- ", "am", "pm", "noon", "half ", "past ", "march", "of", "'", "\u0660", "²", "mon"]
)
rubbish = st.one_of(st.text(max_size=90), st.lists(BITS, max_size=9).map("".join))


@settings(deadline=None, max_examples=300)
@given(rubbish)
def test_anything_at_all_is_read_or_refused(typed: str) -> None:
    for read in (parse_time, lambda words: parse_date(words, TODAY)):
        with suppress(RuleBroken):
            read(typed)
