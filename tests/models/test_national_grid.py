"""Metres on a grid as degrees on the globe, against published points."""

from math import degrees

import pytest

from models.national_grid import PROJECTIONS, Grid, degrees_of, distance_words, metres_between, on_own_ellipsoid

METRES_A_DEGREE = 111_320


def test_the_worked_example_of_ordnance_survey_comes_out_to_the_centimetre() -> None:
    latitude, longitude = on_own_ellipsoid(651409.903, 313177.270, PROJECTIONS[Grid.GB])
    assert degrees(latitude) == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-7)
    assert degrees(longitude) == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-7)


@pytest.mark.parametrize(
    ("easting", "northing", "grid", "latitude", "longitude"),
    [
        (651409, 313177, Grid.GB, 52.657977, 1.716038),
        (378820, 391600, Grid.GB, 53.420769, -2.320163),
        (396400, 400600, Grid.GB, 53.502082, -2.055742),
        (333830, 374350, Grid.IE, 54.599650, -5.929955),
    ],
)
def test_satellite_degrees_are_right_within_five_metres(
    easting: int, northing: int, grid: Grid, latitude: float, longitude: float
) -> None:
    within = 5 / METRES_A_DEGREE
    assert degrees_of(easting, northing, grid) == pytest.approx((latitude, longitude), abs=within)


def test_distance_is_the_straight_line_in_metres() -> None:
    assert metres_between((396400, 400600), (396700, 401000)) == 500


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0, "a few minutes’ walk"),
        (250, "a few minutes’ walk"),
        (322, "0.2 miles"),
        (1600, "1 mile"),
        (2400, "1.5 miles"),
        (4828, "3 miles"),
        (16094, "10 miles"),
    ],
)
def test_distances_are_said_as_people_say_them(metres: float, words: str) -> None:
    assert distance_words(metres) == words
