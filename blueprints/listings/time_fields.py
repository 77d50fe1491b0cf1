"""The times of the section "When and where"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wtforms import FormField

from blueprints.listings.change_rows import ChangeRow, positions
from blueprints.listings.fields import Rows, TextLine, Tick
from blueprints.listings.time_rows import TimeRow, blame
from models.patterns import Pattern


class TimeFields:
    """When it is on."""

    any_time = Tick("No fixed times: people come when they like")
    times = Rows(FormField(TimeRow), "Times")
    changes = Rows(FormField(ChangeRow), "Not on, or moved once")
    when_note = TextLine("Anything to say about the times?", description="“Best before noon”, “until the light goes”.")

    def offer_times(self) -> None:
        if not self.times.entries:
            self.times.append_entry()
        for row in self.changes:
            row.form.offer(len(self.times.entries))

    @property
    def patterns(self) -> list[Pattern]:
        """What the rows mean, once they are valid."""
        return [pattern for row in self.times for pattern in row.form.patterns]

    def check_times(self, *, needed: bool) -> bool:
        first = self.times.entries[0].form
        if needed and not self.any_time.data and all(row.form.is_blank for row in self.times):
            return blame(first.starts, "Say when it is on, or tick “No fixed times”.")
        return True

    def time_contents(self) -> dict[str, Any]:
        of_rows = [row.form.patterns for row in self.times]
        changes = [
            replace(row.form.change, position=position)
            for row in self.changes
            if row.form.change is not None
            for position in positions(row.form, of_rows)
        ]
        return {
            "any_time": bool(self.any_time.data),
            "times": [pattern.to_dict() for pattern in self.patterns],
            "changes": [change.to_dict() for change in changes],
            "when_note": self.when_note.data or "",
            "short_pattern": self.short_pattern.data or "",
        }
