"""The forms of the panel's own facts: answers, school terms, and who picks up the phone."""

from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.choices import labelled
from blueprints.forms import Form
from models.place import PlaceKind
from models.vocabulary import Need


class AnswerForm(Form):
    """What the panel did about a suggestion."""

    answer = TextAreaField(
        "What did you do?",
        validators=[
            DataRequired("Say in a line what you did, such as “Changed the time”."),
            Length(max=1000, message="Keep it under 1,000 letters."),
        ],
    )


class WordForm(Form):
    """One line of search words."""

    term = StringField(
        "What do people say?",
        validators=[
            DataRequired("Write what people say, such as “fed up”."),
            Length(max=60, message="Keep it under 60 letters."),
        ],
    )
    means = StringField(
        "Which words should the search look for as well?",
        validators=[Length(max=200, message="Keep it under 200 letters.")],
    )
    needs = SelectMultipleField(
        "Or which needs?",
        choices=labelled(Need),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=True,
    )


class TermForm(Form):
    """One stretch of school."""

    name = StringField(
        "What do you call it?",
        validators=[
            DataRequired("Give it a name, such as “Spring term, first half”."),
            Length(max=60, message="Keep the name under 60 letters."),
        ],
    )
    starts_on = StringField("First day", validators=[DataRequired("Put in the first day.")])
    ends_on = StringField("Last day", validators=[DataRequired("Put in the last day.")])


class PlaceForm(Form):
    """A name people say, and a postcode close to it."""

    name = StringField(
        "What do people call it?",
        validators=[
            DataRequired("Write its name, such as “the Drying Ground”."),
            Length(max=80, message="Keep it under 80 letters."),
        ],
    )
    kind = SelectField("What sort of place is it?", choices=labelled(PlaceKind))
    postcode = StringField(
        "A postcode close to it",
        validators=[DataRequired("Put in a postcode."), Length(max=12, message="One will do.")],
    )
    patch = SelectField("Which patch is it in?")


class PanelForm(Form):
    """What a panel says of itself, and who answers the phone."""

    name = StringField(
        "Name of the panel",
        validators=[DataRequired("Give the panel a name."), Length(max=80, message="Keep it under 80 letters.")],
    )
    helpers = StringField(
        "Who answers when somebody would rather talk?",
        validators=[Length(max=80, message="Keep it under 80 letters.")],
    )
    phone = StringField("The number people ring", validators=[Length(max=30, message="Keep it under 30 letters.")])
    phone_hours = StringField(
        "When somebody answers", validators=[Length(max=120, message="Keep it under 120 letters.")]
    )
    email = StringField("Email of the panel", validators=[Length(max=254, message="Keep it under 254 letters.")])
    minimum_age = IntegerField(
        "From what age may people ask to join things by themselves?",
        [Optional(), NumberRange(min=0, max=120, message="Write an age in years, such as 16.")],
        description="From 13 up. Younger people are asked to do it with a grown-up.",
    )
    next_meeting = StringField("Next meeting", validators=[Length(max=160, message="Keep it under 160 letters.")])
    welcome = TextAreaField("About the panel", validators=[Length(max=2000, message="Keep it under 2,000 letters.")])


class PatchForm(Form):
    """One patch that the panel keeps."""

    name = StringField(
        "What do people call it?",
        validators=[DataRequired("Give the patch a name."), Length(max=80, message="Keep it under 80 letters.")],
    )
    about = TextAreaField("About it", validators=[Length(max=1000, message="Keep it under 1,000 letters.")])
    postcode_districts = StringField(
        "First halves of its postcodes", validators=[Length(max=200, message="Keep it under 200 letters.")]
    )
    postcode = StringField("A postcode near the middle", validators=[Length(max=12, message="One postcode will do.")])
