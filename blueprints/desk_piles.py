"""Piles that rooms put on the panel's desk: what waits there for somebody, in a few words, and where to see to it.

    @desk_piles.on_the_desk
    def posters_to_see_to(panel: Panel, now: datetime) -> DeskPile: ...

The desk's own room shows them and knows nothing of what is in them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.people import Panel

MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a pile: what waits, where a press leads, and why."""

    words: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class DeskPile:
    """One pile. `empty` is said when there is nothing in it; `more` and `more_url` lead to all of it."""

    id: str
    title: str
    count: int
    shown: Sequence[Waiting]
    empty: str
    more: str
    more_url: str

    @property
    def summary(self) -> tuple[str, str, int]:
        """Its line in the list of piles."""
        return (self.id, self.title, self.count)


MakePile = Callable[[Panel, datetime], DeskPile]

_piles: list[MakePile] = []


def on_the_desk(make: MakePile) -> MakePile:
    """Put this pile on every panel's desk."""
    _piles.append(make)
    return make


def piles_of(panel: Panel, now: datetime) -> list[DeskPile]:
    """What other rooms have put on the desk of `panel`."""
    return [make(panel, now) for make in _piles]
