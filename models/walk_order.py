"""In which order to visit walls so that the walk is short. Positions are metres east and north on one grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from models.national_grid import metres_between

Point = tuple[int, int]

ROUND_CORNERS = 1.3
"""Streets are longer than the straight line by about this much."""
METRES_A_MINUTE = 80
MOST_TRIED_OUT = 6
"""So few stops are tried in every order there is."""
MOST_BEGINNINGS = 24
"""Walls tried as the first when it does not matter where the walk begins."""
MOST_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one stop to the next, roughly."""

    metres: int
    minutes: int

    @classmethod
    def between(cls, one: Point, other: Point) -> "Leg":
        metres = metres_between(one, other) * ROUND_CORNERS
        return cls(round(metres / 10) * 10, round(metres / METRES_A_MINUTE))


def in_walking_order(
    points: Sequence[Point | None], *, start: Point | None = None, first: int | None = None
) -> list[int]:
    """The stops, by number, in the order of a short walk: from `start`, or with stop number `first` first, or from
    wherever it is shortest. Stops without a position come last, in the order given.
    """
    placed = [n for n, point in enumerate(points) if point is not None]
    unplaced = [n for n, point in enumerate(points) if point is None]
    if first is not None:
        rest = [n for n in range(len(points)) if n != first]
        from_there = in_walking_order([points[n] for n in rest], start=points[first] or start)
        return [first, *(rest[n] for n in from_there)]
    known = {n: point for n, point in enumerate(points) if point is not None}
    if len(placed) <= MOST_TRIED_OUT:
        return [*min(permutations(placed), key=lambda order: length_of(order, known, start)), *unplaced]
    if start is not None:
        return _shortened(_by_nearest(placed, known, start), known, start) + unplaced
    step = -(-len(placed) // MOST_BEGINNINGS)
    tries = [
        _shortened([begin, *_by_nearest([n for n in placed if n != begin], known, known[begin])], known, None)
        for begin in placed[::step]
    ]
    return min(tries, key=lambda order: (round(length_of(order, known)), order)) + unplaced


def length_of(order: Iterable[int], points: dict[int, Point], start: Point | None = None) -> float:
    """Metres in straight lines from stop to stop."""
    path = [start] if start is not None else []
    path += [points[n] for n in order]
    return sum(metres_between(one, other) for one, other in pairwise(path))


def _by_nearest(stops: Sequence[int], points: dict[int, Point], start: Point | None) -> list[int]:
    """Always on to the nearest that is left."""
    left, order, here = list(stops), list[int](), start
    while left:
        near = here if here is not None else points[left[0]]
        following = min(left, key=lambda n: (metres_between(near, points[n]), n))
        left.remove(following)
        order.append(following)
        here = points[following]
    return order


def _shortened(order: list[int], points: dict[int, Point], start: Point | None) -> list[int]:
    """The same walk with its crossings undone (2-opt): a stretch is walked backwards where that is shorter."""
    order = list(order)
    for _ in range(MOST_ROUNDS):
        if not _turn_once(order, points, start):
            break
    return order


def _turn_once(order: list[int], points: dict[int, Point], start: Point | None) -> bool:
    turned = False
    for i in range(len(order) - 1):
        before = points[order[i - 1]] if i else start
        for j in range(i + 1, len(order)):
            after = points[order[j + 1]] if j + 1 < len(order) else None
            one, other = points[order[i]], points[order[j]]
            was = _gap(before, one) + _gap(other, after)
            if was - _gap(before, other) - _gap(one, after) > 1e-6:
                order[i : j + 1] = reversed(order[i : j + 1])
                turned = True
    return turned


def _gap(one: Point | None, other: Point | None) -> float:
    return 0.0 if one is None or other is None else metres_between(one, other)
