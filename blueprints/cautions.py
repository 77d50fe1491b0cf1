"""What free words give away that nobody has need of. Nothing is refused: it is said once, and the person decides."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import HiddenField

from blueprints.public_forms import PublicForm
from models import telling_words


@dataclass(frozen=True, slots=True)
class Minded:
    """What is to be minded in a form: the words beside each box, whether somebody may be in despair, and a mark by
    which the same words are known again."""

    words: dict[str, list[str]]
    crisis: bool
    mark: str

    def __bool__(self) -> bool:
        return bool(self.words) or self.crisis


NOTHING_TO_MIND = Minded({}, False, "")


def mind(texts: Mapping[str, str | None]) -> Minded:
    """What to mind in these texts, by the names of their boxes."""
    told, signs = {}, []
    for name, text in texts.items():
        cautions = telling_words.warnings(text or "")
        if cautions:
            told[name] = [each.message for each in cautions]
        signs += [f"{name}\0{each.kind}\0{each.found.casefold()}" for each in cautions]
        if text and telling_words.crisis(text):
            signs.append(f"{name}\0crisis\0{text.casefold()}")
    if not signs:
        return NOTHING_TO_MIND
    mark = hashlib.blake2b("\1".join(sorted(signs)).encode(), digest_size=12).hexdigest()
    return Minded(told, any("\0crisis\0" in sign for sign in signs), mark)


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
        minded = mind({name: self._fields[name].data for name in self.free_words})
        if not minded or self.heeded.data == minded.mark:
            return right
        self.heeded.data, self.despairs, self.cautions = minded.mark, minded.crisis, minded.words
        return False
