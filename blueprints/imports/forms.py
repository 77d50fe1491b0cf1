"""Choosing a spreadsheet."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from blueprints.forms import Form


class UploadForm(Form):
    """A file, and the patch its listings are for."""

    sheet = FileField("Your spreadsheet", validators=[FileRequired("Choose the file with your list in it.")])
    patch = SelectField("Which patch is it for?")
