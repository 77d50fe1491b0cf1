"""Patterns and meetings in words that a ten-year-old can read out."""

from collections.abc import Sequence
from datetime import date

from models.clock_words import date_words, day_words, listed, span_words, time_words
from models.meeting import Meeting, MeetingState
from models.patterns import Pattern
from models.rhythm import ALL_MONTHS, MONTHS, WEEKDAYS, Rhythm
from models.when_groups import Group, grouped

NTH_WORDS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "last"}
TIMES_UNKNOWN = "Ask when it is on"
MOST_DATES_LISTED = 4


def when_words(
    patterns: Sequence[Pattern], *, any_time: bool = False, note: str = "", today: date | None = None
) -> str:
    """All of it on one line: "Tuesdays and Thursdays, 10am to 1pm; first Saturday of the month, 2pm to 4pm"."""
    lines = when_lines(patterns, any_time=any_time, note=note, today=today)
    return "; ".join(line if n == 0 or _is_a_name(line) else line[0].lower() + line[1:] for n, line in enumerate(lines))


def when_lines(
    patterns: Sequence[Pattern], *, any_time: bool = False, note: str = "", today: date | None = None
) -> list[str]:
    """One line for each group of patterns. With `today`, what goes without saying is left out."""
    lines = ["Any time"] if any_time else []
    lines += [_line(group, today) for group in grouped(patterns)]
    lines = lines or [TIMES_UNKNOWN]
    if note:
        lines[-1] += f", {note}"
    return lines


def meeting_words(meeting: Meeting, today: date, *, with_finish: bool = False) -> str:
    """ "Today, Monday 2 March, 11am"; with the finish, "Thursday 5 March, 10am to 1pm"."""
    clock = span_words(meeting.starts, meeting.ends) if with_finish else time_words(meeting.starts)
    return f"{day_words(meeting.date, today)}, {clock}"


def state_words(meeting: Meeting, today: date | None = None) -> str:
    """What is different about this meeting: "Not on: the chimney is being swept", or "" for an ordinary one."""
    if meeting.state is MeetingState.CANCELLED:
        return f"Not on: {meeting.reason}" if meeting.reason else "Not on"
    if meeting.state is MeetingState.ON:
        return ""
    told = []
    if meeting.moved_from and meeting.moved_from != meeting.date:
        told.append(f"Moved from {date_words(meeting.moved_from, today or meeting.date, weekday=True)}")
    if meeting.place:
        told.append(f"This once at {meeting.place}")
    words = ". ".join(told or ["Not the usual time"])
    return f"{words}: {meeting.reason}" if meeting.reason else words


def months_words(months: frozenset[int]) -> str:
    """ "October to March", "not January or August", "only in March"; "" for all year."""
    missing = sorted(ALL_MONTHS - months)
    if not months or not missing:
        return ""
    if len(missing) <= 2:
        return f"not {listed([MONTHS[m - 1] for m in missing], 'or')}"
    starts = [m for m in months if (m - 2) % 12 + 1 not in months]
    if len(starts) == 1 and len(months) > 2:
        return f"{MONTHS[starts[0] - 1]} to {MONTHS[(starts[0] + len(months) - 2) % 12]}"
    if len(missing) == 3:
        return f"not {listed([MONTHS[m - 1] for m in missing], 'or')}"
    return f"only in {listed([MONTHS[m - 1] for m in sorted(months)])}"


def run_of(weekdays: Sequence[int]) -> tuple[int, int] | None:
    """The first and last of three or more days in a row; None when they are not in a row."""
    if len(weekdays) >= 3 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return weekdays[0], weekdays[-1]
    return None


def _line(group: Group, today: date | None) -> str:
    like = group.like
    days = _days(group, today) + (" in term time" if like.term_time_only else "")
    said = [days[0].upper() + days[1:], listed([span_words(*span) for span in group.times])]
    if months := months_words(like.months):
        said.append(months)
    if like.not_on_bank_holidays:
        said.append("not on bank holidays")
    if like.valid_from and (today is None or like.valid_from > today) and like.rhythm is not Rhythm.ONCE:
        said.append(f"from {date_words(like.valid_from, today)}")
    if like.valid_until and like.rhythm is not Rhythm.ONCE:
        said.append(f"until {date_words(like.valid_until, today)}")
    return ", ".join(said) + (f" ({like.note})" if like.note else "")


def _days(group: Group, today: date | None) -> str:
    names = [WEEKDAYS[day] for day in group.weekdays]
    match group.like.rhythm:
        case Rhythm.ONCE:
            if len(group.dates) > MOST_DATES_LISTED:
                first, last = (date_words(day, today) for day in (group.dates[0], group.dates[-1]))
                return f"{len(group.dates)} dates from {first} to {last}"
            return listed([date_words(day, today, weekday=True) for day in group.dates])
        case Rhythm.MONTHLY:
            return f"{listed(_nth_days(group))} of the month"
        case Rhythm.EVERY_N_WEEKS:
            every = "every other" if group.like.interval == 2 else f"every {group.like.interval} weeks on"
            return f"{every} {listed(names)}"
    if len(names) == 7:
        return "every day"
    run = run_of(group.weekdays)
    return f"{WEEKDAYS[run[0]]} to {WEEKDAYS[run[1]]}" if run else listed([f"{name}s" for name in names])


def _nth_days(group: Group) -> list[str]:
    by_weekday: dict[int, list[str]] = {}
    for nth, weekday in group.days:
        by_weekday.setdefault(weekday, []).append(NTH_WORDS[nth])
    return [f"{listed(nths)} {WEEKDAYS[weekday]}{'s' if len(nths) > 1 else ''}" for weekday, nths in by_weekday.items()]


def _is_a_name(line: str) -> bool:
    return line.startswith(WEEKDAYS)
