"""Where somebody is, as far as we want to know: a postcode's sector or district, or a named place. Never a doorstep."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from sqlalchemy import func, or_
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
    near = [
        (slips_between(name, each.search_name), each)
        for name in names
        for each in (*_patches_like(session, name), *_places_like(session, name))
        if abs(len(name) - len(each.search_name)) <= 2
    ]
    fewest = min((slips for slips, _ in near), default=None)
    if fewest is None:
        return None
    best = [each for slips, each in near if slips == fewest]
    if fewest > (2 if len(best[0].search_name) >= LONG_ENOUGH_FOR_TWO_SLIPS else 1):
        return None
    return next((each for each in best if within is not None and each.patch_id == within.id), best[0]).located


@dataclass(frozen=True, slots=True)
class _Named:
    """A name that may be the one meant."""

    search_name: str
    patch_id: uuid.UUID | None
    located: Located


def _patches_like(session: Session, name: str) -> Iterator[_Named]:
    """Patches whose name begins with the same letter, "the" left out."""
    beginning = func.lower(Patch.name)
    alike = or_(beginning.startswith(name[0], autoescape=True), beginning.startswith(f"the {name[0]}", autoescape=True))
    for patch in session.scalars(Patch.all_by_name().where(alike)):
        if patch.easting is not None and patch.northing is not None:
            grid = grid_of(patch.districts[0]) if patch.districts else Grid.GB
            found = Located(patch.name, patch.easting, patch.northing, grid)
            yield _Named(search_name_of(patch.name), patch.id, found)


def _places_like(session: Session, name: str) -> Iterator[_Named]:
    for place in session.scalars(Place.starting_like(name)):
        found = Located(place.name, place.easting, place.northing, place.grid)
        yield _Named(place.search_name, place.patch_id, found)


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
