"""Forms with boxes for free words: what gives too much away is said once, and then the person decides."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from wtforms import HiddenField

from blueprints.public_forms import PublicForm
from models.telling_words import crisis, warnings


class FreeWordsForm(PublicForm):
    """`free_words` names the boxes that are read. `cautions` holds what to say beside each, `despairs` whether the
    numbers to ring come before all else. Sent again with the same words, the form is taken as it is."""

    free_words: ClassVar[tuple[str, ...]] = ()
    heeded = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cautions: dict[str, list[str]] = {}
        self.despairs = False

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        texts = {name: self._fields[name].data or "" for name in self.free_words}
        found = {name: [caution.message for caution in warnings(text)] for name, text in texts.items()}
        despairs = any(map(crisis, texts.values()))
        if not despairs and not any(found.values()):
            return right
        print_ = hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()[:20]
        if self.heeded.data == print_:
            return right
        self.heeded.data, self.despairs = print_, despairs
        self.cautions = {name: said for name, said in found.items() if said}
        return False
