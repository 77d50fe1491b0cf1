"""The forms of the second step. Where they lead to afterwards stands in their address."""

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from blueprints.forms import Form
from models.passkey import LONGEST_NAME

LONGEST_CREDENTIAL = 20_000
"""Letters. A passkey's answer is about one thousand; some old security keys add a few certificates."""


class PasskeyForm(Form):
    """What the script puts in when somebody has used a passkey."""

    credential = HiddenField(id="passkey-credential", validators=[Length(max=LONGEST_CREDENTIAL)])
    challenge = HiddenField(id="passkey-challenge", validators=[Length(max=200)])


class NewPasskeyForm(PasskeyForm):
    """A passkey that was just made."""

    name = StringField(
        "What shall we call it?",
        [DataRequired("Give it a name."), Length(max=LONGEST_NAME, message=f"Keep it to {LONGEST_NAME} letters.")],
        description="So that you know it again in your list.",
    )


class AppCodeForm(Form):
    """The six digits that an app shows."""

    code = StringField(
        "The six numbers in your app",
        [DataRequired("Type the six numbers that the app shows."), Length(max=40, message="It is six numbers.")],
    )


class RecoveryCodeForm(Form):
    """One of the codes on paper."""

    recovery_code = StringField(
        "A recovery code",
        [DataRequired("Type one of the codes from your list."), Length(max=40, message="It is twelve letters.")],
        description="Twelve letters and numbers, such as CDF3-49HJ-KMNP.",
    )
