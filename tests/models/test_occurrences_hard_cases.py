"""When things are on: the cases that catch calendars out, each by name."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from models.changes import Change
from models.meeting import Meeting, MeetingState
from models.occurrences import meetings, next_meeting
from models.patterns import LAST, Pattern
from models.term_dates import USUAL_TERMS

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
TEN, ONE = time(10), time(13)


def dates(patterns: list[Pattern], changes: list[Change] | None = None, **asked: object) -> list[str]:
    found = meetings(patterns, changes or [], **asked)  # type: ignore[arg-type]
    return [f"{meeting.date:%a} {meeting.date.day} {meeting.date:%b}" for meeting in found]


@pytest.mark.parametrize(
    ("change_of_clocks", "hour_before", "hour_after"),
    [
        (date(2026, 3, 29), 10, 9),
        (date(2026, 10, 25), 9, 10),
        (date(2027, 3, 28), 10, 9),
        (date(2027, 10, 31), 9, 10),
    ],
)
def test_ten_in_the_morning_stays_ten_across_the_change_of_clocks(
    change_of_clocks: date, hour_before: int, hour_after: int
) -> None:
    weekly = [Pattern.weekly(SUN, TEN, ONE)]
    before, after = meetings(weekly, on_or_after=change_of_clocks - timedelta(days=7), limit=2)
    assert (before.starts_at.time(), after.starts_at.time()) == (TEN, TEN)
    assert (before.starts_at.astimezone(UTC).hour, after.starts_at.astimezone(UTC).hour) == (hour_before, hour_after)
    assert after.date == change_of_clocks


@pytest.mark.parametrize(
    ("day", "starts", "ends", "hours"),
    [
        (date(2026, 3, 29), time(0, 30), time(3), 1.5),
        (date(2026, 10, 25), time(0, 30), time(3), 3.5),
        (date(2026, 3, 28), time(0, 30), time(3), 2.5),
    ],
)
def test_a_session_across_the_change_lasts_what_its_wall_clock_says(
    day: date, starts: time, ends: time, hours: float
) -> None:
    meeting = Meeting(day, starts, ends)
    assert meeting.ends_at.astimezone(UTC) - meeting.starts_at.astimezone(UTC) == timedelta(hours=hours)
    assert meeting.ends_at.time() == ends


def test_a_time_in_the_hour_that_is_skipped_is_read_by_the_clock_before_the_change() -> None:
    meeting = Meeting(date(2026, 3, 29), time(1, 30), time(2, 15))
    assert meeting.starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert meeting.starts_at.time() == time(2, 30)
    assert meeting.ends_at == datetime(2026, 3, 29, 2, 15, tzinfo=UTC)


def test_a_time_in_the_hour_that_comes_twice_means_the_first() -> None:
    meeting = Meeting(date(2026, 10, 25), time(1, 30), time(1, 45))
    assert meeting.starts_at.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert not meeting.is_over(datetime(2026, 10, 25, 0, 44, tzinfo=UTC))
    assert meeting.is_over(datetime(2026, 10, 25, 0, 45, tzinfo=UTC).astimezone(meeting.starts_at.tzinfo))


def test_the_29th_of_february_is_a_day_like_any_other() -> None:
    assert dates([Pattern.weekly(TUE, TEN)], on_or_after=date(2028, 2, 28), limit=2) == ["Tue 29 Feb", "Tue 7 Mar"]
    assert dates([Pattern.monthly(LAST, TUE, TEN)], on_or_after=date(2028, 2, 1), limit=1) == ["Tue 29 Feb"]
    assert dates([Pattern.monthly(5, TUE, TEN)], on_or_after=date(2028, 2, 1), limit=2) == ["Tue 29 Feb", "Tue 30 May"]


def test_fifth_fridays_skip_the_months_without_one() -> None:
    fifth = [Pattern.monthly(5, FRI, TEN)]
    assert dates(fifth, on_or_after=date(2026, 1, 1), limit=4) == [
        "Fri 30 Jan",
        "Fri 29 May",
        "Fri 31 Jul",
        "Fri 30 Oct",
    ]


def test_the_last_friday_is_the_fourth_or_the_fifth() -> None:
    last = [Pattern.monthly(LAST, FRI, TEN)]
    assert dates(last, on_or_after=date(2026, 1, 1), limit=3) == ["Fri 30 Jan", "Fri 27 Feb", "Fri 27 Mar"]


def test_bank_holiday_mondays_are_left_out_when_it_says_so() -> None:
    off, on = Pattern.weekly(MON, TEN, not_on_bank_holidays=True), Pattern.weekly(MON, TEN)
    asked = {"on_or_after": date(2026, 4, 27), "until": date(2026, 5, 11)}
    assert dates([off], **asked) == ["Mon 27 Apr", "Mon 11 May"]
    assert dates([on], **asked) == ["Mon 27 Apr", "Mon 4 May", "Mon 11 May"]
    told = list(meetings([off], on_or_after=date(2026, 5, 4), limit=1, with_cancelled=True))
    assert (told[0].state, told[0].reason) == (MeetingState.CANCELLED, "Early May bank holiday")


def test_christmas_day_on_a_saturday_is_no_day_to_turn_up_either() -> None:
    asked = {"on_or_after": date(2027, 12, 20), "until": date(2028, 1, 4)}
    saturdays = [Pattern.weekly(SAT, TEN, not_on_bank_holidays=True)]
    mondays = [Pattern.weekly(MON, TEN, not_on_bank_holidays=True)]
    assert dates(saturdays, **asked) == []
    assert dates(mondays, **asked) == ["Mon 20 Dec"]


def test_closed_over_christmas_says_so_and_opens_again() -> None:
    closed = Change.cancelled(date(2026, 12, 18), date(2027, 1, 4), "closed over Christmas")
    asked = {"on_or_after": date(2026, 12, 15), "until": date(2027, 1, 12)}
    weekly = [Pattern.weekly(TUE, TEN)]
    assert dates(weekly, [closed], **asked) == ["Tue 15 Dec", "Tue 5 Jan", "Tue 12 Jan"]
    told = [m.reason for m in meetings(weekly, [closed], with_cancelled=True, **asked) if not m.is_on]  # type: ignore[arg-type]
    assert told == ["closed over Christmas"] * 2


def test_term_time_leaves_out_half_terms_and_holidays() -> None:
    in_term = [Pattern.weekly(MON, TEN, term_time_only=True)]
    found = dates(in_term, on_or_after=date(2026, 10, 12), until=date(2026, 11, 9), terms=USUAL_TERMS)
    assert found == ["Mon 12 Oct", "Mon 19 Oct", "Mon 2 Nov", "Mon 9 Nov"]


def test_term_time_dates_stop_where_the_terms_stop() -> None:
    in_term = [Pattern.weekly(MON, TEN, term_time_only=True)]
    assert dates(in_term, on_or_after=date(2028, 7, 10), terms=USUAL_TERMS) == ["Mon 10 Jul", "Mon 17 Jul"]
    assert dates(in_term, on_or_after=date(2026, 3, 3)) == []


def test_every_other_week_is_counted_from_a_date_long_past() -> None:
    fortnightly = [Pattern.every_n_weeks(date(2019, 11, 8), TEN)]
    assert dates(fortnightly, on_or_after=date(2026, 3, 2), limit=2) == ["Fri 6 Mar", "Fri 20 Mar"]
    assert dates([Pattern.every_n_weeks(date(2026, 3, 6), TEN)], on_or_after=date(2026, 2, 10), limit=2) == [
        "Fri 20 Feb",
        "Fri 6 Mar",
    ]


def test_every_other_week_keeps_its_weeks_through_a_season_it_is_not_on() -> None:
    winter = [Pattern.every_n_weeks(date(2026, 3, 6), TEN, months=frozenset({10, 11, 12, 1, 2, 3}))]
    found = [m.date for m in meetings(winter, on_or_after=date(2026, 3, 20), limit=2)]
    assert (found[1] - found[0]).days % 14 == 0
    assert found[1].month == 10


def test_a_meeting_moved_once_is_on_its_new_day_and_told_of_on_its_old() -> None:
    moved = Change.moved(date(2026, 3, 10), date(2026, 3, 12), place="the library", reason="voting in the hall")
    weekly = [Pattern.weekly(TUE, TEN, ONE)]
    old, new, after = meetings(weekly, [moved], on_or_after=date(2026, 3, 10), limit=3, with_cancelled=True)
    assert (old.state, old.reason) == (MeetingState.CANCELLED, "moved to Thursday 12 March")
    assert (new.state, new.date, new.moved_from) == (MeetingState.MOVED, date(2026, 3, 12), date(2026, 3, 10))
    assert (new.starts, new.ends, new.place) == (TEN, ONE, "the library")
    assert after.date == date(2026, 3, 17)


def test_a_meeting_moved_into_the_asked_dates_from_before_them_is_found() -> None:
    moved = Change.moved(date(2026, 3, 3), date(2026, 3, 9))
    found = next_meeting([Pattern.weekly(TUE, TEN)], [moved], on_or_after=date(2026, 3, 5))
    assert found
    assert found.date == date(2026, 3, 9)


def test_a_moved_start_keeps_the_usual_length() -> None:
    later = Change.moved(date(2026, 3, 10), to_starts=time(14))
    meeting = next_meeting([Pattern.weekly(TUE, TEN, ONE)], [later], on_or_after=date(2026, 3, 10))
    assert meeting
    assert (meeting.date, meeting.starts, meeting.ends) == (date(2026, 3, 10), time(14), time(17))


def test_moving_a_day_with_no_meeting_moves_nothing() -> None:
    moved = Change.moved(date(2026, 3, 11), date(2026, 3, 12))
    assert dates([Pattern.weekly(TUE, TEN)], [moved], on_or_after=date(2026, 3, 9), limit=2) == [
        "Tue 10 Mar",
        "Tue 17 Mar",
    ]


def test_a_meeting_moved_off_a_bank_holiday_is_on() -> None:
    moved = Change.moved(date(2026, 5, 4), date(2026, 5, 5))
    mondays = [Pattern.weekly(MON, TEN, not_on_bank_holidays=True)]
    assert dates(mondays, [moved], on_or_after=date(2026, 5, 1), limit=2) == ["Tue 5 May", "Mon 11 May"]


def test_of_two_changes_that_disagree_the_later_wins() -> None:
    off, moved = Change.cancelled(date(2026, 3, 10)), Change.moved(date(2026, 3, 10), date(2026, 3, 12))
    weekly = [Pattern.weekly(TUE, TEN)]
    asked = {"on_or_after": date(2026, 3, 9), "until": date(2026, 3, 16)}
    assert dates(weekly, [off, moved], **asked) == ["Thu 12 Mar"]
    assert dates(weekly, [moved, off], **asked) == []
    assert dates(weekly, [moved, Change.cancelled(date(2026, 3, 12))], **asked) == []


def test_a_change_of_one_session_leaves_the_other_on_that_day_alone() -> None:
    morning, afternoon = Pattern.weekly(TUE, TEN, time(12)), Pattern.weekly(TUE, time(14), time(16))
    off = Change.cancelled(date(2026, 3, 10), position=0)
    found = list(meetings([morning, afternoon], [off], on_or_after=date(2026, 3, 10), until=date(2026, 3, 10)))
    assert [(m.starts, m.position) for m in found] == [(time(14), 1)]


def test_a_session_under_way_is_still_given_and_one_that_is_over_is_not() -> None:
    weekly = [Pattern.weekly(TUE, TEN, ONE)]
    under_way = next_meeting(weekly, on_or_after=datetime(2026, 3, 3, 12, 59, tzinfo=UTC))
    over = next_meeting(weekly, on_or_after=datetime(2026, 3, 3, 13, 0, tzinfo=UTC))
    assert under_way
    assert under_way.date == date(2026, 3, 3)
    assert under_way.is_under_way(datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert over
    assert over.date == date(2026, 3, 10)


def test_late_in_the_evening_in_summer_it_is_still_today_in_london() -> None:
    weekly = [Pattern.weekly(WED, TEN)]
    assert dates(weekly, on_or_after=datetime(2026, 6, 30, 23, 30, tzinfo=UTC), limit=1) == ["Wed 1 Jul"]
    with pytest.raises(ValueError, match="time zone"):
        next_meeting(weekly, on_or_after=datetime(2026, 6, 30, 23, 30))


def test_the_last_day_of_a_pattern_counts() -> None:
    until = [Pattern.weekly(TUE, TEN, valid_from=date(2026, 3, 4), valid_until=date(2026, 3, 17))]
    assert dates(until, on_or_after=date(2026, 1, 1)) == ["Tue 10 Mar", "Tue 17 Mar"]
