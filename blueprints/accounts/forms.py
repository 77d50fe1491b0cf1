"""The forms of this room."""

from typing import Self

from wtforms import HiddenField, RadioField, SelectChoice, StringField, TelField
from wtforms.validators import DataRequired, Length

from blueprints.accounts.circles import Sort
from blueprints.forms import EmailAddress, EmailField, Form
from models.people import Role


class AskForm(Form):
    """Asking to sign in."""

    email = EmailField("Your email address", [EmailAddress()])
    next = HiddenField()


class CodeForm(Form):
    """The code out of the mail."""

    code = StringField("The code in the mail", [DataRequired("Type the six letters and numbers."), Length(max=40)])


class PressForm(Form):
    """Only a button."""


class NameForm(Form):
    """What a person wants to be called."""

    name = StringField(
        "Your name",
        [DataRequired("Write your name."), Length(max=80, message="Keep it to 80 letters.")],
        description="As people here know you. Others on your panel or team see it.",
    )


class RoleForm(Form):
    """What a member does. Made with `RoleForm.of(sort, role)`."""

    role = RadioField("What will they do?", [DataRequired("Choose one.")])

    @classmethod
    def of(cls, sort: Sort, role: Role | None = None) -> Self:
        """The form with the roles of this sort of place; without a question where there is one role alone."""
        usual = role or (sort.roles[0][0] if sort.roles else Role.ORGANISER)
        form = cls(data={"role": usual.value})
        form.role.choices = [SelectChoice(each.value, words) for each, words in sort.roles]
        if not sort.roles:
            del form.role
        return form

    @property
    def chosen_role(self) -> Role:
        return Role(self.role.data) if self.role else Role.ORGANISER


class InviteForm(RoleForm):
    """Asking somebody to join. Made with `InviteForm.of(sort)`."""

    email = EmailField("Their email address", [EmailAddress()])


class SetupForm(NameForm):
    """The first person, their panel and its patch."""

    email = EmailField(
        "Your email address",
        [EmailAddress()],
        description="You sign in with a mail to this address. There is no password.",
    )
    panel = StringField(
        "What is the panel called?",
        [DataRequired("Give the panel a name."), Length(max=80, message="Keep it to 80 letters.")],
        description="The people who keep the board, such as “Larkmoor panel”.",
    )
    patch = StringField(
        "What is the patch called?",
        [DataRequired("Give the patch a name."), Length(max=80, message="Keep it to 80 letters.")],
        description="The neighbourhood, town or district, as people say it.",
    )
    postcode = StringField(
        "A postcode in the middle of it",
        [
            DataRequired("Type a postcode, such as ZZ4 1AB."),
            Length(max=12, message="That is too long for a postcode."),
        ],
        description="So that “near” and “before dark” can be worked out. A library or a hall will do.",
    )
    districts = StringField(
        "Which postcodes belong to it?",
        [Length(max=200, message="Keep it to 200 letters.")],
        description="The first halves, with blanks between: ZZ1 ZZ2. Leave it empty for that of the postcode above.",
    )
    helpers = StringField(
        "Who answers when somebody would rather talk?",
        [DataRequired("Write a first name or two."), Length(max=80, message="Keep it to 80 letters.")],
        description="First names are enough. Everybody sees this.",
    )
    phone = TelField(
        "Their phone number",
        [DataRequired("Write the number people can ring."), Length(max=30, message="That is too long for a number.")],
    )
    phone_hours = StringField(
        "When do they answer?",
        [Length(max=120, message="Keep it to 120 letters.")],
        description="Such as “weekdays, 10am to 4pm”.",
    )
