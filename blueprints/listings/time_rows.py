"""The rows of "When": each is one answer to "how often?", and may stand for several patterns (ticked days)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from wtforms import Form as PlainForm

from blueprints.choices import labelled, offered
from blueprints.listings.fields import Pick, Radios, TextLine, Tick, Ticks, TypedDate, TypedTime, WholeNumber
from models.changes import Change
from models.clock_words import date_words, time_words
from models.errors import RuleBroken
from models.pattern_rules import LONGEST_NOTE
from models.patterns import Pattern
from models.reading_times import best_span
from models.rhythm import LAST, MONTHS, WEEKDAYS, Rhythm

DAYS = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
NTHS = [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("5", "Fifth"), (str(LAST), "Last")]
FIELD_OF = {"weekday": "days", "nth": "nths"}
"""Where a rule of the pattern finds its question here."""


class TimeRow(PlainForm):
    """One row. After `validate()`, `.patterns` holds what it means."""

    rhythm = Radios("How often?", choices=labelled(Rhythm), default=Rhythm.WEEKLY.value)
    days = Ticks("Which days?", choices=offered(DAYS))
    anchor = TypedDate(
        "One date when it is on", nearest=True, description="Such as 3 March. We count the weeks from there."
    )
    interval = WholeNumber("How many weeks apart?", default="2", description="2 is every other week.")
    nths = Ticks("Which ones of the month?", choices=offered(NTHS))
    month_day = Pick("Which day?", choices=offered([("", "Choose a day"), *DAYS]), default="")
    on_date = TypedDate("Which date?", description="Such as 3 March.")
    starts = TypedTime("Starts", description="Such as 10 or 1.30pm.")
    ends = TypedTime("Finishes", description="Leave it empty if it just tails off.")
    months = Ticks("Only in these months", choices=offered((str(n), name) for n, name in enumerate(MONTHS, 1)))
    valid_from = TypedDate("From", nearest=True, description="Leave it empty if it runs already.")
    valid_until = TypedDate("Until", nearest=True, description="The last day it may be on.")
    term_time_only = Tick("Only in school terms")
    not_on_bank_holidays = Tick("Not on bank holidays")
    note = TextLine("A few words to tell it from the others", most=LONGEST_NOTE, description="Such as “short loop”.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patterns: list[Pattern] = []

    @property
    def is_blank(self) -> bool:
        """Whether nobody has begun to fill it in."""
        begun = (self.starts, self.ends, self.days, self.anchor, self.nths, self.month_day, self.on_date, self.note)
        return not any(field.data for field in begun)

    @property
    def has_season(self) -> bool:
        """Whether the less-used questions hold an answer, or an error."""
        asked = (self.months, self.valid_from, self.valid_until, self.term_time_only, self.not_on_bank_holidays)
        return any(field.data or field.errors for field in (*asked, self.note))

    def validate(self, extra_validators: Any = None) -> bool:
        self.patterns = []
        if self.is_blank:
            return True
        fine = super().validate(extra_validators)
        if not self.starts.data:
            return blame(self.starts, "Say when it starts, such as 10 or 1.30pm.")
        if not fine:
            return False
        try:
            self.patterns = [pattern.checked() for pattern in self._read()]
        except RuleBroken as refusal:
            name = FIELD_OF.get(refusal.field or "", refusal.field or "starts")
            return blame(self._fields.get(name, self.starts), refusal.message)
        return True

    def _read(self) -> Iterator[Pattern]:
        starts, ends = span_of(self.starts, self.ends)
        like = Pattern(
            rhythm=Rhythm(self.rhythm.data),
            starts=starts,
            ends=ends,
            valid_from=self.valid_from.meaning,
            valid_until=self.valid_until.meaning,
            months=frozenset(int(month) for month in self.months.data or ()),
            term_time_only=bool(self.term_time_only.data),
            not_on_bank_holidays=bool(self.not_on_bank_holidays.data),
            note=self.note.data or "",
        )
        match like.rhythm:
            case Rhythm.WEEKLY:
                if not self.days.data:
                    raise RuleBroken("Tick the days it is on.", field="days")
                yield from (replace(like, weekday=int(day)) for day in sorted(set(self.days.data)))
            case Rhythm.EVERY_N_WEEKS:
                if not self.anchor.data:
                    raise RuleBroken("Give one date when it is on, so that we know which weeks.", field="anchor")
                anchor = self.anchor.meaning
                weeks = self.interval.meaning
                yield replace(like, weekday=anchor.weekday(), anchor=anchor, interval=2 if weeks is None else weeks)
            case Rhythm.MONTHLY:
                if not self.nths.data:
                    raise RuleBroken("Tick which ones of the month: first, second, last and so on.", field="nths")
                if not self.month_day.data:
                    raise RuleBroken("Choose the day of the week it is on.", field="month_day")
                order = [nth for nth, _ in NTHS if nth in self.nths.data]
                yield from (replace(like, weekday=int(self.month_day.data), nth=int(nth)) for nth in order)
            case Rhythm.ONCE:
                if not self.on_date.data:
                    raise RuleBroken("Say which date it is on, such as 3 March.", field="on_date")
                yield replace(like, on_date=self.on_date.meaning)


def span_of(starts: TypedTime, ends: TypedTime) -> tuple[time, time | None]:
    """The times that were meant: the finish tells whether the start is morning or afternoon. Both have been read."""
    likely = best_span(starts.data or "", ends.data) if ends.data else None
    return likely or (starts.meaning, ends.meaning)


def blame(field: Any, words: str) -> bool:
    """Put an error at a field. Always False, as what `validate` then answers."""
    field.errors = [*field.errors, words]
    return False


def time_rows(patterns: Sequence[Pattern], changes: Sequence[Change] = ()) -> list[dict[str, Any]]:
    """The rows that say these patterns: neighbours that differ only in their day share one. Where a change speaks of
    one pattern alone, each keeps a row to itself."""
    together = not any(change.position is not None for change in changes)
    rows: list[list[Pattern]] = []
    for pattern in patterns:
        if together and rows and _follows(rows[-1][-1], pattern):
            rows[-1].append(pattern)
        else:
            rows.append([pattern])
    return [_row(row) for row in rows]


def _follows(before: Pattern, after: Pattern) -> bool:
    if before.rhythm is Rhythm.WEEKLY:
        return replace(before, weekday=after.weekday) == after and (before.weekday or 0) < (after.weekday or 0)
    if before.rhythm is Rhythm.MONTHLY and replace(before, nth=after.nth) == after:
        order = [int(nth) for nth, _ in NTHS]
        return order.index(before.nth or 1) < order.index(after.nth or 1)
    return False


def _row(patterns: Sequence[Pattern]) -> dict[str, Any]:
    like = patterns[0]
    monthly = like.rhythm is Rhythm.MONTHLY
    return {
        "rhythm": like.rhythm.value,
        "days": [str(each.weekday) for each in patterns] if like.rhythm is Rhythm.WEEKLY else [],
        "anchor": date_words(like.anchor) if like.anchor else "",
        "interval": str(like.interval if like.rhythm is Rhythm.EVERY_N_WEEKS else 2),
        "nths": [str(each.nth) for each in patterns] if monthly else [],
        "month_day": str(like.weekday) if monthly else "",
        "on_date": date_words(like.on_date) if like.on_date else "",
        "starts": time_words(like.starts),
        "ends": time_words(like.ends) if like.ends else "",
        "months": [str(month) for month in sorted(like.months)],
        "valid_from": date_words(like.valid_from) if like.valid_from else "",
        "valid_until": date_words(like.valid_until) if like.valid_until else "",
        "term_time_only": like.term_time_only,
        "not_on_bank_holidays": like.not_on_bank_holidays,
        "note": like.note,
    }
