"""Changes to a pattern: dates called off, or one meeting moved to another day, time or place."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from enum import StrEnum
from typing import Any, Self

from models.errors import RuleBroken
from models.pattern_rules import TimesWrong, check_finish
from models.patterns import plain

LONGEST_CLOSURE_DAYS = 366
"""A longer closure is a pause, or a pattern that has stopped."""
LONGEST_WORDS = 120


class ChangeKind(StrEnum):
    """What happens to the meetings a change speaks of."""

    CANCELLED = "cancelled"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return {"cancelled": "Not on", "moved": "Moved this once"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Meetings from `on` to `until` inclusive are called off, or the one on `on` is moved.

    `position` is the index of the pattern it speaks of; None speaks of them all. Of two changes that disagree, the
    later in the list wins. What a move leaves empty (date, times, length, place)
    stays as it was.
    """

    kind: ChangeKind = ChangeKind.CANCELLED
    on: date
    until: date | None = None
    reason: str = ""
    """Why, to be read after "Not on:": "the chimney is being swept"."""
    to_date: date | None = None
    to_starts: time | None = None
    to_ends: time | None = None
    place: str = ""
    position: int | None = None

    @classmethod
    def cancelled(cls, on: date, until: date | None = None, reason: str = "", position: int | None = None) -> Self:
        """Called off on one date, or from one date to another inclusive."""
        return cls(kind=ChangeKind.CANCELLED, on=on, until=until, reason=reason, position=position)

    @classmethod
    def moved(cls, on: date, to_date: date | None = None, **more: Any) -> Self:
        """The meeting of one date moved to another date, time (`to_starts`, `to_ends`) or `place`."""
        return cls(kind=ChangeKind.MOVED, on=on, to_date=to_date, **more)

    @property
    def last_day(self) -> date:
        """The last day it speaks of."""
        return self.until if self.kind is ChangeKind.CANCELLED and self.until else self.on

    def speaks_of(self, day: date, position: int) -> bool:
        """Whether it changes the meeting of this pattern on this day."""
        return self.on <= day <= self.last_day and self.position in (None, position)

    def checked(self) -> Self:
        """The change itself when it makes sense. Raises TimesWrong with the field to mend."""
        if self.until and self.until < self.on:
            raise TimesWrong("The last day is before the first day. Swap them.", field="until")
        if (self.last_day - self.on).days > LONGEST_CLOSURE_DAYS:
            raise TimesWrong("That is more than a year. Pause or stop the listing instead.", field="until")
        if self.to_starts:
            check_finish(self.to_starts, self.to_ends)
        elif self.to_ends:
            raise TimesWrong("Say when it starts on the new day.", field="to_starts")
        if self.kind is ChangeKind.MOVED and not (self.place or self.to_starts or self.to_date not in (None, self.on)):
            raise TimesWrong("Say what it moves to: another date, another time or another place.", field="to_date")
        if max(len(self.reason), len(self.place)) > LONGEST_WORDS:
            raise TimesWrong(f"Keep it to {LONGEST_WORDS} letters.", field="reason")
        return self

    def to_dict(self) -> dict[str, Any]:
        """Every field as plain JSON values, in a fixed order."""
        return {each.name: plain(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """What `to_dict` wrote; missing fields take their defaults. Raises RuleBroken for what it cannot read."""
        try:
            return cls(
                kind=ChangeKind(kept.get("kind", ChangeKind.CANCELLED)),
                on=date.fromisoformat(kept["on"]),
                until=date.fromisoformat(kept["until"]) if kept.get("until") else None,
                reason=str(kept.get("reason") or ""),
                to_date=date.fromisoformat(kept["to_date"]) if kept.get("to_date") else None,
                to_starts=time.fromisoformat(kept["to_starts"]) if kept.get("to_starts") else None,
                to_ends=time.fromisoformat(kept["to_ends"]) if kept.get("to_ends") else None,
                place=str(kept.get("place") or ""),
                position=None if kept.get("position") is None else int(kept["position"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RuleBroken("We could not read a changed date. Please put it in again.", field="on") from error
