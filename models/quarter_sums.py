"""Sums of months, as far as they may be told: of whole quarters, and only when no month can be worked out from them.

Both kinds of year begin with a quarter. So what is told of one year, beside what is told of the other or was told a
month ago, is never more than a quarter's sum that was looked at here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from models.report_year import is_whole_quarter, quarters
from models.small_numbers import (
    NOT_YET,
    Cell,
    between,
    hidden,
    is_small,
    small_or_nearly_all,
    sums_told_safely,
)

MOST_TRIED = 10
"""Of the many numbers that could stand in a hidden cell only those near its ends and near the truth are tried: fewer
than a reader has, never more."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measure by month: what is true, and how it is told."""

    true: Sequence[int]
    cells: Sequence[Cell]


def part_of(true: int, whole: int, of: Cell, least: int, *, is_known: bool = True) -> Cell:
    """How a part is told beside its whole: a few are hidden, and so are all but a few."""
    if not is_known:
        return NOT_YET
    if true and of.is_hidden:
        return hidden(range(1, of.high + 1))
    if true and (is_small(true, least) or is_small(whole - true, least)):
        return hidden(small_or_nearly_all(whole, least))
    return between(true, true)


def totals(months: Sequence[date], rows: Sequence[Row], least: int) -> list[Cell]:
    """The sum of each row. Every row but the first counts a part of the first."""
    low, high, first = [0] * len(rows), [0] * len(rows), 0
    for ours in quarters(list(months)):
        here = range(first, first + len(ours))
        first += len(ours)
        told = _told(here, rows, least) if is_whole_quarter(ours) else ()
        for at, row in enumerate(rows):
            known = [month for month in here if row.cells[month] is not NOT_YET]
            true = sum(row.true[month] for month in known)
            low[at] += true if at in told else sum(row.cells[month].low for month in known)
            high[at] += true if at in told else sum(row.cells[month].high for month in known)
    sums = [range_cell(a, min(b, high[0]), least) for a, b in zip(low, high, strict=True)]
    return [NOT_YET if _is_too_early(row, rows[0]) else total for row, total in zip(rows, sums, strict=True)]


def _is_too_early(row: Row, whole: Row) -> bool:
    """Whether nothing can be said yet: whatever there is lies in the months that are too early."""
    early, known = 0, 0
    for true, cell in zip(whole.true, row.cells, strict=True):
        early, known = (early + true, known) if cell is NOT_YET else (early, known + true)
    return early > 0 and known == 0


def range_cell(low: int, high: int, least: int) -> Cell:
    """A sum as far as it is told; a range that begins with a small number says nothing."""
    return between(low, high) if low == high or low >= least else hidden(range(low, high + 1))


def _told(here: range, rows: Sequence[Row], least: int) -> tuple[int, ...]:
    """Which rows' sums over a quarter can be told."""
    truth = [tuple(row.true[month] for row in rows) for month in here]
    able = [at for at, row in enumerate(rows) if _is_tellable(here, row, least)]
    able = [at for at in able if at == 0 or not is_small(sum(each[0] - each[at] for each in truth), least)]
    # A part is told only beside its whole: else, by the part, the reason could be seen why the whole is not.
    wanted = [rows for size in range(len(able), 0, -1) for rows in combinations(able, size) if 0 in rows]
    columns = [_possible([row.cells[month] for row in rows], true) for month, true in zip(here, truth, strict=True)]
    return sums_told_safely(columns, truth, wanted)


def _is_tellable(here: range, row: Row, least: int) -> bool:
    if any(row.cells[month] is NOT_YET for month in here):
        return False
    return not is_small(sum(row.true[month] for month in here if row.cells[month].is_hidden), least)


def _possible(cells: Sequence[Cell], truth: Sequence[int]) -> list[tuple[int, ...]]:
    """What a reader may take for possible in a month: the first number, and those that count a part of it."""
    found = []
    for whole in cells[0].possible:
        parts = [_of(whole, cell, true) for cell, true in zip(cells[1:], truth[1:], strict=True)]
        found += [(whole, *numbers) for numbers in product(*parts)]
    return found


def _of(whole: int, cell: Cell, true: int) -> list[int]:
    if cell is NOT_YET:
        return [true]
    return [n for n in cell.possible if n <= whole and min(n, whole - n, abs(n - true)) < MOST_TRIED]
