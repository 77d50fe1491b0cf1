"""From metres on a national grid to degrees on the globe, and how far apart two places are.

The formulas and constants are those of Ordnance Survey, "A guide to coordinate systems in Great Britain" (annexes A to
C), and of Ordnance Survey Ireland for the Irish grid. Right to about 5 metres: plenty for sunset and a pin on a map.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt, tan

METRES_IN_A_MILE = 1609.344
METRES_A_MINUTE = 70
"""A gentle walk: 2.6 miles an hour."""
CLOSE_ENOUGH = 1e-5
"""Metres, and as radians far finer: where the two iterations below stop."""


class Grid(StrEnum):
    """Which grid a position is measured on. Positions of different grids are never compared."""

    GB = "gb"
    IE = "ie"

    @property
    def label(self) -> str:
        return {"gb": "National Grid of Great Britain", "ie": "Irish Grid"}[self.value]


@dataclass(frozen=True, slots=True)
class Projection:
    """A transverse Mercator grid on its ellipsoid (metres, degrees), and the way from its datum to WGS84:
    shifts in metres, turns in seconds of arc, scale in parts per million (position vector)."""

    semi_major: float
    semi_minor: float
    scale: float
    latitude: float
    longitude: float
    false_easting: float
    false_northing: float
    shift: tuple[float, float, float]
    turn: tuple[float, float, float]
    growth: float


PROJECTIONS = {
    Grid.GB: Projection(
        6377563.396, 6356256.909, 0.9996012717, 49, -2, 400_000, -100_000,
        (446.448, -125.157, 542.060), (0.1502, 0.2470, 0.8421), -20.4894,
    ),
    Grid.IE: Projection(
        6377340.189, 6356034.447, 1.000035, 53.5, -8, 200_000, 250_000,
        (482.530, -130.596, 564.557), (-1.042, -0.214, -0.631), 8.15,
    ),
}  # fmt: skip
WGS84_SEMI_MAJOR, WGS84_SEMI_MINOR = 6378137.0, 6356752.314245


def degrees_of(easting: float, northing: float, grid: Grid = Grid.GB) -> tuple[float, float]:
    """Latitude and longitude (WGS84, degrees north and east) of a position on a grid (metres)."""
    own = PROJECTIONS[grid]
    return _on_wgs84(*on_own_ellipsoid(easting, northing, own), own)


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The straight line between two (easting, northing) of the same grid."""
    return hypot(one[0] - other[0], one[1] - other[1])


def distance_words(metres: float) -> str:
    """How far that is, as people say it: "a few minutes' walk", "0.4 miles", "3 miles". As the crow flies."""
    if metres < 4 * METRES_A_MINUTE:
        return "a few minutes’ walk"
    miles = metres / METRES_IN_A_MILE
    if miles >= 9.95:
        return f"{miles:.0f} miles"
    tenths = f"{miles:.1f}".removesuffix(".0")
    return f"{tenths} mile" if tenths == "1" else f"{tenths} miles"


def on_own_ellipsoid(easting: float, northing: float, own: Projection) -> tuple[float, float]:
    """Latitude and longitude in radians on the grid's own ellipsoid: the inverse projection, annex C."""
    a, b, first = own.semi_major * own.scale, own.semi_minor * own.scale, radians(own.latitude)
    squashed = 1 - (b / a) ** 2
    latitude = first
    while True:
        left = northing - own.false_northing - _arc(latitude, first, a, b)
        if abs(left) < CLOSE_ENOUGH:
            break
        latitude += left / a
    across = a / sqrt(1 - squashed * sin(latitude) ** 2)
    along = a * (1 - squashed) / (1 - squashed * sin(latitude) ** 2) ** 1.5
    eta, t, secant = across / along - 1, tan(latitude), 1 / cos(latitude)
    east = easting - own.false_easting
    north_part = (
        t / (2 * along * across) * east**2
        - t / (24 * along * across**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta) * east**4
        + t / (720 * along * across**5) * (61 + 90 * t**2 + 45 * t**4) * east**6
    )
    east_part = (
        secant / across * east
        - secant / (6 * across**3) * (across / along + 2 * t**2) * east**3
        + secant / (120 * across**5) * (5 + 28 * t**2 + 24 * t**4) * east**5
        - secant / (5040 * across**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * east**7
    )
    return latitude - north_part, radians(own.longitude) + east_part


def _arc(latitude: float, first: float, a: float, b: float) -> float:
    """The developed arc of the meridian from the true origin, in metres."""
    n = (a - b) / (a + b)
    less, more = latitude - first, latitude + first
    return b * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )


def _on_wgs84(latitude: float, longitude: float, own: Projection) -> tuple[float, float]:
    squashed = 1 - (own.semi_minor / own.semi_major) ** 2
    across = own.semi_major / sqrt(1 - squashed * sin(latitude) ** 2)
    x = across * cos(latitude) * cos(longitude)
    y = across * cos(latitude) * sin(longitude)
    z = (1 - squashed) * across * sin(latitude)
    (dx, dy, dz), (rx, ry, rz) = own.shift, (radians(second / 3600) for second in own.turn)
    size = 1 + own.growth / 1e6
    x, y, z = dx + size * x - rz * y + ry * z, dy + rz * x + size * y - rx * z, dz - ry * x + rx * y + size * z
    return _degrees_of_point(x, y, z)


def _degrees_of_point(x: float, y: float, z: float) -> tuple[float, float]:
    """Degrees on WGS84 of a point in space, near the ground."""
    squashed = 1 - (WGS84_SEMI_MINOR / WGS84_SEMI_MAJOR) ** 2
    out = hypot(x, y)
    latitude, before = asin(z / hypot(out, z)), 9.0
    while abs(latitude - before) > CLOSE_ENOUGH**2:
        across = WGS84_SEMI_MAJOR / sqrt(1 - squashed * sin(latitude) ** 2)
        before, latitude = latitude, atan2(z + squashed * across * sin(latitude), out)
    return degrees(latitude), degrees(atan2(y, x))
