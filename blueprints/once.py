"""Forms that are done once: a double click, Back, a time-out and a retry do one thing."""

import uuid
from typing import Any

from wtforms import HiddenField

from blueprints.forms import Form


class OnceForm(Form):
    """A signed-in form that carries a key of its own. Keep `key` in a unique column, or give it to the verb as
    `form_key`, and look for what it has done before doing it again."""

    form_key = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if _read(self.form_key.data) is None:
            self.form_key.data = str(uuid.uuid4())

    @property
    def key(self) -> uuid.UUID:
        """The same for every sending of one form."""
        return _read(self.form_key.data) or uuid.uuid4()


def _read(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
