"""What free text gives away: numbers, addresses and illnesses that a group has no need of, and words of despair.

Nothing here is refused. A page shows each caution beside the box, and the person decides.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from models import telling_numbers as numbers
from models import telling_terms as terms
from models.telling_terms import Shadow

MOST = 10
"""Cautions for one text. Somebody with more to mend begins with these."""


class Telling(StrEnum):
    """What a piece of text gives away."""

    NHS_NUMBER = "nhs-number"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    ADDRESS = "address"
    DATE_OF_BIRTH = "date-of-birth"
    DIAGNOSIS = "diagnosis"
    MEDICINE = "medicine"

    @property
    def label(self) -> str:
        return {
            "nhs-number": "an NHS number",
            "phone": "a phone number",
            "email": "an email address",
            "postcode": "a postcode",
            "address": "an address",
            "date-of-birth": "a date of birth",
            "diagnosis": "the name of an illness",
            "medicine": "the name of a medicine",
        }[self.value]

    @property
    def advice(self) -> str:
        """What to do about it."""
        return {
            "nhs-number": "Take it out: a group never needs one.",
            "phone": "Put it in the box for a phone number. There it is kept safe.",
            "email": "Put it in the box for an email address. There it is kept safe.",
            "postcode": "Take it out if it is where somebody lives.",
            "address": "Take it out if it is where somebody lives.",
            "date-of-birth": "Take it out: a group does not need it.",
            "diagnosis": "Say what would help, not why. You could write “somewhere quiet” or “a seat by the door”.",
            "medicine": "Say what would help, not why. You could write “a break at noon” or “a glass of water”.",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Caution:
    """One piece of a text that gives something away: what it is, and the piece as it was typed."""

    kind: Telling
    found: str

    @property
    def message(self) -> str:
        """What to say to whoever typed it, beside the box. It repeats the piece: keep it out of logs."""
        return f"“{self.found}” looks like {self.kind.label}. {self.kind.advice}"


_SUREST_FIRST: list[tuple[Telling, Callable[[Shadow], Iterable[numbers.Span]]]] = [
    (Telling.DATE_OF_BIRTH, lambda shadow: numbers.birthdays_in(shadow.plain)),
    (Telling.EMAIL, lambda shadow: numbers.emails_in(shadow.plain)),
    (Telling.NHS_NUMBER, lambda shadow: numbers.nhs_numbers_in(shadow.plain)),
    (Telling.PHONE, lambda shadow: numbers.phones_in(shadow.plain)),
    (Telling.ADDRESS, lambda shadow: numbers.streets_in(shadow.plain)),
    (Telling.POSTCODE, lambda shadow: numbers.postcodes_in(shadow.plain)),
    (Telling.MEDICINE, terms.medicines_in),
    (Telling.DIAGNOSIS, terms.illnesses_in),
]
"""What shares letters with a surer piece is not told twice."""


def warnings(text: str) -> list[Caution]:
    """What the text gives away, in its order, each piece once, MOST at most. Letters past `LONGEST` are not read."""
    shadow = Shadow.of(text)
    taken = bytearray(len(shadow.plain))
    found: dict[tuple[Telling, str], tuple[int, Caution]] = {}
    for kind, pieces_in in _SUREST_FIRST:
        for start, end in pieces_in(shadow):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                piece = shadow.typed(start, end)
                found.setdefault((kind, piece.casefold()), (start, Caution(kind, piece)))
    return [caution for _start, caution in sorted(found.values(), key=lambda each: each[0])][:MOST]


def crisis(text: str) -> bool:
    """Whether somebody may be in despair, so that a page shows the numbers to ring above all else."""
    return terms.despairs(Shadow.of(text))
