"""What a box gives away that a group has no need of. Nothing is refused: it is said once, and the person decides."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from models import telling_words
from models.referral import Referral

BOXES = ("called", "good_times", "would_come", "must_know")
"""The free texts, by their names."""


@dataclass(frozen=True, slots=True)
class Minded:
    """What is to be minded in a form: the words beside each box, whether somebody may be in despair, and a mark by
    which the same words are known again."""

    words: dict[str, list[str]]
    crisis: bool
    mark: str

    def __bool__(self) -> bool:
        return bool(self.words) or self.crisis


def mind(texts: Mapping[str, str | None]) -> Minded:
    """What to mind in these texts, by the names of their boxes."""
    told, signs = {}, []
    for name in BOXES:
        text = texts.get(name) or ""
        cautions = telling_words.warnings(text)
        if cautions:
            told[name] = [each.message for each in cautions]
        signs += [f"{name}\0{each.kind}\0{each.found.casefold()}" for each in cautions]
        if telling_words.crisis(text):
            signs.append(f"{name}\0crisis\0{text.casefold()}")
    mark = hashlib.blake2b("\1".join(sorted(signs)).encode(), digest_size=12).hexdigest() if signs else ""
    return Minded(told, any("\0crisis\0" in sign for sign in signs), mark)


def texts_of(referral: Referral) -> dict[str, str | None]:
    """What is kept of these boxes."""
    return {
        "called": referral.person.called,
        "good_times": referral.person.good_times,
        "would_come": referral.would_come,
        "must_know": referral.must_know,
    }


def is_crisis(referral: Referral) -> bool:
    return mind(texts_of(referral)).crisis
