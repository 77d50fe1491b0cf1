"""Adding a picture."""

from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from blueprints.forms import Form
from models.picture import LONGEST_ALT


class PictureForm(Form):
    """A photo or a drawing, and what is to be seen in it."""

    picture = FileField("The picture", validators=[FileRequired("Choose the picture.")])
    alt = TextAreaField(
        "What is to be seen?",
        validators=[
            DataRequired("Say in a line what is to be seen, for people who cannot see it."),
            Length(max=LONGEST_ALT, message=f"Keep it to {LONGEST_ALT} letters."),
        ],
    )
