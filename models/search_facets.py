"""What a listing can be narrowed by, as words of their own in the full-text index, so that one match does it all.

Each begins with z and a letter for what it speaks of; they stand in a column of their own, apart from what people
wrote. Places are words too: the map square of a listing at three scales. Searching near somewhere asks for the squares
around.
"""

import uuid
from collections.abc import Iterable
from functools import lru_cache
from math import hypot, pi

from models.listing import Listing
from models.national_grid import Grid
from models.postcode_words import grid_of
from models.when_facets import facets as when_facets

SQUARES = (1_000, 5_000, 25_000)
"""Sides in metres."""
MOST_SQUARES = 40
"""If a circle touches more than about so many, the next scale is taken."""
AROUND = 10_000
"""What has no fixed place (a telephone circle) is found this near the middle of its patch, in metres."""


EVERYTHING = "zz"
"""The word every listing has."""


def facet(about: str, value: str) -> str:
    """The word for one thing: facet("need", "low-mood") → "znlowmood". `about` is need, cost, access, kind or when."""
    return f"z{about[0]}" + "".join(letter for letter in value if letter.isalnum())


def patch_facet(patch_id: uuid.UUID) -> str:
    """The word for being in a patch."""
    return f"zp{patch_id.hex}"


def facets_of(listing: Listing) -> list[str]:
    """Every facet word of a listing."""
    words = [EVERYTHING, patch_facet(listing.patch_id), facet("kind", listing.kind), facet("cost", listing.cost)]
    words += [facet("need", need) for need in listing.needs or ()]
    words += [facet("access", tag) for tag in listing.access or ()]
    when = when_facets([row.pattern for row in listing.session_times], listing.any_time)
    words += sorted(facet("when", each) for each in when)
    return words + _squares_of(listing)


def position_of(listing: Listing) -> tuple[int, int] | None:
    """Easting and northing of where it happens, in metres; None when it has no fixed place."""
    venue = listing.venue
    if venue is None or venue.easting is None or venue.northing is None:
        return None
    return venue.easting, venue.northing


def neighbourhood(listing: Listing) -> int:
    """A number that neighbours share or nearly share: listings are numbered by it, so that a search in one place reads
    one stretch of the index, however large the country. The binary digits of column and row, one by one in turn."""
    easting, northing = position_of(listing) or (listing.patch.easting or 0, listing.patch.northing or 0)
    column, row = (max(0, metres) // SQUARES[1] & 0xFFF for metres in (easting, northing))
    return sum((column >> bit & 1) << 2 * bit | (row >> bit & 1) << 2 * bit + 1 for bit in range(12))


@lru_cache(maxsize=2_000)
def squares_around(easting: int, northing: int, grid: Grid, within: int) -> tuple[str, ...]:
    """The words for the squares a circle touches, at the finest scale that needs few of them; and that of the visitor's
    own neighbourhood, which things without a fixed place carry."""
    own = f"zu{grid.value}{_number(easting, SQUARES[1])}x{_number(northing, SQUARES[1])}"
    side = next((side for side in SQUARES if pi * (within / side + 1) ** 2 <= MOST_SQUARES), SQUARES[-1])
    found = _touched(easting, northing, within, side)
    return (*(f"zs{side // 1000}{grid.value}{e}x{n}" for e, n in found), own)


def _squares_of(listing: Listing) -> list[str]:
    position, patch = position_of(listing), listing.patch
    if position is not None and listing.venue is not None:
        easting, northing = position
        grid = (grid_of(listing.venue.postcode) if listing.venue.postcode else Grid.GB).value
        return [f"zs{side // 1000}{grid}{_number(easting, side)}x{_number(northing, side)}" for side in SQUARES]
    if patch.easting is None or patch.northing is None:
        return []
    grid = (grid_of(patch.districts[0]) if patch.districts else Grid.GB).value
    return [f"zu{grid}{e}x{n}" for e, n in _touched(patch.easting, patch.northing, AROUND, SQUARES[1])]


def _touched(easting: int, northing: int, within: int, side: int) -> Iterable[tuple[str, str]]:
    for column in range((easting - within) // side, (easting + within) // side + 1):
        for row in range((northing - within) // side, (northing + within) // side + 1):
            nearest_e = min(max(easting, column * side), (column + 1) * side)
            nearest_n = min(max(northing, row * side), (row + 1) * side)
            if hypot(nearest_e - easting, nearest_n - northing) <= within:
                yield _signed(column), _signed(row)


def _number(metres: int, side: int) -> str:
    return _signed(metres // side)


def _signed(number: int) -> str:
    return f"m{-number}" if number < 0 else str(number)
