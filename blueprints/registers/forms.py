"""The forms of registers that are more than one press."""

from __future__ import annotations

from datetime import time
from typing import Any

from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired

from blueprints.day_field import DayField
from blueprints.forms import Form
from models.errors import RuleBroken
from models.reading_times import parse_time


class AnotherDayForm(Form):
    """ "We met on another day": a day, and when it began."""

    on = DayField("Which day?", back=True, description="Such as 4 May, or last Tuesday.",
                  validators=[DataRequired("Write the day you met.")])  # fmt: skip
    starts = StringField("When did it begin?", description="Such as 10am or 1.30pm.",
                         validators=[DataRequired("Write when it began.")])  # fmt: skip
    start: time | None = None

    def validate_starts(self, field: Any) -> None:
        try:
            self.start = parse_time(field.data)
        except RuleBroken as refusal:
            raise ValidationError(refusal.message) from refusal
