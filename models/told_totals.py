"""The total of a row in which something is hidden: rounded, or a range where that would say what is hidden.

Which of the two it is depends on nothing but what stands in the row for everybody to read. Were it to depend on the
true number, a reader who knows these rules could tell the number from the choice.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.quarter_sums import range_cell
from models.small_numbers import NO_END, Cell, about, hidden, is_small, small


def sum_told(true: int, cells: Sequence[Cell], least: int, *, is_beside: bool = False) -> Cell:
    """A sum of months, rounded. `is_beside`: what was rounded of the months may be known more closely from another
    report."""
    low, high = sum(cell.low for cell in cells), sum(cell.high for cell in cells)
    if is_beside and not is_small(true, least) and not all(cell.is_told for cell in cells):
        return range_cell(max(low, least) if _are_few(cells, least) else low, high, least)
    return _told(true, low, high, cells, least)


def overlap_told(
    true: int,
    cells: Sequence[Cell],
    least: int,
    *,
    newcomers: Sequence[Cell] = (),
    all_new: Cell | None = None,
    back: Sequence[Cell] = (),
    is_beside: bool = False,
) -> Cell:
    """Everybody of some months counted once, rounded: no fewer than in any month, no more than all of them together.
    `newcomers` came for the first time in each month, `all_new` in all, where that bounds them too: nobody who was
    there before is one of them, and of a group that has just begun everybody is. So many of them as `back` says came
    again in the month after: the fewer there are in all, the more."""
    low, high = max((cell.low for cell in cells), default=0), sum(cell.high for cell in cells)
    if is_beside and not all(cell.is_told for cell in cells):
        slack = sum(cell.high - cell.low for cell in cells if cell.is_told)
        return _told(true, low, high, cells, least, slack=slack)
    later = [sum(cell.low for cell in newcomers[at:]) for at in range(len(newcomers) + 1)]
    if all_new is None or not newcomers:
        return _told(true, low, high, cells, least)
    floor = max(low, all_new.low, *(cell.low + later[at + 1] for at, cell in enumerate(cells)))
    if floor > true:  # somebody was new to two things
        return _told(true, low, high, cells, least)
    reach = all_new.high if all_new.low < all_new.high < NO_END else 0
    for new, came_back, after in zip(newcomers, back, cells[1:], strict=False):
        reach = max(reach, new.low + after.low if came_back.is_hidden else 0)
    return _told(true, floor, high, [*cells, *newcomers], least, reach)


def _told(true: int, low: int, high: int, cells: Sequence[Cell], least: int, reach: int = 0, slack: int = 0) -> Cell:
    """Rounded, when it is so far from the least and the most it could be that every hidden cell could be anything.
    Whatever it could be up to `reach` is told alike."""
    few = [cell for cell in cells if not cell.is_told]
    if is_small(true, least) or not (few or reach):
        return hidden(small(least)) if is_small(true, least) else about(true, least)
    width = max((cell.high - cell.low for cell in few), default=0)
    low = max(low, least) if _are_few(cells, least) else low
    near_low = about(max(low + width + min(slack, least), reach), least).high
    near_high = about(max(high - width - slack, least), least).low
    if near_high <= near_low + 1:
        return range_cell(low, high, least)
    if true <= near_low:
        return range_cell(low, near_low, least)
    return range_cell(near_high, high, least) if true >= near_high else about(true, least)


def _are_few(cells: Sequence[Cell], least: int) -> bool:
    """Whether whatever is hidden is few. Else that the whole is not would say which of them is more."""
    return all(cell.high < least for cell in cells if not cell.is_told)
