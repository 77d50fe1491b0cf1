"""One clause of a written-out pattern: what it says, and the patterns it comes to."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from models.clock_words import date_words
from models.errors import RuleBroken
from models.patterns import Pattern
from models.reading_times import best_span, says_half, span_of_length
from models.rhythm import WEEKDAYS


class WhenNotRead(RuleBroken):
    """A written-out pattern that nobody could read for certain."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="when")


@dataclass
class Spell:
    """Days, and the times that belong to them."""

    days: list[tuple[int | None, int]] = field(default_factory=list)
    """(nth or None, weekday)"""
    dates: list[date] = field(default_factory=list)
    clocks: list[tuple[str, str | None]] = field(default_factory=list)
    lasting: timedelta | None = None
    half: str | None = None
    note: str = ""
    times_first: bool = False

    @property
    def has_days(self) -> bool:
        return bool(self.days or self.dates)


class Clause:
    """What one clause says. Its spells have their own days and times; the rest is true of them all."""

    def __init__(self) -> None:
        self.spells = [Spell()]
        self.any_time = False
        self.interval = 1
        self.is_weekly = False
        self.is_monthly = False
        self.anchor: date | None = None
        self.shared: dict[str, Any] = {}

    @property
    def is_empty(self) -> bool:
        spell = self.spells[-1]
        return not (self.any_time or spell.has_days or spell.clocks or self.shared or self.interval > 1)

    def patterns(self) -> list[Pattern]:
        """The patterns of the clause, not yet checked. Raises WhenNotRead for what is missing."""
        if self.any_time and not any(spell.has_days or spell.clocks for spell in self.spells):
            return []
        self._refuse_half_said()
        return [
            pattern
            for spell in self.spells
            for starts, ends in self._spans(spell)
            for pattern in self._on_days(spell, starts, ends)
        ]

    def _refuse_half_said(self) -> None:
        if not any(spell.has_days for spell in self.spells):
            if self.anchor is None or not (self.is_weekly or self.interval > 1):
                raise WhenNotRead("Say which day it is on. Write it like: Tuesdays 10am to 1pm.")
            self.spells[0].days.append((None, self.anchor.weekday()))
        if self.interval == 1 and any(spell.days and spell.dates for spell in self.spells):
            raise WhenNotRead("Say either the day of the week or the date. Put a semicolon between two times.")
        if self.interval > 1 and any(nth for spell in self.spells for nth, _ in spell.days):
            raise WhenNotRead("Say either how many weeks apart, or which one of the month.")
        if any(spell.has_days and not spell.clocks for spell in self.spells):
            raise WhenNotRead("Say what time it starts. Write it like: Tuesdays 10am to 1pm.")

    def _spans(self, spell: Spell) -> list[tuple[time, time | None]]:
        spans = []
        half = spell.half
        for starts, ends in spell.clocks:
            if spell.lasting and ends is None:
                span = span_of_length(starts, spell.lasting, half)
            else:
                span = best_span(starts, ends, half if says_half(ends or starts) is None else None)
            if span is None:
                typed = f"{starts} to {ends}" if ends else starts
                raise WhenNotRead(f"We could not read the times “{typed}”. The finish must be after the start.")
            spans.append(span)
        return spans

    def _on_days(self, spell: Spell, starts: time, ends: time | None) -> list[Pattern]:
        shared = self.shared | {"note": spell.note}
        if spell.dates and self.interval == 1:
            return [Pattern.once(day, starts, ends, note=spell.note) for day in spell.dates]
        patterns = []
        for nth, weekday in spell.days:
            if nth is not None:
                patterns.append(Pattern.monthly(nth, weekday, starts, ends, **shared))
            elif self.is_monthly:
                raise WhenNotRead(f"Say which {WEEKDAYS[weekday]} of the month: first, second, third, fourth or last.")
            elif self.interval > 1:
                patterns.append(self._every_n_weeks(weekday, starts, ends, len(spell.days) > 1, shared))
            else:
                patterns.append(Pattern.weekly(weekday, starts, ends, **shared))
        return patterns

    def _every_n_weeks(
        self, weekday: int, starts: time, ends: time | None, several: bool, shared: dict[str, Any]
    ) -> Pattern:
        anchor = self.anchor
        if anchor is None:
            raise WhenNotRead(
                f"Give one {WEEKDAYS[weekday]} when it is on, such as “from 6 March”, so that we know which weeks."
            )
        if several:  # the date given says which week; each day has its own date in it
            anchor += timedelta(days=weekday - anchor.weekday())
        if anchor.weekday() != weekday:
            raise WhenNotRead(
                f"{date_words(anchor)} is a {WEEKDAYS[anchor.weekday()]}, not a {WEEKDAYS[weekday]}. "
                "Look at the day and the date again."
            )
        return Pattern.every_n_weeks(anchor, starts, ends, self.interval, **shared)
