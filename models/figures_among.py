"""The report of one listing of several of a group, beside the group's own: none may be worked out from the others.

Where one of them is small, the next smallest is hidden as well, whether or not the group would give the small one away:
were it only where it would, that very choice would say how small it is. Of two, the large one is told as a range: what
is left of the group's number whatever the small one may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from models.attendance_figures import Counts, Figures
from models.figure_table import FigureTable, Line
from models.figure_words import Measure
from models.figures_by_listing import Kept
from models.published_figures import filled_line, heads_cell
from models.rounded_figures import all_visits, publish_rounded, true_number
from models.small_numbers import NOT_YET, Cell, between, hidden
from models.told_totals import overlap_told, sum_told

TOGETHER = (Measure.VISITS, Measure.PEOPLE)
"""In a month with one session they are the same."""
PART_OF = {Measure.NEW: Measure.PEOPLE, Measure.REFERRED: Measure.PEOPLE, Measure.AGAIN: Measure.NEW}
"""No more than these: told, they would say that these are not small."""
ALL = (*TOGETHER, *PART_OF)
Column = dict[Measure, Cell]
Part = tuple[Counts, Column]
"""What one came to, and how it would be told alone."""


def publish_among(
    whole: FigureTable, parts: Mapping[Kept, Figures], mine: Kept, least: int, closed: date
) -> FigureTable:
    """The report of `mine`, rounded; `whole` is the report of the group that all the parts belong to."""
    tables = {kept: publish_rounded(each, least, closed) for kept, each in parts.items()}
    ours, found = tables[mine], parts[mine]
    here = list(parts).index(mine)
    columns = [
        _together(whole, at, [(parts[kept].months[month], _column(tables[kept], at)) for kept in parts], least)[here]
        for at, month in enumerate(ours.months)
    ]
    rows = {measure: tuple(column[measure] for column in columns) for measure in ALL}
    alone = [sum(each.months[month].visits > 0 for each in parts.values()) < 2 for month in ours.months]
    known = {  # of a month in which nothing else came together, the group's own number is known
        measure: [
            whole.lines[measure].at(at) if alone[at] and cell.high else cell for at, cell in enumerate(rows[measure])
        ]
        for measure in ALL
    }
    for measure, told in _totals(found, ours.months, known, least).items():
        ours = ours.with_line(measure, Line(rows[measure], told))
    visits = rows[Measure.VISITS]
    filled = filled_line([found.months[month] for month in ours.months], visits, least, step=least)
    return replace(ours.with_line(Measure.FILLED, filled), heads=heads_cell(found.whole.heads, visits, least))


def _column(table: FigureTable, at: int) -> Column:
    return {measure: table.lines[measure].at(at) for measure in ALL}


def _totals(found: Figures, months: Sequence[date], rows: Mapping[Measure, Sequence[Cell]], least: int) -> Column:
    """Of all the months, from what is told of each."""
    whole, again = found.whole, rows[Measure.AGAIN]
    known = [cell for cell in again if cell is not NOT_YET]
    came_back = sum(found.months[m].again_soon for m, cell in zip(months, again, strict=True) if cell is not NOT_YET)
    is_too_early = whole.new > 0 and not any(
        found.months[m].new for m, cell in zip(months, again, strict=True) if cell is not NOT_YET
    )
    return {
        Measure.VISITS: all_visits(whole.visits, rows[Measure.VISITS], least),
        Measure.PEOPLE: overlap_told(whole.people, rows[Measure.PEOPLE], least, is_beside=True),
        Measure.NEW: sum_told(whole.new, rows[Measure.NEW], least, is_beside=True),
        Measure.REFERRED: overlap_told(whole.referred, rows[Measure.REFERRED], least, is_beside=True),
        Measure.AGAIN: NOT_YET if is_too_early else sum_told(came_back, known, least, is_beside=True),
    }


def _together(whole: FigureTable, at: int, parts: Sequence[Part], least: int) -> list[Column]:
    """What several came to in the same time, each with all of its numbers, as they may be told side by side."""
    found = [dict(column) for _, column in parts]
    there = [number for number, (counts, _) in enumerate(parts) if counts.visits]
    hides: dict[Measure, set[int]] = {}
    for measure in ALL if len(there) > 1 else ():
        near = TOGETHER if measure in TOGETHER else (measure,)
        few = {number for number in there if any(parts[number][1][each].is_hidden for each in near)}
        few |= hides[PART_OF[measure]] if measure in PART_OF else set()
        hides[measure] = few
        told = whole.lines[measure].at(at)
        if not few or told.high == 0:
            continue
        rest = sorted((number for number in there if number not in few), key=lambda number: parts[number][0].visits)
        hidden_ones = few | set(rest[:1])
        if len(rest) == 1 and (cell := _all_but(whole, at, measure, parts[rest[0]][0], len(few), least)):
            hidden_ones = few
            found[rest[0]][measure] = cell
        else:
            hides[measure] = hidden_ones
        for number in hidden_ones:
            cell = parts[number][1][measure]
            found[number][measure] = hidden((0 if measure in PART_OF else min(1, cell.high), max(told.high, 2)))
    return [_with_what_is_too_early(column, before) for column, (_, before) in zip(found, parts, strict=True)]


def _with_what_is_too_early(column: Column, before: Column) -> Column:
    return {measure: NOT_YET if before[measure] is NOT_YET else cell for measure, cell in column.items()}


def _all_but(whole: FigureTable, at: int, measure: Measure, large: Counts, few: int, least: int) -> Cell | None:
    """Of the only one that is not small: what the small ones leave of the group, whatever they are. None where that
    would say something of them."""
    visits, people, told = (whole.lines[each].at(at) for each in (*TOGETHER, measure))
    most = few * (least - 1)
    is_open = people.low - most >= least and visits.low - people.high * max(large.ran, 1) <= few
    if not is_open or any(cell.low < cell.high for cell in (visits, people, told)):
        return None
    low = max(told.low - most, 0)
    true = true_number(measure, large)
    return between(low, told.high) if low <= true and (low == 0 or low >= least) and low < told.high else None
