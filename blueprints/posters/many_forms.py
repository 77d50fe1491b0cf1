"""One look for many entries at once."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.forms import Form
from models.poster_choice import Choice, Design, Ink, Paper


def _choices(members: type[Design] | type[Paper] | type[Ink]) -> list[SelectChoice]:
    return [SelectChoice(each.value, each.label) for each in members]


class ManyForm(Form):
    """Which entries, for which wall, and how the posters look."""

    listing = SelectMultipleField(
        "Entries",
        validators=[DataRequired("Tick at least one entry.")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    site = SelectField("Wall")
    design = SelectField("Design", choices=[SelectChoice(each.value, each.label) for each in Design])
    paper = SelectField(
        "Size", choices=[SelectChoice(each.value, each.label) for each in Paper], default=Paper.A4.value
    )
    ink = SelectField("Colour", choices=[SelectChoice(each.value, each.label) for each in Ink])
    strips = BooleanField("With strips to tear off")
    large = BooleanField("In large letters")

    @property
    def choice(self) -> Choice:
        """The looks. Raises DoesNotGoTogether at the field to change."""
        choice = Choice(
            design=Design(self.design.data),
            paper=Paper(self.paper.data),
            ink=Ink(self.ink.data),
            strips=self.strips.data,
            large=self.large.data,
        )
        choice.check()
        return choice
