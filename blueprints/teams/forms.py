"""The forms of a team's own facts, of who sends people, and of the panel that lets a team serve."""

from wtforms import (
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.forms import EmailAddress, EmailField, Form
from blueprints.once import OnceForm
from models.contacts import read_phone
from models.enquiry import SourceKind
from models.errors import RuleBroken
from models.team import LawfulBasis


def phone_number(form: Form, field: TelField) -> None:
    """Validator: a number that can be rung, left as it should be written."""
    try:
        field.data = read_phone(field.data or "")
    except RuleBroken as refusal:
        raise ValidationError(refusal.message) from refusal


class TeamFields(OnceForm):
    """What people need to know of a team to reach it."""

    name = StringField(
        "What is the team called?",
        [DataRequired("Give the team a name."), Length(max=80, message="Keep it to 80 letters.")],
        description="As people meet it, such as “Larkmoor link workers”.",
    )
    organisation = StringField(
        "Who runs it?",
        [DataRequired("Write the organisation’s name."), Length(max=120, message="Keep it to 120 letters.")],
        description="The organisation that answers for what the team writes down.",
    )
    phone = TelField("The team’s phone number", [DataRequired("Write the number people can ring."), phone_number])
    phone_hours = StringField(
        "When do they answer?",
        [Length(max=120, message="Keep it to 120 letters.")],
        description="Such as “weekdays, 9am to 5pm”.",
    )
    email = EmailField(
        "The team’s email address",
        [EmailAddress()],
        description="One that somebody always reads: news comes here when a link worker has left.",
    )


class OpenTeamForm(TeamFields):
    """A panel lead opens a team."""

    lead_email = EmailField(
        "Email address of the team’s lead",
        [EmailAddress()],
        description="They get a mail with a link, and then invite the others.",
    )


class LetServeForm(Form):
    """A panel lead lets a team from elsewhere serve the panel's patches."""

    team = SelectField("Which team?", choices=[])


class AboutTeamForm(TeamFields):
    """A team's lead changes its facts."""

    urgent = TextAreaField(
        "Local numbers for worries about somebody’s safety",
        [Length(max=1000, message="Keep it under 1,000 letters.")],
        description="One to a line. 999, 111 and Samaritans always stand above them.",
    )
    lawful_basis = RadioField(
        "What does the law let your organisation keep these notes for?",
        [DataRequired("Choose one.")],
        choices=[SelectChoice(basis.value, basis.label) for basis in LawfulBasis],
        description="Whoever looks after data protection knows. It stands apart from the yes that each person gives.",
    )
    patches = SelectMultipleField(
        "Which patches does the team serve?",
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="For another panel’s patches, ask that panel’s lead.",
    )


class SourceForm(OnceForm):
    """Somebody else who sends people."""

    name = StringField(
        "Who are they?",
        [DataRequired("Write who they are."), Length(max=100, message="Keep it to 100 letters.")],
        description="Such as “Mill Lane Pharmacy”.",
    )
    kind = SelectField(
        "What are they?", choices=[SelectChoice(kind.value, kind.label) for kind in SourceKind], default="pharmacy"
    )
    email = EmailField(
        "Their email address",
        [EmailAddress()],
        description="They hear “received”, “being helped” and “closed”, and never who it is about.",
    )
