"""The form that asks a group to welcome somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from blueprints.asking.person_form import YOUNG, PersonForm
from blueprints.asking.voice import Voice
from blueprints.choices import labelled, words_of
from models.accessible import DayNeed
from models.meeting import Meeting

LONGEST_WISH = 160
LONGEST_MUST_KNOW = 600
LONGEST_WHO = 80
ANY_DAY = "any"
MINE, THEIRS = "mine", "theirs"
SAID_YES = (SelectChoice("yes", "Yes, they have"), SelectChoice("no", "Not yet"))
WHOSE = (SelectChoice(THEIRS, "Theirs"), SelectChoice(MINE, "Mine: please go through me"))


class TickField(SelectMultipleField):
    """Boxes to tick, any number of them."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class AskForm(PersonForm):
    """Ask to join, for oneself or for somebody who has said yes to it."""

    purpose = "ask to join"
    free_words = ("must_know", "would_come")

    said_yes = RadioField("Have they said yes to this?", choices=list(SAID_YES))
    who = StringField("Who are you, in a few words?", validators=[Length(max=LONGEST_WHO, message="Make it shorter.")])
    whose = RadioField(
        "Whose number or address is that?",
        choices=list(WHOSE),
    )
    day = RadioField(validators=[Optional()], validate_choice=False)
    would_come = StringField(
        validators=[Length(max=LONGEST_WISH, message=f"Keep it under {LONGEST_WISH} letters.")],
    )
    day_needs = TickField(choices=labelled(DayNeed))
    must_know = TextAreaField(
        validators=[Length(max=LONGEST_MUST_KNOW, message=f"Keep it under {LONGEST_MUST_KNOW} letters.")],
    )

    def __init__(
        self, voice: Voice, minimum_age: int, meetings: Sequence[Meeting], days: list[SelectChoice], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.voice = voice
        self.contact.choices = list(voice.ways)
        self.age.choices = voice.ages(minimum_age)
        self.day.choices = [*(days if meetings else ()), SelectChoice(ANY_DAY, voice.any_day)]
        if not voice.for_them:
            for name in ("said_yes", "who", "whose"):
                del self[name]

    def validate_day(self, field: Any) -> None:
        """A form that lay open over night may name a day that has passed."""
        if field.data not in words_of(field.choices):
            raise ValidationError("That day has passed. Choose one of these.")

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        return all([self._somebody_says_who(), right]) if self.voice.for_them else right

    def _somebody_says_who(self) -> bool:
        """Their yes, who asks for them, and whose number it is."""
        wrong = {}
        if self.said_yes.data != "yes":
            asked = self.said_yes.data == "no"
            wrong["said_yes"] = (
                "Please ask them first. Nothing has been sent." if asked else "Say whether they have said yes."
            )
        if not self.who.data and not self.who.errors:
            wrong["who"] = "Say who you are: a neighbour, a daughter, a friend from church."
        if self.whose.data not in (MINE, THEIRS):
            wrong["whose"] = "Say whose it is."
        elif self.age.data == YOUNG and self.whose.data != MINE:
            wrong["whose"] = "For somebody so young, give your own number or address."
        for name, message in wrong.items():
            self._fields[name].errors = [message]
        return not wrong and not self.who.errors
