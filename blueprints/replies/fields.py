"""The questions of an answer: the same by link, signed in and on the phone."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from wtforms import RadioField, SelectField, StringField, ValidationError
from wtforms.validators import Length
from wtforms.widgets import RadioInput

from blueprints.choices import labelled, offered
from blueprints.day_field import DayField
from models.referral_words import Decline

ANOTHER_DAY = "other"
LONGEST_WELCOMER = 120
OFFERED_ONLY = "Choose from what is offered here."


class Choice(RadioField):
    """One of a few. Says so plainly when somebody sends what was not offered."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValueError as error:
            raise ValidationError(OFFERED_ONLY) from error


class BigChoice(Choice):
    """One of a few that the template draws itself, with what follows each."""

    widget = RadioInput()


class Pick(SelectField):
    """One of a list, folded up."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValueError as error:
            raise ValidationError(OFFERED_ONLY) from error


class FirstDay:
    """Which day first, and who looks out for them. `days` are (value, words) of the next sessions."""

    first = Choice("Which day first?", choices=[], validate_choice=True, default="")
    other_day = DayField("Another day", description="Such as 4 May. Leave it empty if you chose one above.")
    welcomer = StringField(
        "Who will meet them at the door?",
        description="A first name and how to spot them: “Yusuf, brown apron”.",
        validators=[Length(max=LONGEST_WELCOMER, message=f"Keep it to {LONGEST_WELCOMER} letters.")],
    )

    def offer_days(self, days: list[tuple[str, str]]) -> None:
        """The days to choose from; without any, only the typed one is asked."""
        field: Any = self.first
        field.choices = offered([*days, (ANOTHER_DAY, "Another day")])
        if field.data not in [each.value for each in field.choices] and not field.raw_data:
            field.data = field.choices[0].value
        if not days:
            field.data = ANOTHER_DAY

    def chosen_day(self) -> tuple[date, time | None] | None:
        """The day chosen or typed, with its time when it is one of the sessions; None when there is none."""
        first: Any = self.first
        other: Any = self.other_day
        if first.data == ANOTHER_DAY:
            return (other.meaning, None) if other.meaning else None
        at = datetime.fromisoformat(first.data)
        return at.date(), at.time()

    def needs_day(self) -> bool:
        """Put the missing day at its field. Gives whether a day is there."""
        first: Any = self.first
        other: Any = self.other_day
        if first.errors:
            return False
        if first.data != ANOTHER_DAY:
            other.errors = []
        elif other.meaning is None and not other.errors:
            other.errors = ["Write the day they may come."]
        return not other.errors


class WhyNot:
    """The coded reason of a no."""

    why = Pick("What is the reason?", choices=[*offered([("", "Choose one")]), *labelled(Decline)])
    full_until = Pick("If you are full: until about when?", choices=[])

    def needs_reason(self) -> bool:
        """Put the missing reason at its field. Gives whether there is one."""
        why: Any = self.why
        if not why.data and not why.errors:
            why.errors = ["Choose a reason. They are not told it in your words."]
        return not why.errors
