"""Reading a postcode as people type one, and the parts of it that we use."""

import re
from dataclasses import dataclass

from models.errors import RuleBroken
from models.national_grid import Grid

OUTWARD = r"[A-Z]{1,2}[0-9][0-9A-Z]?"
WHOLE = re.compile(rf"({OUTWARD})([0-9][ABD-HJLNP-UW-Z]{{2}})")
"""The last two letters are never C, I, K, M, O or V."""
SECTOR = re.compile(rf"({OUTWARD}) ([0-9])[A-Z]?")
DISTRICT = re.compile(OUTWARD)
LONGEST = 12


class PostcodeWrong(RuleBroken):
    """What was typed is not a postcode."""

    message = "That does not look like a postcode. Type one such as ZZ4 1AB."

    def __init__(self, message: str | None = None, *, field: str | None = "postcode") -> None:
        super().__init__(message, field=field)


@dataclass(frozen=True, slots=True)
class PostcodePart:
    """As much of a postcode as somebody typed. `sector` is empty when only the first half is known."""

    outward: str
    sector: str = ""


def read_postcode(text: str) -> str:
    """ "zz41ab" as "ZZ4 1AB". Raises PostcodeWrong, in plain words, for anything else."""
    letters = _letters(text)
    inward = letters[-3:].replace("O", "0", 1) if letters[-3:-2] == "O" else letters[-3:]
    found = WHOLE.fullmatch(letters[:-3] + inward)
    if found is None:
        raise PostcodeWrong
    return f"{found[1]} {found[2]}"


def sector_of(postcode: str) -> str:
    """The sector of a whole postcode: "ZZ4 1" of "ZZ4 1AB". Some 3,000 homes share one."""
    return read_postcode(postcode)[:-2]


def outward_of(postcode: str) -> str:
    """The first half of a whole postcode: "ZZ4" of "ZZ4 1AB"."""
    return read_postcode(postcode).split()[0]


def grid_of(postcode: str) -> Grid:
    """The grid that positions of this postcode are measured on: Northern Ireland has its own."""
    return Grid.IE if _letters(postcode).startswith("BT") else Grid.GB


def readings(text: str) -> list[PostcodePart]:
    """What a typed text can mean as a postcode or part of one, the likeliest first; empty when it is none.

    "ZZ41" may be the district ZZ41 or, without its space, the sector ZZ4 1.
    """
    if len(text.strip()) > LONGEST:
        return []
    try:
        whole = read_postcode(text)
        return [PostcodePart(whole.split()[0], whole[:-2])]
    except PostcodeWrong:
        pass
    words = " ".join(re.sub(r"[^A-Z0-9]+", " ", text.upper()).split())
    if found := SECTOR.fullmatch(words):
        return [PostcodePart(found[1], f"{found[1]} {found[2]}")]
    found_parts = [PostcodePart(words)] if DISTRICT.fullmatch(words) else []
    if " " not in words and (found := SECTOR.fullmatch(f"{words[:-1]} {words[-1:]}")):
        found_parts.append(PostcodePart(found[1], f"{found[1]} {found[2]}"))
    return found_parts


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text[:40].upper())
