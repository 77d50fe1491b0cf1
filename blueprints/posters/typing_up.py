"""A walk typed up: the ticks of a page, read and noted together. What is done already is left as it is."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from blueprints.posters.undoing import Before, facts_of
from extensions import db
from models.base import LONDON
from models.people import Panel, User
from models.placement import Placement, PlacementState, Task
from models.poster import Poster
from models.walls import Errand

MOST_TICKS = 400


class Done(StrEnum):
    """What can be ticked of a poster."""

    UP = "up"
    DOWN = "down"
    THERE = "there"
    GONE = "gone"

    @property
    def label(self) -> str:
        return {"up": "It is up", "down": "It is down", "there": "Still there", "gone": "It has gone"}[self.value]


def can_be(errand: Errand | None) -> list[Done]:
    """What can be ticked, what was asked for first. Where the sheet was to be printed again and was not, no new one
    can hang; with nothing to do (None) somebody may still have looked."""
    if errand is None or errand.task is Task.LOOK:
        return [Done.THERE, Done.GONE]
    if errand.task is Task.TAKE_DOWN:
        return [Done.DOWN, Done.GONE]
    if errand.task is Task.HANG:
        return [Done.UP]
    return [Done.THERE, Done.DOWN, Done.GONE] if errand.reason.needs_print else [Done.UP, Done.DOWN, Done.GONE]


def asked_for(errand: Errand) -> Done | None:
    """What is ticked when all of it was done."""
    is_possible = errand.task is not Task.REPLACE or not errand.reason.needs_print
    return can_be(errand)[0] if is_possible else None


def read_ticks(sent: MultiDict[str, str]) -> tuple[dict[str, set[str]], list[str]]:
    """By poster, what was ticked of it; and what cannot be. Boxes are called `done` and hold "poster:what"."""
    ticks: dict[str, set[str]] = {}
    for value in sent.getlist("done")[:MOST_TICKS]:
        poster_id, _, what = value.partition(":")
        if what in set(Done) and _uuid(poster_id):
            ticks.setdefault(poster_id, set()).add(what)
    if any(len(each) > 1 for each in ticks.values()):
        return ticks, ["Of one poster two different things are ticked. Tick the one that is so."]
    return ticks, []


def note_all(
    panel: Panel, ticks: dict[str, set[str]], *, who: str, by: User, now: datetime, day: date | None
) -> list[tuple[Placement, Before]]:
    """Note what was ticked, as of the day of the walk. Gives the placements that changed, each as it was before."""
    today = now.astimezone(LONDON).date()
    on = day or today
    at = now if on == today else datetime.combine(on, time(23, 59), LONDON)
    wanted = {UUID(poster_id): Done(next(iter(each))) for poster_id, each in ticks.items()}
    own = select(Placement).join(Poster).where(Poster.panel_id == panel.id, Placement.poster_id.in_(wanted))
    locked = own.order_by(Placement.id).with_for_update(of=Placement).execution_options(populate_existing=True)
    noted = []
    for placement in db.session.scalars(locked).all():
        before = facts_of(placement)
        if _note(placement, wanted[placement.poster_id], who=who, by=by, at=at, on=on):
            noted.append((placement, before))
    return noted


def _note(placement: Placement, done: Done, *, who: str, by: User, at: datetime, on: date) -> bool:
    """Whether it was news."""
    state = placement.state
    if done is Done.UP:
        if state is PlacementState.UP and placement.put_up_at is not None:
            is_told = _was_that_day(placement.put_up_at, at) and not placement.has_newer_print
            if is_told or placement.put_up_at >= at:
                return False
        placement.put_up(who=who, by=by, at=at, today=on)
        return True
    if done is Done.DOWN:
        if state is PlacementState.DOWN:
            return False
        placement.take_down(by=by, at=at)
        return True
    if state is not PlacementState.UP or (done is Done.THERE and _was_that_day(placement.looked_at, at)):
        return False
    placement.look(by=by, at=at, today=on, still_there=done is Done.THERE)
    return True


def _was_that_day(noted: datetime | None, at: datetime) -> bool:
    """Whether it was noted for that day before."""
    return noted is not None and noted.astimezone(LONDON).date() == at.astimezone(LONDON).date()


def _uuid(said: str) -> bool:
    try:
        return bool(UUID(said))
    except ValueError:
        return False
