"""Charts, drawn here: how long each bar is, and what it says in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.figure_table import FigureTable
from models.figure_words import Measure
from models.report_year import month_name
from models.small_numbers import Cell, Told

LONGEST, LONGEST_OF_TWO = 205, 155
"""Of a bar, in the units of the drawing, which is 320 wide: with one number behind it, or two."""
ROW = 27
HIDDEN = 18
"""As long as the bar of a hidden number, whatever it is."""
PERCENT = 100
PEAKS = {
    Measure.VISITS: "Most visits were in",
    Measure.NEW: "Most first visits were in",
    Measure.SENT: "Most were sent in",
    Measure.CAME: "Most came first in",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: how long its bar is, how much of it is filled (None: all), and what is said behind it."""

    label: str
    long: int
    filled: int | None
    is_hidden: bool
    words: str
    share: float
    """`long` as a part of the longest there can be, for paper."""


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` says the message, `about` what is drawn; `keys` are the words for a whole bar and for its filled part."""

    name: str
    title: str
    about: str
    bars: tuple[Bar, ...]
    keys: tuple[str, str] | None = None

    @property
    def height(self) -> int:
        return ROW * len(self.bars)


def charts_of(table: FigureTable) -> list[Chart]:
    """Those charts of a report that have something to show."""
    if Measure.SENT in table.lines:
        found = [_one(table, Measure.SENT), _one(table, Measure.CAME), _one(table, Measure.VISITS)]
    else:
        people = _people(table) if table.knows_people else _one(table, Measure.NEW)
        found = [_one(table, Measure.VISITS), people, _filled(table)]
    return [chart for chart in found if chart]


def _one(table: FigureTable, measure: Measure) -> Chart | None:
    cells = [cell for cell in table.lines[measure].cells if cell]
    if not any(cell.high for cell in cells):
        return None
    most = max(_length(cell) for cell in cells)
    bars = [_bar(month, cell, most) for month, cell in zip(table.months, cells, strict=True)]
    title = _peak(PEAKS[measure], table.months, cells) or f"{measure.label} by month"
    return Chart(measure.value, title, f"{measure.label} by month", _from_the_first(bars))


def _people(table: FigureTable) -> Chart | None:
    people, new = ([cell for cell in table.lines[each].cells if cell] for each in (Measure.PEOPLE, Measure.NEW))
    if not any(cell.high for cell in (*people, *new)):
        return None
    most = max(_length(cell) for cell in (*people, *new))
    bars = []
    for month, whole, part in zip(table.months, people, new, strict=True):
        new_words = "new hidden" if part.is_hidden else f"{part.short} new"
        # A month of heads alone has new people, and none that can be told apart.
        told = [whole.short] if whole.high else []
        words = ", ".join([*told, new_words]) if part.high or whole.high else "0"
        long = _scaled(max(_length(whole), _length(part)), most, LONGEST_OF_TWO)
        filled = 0 if part.is_hidden else _scaled(_length(part), most, LONGEST_OF_TWO)
        bars.append(Bar(month_name(month, short=True), long, filled, whole.is_hidden, words, long / LONGEST_OF_TWO))
    shown = _from_the_first(bars)
    came = sum(cell.high > 0 for cell in new[len(new) - len(shown) :])
    title = f"Somebody new came in {came} of {len(shown)} months"
    if came == len(shown):
        title = "Somebody new came every month"
    if not came:
        title = "Different people, by month"
    about = "Different people by month, and first visits"
    return Chart("people", title, about, shown, ("Different people", "First visits"))


def _filled(table: FigureTable) -> Chart | None:
    line = table.lines[Measure.FILLED]
    if line.total is None or not any(line.cells):
        return None
    bars = []
    for month, cell in zip(table.months, line.cells, strict=True):
        if cell is None or cell.is_hidden:
            words = "hidden" if cell else "no number of places"
            bars.append(Bar(month_name(month, short=True), HIDDEN if cell else 0, None, bool(cell), words, 0))
        else:
            long = _scaled(min(cell.low, PERCENT), PERCENT)
            words = f"{cell.low} in 100"
            bars.append(Bar(month_name(month, short=True), long, None, False, words, long / LONGEST))
    title = f"{line.total.low} of every 100 places were filled"
    return Chart("filled", title, "Places filled by month", _from_the_first(bars))


def _bar(month: date, cell: Cell, most: int) -> Bar:
    long = HIDDEN if cell.is_hidden else _scaled(_length(cell), most)
    return Bar(month_name(month, short=True), long, None, cell.is_hidden, cell.short, long / LONGEST)


def _length(cell: Cell) -> int:
    """Of a range no more than is sure."""
    if cell.told is Told.BETWEEN:
        return cell.low
    return cell.number or 0


def _scaled(length: int, most: int, longest: int = LONGEST) -> int:
    return max(round(longest * length / most), 2) if most and length else 0


def _from_the_first(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """Without the months before anything began."""
    began = next((at for at, bar in enumerate(bars) if bar.long or bar.is_hidden), 0)
    return tuple(bars[began:])


def _peak(lead: str, months: Sequence[date], cells: Sequence[Cell]) -> str:
    """ "Most visits were in May", when one month stands out."""
    lengths = [_length(cell) for cell in cells]
    if len(cells) < 2 or not max(lengths) or lengths.count(max(lengths)) > 1:
        return ""
    return f"{lead} {month_name(months[lengths.index(max(lengths))])}"
