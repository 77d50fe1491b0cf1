"""The SNOMED CT codes that a link worker may copy into a GP record. We show them and write nowhere.

They stand in snomed.json with their source and date. One whose check digit is wrong stops the start: a mistyped code in
a health record is worse than none.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Any

SHORTEST, LONGEST = 6, 18
"""Digits of a SNOMED CT identifier."""
CONCEPTS = ("00", "10")
"""The two digits before the check digit: a concept of the international edition, or of a national one."""


class Outcome(StrEnum):
    """What a code tells the practice."""

    ACCEPTED = "accepted-by-person"
    DECLINED = "declined-by-person"
    OFFERED = "offered"
    PHYSICAL_ACTIVITY = "physical-activity"
    EASY_READ = "easy-read"
    ACCESS_NEEDS_ASKED = "access-needs-asked"

    @property
    def label(self) -> str:
        return {
            "accepted-by-person": "They said yes",
            "declined-by-person": "They said no",
            "offered": "It was offered",
            "physical-activity": "It is about getting active",
            "easy-read": "They need Easy Read",
            "access-needs-asked": "You asked how they read, hear and talk",
        }[self.value]


class CodeWrong(ValueError):
    """What stands in the file cannot be a code."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code with its full name, when to use it, and who says so."""

    outcome: Outcome
    code: str
    term: str
    use: str
    source: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes with where and when they were read, and what to do before relying on them."""

    codes: tuple[Code, ...]
    source: str
    as_of: date
    warning: str
    browser: str


def codes_for(outcome: Outcome | str) -> list[Code]:
    """The codes to show beside an outcome; none for an outcome that has no code."""
    return [code for code in CODES.codes if code.outcome == outcome]


def read_codes(written: Mapping[str, Any]) -> CodeList:
    """The list as a file has it. Raises CodeWrong, naming the code, when one cannot be right."""
    rows: list[dict[str, str]] = written["codes"]
    for row in rows:
        if not is_concept(row["code"]):
            raise CodeWrong(f"{row['code']} is no SNOMED CT code: look it up again")
    return CodeList(
        codes=tuple(Code(Outcome(row["outcome"]), row["code"], row["term"], row["use"], row["source"]) for row in rows),
        source=written["source"],
        as_of=date.fromisoformat(written["as_of"]),
        warning=written["warning"],
        browser=written["browser"],
    )


def is_concept(code: str) -> bool:
    """Whether it has the shape and the check digit of a SNOMED CT concept."""
    is_number = code.isascii() and code.isdigit() and not code.startswith("0")
    return is_number and SHORTEST <= len(code) <= LONGEST and code[-3:-1] in CONCEPTS and passes_verhoeff(code)


# The check digit of Verhoeff: digits are turned about by their place, then combined as turns of a pentagon.

_PENTAGON = tuple(
    tuple((a + b) % 5 + (0 if b < 5 else 5) if a < 5 else (a - b) % 5 + (5 if b < 5 else 0) for b in range(10))
    for a in range(10)
)
_TURNED = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_PLACES = 8
"""After eight places the turns begin again."""


def passes_verhoeff(number: str) -> bool:
    """Whether the last digit checks those before it (J. Verhoeff, Error Detecting Decimal Codes, 1969)."""
    so_far = 0
    for place, digit in enumerate(reversed(number)):
        so_far = _PENTAGON[so_far][_turned(int(digit), place % _PLACES)]
    return so_far == 0


def _turned(digit: int, times: int) -> int:
    for _ in range(times):
        digit = _TURNED[digit]
    return digit


CODES = read_codes(json.loads((files("models") / "snomed.json").read_text("utf-8")))
"""What snomed.json holds."""
