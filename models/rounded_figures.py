"""Figures of many groups together, or of one thing among several: rounded to the nearest five (or whatever is the
smallest number that is told), so that taking one report from another says nothing of the few in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from models.attendance_figures import Counts, Figures
from models.figure_table import FigureTable, Line, number
from models.figure_words import OVERLAP, SESSIONS, Measure
from models.figures_by_listing import Kept
from models.published_figures import filled_line, heads_cell, is_known, visits_cell
from models.small_numbers import NO_END, NOT_YET, Cell, about, at_least, hidden, hide_in_company, is_small, small
from models.told_totals import overlap_told, sum_told

OF_PARTS = (Measure.VISITS, Measure.PEOPLE, Measure.NEW)
"""What is told of each listing in the report of a panel."""
SOURCES = {Measure.VISITS: "visits", Measure.PEOPLE: "people", Measure.NEW: "new", Measure.REFERRED: "referred"}


def publish_rounded(found: Figures, least: int, closed: date) -> FigureTable:
    """A report in which every number of people is rounded, and small ones are hidden."""
    months = tuple(month for month in found.months if month < closed)
    columns = [found.months[month] for month in months]
    known = [is_known(month, closed) for month in months]
    lines = {each: Line(tuple(number(each, c) for c in columns), number(each, found.whole)) for each in SESSIONS}
    visits = tuple(visits_cell(each, least) or about(each.visits, least) for each in columns)
    lines[Measure.VISITS] = Line(visits, all_visits(found.whole.visits, visits, least))
    lines[Measure.PEOPLE] = _overlapping(found.whole.people, [each.people for each in columns], least)
    new = tuple(rounded(each.new, least) for each in columns)
    lines[Measure.NEW] = Line(new, sum_told(found.whole.new, new, least))
    lines[Measure.REFERRED] = _overlapping(found.whole.referred, [each.referred for each in columns], least)
    again = tuple(rounded(c.again_soon, least) if is_in else NOT_YET for c, is_in in zip(columns, known, strict=True))
    total = sum(counts.again_soon for counts, is_in in zip(columns, known, strict=True) if is_in)
    began = sum(counts.new for counts, is_in in zip(columns, known, strict=True) if is_in)
    is_too_early = not began and found.whole.new > 0
    told = NOT_YET if is_too_early else sum_told(total, [cell for cell in again if cell is not NOT_YET], least)
    lines[Measure.AGAIN] = Line(again, told)
    lines[Measure.FILLED] = filled_line(columns, visits, least, step=least)
    heads = heads_cell(found.whole.heads, visits, least)
    return FigureTable(found.year, months, lines, heads, found.whole.open, is_rounded=True, is_for_others=True)


def rounded(true: int, least: int) -> Cell:
    return hidden(small(least)) if is_small(true, least) else about(true, least)


def published_parts(whole: FigureTable, parts: Mapping[Kept, Counts], least: int) -> dict[Kept, dict[Measure, Cell]]:
    """What each listing came to in the months of a report, rounded; none can be worked out from the whole."""
    found: dict[Kept, dict[Measure, Cell]] = {kept: {} for kept in parts}
    for measure in OF_PARTS:
        said = [(true_number(measure, counts), _part_cell(measure, counts, least)) for counts in parts.values()]
        cells = _hidden_in(whole.lines[measure].at(None), said, measure, least)
        for kept, cell in zip(parts, cells, strict=True):
            # What is hidden of visits would be known again from the people, and what is hidden of these from the new.
            is_known = any(each.is_hidden for each in found[kept].values()) and cell.is_told and cell.high
            found[kept][measure] = hidden((1, max(cell.high, 2))) if is_known else cell
    return found


def _hidden_in(whole: Cell, said: Sequence[tuple[int, Cell]], measure: Measure, least: int) -> list[Cell]:
    if whole is NOT_YET:
        return [cell for _, cell in said]
    return hide_in_company(whole, said, least, overlapping=measure in OVERLAP)


def true_number(measure: Measure, counts: Counts) -> int:
    """What is counted of a measure, exactly."""
    return int(getattr(counts, "again_soon" if measure is Measure.AGAIN else SOURCES[measure]))


def _part_cell(measure: Measure, counts: Counts, least: int) -> Cell:
    if measure is Measure.VISITS:
        return visits_cell(counts, least) or about(counts.visits, least)
    return rounded(true_number(measure, counts), least)


def all_visits(true: int, cells: Sequence[Cell], least: int) -> Cell:
    """Those of all the months, rounded; with a hidden month only how many there were at least."""
    if all(cell.is_told for cell in cells):
        return about(true, least)
    low = sum(cell.low for cell in cells)
    return at_least(low) if low >= least else hidden((1, NO_END))


def _overlapping(true: int, numbers: Sequence[int], least: int) -> Line:
    cells = tuple(rounded(each, least) for each in numbers)
    return Line(cells, overlap_told(true, cells, least))
