"""Figures that leave a group: for a funder, a panel, everybody. Only whole months that are over, and no small number.

What is told of a month never depends on the year that is asked for, nor on the day it is asked on: so two reports side
by side tell no more than one. Sums are told only of whole quarters, with which both kinds of year begin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from models.attendance_figures import Counts, Figures
from models.figure_table import FigureTable, Line, number, percent
from models.figure_words import SESSIONS, Measure
from models.quarter_sums import Row, part_of, totals
from models.report_year import next_month
from models.small_numbers import (
    AT_LEAST_TWO,
    Cell,
    about,
    at_least,
    cell_of,
    exactly,
    hidden,
    is_small,
    small,
    small_or_nearly_all,
)
from models.told_totals import overlap_told


def is_known(month: date, closed: date) -> bool:
    """Whether it can be said who of a month came back: the month after it is over too. `closed`: the first day of the
    first month that is not over."""
    return next_month(month, 2) <= closed


def publish(found: Figures, least: int, closed: date, fewest: Mapping[date, int] | None = None) -> FigureTable:
    """A group's figures with small numbers hidden, and everything else exact. `fewest` says to how many of its listings
    newcomers came in each month: what is published of each listing says that there was one at least."""
    return _Publishing(found, least, closed, fewest or {}).table()


class _Publishing:
    """One report on its way out."""

    def __init__(self, found: Figures, least: int, closed: date, fewest: Mapping[date, int]) -> None:
        self.found, self.least, self.closed, self.fewest = found, least, closed, fewest
        self.months = [month for month in found.months if month < closed]
        self.counts = [found.months[month] for month in self.months]

    def table(self) -> FigureTable:
        lines = {
            measure: Line(tuple(number(measure, each) for each in self.counts), number(measure, self.found.whole))
            for measure in SESSIONS
        }
        visits = tuple(visits_cell(each, self.least) or exactly(each.visits) for each in self.counts)
        lines[Measure.VISITS] = Line(visits, visits_total(visits))
        people = tuple(cell_of(each.people, self.least) for each in self.counts)
        new = Row([each.new for each in self.counts], [self._new_in(at, cell) for at, cell in enumerate(people)])
        again = Row(
            [each.again_soon for each in self.counts], [self._again_in(at, c) for at, c in enumerate(new.cells)]
        )
        all_new, all_again = totals(self.months, (new, again), self.least)
        whole = self._different(people, new, again, all_new)
        referred = tuple(self._referred_in(each, cell) for each, cell in zip(self.counts, people, strict=True))
        lines[Measure.PEOPLE] = Line(people, whole)
        lines[Measure.NEW] = Line(tuple(new.cells), all_new)
        lines[Measure.REFERRED] = Line(referred, overlap_told(self.found.whole.referred, referred, self.least))
        lines[Measure.AGAIN] = Line(tuple(again.cells), all_again)
        lines[Measure.FILLED] = filled_line(self.counts, visits, self.least)
        lines[Measure.MONEY] = money_line(self.counts, visits)
        heads = heads_cell(self.found.whole.heads, visits, self.least)
        months = tuple(self.months)
        return FigureTable(self.found.year, months, lines, heads, self.found.whole.open, is_for_others=True)

    def _new_in(self, at: int, people: Cell) -> Cell:
        counts = self.counts[at]
        fewest = max(1, self.fewest.get(self.months[at], 1))
        if is_small(counts.new, self.least):
            return hidden(range(fewest, self.least))
        if counts.new and not counts.heads_new and is_small(counts.people, self.least):  # new to several things
            return hidden(range(fewest, max(self.least - 1, 1) * fewest + 1))
        is_part = not counts.heads_new and not people.is_hidden and counts.new < counts.people
        if is_part and is_small(counts.people - counts.new, self.least) and counts.new:
            return hidden(small_or_nearly_all(counts.people, self.least))
        return exactly(counts.new)

    def _again_in(self, at: int, new: Cell) -> Cell:
        counts = self.counts[at]
        known = is_known(self.months[at], self.closed)
        if known and counts.again_soon and self._shows_who_was_new(at):
            return hidden(range(1, counts.new + 1 if not new.is_hidden else new.high + 1))
        return part_of(counts.again_soon, counts.new, new, self.least, is_known=known)

    def _shows_who_was_new(self, at: int) -> bool:
        """Whether so many must have come back the month after that its few newcomers are the rest of it."""
        if at + 1 == len(self.counts):
            return False
        here, after = self.counts[at], self.counts[at + 1]
        back = here.again_soon - max(here.visits - here.people, 0)
        return is_small(after.new, self.least) and after.people - back < self.least

    def _referred_in(self, counts: Counts, people: Cell) -> Cell:
        if is_small(counts.referred, self.least):
            return hidden(small(self.least))
        if counts.referred and is_small(counts.people - counts.referred, self.least):
            return hidden(small_or_nearly_all(counts.people, self.least))
        return exactly(counts.referred)

    def _different(self, cells: Sequence[Cell], new: Row, again: Row, all_new: Cell) -> Cell:
        """Different people of all months, each once. Never exact: two years that overlap would tell how many came to
        one and not to the other."""
        whole = self.found.whole
        if whole.heads_new or whole.people < whole.new:  # heads are not among the people; one may be new to several
            return overlap_told(whole.people, cells, self.least)
        return overlap_told(whole.people, cells, self.least, newcomers=new.cells, all_new=all_new, back=again.cells)


def visits_cell(counts: Counts, least: int) -> Cell | None:
    """Hidden where there are few, or where they would say how few people came; else None."""
    few = is_small(counts.people, least)
    possible = [n for n in small(least) if n <= counts.named <= n * counts.ran]
    if is_small(counts.visits, least) or (few and len(possible) < 2):
        return hidden(range(1, max(counts.visits, (least - 1) * max(counts.ran, 1), AT_LEAST_TWO) + 1))
    return None


def visits_total(cells: Sequence[Cell]) -> Cell:
    told = sum(cell.low for cell in cells if not cell.is_hidden)
    behind = sum(cell.is_hidden for cell in cells)
    if not behind:
        return exactly(told)
    return at_least(told + behind) if told else hidden(range(behind, sum(cell.high for cell in cells) + 1))


def filled_line(counts: Sequence[Counts], visits: Sequence[Cell], least: int, *, step: int = 1) -> Line:
    """Percent of places, rounded to `step`; of months in which that says no small number."""
    cells: list[Cell | None] = []
    told = Counts()
    for each, cell in zip(counts, visits, strict=True):
        if not each.places:
            cells.append(None)
        elif not cell.is_told or is_small(each.filled, least) or is_small(each.visits - each.filled, least):
            cells.append(hidden((0, 1)))
        else:
            cells.append(exactly(_step(percent(each.filled, each.places), step)))
            told.filled, told.places = told.filled + each.filled, told.places + each.places
    total = exactly(_step(percent(told.filled, told.places), step)) if told.places else None
    return Line(tuple(cells), total)


def _step(value: int, step: int) -> int:
    return (value + step // 2) // step * step


def money_line(counts: Sequence[Counts], visits: Sequence[Cell]) -> Line:
    """Pence; only of months whose visits are told, for a fee says how many paid it."""
    cells = [
        hidden((0, 1)) if cell.is_hidden else exactly(each.pence) for each, cell in zip(counts, visits, strict=True)
    ]
    return Line(tuple(cells), exactly(sum(cell.low for cell in cells if not cell.is_hidden)))


def heads_cell(true: int, visits: Sequence[Cell], least: int) -> Cell:
    """Of all the visits those without a name; not told beside a month whose visits are hidden."""
    if true and (is_small(true, least) or not all(cell.is_told for cell in visits)):
        return hidden((1, max(true, AT_LEAST_TWO)))
    return about(true, least)
