"""The middle of every postcode sector of the United Kingdom, read from the file that comes with the project.

The file is small and rarely asked, so it is searched as text: nothing is loaded into the database.
"""

import gzip
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from models.national_grid import Grid

ATTRIBUTION = (
    "Contains OS data, Royal Mail data and National Statistics data, © Crown copyright and database right 2026."
    " Licensed under the Open Government Licence v3.0."
)
"""To be shown where postcodes are used: the foot of the page, or the page about the site."""


def sector_middle(sector: str) -> tuple[int, int] | None:
    """Easting and northing (metres) of the middle of a sector such as "M1 1", or None when there is no such sector."""
    return next(_rows(f"{sector},"), None)


def district_sectors(outward: str) -> list[tuple[int, int]]:
    """The middles of every sector of a district such as "M1"; empty when there is no such district."""
    return list(_rows(f"{outward} "))


def grid_of_sector(sector: str) -> Grid:
    """Northern Ireland, and only it, is measured on the Irish grid."""
    return Grid.IE if sector.startswith("BT") else Grid.GB


def middles_of_great_britain() -> list[tuple[int, int]]:
    """Easting and northing of the middle of every sector on the National Grid, by the sector's name."""
    lines = [line.split(",") for line in _text().strip().splitlines() if not line.startswith("BT")]
    return [(int(easting), int(northing)) for _name, easting, northing in lines]


def _rows(beginning: str) -> Iterator[tuple[int, int]]:
    """The rows that begin so: sorted by name, they stand together."""
    text = _text()
    here = text.find(f"\n{beginning}")
    while here >= 0 and text.startswith(beginning, here + 1):
        end = text.index("\n", here + 1)
        _name, easting, northing = text[here + 1 : end].split(",")
        yield int(easting), int(northing)
        here = end


@cache
def _text() -> str:
    """Lines "M1 1,384520,398170", sorted, each line ended."""
    return gzip.decompress((files("models") / "postcode_data" / "sectors.csv.gz").read_bytes()).decode("ascii")
