"""What a field offers to choose from: values with their words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice


def offered(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Values and their words as choices of a field."""
    return [SelectChoice(value, words) for value, words in pairs]


def labelled(members: Iterable[Any]) -> list[SelectChoice]:
    """The choices of an enum, or of some of it, with their words."""
    return offered((member.value, member.label) for member in members)


def words_of(choices: Iterable[SelectChoice] | None) -> dict[str, str]:
    """The words of each value that may be chosen."""
    return {choice.value: choice.label for choice in choices or ()}
