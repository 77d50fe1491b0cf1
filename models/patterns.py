"""When a listing is on, as a pattern: a plain value that forms, imports, seeds and histories make and read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time
from enum import StrEnum
from typing import Any, Self

from models.errors import RuleBroken
from models.pattern_rules import check_pattern
from models.rhythm import ALL_MONTHS, LAST, Rhythm

__all__ = ["LAST", "Pattern", "Rhythm", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One repeating time, by the wall clock. A listing on Tuesdays and Thursdays has two.

    `weekday` is 0 for Monday; `nth` is 1 to 5 or `LAST`; `anchor` is any one date an every-n-weeks pattern meets;
    `months` empty means the whole year. Made by hand it may break rules: `checked()` says so in plain words.
    """

    rhythm: Rhythm = Rhythm.WEEKLY
    weekday: int | None = None
    interval: int = 1
    nth: int | None = None
    on_date: date | None = None
    starts: time
    ends: time | None = None
    """None is open-ended: "from 10am"."""
    anchor: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    """The last day it may be on."""
    months: frozenset[int] = field(default_factory=frozenset)
    term_time_only: bool = False
    not_on_bank_holidays: bool = False
    note: str = ""
    """A few words to tell it from the others: "short loop"."""

    @classmethod
    def weekly(cls, weekday: int, starts: time, ends: time | None = None, **more: Any) -> Self:
        """Every week on this day (0 is Monday)."""
        return cls(rhythm=Rhythm.WEEKLY, weekday=weekday, starts=starts, ends=ends, **more)

    @classmethod
    def every_n_weeks(
        cls, anchor: date, starts: time, ends: time | None = None, interval: int = 2, **more: Any
    ) -> Self:
        """Every `interval` weeks, counted from one known date."""
        return cls(
            rhythm=Rhythm.EVERY_N_WEEKS,
            weekday=anchor.weekday(),
            interval=interval,
            anchor=anchor,
            starts=starts,
            ends=ends,
            **more,
        )

    @classmethod
    def monthly(cls, nth: int, weekday: int, starts: time, ends: time | None = None, **more: Any) -> Self:
        """The first to fifth, or the `LAST`, such weekday of each month."""
        return cls(rhythm=Rhythm.MONTHLY, nth=nth, weekday=weekday, starts=starts, ends=ends, **more)

    @classmethod
    def once(cls, on_date: date, starts: time, ends: time | None = None, **more: Any) -> Self:
        """On one date."""
        return cls(rhythm=Rhythm.ONCE, on_date=on_date, starts=starts, ends=ends, **more)

    @property
    def meets_on(self) -> int:
        """The weekday it meets on (0 is Monday), a one-off date's included."""
        if self.rhythm is Rhythm.ONCE and self.on_date is not None:
            return self.on_date.weekday()
        return self.weekday or 0

    @property
    def is_seasonal(self) -> bool:
        """Whether some months of the year are left out."""
        return bool(self.months) and self.months != ALL_MONTHS

    def checked(self) -> Self:
        """The pattern itself when it makes sense. Raises RuleBroken with the field to mend."""
        check_pattern(self)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Every field as plain JSON values, in a fixed order."""
        return {each.name: plain(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """What `to_dict` wrote; missing fields take their defaults. Raises RuleBroken for what it cannot read."""
        try:
            return cls(
                rhythm=Rhythm(kept.get("rhythm", Rhythm.WEEKLY)),
                weekday=_number(kept.get("weekday")),
                interval=int(kept.get("interval") or 1),
                nth=_number(kept.get("nth")),
                on_date=_date(kept.get("on_date")),
                starts=time.fromisoformat(kept["starts"]),
                ends=time.fromisoformat(kept["ends"]) if kept.get("ends") else None,
                anchor=_date(kept.get("anchor")),
                valid_from=_date(kept.get("valid_from")),
                valid_until=_date(kept.get("valid_until")),
                months=frozenset(int(month) for month in kept.get("months") or ()),
                term_time_only=bool(kept.get("term_time_only")),
                not_on_bank_holidays=bool(kept.get("not_on_bank_holidays")),
                note=str(kept.get("note") or ""),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RuleBroken("We could not read one of the times. Please put it in again.", field="starts") from error


def plain(value: Any) -> Any:
    """A field as JSON can keep it."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _number(value: Any) -> int | None:
    return None if value is None or value == "" else int(value)


def _date(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
