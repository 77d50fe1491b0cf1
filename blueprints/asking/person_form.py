"""What any form asks about a person: a name they like, one way to reach them, whether a message is safe, their age."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from blueprints.cautions import FreeWordsForm
from blueprints.forms import EmailAddress
from models.contacts import read_phone
from models.errors import RuleBroken
from models.person import Contact

LONGEST_NAME = 60
LONGEST_NUMBER = 30
LONGEST_EMAIL = 254
FEWEST_DIGITS = 9
NEVER_UNDER = 13
"""Years. Nobody younger is written down here, whoever asks."""

BOXES = {Contact.RING: "ring_number", Contact.TEXT: "text_number", Contact.EMAIL: "email_address"}
OVER, YOUNG, CHILD = "over", "young", "child"


class PersonForm(FreeWordsForm):
    """Of a person who asks, or is asked for. Give it its choices with `about(...)` before it is shown or checked."""

    called = StringField(
        validators=[
            DataRequired("Write a name. A first name is enough."),
            Length(max=LONGEST_NAME, message=f"Keep the name under {LONGEST_NAME} letters."),
        ]
    )
    contact = RadioField(validators=[DataRequired("Choose one way to be reached.")])
    ring_number = StringField("Number to ring", validators=[Length(max=LONGEST_NUMBER, message="Write one number.")])
    text_number = StringField("Number to text", validators=[Length(max=LONGEST_NUMBER, message="Write one number.")])
    email_address = StringField(
        "Email address", validators=[Length(max=LONGEST_EMAIL, message="That address is too long.")]
    )
    message_safe = RadioField(
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
        validators=[DataRequired("Say whether a message is safe.")],
    )
    age = RadioField(validators=[DataRequired("Choose what is right about age.")])

    @property
    def way(self) -> Contact | None:
        """The way they chose."""
        return next((each for each in Contact if each.value == self.contact.data), None)

    @property
    def reach(self) -> str:
        """The one number or address that goes with it; the other boxes are let go of."""
        box = BOXES.get(self.way) if self.way else None
        return (self._fields[box].data or "") if box else ""

    @property
    def is_too_young(self) -> bool:
        """Whether the answer about age is one we cannot take."""
        return self.age.data == CHILD

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        return all([self._can_be_reached(), self._message_is_safe(), self._is_of_age(), right])

    def _can_be_reached(self) -> bool:
        box = BOXES.get(self.way) if self.way else None
        if box is None or self._fields[box].errors:
            return True
        read = {Contact.RING: _phone, Contact.TEXT: _mobile, Contact.EMAIL: None}[self.way]  # type: ignore[index]
        return self._read_into(box, read)

    def _read_into(self, name: str, read: Callable[[str], str] | None) -> bool:
        field = self._fields[name]
        try:
            if read is None:
                EmailAddress("Write an address like pat@example.org.")(self, field)
            else:
                field.data = read(field.data or "")
        except (RuleBroken, ValueError) as refused:
            field.errors = [getattr(refused, "message", str(refused))]
            return False
        return True

    def _message_is_safe(self) -> bool:
        """A text or an email is a message: it cannot be the way for somebody whose messages are read by others."""
        if self.message_safe.data != "no" or self.way not in (Contact.TEXT, Contact.EMAIL):
            return True
        self.message_safe.errors = ["Choose a call then: a text or an email stays where others can read it."]
        return False

    def _is_of_age(self) -> bool:
        if not self.is_too_young:
            return True
        self.age.errors = ["We cannot take this here. What you can do stands at the top of the page."]
        return False


def _phone(typed: str) -> str:
    if not typed:
        raise RuleBroken("Write the number.")
    number = read_phone(typed)
    if sum(map(str.isdigit, number)) < FEWEST_DIGITS:
        raise RuleBroken("Write the whole number, such as 0161 496 0142.")
    return number


def _mobile(typed: str) -> str:
    number = _phone(typed)
    if not number.startswith(("07", "+")):
        raise RuleBroken("Texts reach mobiles, which begin with 07. Choose a call for this number.")
    return number
