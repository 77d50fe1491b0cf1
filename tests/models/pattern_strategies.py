"""Patterns, changes and terms made up by hypothesis."""

from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from models.changes import Change
from models.patterns import Pattern
from models.rhythm import LAST
from models.term_dates import Term

FIRST, LATEST = date(2024, 1, 1), date(2030, 12, 31)
days = st.dates(FIRST, LATEST)
starts = st.builds(time, st.integers(0, 22), st.sampled_from([0, 15, 30, 45]))
finishes = st.one_of(st.none(), st.just(time(23, 59)), st.just(time(23)))
month_sets = st.one_of(st.just(frozenset[int]()), st.frozensets(st.integers(1, 12), min_size=1))


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """Any pattern that keeps the rules."""
    first = draw(st.one_of(st.none(), days))
    last = draw(st.one_of(st.none(), days))
    if first and last and last < first:
        first, last = last, first
    begins = draw(starts)
    ends = draw(finishes)
    more: dict[str, Any] = {
        "valid_from": first,
        "valid_until": last,
        "months": draw(month_sets),
        "term_time_only": draw(st.booleans()),
        "not_on_bank_holidays": draw(st.booleans()),
    }
    match draw(st.integers(0, 3)):
        case 0:
            made = Pattern.weekly(draw(st.integers(0, 6)), begins, ends, **more)
        case 1:
            made = Pattern.every_n_weeks(draw(days), begins, ends, draw(st.integers(2, 6)), **more)
        case 2:
            nth = draw(st.sampled_from([1, 2, 3, 4, 5, LAST]))
            made = Pattern.monthly(nth, draw(st.integers(0, 6)), begins, ends, **more)
        case _:
            made = Pattern.once(draw(days), begins, ends)
    return made.checked()


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Any change that keeps the rules."""
    on = draw(days)
    position = draw(st.one_of(st.none(), st.integers(0, 2)))
    if draw(st.booleans()):
        return Change.cancelled(on, on + timedelta(draw(st.integers(0, 30))), "the roof leaks", position).checked()
    to_date = on + timedelta(draw(st.integers(-10, 10)))
    return Change.moved(on, to_date, place="the library", position=position).checked()


@st.composite
def terms(draw: st.DrawFn) -> list[Term]:
    """Terms in order, with gaps between them."""
    made = []
    day = draw(days)
    for number in range(draw(st.integers(0, 5))):
        ends = day + timedelta(draw(st.integers(0, 60)))
        made.append(Term(f"Term {number}", day, ends))
        day = ends + timedelta(draw(st.integers(1, 40)))
    return made
