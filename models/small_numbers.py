"""Small numbers are not told: nobody may be found again in a figure, not even by adding up what stands around it.

A number from 1 to `least` - 1 is hidden; zero is told. A number may be told exactly, rounded, or as a range, so every
cell knows between what a reader can place it, and here it is tried whether the hidden ones could be worked out: a cell
is safe when at least two numbers could stand in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

AT_LEAST_TWO = 2
MOST_HIDDEN = 1_000
"""How far a number is looked at that may be anything."""
NO_END = 10**9
"""More than anything here is ever counted: a range that says "at least"."""
Options = frozenset[int]
"""The numbers that could stand in a cell, as far as a reader can tell."""


class Told(StrEnum):
    """How a number is told."""

    EXACTLY = "exactly"
    ABOUT = "about"
    BETWEEN = "between"
    HIDDEN = "hidden"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it is told. A reader knows that it is one of `low` to `high`, and no more."""

    told: Told
    low: int
    high: int
    number: int | None = None
    """What stands there; None where nothing does."""
    options: Options = frozenset()
    """Where a reader can rule out some of `low` to `high`: what is left."""

    @property
    def possible(self) -> Options:
        """The numbers that could stand here; of a range, when nothing more is known, both ends."""
        return self.options or frozenset((self.low, self.high))

    @property
    def is_hidden(self) -> bool:
        return self.told is Told.HIDDEN

    @property
    def is_told(self) -> bool:
        """Whether a number stands there, be it rounded."""
        return self.number is not None

    @property
    def words(self) -> str:
        """ "12", "about 15", "12 to 18", "at least 412", "hidden", "too early"."""
        if self.told is Told.BETWEEN:
            return f"at least {self.low:,}" if self.high == NO_END else f"{self.low:,} to {self.high:,}"
        if self.told is Told.HIDDEN:
            return "hidden"
        if self.told is Told.NOT_YET:
            return "too early"
        return f"about {self.number:,}" if self.told is Told.ABOUT else f"{self.number:,}"

    @property
    def short(self) -> str:
        """The same where a table says above it that numbers are rounded."""
        return f"{self.number:,}" if self.told is Told.ABOUT else self.words


NOT_YET = Cell(Told.NOT_YET, 0, NO_END)


def exactly(number: int) -> Cell:
    return Cell(Told.EXACTLY, number, number, number)


def about(number: int, base: int) -> Cell:
    """Rounded to the nearest `base`, which is the smallest number that is told; zero stays zero."""
    if number == 0:
        return exactly(0)
    rounded = (number + base // 2) // base * base
    return Cell(Told.ABOUT, max(rounded - base // 2, base), rounded + (base - 1) // 2, rounded)


def hidden(options: Collection[int]) -> Cell:
    """One of these, and not told which."""
    return Cell(Told.HIDDEN, min(options), max(options), None, frozenset(options))


def between(low: int, high: int) -> Cell:
    """A range; one that holds a single number says it."""
    return exactly(low) if low == high else Cell(Told.BETWEEN, low, high)


def at_least(low: int) -> Cell:
    return Cell(Told.BETWEEN, low, NO_END)


def is_small(number: int, least: int) -> bool:
    """Whether so few people must not be told. Zero is told."""
    return 0 < number < least


def cell_of(true: int, least: int) -> Cell:
    """A number of people, exactly; a few are hidden."""
    return hidden(small(least)) if is_small(true, least) else exactly(true)


def small(least: int) -> Options:
    """What a hidden cell may hold."""
    return frozenset(range(1, least))


def small_or_nearly_all(whole: int, least: int) -> Options:
    """What may be hidden of a part, when the whole is told: a few, or all but a few."""
    return frozenset(n for n in (*range(1, least), *range(whole - least + 1, whole)) if 0 < n < whole)


def adds_up_safely(whole: Cell, parts: Sequence[Cell]) -> bool:
    """Whether no hidden part can be worked out from the others and from their sum."""
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    return all(
        _open(part, whole.low - (high - part.high), whole.high - (low - part.low)) for part in parts if part.is_hidden
    )


def overlaps_safely(whole: Cell, parts: Sequence[Cell]) -> bool:
    """The same where the whole counts everybody once: it is no more than the parts together, no less than any."""
    high = sum(part.high for part in parts)
    return all(_open(part, whole.low - (high - part.high), whole.high) for part in parts if part.is_hidden)


def _open(part: Cell, least: int, most: int) -> bool:
    return sum(least <= number <= most for number in part.options) >= AT_LEAST_TWO


def hide_in_company(
    whole: Cell, parts: Sequence[tuple[int, Cell]], least: int, *, overlapping: bool = False
) -> list[Cell]:
    """The parts as they may be told beside the whole: where a hidden one could be worked out, the smallest of the
    others is hidden as well, and whatever is told like it. `parts` come with their true numbers. Where the whole is
    just what so many largest small numbers come to ("8" of two parts), or so many ones, all are hidden, whatever they
    are."""
    is_safe = overlaps_safely if overlapping else adds_up_safely
    there = sum(number > 0 for number, _ in parts)
    if any(cell.is_hidden for _, cell in parts) and (whole.low == there * (least - 1) or whole.high == there):
        most = max(min(whole.high, MOST_HIDDEN), *(number for number, _ in parts))
        return [hidden(range(most + AT_LEAST_TWO)) for _ in parts]
    cells = [cell for _, cell in parts]
    while not is_safe(whole, cells):
        told = [at for at, cell in enumerate(cells) if not cell.is_hidden]
        if not told:
            break
        smallest = min(told, key=lambda at: (parts[at][0] == 0, parts[at][0]))
        for alike in [at for at in told if cells[at].number == cells[smallest].number]:
            number = parts[alike][0]
            cells[alike] = hidden(range(min(1, number), max(min(whole.high, MOST_HIDDEN), number + AT_LEAST_TWO)))
    return cells


def sums_told_safely(
    columns: Sequence[Collection[tuple[int, ...]]], truth: Sequence[tuple[int, ...]], wanted: Iterable[tuple[int, ...]]
) -> tuple[int, ...]:
    """Of several rows that add up over the same columns: which sums can be told with no cell worked out.

    Each column gives what a reader may take for possible in it, a tuple with a number for each row; `truth` is what is
    true. `wanted` are choices of rows, the best first; the last resort is no sum at all.
    """
    for rows in wanted:
        if all(_is_open(columns, truth, rows, at) for at in range(len(columns))):
            return rows
    return ()


def _is_open(
    columns: Sequence[Collection[tuple[int, ...]]], truth: Sequence[tuple[int, ...]], rows: tuple[int, ...], at: int
) -> bool:
    """Whether every number of a column that is not known to begin with stays unknown once these sums are."""
    sums = {tuple(sum(column[row] for column in truth) for row in rows)}
    for other, column in enumerate(columns):
        if other != at:
            takes = {tuple(numbers[row] for row in rows) for numbers in column}
            sums = {tuple(a - b for a, b in zip(each, take, strict=True)) for each in sums for take in takes}
    possible = [numbers for numbers in columns[at] if tuple(numbers[row] for row in rows) in sums]
    before = zip(*columns[at], strict=True)
    after = zip(*possible, strict=True)
    return all(len(set(a)) >= min(len(set(b)), AT_LEAST_TWO) for a, b in zip(after, before, strict=True))
