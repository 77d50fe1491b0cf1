"""One dated meeting of a listing, worked out from a pattern and its changes."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from models.wall_clock import closing_moment, moment


class MeetingState(StrEnum):
    """Whether it happens."""

    ON = "on"
    CANCELLED = "cancelled"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return {"on": "On", "cancelled": "Not on", "moved": "Moved this once"}[self.value]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting on a date, by the wall clock. `position` is the index of its pattern."""

    date: dt.date
    starts: dt.time
    ends: dt.time | None
    position: int = 0
    state: MeetingState = MeetingState.ON
    reason: str = ""
    """Why it is not on, or why it moved."""
    moved_from: dt.date | None = None
    """The date it would usually be, when it is moved (the same date when only its time or place changed)."""
    moved_to: dt.date | None = None
    """Of a meeting that is not on because it moved away: where to."""
    place: str = ""
    """Where this once, when it is not the usual place."""
    note: str = ""

    @property
    def starts_at(self) -> dt.datetime:
        """The moment it begins, aware, in London time."""
        return moment(self.date, self.starts)

    @property
    def ends_at(self) -> dt.datetime:
        """The moment it ends; two hours on when nobody says."""
        return closing_moment(self.date, self.starts, self.ends)

    @property
    def is_on(self) -> bool:
        """Whether somebody who turns up on this date finds people there."""
        return self.state is not MeetingState.CANCELLED

    def is_over(self, now: dt.datetime) -> bool:
        """Whether it has ended at this moment."""
        return self.ends_at.astimezone(dt.UTC) <= now.astimezone(dt.UTC)

    def is_under_way(self, now: dt.datetime) -> bool:
        """Whether it is happening at this moment."""
        return self.is_on and not self.is_over(now) and self.starts_at.astimezone(dt.UTC) <= now.astimezone(dt.UTC)

    def order(self) -> tuple[dt.date, dt.time, dt.time, int]:
        """The key of time order; one without a finish comes first among equals."""
        return (self.date, self.starts, self.ends or dt.time.min, self.position)
