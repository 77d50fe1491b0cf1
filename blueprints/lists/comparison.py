"""What is compared: a row for each question, a cell for each thing on the list. Where all say the same, one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf

from blueprints import listing_words as wording
from blueprints.card_words import Fresh, RoomLeft
from blueprints.listing_dates import Dates, dates_of_listing
from blueprints.listing_reading import terms_for
from blueprints.lists.lines import Line
from models.listing import Listing
from models.national_grid import Grid, distance_words
from models.postcode_words import grid_of
from models.postcodes import Located
from models.private_list import PrivateList
from models.search_facets import position_of
from models.vocabulary import Access

NOT_SAID, NOT_KNOWN = "Not said", "Not known yet"
FIRST_TIME = ("Who greets you", "Just watching", "Leaving early", "Not on your own")
"""Of what listing_words.first_time tells, what people choose by."""
NEVER = "9999"
"""Sorts behind every date."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: its words, what is missing from it, and what sets it apart from the others ("Soonest")."""

    words: tuple[str, ...]
    missing: tuple[str, ...] = ()
    apart: str = ""
    room: RoomLeft | None = None
    fresh: Fresh | None = None

    @property
    def says_something(self) -> bool:
        return self.missing not in ((NOT_SAID,), (NOT_KNOWN,)) or bool(self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """One question and everybody's answer, in the order of the columns."""

    name: str
    cells: list[Cell]
    note: str = ""

    @property
    def is_same(self) -> bool:
        """Whether several say just the same."""
        return len(self.cells) > 1 and all(cell == self.cells[0] for cell in self.cells)


@dataclass(slots=True)
class _Column:
    """A listing with what its cells are made from."""

    line: Line
    listing: Listing
    dates: Dates
    first_time: dict[str, str] = field(default_factory=dict)
    metres: float | None = None


def rows_for(kept: PrivateList, lines: Sequence[Line], near: Located | None, now: datetime) -> list[Row]:
    """The comparison of these lines. How far is measured from `near`, else from the middle of each one's patch."""
    columns = [_column(line, near, now) for line in lines if line.listing]
    if not columns:
        return []
    soonest = _first(columns, [each.dates.next.iso if each.dates.next else NEVER for each in columns])
    nearest = _first(columns, [each.metres if near and each.metres is not None else inf for each in columns])
    rows = [
        Row("Next date", [_next(each, each is soonest) for each in columns]),
        Row("When", [_cell(each.dates.when) for each in columns]),
        Row("How far", [_far(each, near, each is nearest) for each in columns], note=_measured(near)),
        Row("Cost", [_cell(wording.cost(each.listing)) for each in columns]),
        *(Row(name, [_cell(each.first_time.get(name, "")) for each in columns]) for name in FIRST_TIME),
        Row("Getting in", [_access(each.listing, kept.access) for each in columns]),
        Row("Getting there", [_cell(wording.getting_there(each.listing, before_dark=False)) for each in columns]),
        Row("Home before dark", [_before_dark(each) for each in columns]),
        Row("Room", [_room(each) for each in columns]),
        Row("Answers", [_answers(each) for each in columns]),
        Row("Checked", [Cell((), fresh=wording.checked(each.listing, now)) for each in columns]),
    ]
    return [row for row in rows if any(cell.says_something for cell in row.cells)]


def _column(line: Line, near: Located | None, now: datetime) -> _Column:
    listing = line.listing
    assert listing is not None  # noqa: S101
    dates = dates_of_listing(listing, terms_for(listing), now)
    return _Column(line, listing, dates, dict(wording.first_time(listing)), _metres(listing, near))


def _metres(listing: Listing, near: Located | None) -> float | None:
    """From the place that was typed, else from the middle of the listing's own patch."""
    position, patch = position_of(listing), listing.patch
    if position is None:
        return None
    outward = listing.venue.postcode if listing.venue else ""
    grid = grid_of(outward) if outward else Grid.GB
    if near:
        return near.metres_to(*position, grid)
    if patch.easting is None or patch.northing is None:
        return None
    middle = grid_of(patch.districts[0]) if patch.districts else Grid.GB
    return Located(patch.name, patch.easting, patch.northing, middle).metres_to(*position, grid)


def _first(columns: Sequence[_Column], marks: Sequence[str] | Sequence[float]) -> _Column | None:
    """The one that comes first, when there is just one that does."""
    ranked = sorted(zip(marks, range(len(columns)), strict=True))
    if len(columns) < 2 or ranked[0][0] == ranked[1][0]:
        return None
    return columns[ranked[0][1]]


def _cell(words: str, apart: str = "") -> Cell:
    return Cell((words,) if words else (), apart=apart, missing=() if words else (NOT_SAID,))


def _next(column: _Column, is_soonest: bool) -> Cell:
    upcoming = column.dates.next
    if column.line.has_stopped:
        return _cell("This has stopped.")
    if upcoming is None:
        return _cell("Any time." if column.listing.any_time else "")
    return _cell(wording.sentences(upcoming.day_words, column.dates.under), "Soonest" if is_soonest else "")


def _far(column: _Column, near: Located | None, is_nearest: bool) -> Cell:
    patch = column.listing.patch.name
    if column.metres is None:
        return _cell(f"No fixed place: around {patch}.")
    far = distance_words(column.metres) + ("" if near else f" from the middle of {patch}")
    return _cell(wording.sentence(far), "Nearest" if is_nearest else "")


def _measured(near: Located | None) -> str:
    return f"from {near.label}, as the crow flies" if near else "as the crow flies"


def _access(listing: Listing, wanted: Sequence[str]) -> Cell:
    """Everything that is ticked, and what the person needs that nobody has ticked."""
    missing = tuple(f"{NOT_SAID}: {tag.label}" for tag in Access if tag in wanted and tag not in (listing.access or ()))
    words = wording.sentences(listing.access_note, *(tag.label for tag in wording.tags(listing)))
    return Cell((words,) if words else (), missing=missing or (() if words else (NOT_SAID,)))


def _before_dark(column: _Column) -> Cell:
    following, patch = next((each for each in column.dates.meetings if each.is_on), None), column.listing.patch
    if following is None or following.ends is None or patch.latitude is None:
        return _cell("")
    return _cell("Yes, next time." if column.dates.before_dark else "No, not next time.")


def _answers(column: _Column) -> Cell:
    return Cell((column.line.answers,)) if column.line.answers else Cell((), missing=(NOT_KNOWN,))


def _room(column: _Column) -> Cell:
    if column.line.room is None:
        return _cell("This has stopped." if column.line.has_stopped else "Nobody to ask: just go.")
    return Cell((), room=column.line.room)
