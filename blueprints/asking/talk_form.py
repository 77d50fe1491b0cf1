"""The form that asks a team of link workers to get in touch."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from blueprints.asking.ask_form import SAID_YES, TickField
from blueprints.asking.person_form import PersonForm
from blueprints.asking.voice import Voice
from blueprints.choices import labelled, offered, words_of
from models.accessible import CommunicationProfessional, CommunicationSupport, ContactMethod, InformationFormat, Wanted
from models.patch import Patch
from models.person import Contact
from models.vocabulary import Need

LONGEST_TIMES = 120
LONGEST_ABOUT = 1_000
COMMON: list[Wanted] = [
    InformationFormat.LARGE_24,
    InformationFormat.EASY_READ,
    InformationFormat.READ_OUT,
    CommunicationProfessional.BSL,
    CommunicationSupport.LIP_READS,
    CommunicationSupport.HEARING_AID,
    CommunicationSupport.DEVICE,
    ContactMethod.TEXT_RELAY,
]
"""What is needed most. A link worker asks for the rest."""


class TalkForm(PersonForm):
    """For somebody themself, or for the person in front of whoever else sends people."""

    purpose = "talk to someone"
    free_words = ("about", "good_times")

    said_yes = RadioField("Have they said yes to this?", choices=list(SAID_YES))
    patch = SelectField("Where do they live?", validate_choice=False)
    good_times = StringField(
        validators=[Length(max=LONGEST_TIMES, message=f"Keep it under {LONGEST_TIMES} letters.")],
    )
    needs = TickField("What is it about?", choices=labelled(Need))
    about = TextAreaField(
        validators=[Length(max=LONGEST_ABOUT, message=f"Keep it under {LONGEST_ABOUT} letters.")],
    )
    communication = TickField(choices=labelled(COMMON))

    def __init__(self, voice: Voice, minimum_age: int, patches: list[Patch], **kwargs: Any) -> None:
        """`patches` to choose from; none where the address says which."""
        super().__init__(**kwargs)
        self.voice = voice
        self.age.choices = offered(
            (value, words.removesuffix(", and I am a grown-up")) for value, words, *_ in voice.ages(minimum_age)
        )
        self.contact.choices = list(voice.ways)
        if voice.for_them:
            self.contact.choices.append(SelectChoice(Contact.THROUGH.value, "Through us, who send this"))
            self.patch.choices = offered([("", "Choose"), *((patch.slug, patch.name) for patch in patches)])
        else:
            del self.said_yes
        if len(patches) < 2:
            del self.patch

    def validate_patch(self, field: Any) -> None:
        if field.data not in words_of(field.choices) or not field.data:
            raise ValidationError("Choose where they live.")

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        if not self.voice.for_them or self.said_yes.data == "yes":
            return right
        said_no = self.said_yes.data == "no"
        self.said_yes.errors = [
            "Please ask them first. Nothing has been sent." if said_no else "Say whether they have said yes."
        ]
        return False
