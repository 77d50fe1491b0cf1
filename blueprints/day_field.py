"""A box for a day, typed freely."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import StringField, ValidationError

from blueprints import clock
from models.errors import RuleBroken
from models.reading_dates import parse_date

FURTHEST_DAYS = 366
"""Nobody plans or remembers a day more than a year away."""


class DayField(StringField):
    """A date typed freely: "3 March", "next Tuesday". `.meaning` is what was read, None when it is empty or
    unreadable. `back`: without a year the nearest such day, which may be past."""

    meaning: date | None = None

    def __init__(self, label: str, *, back: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.back = back

    def pre_validate(self, form: Any) -> None:
        self.meaning = None
        if not self.data:
            return
        try:
            self.meaning = parse_date(self.data, clock.today(), nearest=self.back)
        except RuleBroken as refusal:
            raise ValidationError(refusal.message) from refusal
        if abs((self.meaning - clock.today()).days) > FURTHEST_DAYS:
            self.meaning = None
            raise ValidationError("That is more than a year away. Write a nearer day.")
