"""The order of a walk: everybody visited once, from where one begins, and never much longer than it need be."""

from __future__ import annotations

from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from models.national_grid import metres_between
from models.walk_order import Leg, Point, in_walking_order, length_of

POINTS = st.tuples(st.integers(0, 5_000), st.integers(0, 5_000))
WALLS = st.lists(st.one_of(POINTS, st.none()), max_size=25)
FEW = st.lists(POINTS, min_size=2, max_size=6)


@given(WALLS, st.one_of(POINTS, st.none()))
def test_every_wall_is_visited_once_and_those_without_a_place_come_last(
    points: list[Point | None], start: Point | None
) -> None:
    order = in_walking_order(points, start=start)
    assert sorted(order) == list(range(len(points)))
    without = [n for n, point in enumerate(points) if point is None]
    assert order[len(order) - len(without) :] == without


@given(st.lists(st.one_of(POINTS, st.none()), min_size=1, max_size=15), st.data())
def test_the_wall_one_begins_at_is_first(points: list[Point | None], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(points) - 1))
    order = in_walking_order(points, first=first)
    assert order[0] == first
    assert sorted(order) == list(range(len(points)))


@given(FEW, POINTS)
def test_a_walk_of_few_stops_is_the_shortest(points: list[Point], start: Point) -> None:
    known = dict(enumerate(points))
    best = min(length_of(order, known, start) for order in permutations(range(len(points))))
    assert length_of(in_walking_order(points, start=start), known, start) <= best + 1e-6


@given(st.lists(POINTS, min_size=2, max_size=18), POINTS)
@settings(max_examples=60)
def test_no_stretch_is_better_walked_backwards(points: list[Point], start: Point) -> None:
    known = dict(enumerate(points))
    order = in_walking_order(points, start=start)
    length = length_of(order, known, start)
    for i in range(len(order)):
        for j in range(i + 1, len(order)):
            turned = [*order[:i], *reversed(order[i : j + 1]), *order[j + 1 :]]
            assert length_of(turned, known, start) >= length - 1e-3


def test_a_walk_from_wherever_it_is_shortest_begins_at_an_end() -> None:
    street = [(n * 100, 0) for n in (3, 0, 4, 1, 2)]
    order = in_walking_order(street)
    assert [street[n][0] for n in order] in ([0, 100, 200, 300, 400], [400, 300, 200, 100, 0])


def test_the_same_walls_always_give_the_same_walk() -> None:
    points = [(n * 37 % 101, n * 53 % 97) for n in range(40)]
    assert in_walking_order(points) == in_walking_order(points)


def test_sixty_walls_in_one_place_are_no_trouble() -> None:
    assert in_walking_order([(5, 5)] * 60) == list(range(60))
    assert in_walking_order([]) == []
    assert in_walking_order([None]) == [0]


def test_streets_are_longer_than_the_crow_flies() -> None:
    leg = Leg.between((0, 0), (300, 400))
    assert (leg.metres, leg.minutes) == (650, 8)
    assert Leg.between((0, 0), (0, 0)) == Leg(0, 0)


def test_length_is_from_stop_to_stop() -> None:
    points = {0: (0, 0), 1: (0, 300), 2: (400, 300)}
    assert length_of([0, 1, 2], points) == 700
    assert length_of([0, 1, 2], points, (0, -100)) == 800
    assert sum(metres_between(points[a], points[b]) for a, b in pairwise([0, 1, 2])) == 700
