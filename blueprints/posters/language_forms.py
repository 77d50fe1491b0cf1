"""The words of a listing in one other language."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from blueprints.forms import Form, tidy_line
from models.translation import (
    FROM_THE_RIGHT,
    IN_ENGLISH,
    LANGUAGES,
    LONGEST_NOTE,
    LONGEST_READER,
    LONGEST_TITLE,
    LONGEST_WHEN,
    Translation,
)


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=f"Keep it to {letters} letters.")


class LanguageForm(Form):
    """Its boxes have names of their own, so that a page can show several languages."""

    title = StringField(
        "What it is called", validators=[DataRequired("Write what it is called."), _at_most(LONGEST_TITLE)]
    )
    when = TextAreaField(
        "When and where", validators=[DataRequired("Write when and where it is."), _at_most(LONGEST_WHEN)]
    )
    note = TextAreaField("One line more", validators=[_at_most(LONGEST_NOTE)])
    read_by = StringField("Who has just read these words?", validators=[_at_most(LONGEST_READER)])

    def __init__(self, language: str, kept: Translation | None = None) -> None:
        self.language, self.kept = language, kept
        known = {"title": kept.title, "when": kept.when, "note": kept.note} if kept else {}
        super().__init__(prefix=f"{language}-", data=known)

    @property
    def words(self) -> dict[str, str]:
        """What was typed, each on one line."""
        return {name: tidy_line(self[name].data) or "" for name in ("title", "when", "note", "read_by")}

    @property
    def own_name(self) -> str:
        return LANGUAGES[self.language]

    @property
    def english_name(self) -> str:
        return IN_ENGLISH[self.language]

    @property
    def direction(self) -> str:
        return "rtl" if self.language in FROM_THE_RIGHT else "ltr"
