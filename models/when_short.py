"""Patterns in under 28 letters, for strips and cards: "First Thursdays, 2pm", "Tue & Thu, 10am"."""

from collections.abc import Iterator, Sequence

from models.clock_words import time_words
from models.patterns import Pattern
from models.rhythm import MONTHS, WEEKDAYS, Rhythm
from models.when_groups import Group, grouped
from models.when_words import NTH_WORDS, run_of

MOST_LETTERS = 27
SHORT_NTH = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", 6: "last"}


def short_pattern(patterns: Sequence[Pattern], *, any_time: bool = False) -> str:
    """The fullest wording that fits; "" when there is nothing to say."""
    if not patterns:
        return "Any time" if any_time else ""
    groups = grouped(patterns)
    choices = _one(groups[0]) if len(groups) == 1 else _several(groups)
    return next((words for words in choices if len(words) <= MOST_LETTERS), "Various times")


def _one(group: Group) -> Iterator[str]:
    clock = " & ".join(time_words(starts) for starts, _ in group.times)
    season = _season(group.like.months)
    term = " in term" if group.like.term_time_only else ""
    for days in (_full_days(group), _brief_days(group)):
        if season:
            yield f"{days}{term}, {clock}, {season}"
        yield f"{days}{term}, {clock}"
        yield f"{days}, {clock}"
    yield _brief_days(group)
    yield _days_a_week(group)


def _several(groups: list[Group]) -> Iterator[str]:
    told = list(dict.fromkeys(f"{_brief_days(group)} {time_words(group.times[0][0])}" for group in groups))
    if len(told) == 1:  # they differ in what a strip has no room for
        yield from _one(groups[0])
    yield ", ".join(told)
    if all(group.like.rhythm is Rhythm.WEEKLY for group in groups):
        weekdays = sorted({day for group in groups for day in group.weekdays})
        yield _brief_weekdays(weekdays)
        yield f"{len(weekdays)} days a week"
    first = groups[0]
    yield f"{_brief_days(first)}, {time_words(first.times[0][0])} & more"
    yield f"{_brief_days(first)} & more"


def _full_days(group: Group) -> str:
    if len(group.days) != 1:
        return _brief_days(group)
    nth, weekday = group.days[0]
    match group.like.rhythm:
        case Rhythm.WEEKLY:
            return f"{WEEKDAYS[weekday]}s"
        case Rhythm.MONTHLY:
            return f"{NTH_WORDS[nth].capitalize()} {WEEKDAYS[weekday]}s"
        case Rhythm.EVERY_N_WEEKS if group.like.interval == 2:
            return f"Every other {WEEKDAYS[weekday]}"
    return _brief_days(group)


def _brief_days(group: Group) -> str:
    match group.like.rhythm:
        case Rhythm.ONCE:
            day = group.dates[0]
            more = f" + {len(group.dates) - 1}" if len(group.dates) > 1 else ""
            return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]}{more}"
        case Rhythm.MONTHLY:
            nths = sorted({nth for nth, _ in group.days})
            words = " & ".join(SHORT_NTH[nth] for nth in nths)
            return f"{words[0].upper()}{words[1:]} {_brief_weekdays(group.weekdays)}"
        case Rhythm.EVERY_N_WEEKS:
            every = "Every other" if group.like.interval == 2 else f"Every {group.like.interval} weeks,"
            return f"{every} {_brief_weekdays(group.weekdays)}"
    return _brief_weekdays(group.weekdays)


def _brief_weekdays(weekdays: list[int]) -> str:
    if len(weekdays) == 7:
        return "Every day"
    if run := run_of(weekdays):
        return f"{WEEKDAYS[run[0]][:3]} to {WEEKDAYS[run[1]][:3]}"
    names = [WEEKDAYS[day][:3] for day in weekdays]
    return f"{', '.join(names[:-1])} & {names[-1]}" if len(names) > 1 else names[0]


def _days_a_week(group: Group) -> str:
    return f"{len(group.weekdays)} days a week" if group.like.rhythm is Rhythm.WEEKLY else "Various dates"


def _season(months: frozenset[int]) -> str:
    starts = [month for month in months if (month - 2) % 12 + 1 not in months]
    if len(starts) != 1 or len(months) < 3:
        return ""
    return f"{MONTHS[starts[0] - 1][:3]} to {MONTHS[(starts[0] + len(months) - 2) % 12][:3]}"
