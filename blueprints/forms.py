"""Forms of signed-in pages: what is typed is tidied on the way in, and a refusal by a rule lands at its field."""

import unicodedata
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import EmailField, Field, FileField, HiddenField, StringField, ValidationError
from wtforms.widgets import TextArea

from models.errors import RuleBroken

LONGEST_EMAIL = 254
KEPT_CONTROLS = "\n\t"


def tidy_text(typed: str | None) -> str | None:
    """What was typed, with composed letters and plain line ends, without control characters and outer blanks."""
    if typed is None:
        return None
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def tidy_line(typed: str | None) -> str | None:
    """The same for a box of one line: line breaks and runs of blanks become one blank."""
    text = tidy_text(typed)
    return None if text is None else " ".join(text.split())


class Form(FlaskForm):
    """The form every room's form is made from. Its token against forgery belongs to the person's browser session."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent, files for the fields that take files only: none of them lands in a box for words."""
            sent = super().wrap_formdata(form, formdata)
            if not isinstance(sent, CombinedMultiDict):
                return sent
            taken = {field.name for field in form._fields.values() if isinstance(field, FileField)}
            files = MultiDict((name, file) for name, file in request.files.items(multi=True) if name in taken)
            return CombinedMultiDict([files, request.form])

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            field_class = unbound_field.field_class
            if not issubclass(field_class, StringField) or issubclass(field_class, HiddenField):
                return unbound_field.bind(form=form, **options)
            tidy = tidy_text if isinstance(field_class.widget, TextArea) else tidy_line
            filters = [tidy, *unbound_field.kwargs.get("filters", ())]
            return unbound_field.bind(form=form, **{**options, "filters": filters})

    def refuse(self, broken: RuleBroken) -> None:
        """Show a rule's refusal at the field it names, or on top of the form."""
        field = self._fields.get(broken.field or "")
        if field is None:
            self.form_errors.append(broken.message)
        else:
            field.errors = [*field.errors, broken.message]


class EmailAddress:
    """Validator: one address that mail can be sent to. The field is left with the address as it should be written."""

    def __init__(self, message: str = "Write it like pat@example.org.") -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        try:
            checked = validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError as error:
            raise ValidationError(self.message) from error
        address = f"{checked.local_part}@{checked.ascii_domain}"
        if len(address) > LONGEST_EMAIL:
            raise ValidationError(self.message)
        field.data = address


__all__ = ["EmailAddress", "EmailField", "Form", "tidy_line", "tidy_text"]
