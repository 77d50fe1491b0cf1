"""Planning a walk past walls: who is visited, from where, in which order, and what there is to do at each stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from blueprints.posters.wall_words import away_words, count_words, why
from extensions import db
from models.clock_words import date_words
from models.people import Panel
from models.placement import Placement
from models.postcodes import Located, locate
from models.short_code import spoken
from models.walk_order import Leg, in_walking_order
from models.walls import Errand, Wall

MOST_STOPS = 60
"""Nobody walks further in a day."""
LONGEST_START = 80
ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Stop:
    """One wall of the walk. `away` says how far it is from the one before."""

    number: int
    wall: Wall
    leg: Leg | None
    away: str
    tasks: Sequence[tuple[Errand, str]]
    """What to do, each with why."""

    @property
    def others(self) -> list[Placement]:
        """What hangs there with nothing to do about it."""
        busy = {errand.placement.id for errand, _ in self.tasks}
        return [each for each in self.wall.up if each.id not in busy]


@dataclass(slots=True)
class Walk:
    """The walk as it was asked for."""

    panel: Panel
    choices: Sequence[Wall]
    chosen: set[UUID]
    is_usual: bool
    """Nobody has chosen: the walls with something to do."""
    start: str
    """A wall's id, ANYWHERE, or what was typed."""
    near: str
    start_words: str = ""
    start_error: str = ""
    stops: list[Stop] = field(default_factory=list)
    left_out: int = 0

    @property
    def metres(self) -> int:
        return sum(stop.leg.metres for stop in self.stops if stop.leg)

    @property
    def length(self) -> str:
        """All of it in words, without the stops."""
        if self.metres < 100:
            return ""
        minutes = sum(stop.leg.minutes for stop in self.stops if stop.leg)
        return away_words(Leg(self.metres, minutes))

    @property
    def to_print(self) -> list[Errand]:
        """What somebody has to print again before setting out."""
        return [errand for stop in self.stops for errand, _ in stop.tasks if errand.reason.needs_print]

    @property
    def task_count(self) -> int:
        return sum(len(stop.tasks) for stop in self.stops)

    def content(self, today: date) -> dict[str, Any]:
        """What the press needs for the sheet "walk"."""
        return {
            "title": f"A walk past {count_words(len(self.stops), 'wall')}",
            "printed": date_words(today, weekday=True),
            "patch": self.panel.name,
            "stops": [
                {
                    "number": stop.number,
                    "name": stop.wall.site.name,
                    "kind": stop.wall.site.kind.label,
                    "address": stop.wall.site.address,
                    "exactly": stop.wall.site.where_exactly,
                    "agreed_by": stop.wall.site.agreed_by,
                    "away": stop.away,
                    "tasks": [
                        {"verb": each.task.label, "what": _what(each), "code": spoken(each.poster.code), "why": reason}
                        for each, reason in stop.tasks
                    ],
                }
                for stop in self.stops
            ],
        }


def plan(panel: Panel, walls: Sequence[Wall], asked: MultiDict[str, str], today: date) -> Walk:
    """The walk that an address asks for: `wall` (ids), `start` (a wall's id) or `near` (a postcode or a place).

    Without any of them it is the walls that have something to do, from wherever it is shortest.
    """
    ids = {str(wall.site.id) for wall in walls}
    picked = {UUID(each) for each in asked.getlist("wall") if each in ids}
    is_usual = "chosen" not in asked and not picked
    if is_usual:
        picked = {wall.site.id for wall in walls if wall.errands}
    start, near = asked.get("start", ""), " ".join(asked.get("near", "").split())[:LONGEST_START]
    made = Walk(panel, walls, picked, is_usual, start if start in ids else ANYWHERE, near)
    going = [wall for wall in walls if wall.site.id in picked]
    made.left_out = max(0, len(going) - MOST_STOPS)
    made.stops = list(_stops(made, going[:MOST_STOPS], today))
    return made


def query_of(walk: Walk) -> dict[str, Any]:
    """The walk as arguments of an address."""
    chosen = sorted(map(str, walk.chosen))
    asked: dict[str, Any] = {"wall": chosen, "chosen": "1"} if not walk.is_usual else {}
    if walk.start != ANYWHERE:
        asked["start"] = walk.start
    if walk.near:
        asked["near"] = walk.near
    return asked


def _stops(walk: Walk, going: Sequence[Wall], today: date) -> list[Stop]:
    begin = _begin(walk)
    first = next((n for n, wall in enumerate(going) if str(wall.site.id) == walk.start), None)
    begin_wall = next((wall for wall in walk.choices if str(wall.site.id) == walk.start), None)
    point = (begin.easting, begin.northing) if begin else begin_wall.site.point if begin_wall else None
    order = in_walking_order([wall.site.point for wall in going], start=point, first=None if begin else first)
    if begin_wall and not begin:
        walk.start_words = begin_wall.site.name
    stops, here = [], point if begin or first is None else None
    for number, n in enumerate(order, 1):
        wall, there = going[n], going[n].site.point
        leg = Leg.between(here, there) if here and there else None
        away = away_words(leg) if there else "no postcode yet, so not in order"
        stops.append(Stop(number, wall, leg, away, [(each, why(each, today)) for each in wall.errands]))
        here = there or here
    return stops


def _begin(walk: Walk) -> Located | None:
    """Where somebody said they set out, if anybody knows where that is."""
    if not walk.near:
        return None
    found = locate(db.session(), walk.near)
    if found is None:
        walk.start_error = f"We do not know where “{walk.near}” is. Try a postcode."
        return None
    walk.start_words = found.label
    return found


def _what(errand: Errand) -> str:
    spot = errand.placement.where_exactly
    return f"{errand.poster.title} ({spot})" if spot else errand.poster.title
