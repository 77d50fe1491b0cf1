"""Figures as a spreadsheet: a line for each month, one for all of them, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator

from blueprints.csv_lines import BYTE_ORDER_MARK, csv_line
from blueprints.figures.wording import cell_words, columns_of, notes_of, open_words, period_words
from models.figure_table import FigureTable
from models.report_year import month_name


def figures_csv(name: str, table: FigureTable, least: int) -> Iterator[str]:
    """The lines of the file."""
    columns = columns_of(table)
    yield BYTE_ORDER_MARK + csv_line(["Month", *(measure.label for measure in columns)])
    for at, month in enumerate(table.months):
        cells = [cell_words(measure, table.lines[measure].cells[at]) for measure in columns]
        yield csv_line([f"{month_name(month)} {month.year}", *cells])
    yield csv_line(["All", *(cell_words(measure, table.lines[measure].total) for measure in columns)])
    yield csv_line([])
    for note in (f"{name}, {period_words(table)}", *notes_of(table, least), open_words(table)):
        if note:
            yield csv_line([note])
