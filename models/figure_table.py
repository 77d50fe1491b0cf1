"""A report as it is shown: rows of cells by month and for the year, told exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from models.attendance_figures import Counts, Figures
from models.figure_words import OF_GROUPS, Measure
from models.report_year import ReportYear
from models.small_numbers import NOT_YET, Cell, exactly

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One measure: a cell for each month and one for all. None: there was nothing to measure."""

    cells: tuple[Cell | None, ...]
    total: Cell | None

    def at(self, column: int | None) -> Cell:
        """The cell of a month, or of all with None. Raises LookupError where there was nothing to measure."""
        found = self.total if column is None else self.cells[column]
        if found is None:
            raise LookupError("nothing was measured")
        return found


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A report. `open` sessions are in it, though nobody has closed their day."""

    year: ReportYear
    months: tuple[date, ...]
    lines: dict[Measure, Line]
    heads: Cell
    """Visits that were counted without a name, in all the months."""
    open: int = 0
    heads_new: Cell | None = None
    heads_referred: Cell | None = None
    """Those of the heads that were new, or sent by somebody; None where that is not told."""
    is_rounded: bool = False
    is_for_others: bool = False
    """Small numbers are hidden in it."""

    @property
    def is_empty(self) -> bool:
        return (
            all(line.total is None or line.total is NOT_YET or line.total.high == 0 for line in self.lines.values())
            and not self.open
        )

    @property
    def knows_people(self) -> bool:
        """Whether anybody was written down by name: heads alone cannot be told apart."""
        return not self.heads.high or self.lines[Measure.PEOPLE].at(None).high > 0

    @property
    def hides_something(self) -> bool:
        cells = [cell for line in self.lines.values() for cell in (*line.cells, line.total)]
        return any(cell is not None and cell.is_hidden for cell in cells)

    def with_line(self, measure: Measure, line: Line) -> FigureTable:
        return replace(self, lines={**self.lines, measure: line})


def exact_table(found: Figures) -> FigureTable:
    """Everything as it is: for those who keep the registers."""
    months = tuple(found.months)
    columns = [found.months[month] for month in months]
    lines = {
        measure: Line(tuple(number(measure, each) for each in columns), number(measure, found.whole))
        for measure in (*OF_GROUPS, Measure.HEADS, Measure.MONEY)
    }
    whole = found.whole
    heads = (exactly(whole.heads), whole.open, exactly(whole.heads_new), exactly(whole.heads_referred))
    return FigureTable(found.year, months, lines, *heads)


def number(measure: Measure, counts: Counts) -> Cell | None:
    """What a month came to, exactly; pence for money, and percent of places."""
    if measure is Measure.FILLED:
        return exactly(percent(counts.filled, counts.places)) if counts.places else None
    return exactly(counts.pence if measure is Measure.MONEY else getattr(counts, measure.value))


def percent(part: int, whole: int) -> int:
    return (part * PERCENT + whole // 2) // whole
