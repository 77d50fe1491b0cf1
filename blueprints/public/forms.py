"""The short form that tells the panel what is wrong or missing."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from blueprints.choices import labelled
from blueprints.forms import EmailAddress
from blueprints.public_forms import PublicForm
from models.contacts import read_phone
from models.errors import RuleBroken
from models.suggestion import About

MOST_LETTERS = 2_000
LONGEST_REPLY_TO = 254
UNREACHABLE = "Write an email address like pat@example.org, or a phone number like 0161 496 0142. Or leave it empty."


class SuggestionForm(PublicForm):
    """Something wrong with a listing, or missing from the board. No account, and no puzzle."""

    purpose = "suggestion"

    about = RadioField(
        "What is it about?",
        choices=labelled(About),
        validators=[DataRequired("Choose what it is about.")],
    )
    words = TextAreaField(
        "What should we know?",
        validators=[
            DataRequired("Write a few words, so that the panel knows what to look at."),
            Length(max=MOST_LETTERS, message=f"Keep it to {MOST_LETTERS:,} letters. You can send a second one."),
        ],
    )
    reply_to = StringField(
        "Your email or phone, only if you want an answer",
        validators=[Length(max=LONGEST_REPLY_TO, message=UNREACHABLE)],
    )

    def validate_reply_to(self, field: Any) -> None:
        """Empty, an email address, or a phone number."""
        typed = field.data or ""
        if not typed:
            return
        if "@" in typed:
            EmailAddress(UNREACHABLE)(self, field)
            return
        try:
            field.data = read_phone(typed)
        except RuleBroken as refused:
            raise ValidationError(UNREACHABLE) from refused
