"""The kinds of field the page of a listing is made of. Each shows again what was typed, as it was typed."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from typing import Any

from wtforms import BooleanField, FieldList, RadioField, SelectField, SelectMultipleField, StringField, widgets
from wtforms.validators import StopValidation, ValidationError

from blueprints import clock
from models.errors import RuleBroken
from models.reading_dates import parse_date
from models.reading_times import parse_time

HIDDEN_STEERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Marks that turn the writing direction of whatever follows them, beyond the text they stand in."""
MOST_ROWS = 24
LARGEST_NUMBER = 100_000


def clean(text: str, *, lines: bool = False) -> str:
    """Text without what cannot be read: control characters, half characters, direction overrides."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(HIDDEN_STEERING)
    kept = "".join(letter for letter in text if letter in "\n\t" or _can_be_read(letter))
    return kept if lines else kept.replace("\n", " ").replace("\t", " ")


def _can_be_read(letter: str) -> bool:
    code = ord(letter)
    is_no_letter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return not is_no_letter and unicodedata.category(letter) not in ("Cc", "Cs")


class TextLine(StringField):
    """One line. `.data` is tidied; what is shown again is what was typed."""

    lines = False

    def __init__(self, label: str, *, most: int = 200, needed: str = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.most, self.needed = most, needed
        self.typed: str | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.typed = clean(valuelist[0], lines=self.lines)
            self.data = self.typed.strip() if self.lines else " ".join(self.typed.split())

    def _value(self) -> str:
        return self.typed if self.typed is not None else str(self.data or "")

    def pre_validate(self, form: Any) -> None:
        length = len(self.data or "")
        if self.needed and not length:
            raise StopValidation(self.needed)
        if length > self.most:
            raise StopValidation(f"That is {length:,} letters. Keep it to {self.most:,} or fewer.")


class TextBlock(TextLine):
    """Several lines."""

    widget = widgets.TextArea()
    lines = True


class ReadLine(TextLine, ABC):
    """A line that means something: `.meaning` is what was read from it, None when it is empty or unreadable."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.meaning: Any = None

    @abstractmethod
    def read(self, typed: str) -> Any:
        """What it means. Raises RuleBroken when it means nothing."""

    def pre_validate(self, form: Any) -> None:
        self.meaning = None
        super().pre_validate(form)
        if self.data:
            try:
                self.meaning = self.read(self.data)
            except RuleBroken as refusal:
                raise ValidationError(refusal.message) from refusal


class TypedTime(ReadLine):
    """A time of day typed freely: "10", "1.30pm", "noon"."""

    meaning: time | None

    def read(self, typed: str) -> time:
        return parse_time(typed)


class TypedDate(ReadLine):
    """A date typed freely: "3 March", "03/03/2026", "next Tuesday". `nearest`: without a year it may be past."""

    meaning: date | None

    def __init__(self, label: str, *, nearest: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.nearest = nearest

    def read(self, typed: str) -> date:
        return parse_date(typed, clock.today(), nearest=self.nearest)


class WholeNumber(ReadLine):
    """A number of people, years or weeks."""

    meaning: int | None

    def read(self, typed: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", typed):
            raise RuleBroken("Put it in figures, such as 12.")
        if int(typed) > LARGEST_NUMBER:
            raise RuleBroken(f"That is too many: {LARGEST_NUMBER:,} is the most.")
        return int(typed)


class Understood(ReadLine):
    """A line read by a rule of the ground floor, such as a phone number."""

    def __init__(self, label: str, *, by: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.by = by

    def read(self, typed: str) -> str:
        return self.by(typed)


class _FromTheList:
    """Says so plainly when somebody sends what was not offered."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValueError as error:
            raise ValidationError("Choose from what is offered here.") from error


class Pick(_FromTheList, SelectField):
    """One of a list."""


class Radios(_FromTheList, RadioField):
    """One of a few, all to be seen."""


class Tick(BooleanField):
    """One box."""

    def _value(self) -> str:
        return "y"


class Ticks(_FromTheList, SelectMultipleField):
    """Any of a few, each with a box."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class Rows(FieldList):
    """The same questions asked again, numbered from 0. Numbers that no page of ours would send are passed over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, max_entries=MOST_ROWS, **kwargs)
        self.type = "FieldList"

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        for name in formdata:
            if found := re.match(rf"{re.escape(prefix)}-([0-9]{{1,4}})-", name, re.ASCII):
                yield int(found[1])

    @property
    def errors(self) -> list[Any]:
        """Those of the rows as they are now, so that one found after `validate` counts too."""
        return [row.errors for row in self.entries] if any(row.errors for row in self.entries) else []

    @errors.setter
    def errors(self, _: Any) -> None:
        """The rows know."""

    @property
    def is_full(self) -> bool:
        return len(self.entries) >= MOST_ROWS
