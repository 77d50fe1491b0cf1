"""Figures as a spreadsheet: a line for each month, one for all of them, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator

from blueprints.csv_lines import BYTE_ORDER_MARK, csv_line
from blueprints.figures.wording import columns_of, notes_of, open_words, period_words, words_at
from models.figure_table import FigureTable
from models.figure_words import Measure
from models.report_year import month_name

UNITS = {Measure.MONEY: f"{Measure.MONEY.label}, £"}


def figures_csv(name: str, table: FigureTable, least: int) -> Iterator[str]:
    """The lines of the file."""
    columns = columns_of(table)
    yield BYTE_ORDER_MARK + csv_line(["Month", *(UNITS.get(measure, measure.label) for measure in columns)])
    for at, month in enumerate(table.months):
        yield csv_line([f"{month_name(month)} {month.year}", *(_cell(table, measure, at) for measure in columns)])
    yield csv_line(["All", *(_cell(table, measure, None) for measure in columns)])
    yield csv_line([])
    for note in (f"{name}, {period_words(table)}", *notes_of(table, least), open_words(table)):
        if note:
            yield csv_line([note])


def _cell(table: FigureTable, measure: Measure, at: int | None) -> str:
    """As a spreadsheet can add it up: without the comma of thousands, and empty where there is nothing."""
    words = words_at(table, measure, at).replace(",", "").removeprefix("£")
    return "" if words == "–" else words
