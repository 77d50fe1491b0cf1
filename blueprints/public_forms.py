"""Forms for anybody, on pages that set no cookie: a sealed, timed token, a box no person sees, and no puzzle.

    @public.post("/listings/<uuid:listing_id>/suggestions")
    @open_to_all
    @takes_public_form
    def suggest(listing_id): ...        # form = SuggestionForm(); form.validate_on_submit()

`hidden(form)` of templates/components/fields.html renders it all. `form.submission_id` is the same when one form is
sent twice: keep it in a unique column, and a double press makes one row.
"""

import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from itsdangerous import BadData
from markupsafe import Markup, escape
from wtforms import HiddenField, StringField

from blueprints import clock, sealing
from blueprints.forms import Form

View = TypeVar("View", bound=Callable[..., Any])

SECONDS_A_PERSON_NEEDS = 3
HOURS_A_FORM_LASTS = 24


def takes_public_form(view: View) -> View:
    """Mark a view whose PublicForm is its guard. A form that another site sends is refused before it gets here."""
    view.takes_public_form = True  # type: ignore[attr-defined]
    return view


class PublicForm(Form):
    """A form that anybody may send. Give each its own `purpose`: a token for one does not fit another."""

    purpose: ClassVar[str]

    class Meta(Form.Meta):
        csrf = False

    public_token = HiddenField()
    your_website = StringField("Leave this box empty")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.public_token.data:
            self.public_token.data = new_token(self.purpose)

    @property
    def submission_id(self) -> uuid.UUID:
        """The same for every sending of the same form."""
        return uuid.UUID(self._made()["id"])

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        if self._problem and self._problem not in self.form_errors:
            self.form_errors.append(self._problem)
        return right and not self._problem

    def hidden_tag(self, *fields: Any) -> Markup:
        """The token, and the box that only machines see and fill in."""
        box = self.your_website
        trap = (
            f'<div class="trap" aria-hidden="true"><label for="{escape(box.id)}">{escape(box.label.text)}</label>'
            f'<input id="{escape(box.id)}" name="{escape(box.name)}" tabindex="-1" autocomplete="off"></div>'
        )
        return Markup("{}{}").format(super().hidden_tag(*fields), Markup(trap))  # noqa: S704  every part is escaped

    @cached_property
    def _problem(self) -> str | None:
        """Found once, however often the form is validated: the new token that it is given back with is for the next
        sending."""
        return self.find_problem()

    def find_problem(self) -> str | None:
        """Why this sending is not taken, or None. The form is given back with all that was typed."""
        if self.your_website.data:
            return "Leave the box that is not for you empty, then press the button again."
        try:
            age = clock.now().timestamp() - self._made()["at"]
        except BadData:
            age = float("inf")
        if age > HOURS_A_FORM_LASTS * 3600:
            self.public_token.data = new_token(self.purpose, seconds_old=SECONDS_A_PERSON_NEEDS)
            return "This page had been open for a long time. Look it over, then press the button again."
        if age < SECONDS_A_PERSON_NEEDS:
            return "That was very quick. Look it over, then press the button again."
        return None

    def _made(self) -> dict[str, Any]:
        made: dict[str, Any] = sealing.unseal(f"public form {self.purpose}", self.public_token.data or "")
        return made


def new_token(purpose: str, seconds_old: float = 0) -> str:
    """A token for one form, as if made so many seconds ago."""
    made = {"at": clock.now().timestamp() - seconds_old, "id": uuid.uuid4().hex}
    return sealing.seal(f"public form {purpose}", made)
