"""The rows of "Not on" and "Moved this once"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Form as PlainForm
from wtforms import HiddenField

from blueprints.choices import offered
from blueprints.listings.fields import Pick, TextLine, TypedDate, TypedTime
from blueprints.listings.time_rows import blame, span_of
from models.changes import LONGEST_WORDS, Change, ChangeKind
from models.clock_words import date_words, time_words
from models.errors import RuleBroken
from models.patterns import Pattern

ASKED_OF_A_MOVE = ("to_date", "to_starts", "to_ends", "place")
NOT_ASKED_OF_A_MOVE = ("until",)
ALL_TIMES = ("", "All of them")


class ChangeRow(PlainForm):
    """One change. After `validate()`, `.change` holds what it means, for all times; see `spread` for one of them."""

    kind = HiddenField(default=ChangeKind.CANCELLED.value)
    on = TypedDate("Which date?", description="Such as 24 December.")
    until = TypedDate("Until and including", description="Leave it empty for one day.")
    to_date = TypedDate("Moved to", description="Leave it empty if it is the same day.")
    to_starts = TypedTime("Starts", description="Leave it empty if the time stays the same.")
    to_ends = TypedTime("Finishes")
    place = TextLine("At another place?", most=LONGEST_WORDS, description="Leave it empty if the place stays the same.")
    reason = TextLine("Why?", most=LONGEST_WORDS, description="Everybody can read it: “the hall is a polling station”.")
    which = Pick("Which of the times?", choices=offered([ALL_TIMES]), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.change: Change | None = None
        for name in NOT_ASKED_OF_A_MOVE if self.is_move else ASKED_OF_A_MOVE:
            del self[name]

    @property
    def is_move(self) -> bool:
        return self.kind.data == ChangeKind.MOVED.value

    @property
    def is_blank(self) -> bool:
        return not any(field.data for field in self if field.short_name not in ("kind", "which"))

    def offer(self, number_of_times: int) -> None:
        """Let people choose which of the listing's time rows it speaks of."""
        self.which.choices = offered([ALL_TIMES, *((str(n), f"Time {n + 1}") for n in range(number_of_times))])

    def validate(self, extra_validators: Any = None) -> bool:
        self.change = None
        if self.is_blank:
            return True
        fine = super().validate(extra_validators)
        if not self.on.data:
            return blame(self.on, "Say which date, such as 24 December.")
        if not fine:
            return False
        try:
            self.change = self._read().checked()
        except RuleBroken as refusal:
            return blame(self._fields.get(refusal.field or "", self.on), refusal.message)
        return True

    def _read(self) -> Change:
        reason = self.reason.data or ""
        if not self.is_move:
            return Change.cancelled(self.on.meaning, self.until.meaning, reason)
        starts, ends = span_of(self.to_starts, self.to_ends)
        return Change.moved(
            self.on.meaning,
            self.to_date.meaning,
            to_starts=starts,
            to_ends=ends,
            place=self.place.data or "",
            reason=reason,
        )


def change_rows(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The rows that say these changes. A pattern that a change speaks of has a row to itself, with the same number."""
    return [
        {
            "kind": change.kind.value,
            "on": date_words(change.on),
            "until": date_words(change.until) if change.until else "",
            "to_date": date_words(change.to_date) if change.to_date else "",
            "to_starts": time_words(change.to_starts) if change.to_starts else "",
            "to_ends": time_words(change.to_ends) if change.to_ends else "",
            "place": change.place,
            "reason": change.reason,
            "which": "" if change.position is None else str(change.position),
        }
        for change in changes
    ]


def positions(row: ChangeRow, patterns_of_rows: Sequence[Sequence[Pattern]]) -> list[int | None]:
    """Which of all the patterns a change speaks of: [None] for every one. `patterns_of_rows` are those of each row."""
    if not row.which.data or row.change is None:
        return [None]
    number = int(row.which.data)
    first = sum(len(patterns) for patterns in patterns_of_rows[:number])
    patterns = patterns_of_rows[number] if number < len(patterns_of_rows) else ()
    one_day = row.change.until is None
    spoken_of = [n for n, each in enumerate(patterns) if not one_day or each.meets_on == row.change.on.weekday()]
    return [first + n for n in spoken_of] or [None]
