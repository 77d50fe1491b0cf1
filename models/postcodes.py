"""Where somebody is, as far as we want to know: a postcode's sector or district, or a named place. Never a doorstep."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.country_sectors import ATTRIBUTION, district_sectors, grid_of_sector, sector_middle
from models.national_grid import Grid, degrees_of, distance_words, metres_between
from models.patch import Patch
from models.place import Place, PostcodeSector, search_name_of
from models.postcode_words import PostcodePart, PostcodeWrong, grid_of, outward_of, read_postcode, readings, sector_of

__all__ = [
    "ATTRIBUTION",
    "Grid",
    "Located",
    "Place",
    "PostcodeSector",
    "PostcodeWrong",
    "distance_words",
    "grid_of",
    "locate",
    "locate_postcode",
    "outward_of",
    "read_postcode",
    "sector_of",
]

LONGEST_TYPED = 80
LONG_ENOUGH_FOR_TWO_SLIPS = 8
"""Letters. In a shorter name two slips make another name."""


@dataclass(frozen=True, slots=True)
class Located:
    """A place found. `label` is what to say back ("ZZ4 1", "Tenter Moor"); metres on `grid`, degrees on the globe."""

    label: str
    easting: int
    northing: int
    grid: Grid = Grid.GB
    outward: str = ""
    """The first half of the postcode when one was typed: all that is kept of a search."""

    @property
    def degrees(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return degrees_of(self.easting, self.northing, self.grid)

    def metres_to(self, easting: int | None, northing: int | None, grid: Grid = Grid.GB) -> float | None:
        """How far, as the crow flies; None where it cannot be known, as from one grid to the other."""
        if easting is None or northing is None or grid is not self.grid:
            return None
        return metres_between((self.easting, self.northing), (easting, northing))


def locate(session: Session, text: str, *, within: Patch | None = None) -> Located | None:
    """Where a typed text is: a postcode whole or in part, else a patch or a named place, small slips forgiven.

    Of places with the same name, one in the patch `within` is meant.
    """
    text = text.strip()[:LONGEST_TYPED]
    return locate_postcode(session, text) or _locate_name(session, text, within)


def locate_postcode(session: Session, text: str) -> Located | None:
    """The middle of a postcode's sector; of its district when the sector is new to us; None when it is no postcode."""
    for part in readings(text):
        if found := _sector(session, part) or _district(session, part):
            return found
    return None


def _sector(session: Session, part: PostcodePart) -> Located | None:
    if not part.sector:
        return None
    own = session.get(PostcodeSector, part.sector)
    if own is not None:
        return Located(part.sector, own.easting, own.northing, own.grid, part.outward)
    middle = sector_middle(part.sector)
    return Located(part.sector, *middle, grid_of_sector(part.sector), part.outward) if middle else None


def _district(session: Session, part: PostcodePart) -> Located | None:
    own = session.scalars(PostcodeSector.of_district(part.outward)).all()
    middles = [(sector.easting, sector.northing) for sector in own] or district_sectors(part.outward)
    if not middles:
        return None
    grid = own[0].grid if own else grid_of_sector(part.outward)
    easting, northing = (round(fmean(axis)) for axis in zip(*middles, strict=True))
    return Located(part.outward, easting, northing, grid, part.outward)


def _locate_name(session: Session, text: str, within: Patch | None) -> Located | None:
    """A patch or place by name, as written or with "Mill Row, Larkmoor" cut at its comma; then with slips forgiven."""
    names = list(dict.fromkeys(filter(None, (search_name_of(text), search_name_of(text.split(",")[0])))))
    for name in names:
        places = session.scalars(select(Place).where(Place.search_name == name).order_by(Place.id)).all()
        if found := _patch_named(session, name) or _best(places, within):
            return found
    for name in names:
        slips = 2 if len(name) >= LONG_ENOUGH_FOR_TWO_SLIPS else 1
        near = [(slips_between(name, each.search_name), each) for each in session.scalars(Place.starting_like(name))]
        fewest = min((count for count, _ in near), default=slips + 1)
        if fewest <= slips:
            return _best([place for count, place in near if count == fewest], within)
    return None


def _patch_named(session: Session, name: str) -> Located | None:
    patch = session.scalars(Patch.all_by_name().where(func.lower(Patch.name) == name)).first()
    if patch is None or patch.easting is None or patch.northing is None:
        return None
    return Located(patch.name, patch.easting, patch.northing, _grid_of_patch(patch))


def _grid_of_patch(patch: Patch) -> Grid:
    return grid_of(patch.districts[0]) if patch.districts else Grid.GB


def _best(places: Sequence[Place], within: Patch | None) -> Located | None:
    if not places:
        return None
    place = next((each for each in places if within is not None and each.patch_id == within.id), places[0])
    return Located(place.name, place.easting, place.northing, place.grid)


def slips_between(one: str, other: str) -> int:
    """How many slips of the keys turn one into the other: a letter missed, added, wrong, or two swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, beside in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != beside)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                row[j] = min(row[j], older[j - 2] + 1)
    return row[-1]
