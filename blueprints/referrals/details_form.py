"""What the group needs to know: the name they like, one way to reach them, and what would help on the day."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.choices import labelled, offered
from blueprints.forms import Form
from blueprints.once import OnceForm
from models.accessible import GROUPS, DayNeed
from models.contacts import read_email, read_phone
from models.errors import RuleBroken
from models.person import Contact, Person
from models.referral import Referral
from models.referral_words import GoAlong

WAYS = (Contact.RING, Contact.TEXT, Contact.EMAIL, Contact.THROUGH)
BOX_FOR = {Contact.RING: "ring_number", Contact.TEXT: "text_number", Contact.EMAIL: "email_address"}
LISTS = ("in_touch", "written", "helpers", "talking")
"""The fields of the four lists of the Accessible Information Standard, in the order of models.accessible.GROUPS."""


ON_THE_DAY = labelled(need for need in DayNeed if need is not DayNeed.AT_THE_DOOR)
"""Whether somebody meets them at the door has a question of its own."""


class ChoicesField(SelectMultipleField):
    """Boxes to tick, in rows."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ReachForm(Form):
    """What to call them and one way to reach them. What belongs to a way that was not chosen is let go."""

    called = StringField(
        "What do they like to be called?",
        validators=[
            DataRequired("Write what they like to be called."),
            Length(max=60, message="Keep it under 60 letters."),
        ],
    )
    contact = RadioField(
        "One safe way to reach them",
        choices=labelled(WAYS),
        validators=[InputRequired("Choose how to reach them.")],
    )
    ring_number = StringField("Their number", validators=[Length(max=40, message="Keep it under 40 letters.")])
    message_safe = RadioField(
        "Is a message safe?",
        choices=offered([("yes", "Yes"), ("no", "No: somebody else may hear it")]),
        validators=[Optional()],
    )
    good_times = StringField("Good times to ring", validators=[Length(max=120, message="Keep it under 120 letters.")])
    text_number = StringField("Number for texts", validators=[Length(max=40, message="Keep it under 40 letters.")])
    email_address = StringField("Email address", validators=[Length(max=254, message="Keep it under 254 letters.")])

    minded = HiddenField()
    """The mark of what somebody has been told to mind."""

    @property
    def way(self) -> Contact:
        return next((way for way in WAYS if way.value == self.contact.data), Contact.RING)

    @property
    def is_message_safe(self) -> bool | None:
        """Whether a message may be left; None where nobody rings."""
        said = self.message_safe.data
        return said == "yes" if self.way is Contact.RING and said in ("yes", "no") else None

    @property
    def times(self) -> str:
        return (self.good_times.data or "") if self.way is Contact.RING else ""

    def read_reach(self) -> str:
        """The number or address of the chosen way, as it is written here; an error stands at its box."""
        name = BOX_FOR.get(self.way)
        if name is None:
            return ""
        field, typed = self[name], self[name].data or ""
        try:
            read = read_email(typed) if self.way is Contact.EMAIL else read_phone(typed)
        except RuleBroken as refusal:
            field.errors = [*field.errors, refusal.message]
            return ""
        if not read:
            what = "address" if self.way is Contact.EMAIL else "number"
            field.errors = [*field.errors, f"Put in their {what}, or choose another way."]
        return read


class MendForm(OnceForm, ReachForm):
    """The same, to put right what was written down wrongly."""


class DetailsForm(ReachForm):
    """Everything on one page."""

    day_needs = ChoicesField("What would help on the day?", choices=ON_THE_DAY)
    in_touch = ChoicesField(GROUPS[0][0], choices=labelled(GROUPS[0][1]))
    written = ChoicesField(GROUPS[1][0], choices=labelled(GROUPS[1][1]))
    helpers = ChoicesField(GROUPS[2][0], choices=labelled(GROUPS[2][1]))
    talking = ChoicesField(GROUPS[3][0], choices=labelled(GROUPS[3][1]))
    go_along = RadioField(
        "Would they like company the first time?",
        choices=labelled(GoAlong),
        default=GoAlong.NO.value,
        validators=[InputRequired("Choose one.")],
    )
    lift_wanted = BooleanField("They would like a lift")
    would_come = StringField(
        "When would they like to come?", validators=[Length(max=200, message="Keep it under 200 letters.")]
    )
    must_know = TextAreaField(
        "Anything the host must know?", validators=[Length(max=500, message="Keep it under 500 letters.")]
    )

    @property
    def lists(self) -> list[Field]:
        """The four lists."""
        return [self[name] for name in LISTS]

    @property
    def company(self) -> GoAlong:
        return next((each for each in GoAlong if each.value == self.go_along.data), GoAlong.NO)

    @property
    def communication(self) -> list[str]:
        return [code for field in self.lists for code in field.data or ()]


def details_form(referral: Referral) -> DetailsForm:
    """The form, filled in with what is kept."""
    person = referral.person
    kept: dict[str, Any] = {
        **_reach_of(person),
        "day_needs": person.day_needs or [],
        "go_along": referral.go_along.value,
        "lift_wanted": referral.lift_wanted,
        "would_come": referral.would_come,
        "must_know": referral.must_know,
        **{name: list(person.communication or ()) for name in LISTS},
    }
    if DayNeed.AT_THE_DOOR in kept["day_needs"] and referral.go_along is GoAlong.NO:
        kept["go_along"] = GoAlong.AT_THE_DOOR.value
    return DetailsForm(data=kept)


def mend_form(referral: Referral) -> MendForm:
    """The form that puts right what to call them and how to reach them."""
    return MendForm(data=_reach_of(referral.person))


def _reach_of(person: Person) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "called": person.called,
        "contact": person.contact.value,
        "message_safe": {True: "yes", False: "no"}.get(person.message_safe),  # type: ignore[arg-type]
        "good_times": person.good_times,
    }
    if box := BOX_FOR.get(person.contact):
        kept[box] = person.reach
    return kept


def fill_person(person: Person, form: DetailsForm, reach: str) -> None:
    """Write what was typed into a person."""
    person.called, person.contact, person.reach = form.called.data, form.way, reach
    person.message_safe, person.good_times = form.is_message_safe, form.times
    person.day_needs, person.communication = list(form.day_needs.data or ()), form.communication


def fill_referral(referral: Referral, form: DetailsForm) -> None:
    """Write what was typed into a referral."""
    referral.go_along = form.company
    referral.lift_wanted = bool(form.lift_wanted.data)
    referral.would_come, referral.must_know = form.would_come.data or "", form.must_know.data or ""
