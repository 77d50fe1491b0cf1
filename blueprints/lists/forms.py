"""What is typed about a private shortlist, and where it is sent."""

from typing import Any

from wtforms import EmailField, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.forms import EmailAddress
from blueprints.once import OnceForm
from models.search import knows_word
from models.telling_names import names_in
from models.telling_words import warnings
from models.vocabulary import Access, Need

LONGEST_TITLE = 80


class _Ticks(SelectMultipleField):
    """Several of a vocabulary, each a checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ListForm(OnceForm):
    """A list's title, and what it is to look for."""

    title = StringField(
        "What will you call it?",
        validators=[
            DataRequired("Give it a title, like “Tuesday, likes gardens”."),
            Length(max=LONGEST_TITLE, message=f"Use {LONGEST_TITLE} letters at most."),
        ],
    )
    need = _Ticks("What would help?", choices=[SelectChoice(each.value, each.label) for each in Need])
    access = _Ticks("What must it have?", choices=[SelectChoice(each.value, each.label) for each in Access])
    enquiry = HiddenField()
    """The request to talk that it begins from, by its id."""
    warned_of = HiddenField()
    """The title that cautions were shown for: sent again as it was, it is meant."""

    @property
    def needs(self) -> list[str]:
        return list(self.need.data or ())

    @property
    def has_been_warned(self) -> bool:
        return bool(self.warned_of.data == self.title.data)

    def cautions(self, session: Any) -> list[str]:
        """What the title may give away, each in a sentence or two."""
        title = self.title.data or ""
        named = names_in(title, lambda word: knows_word(session, word))
        said = [f"“{piece}” looks like a name. Call the list something that only you understand." for piece in named]
        return said + [caution.message for caution in warnings(title)]


class SendForm(OnceForm):
    """Where the person reads mail. It is written on the envelope and kept nowhere else."""

    email = EmailField("Their email address", validators=[EmailAddress()])
