"""What looks like somebody's name in a few words, for boxes where nobody should be named: a guess, only a caution."""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

from models.rhythm import MONTHS, WEEKDAYS

HONORIFIC = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|sir|lady|lord|rev|father|sister|auntie|uncle)\.?", re.IGNORECASE)
CALENDAR = frozenset(word.lower() for word in (*WEEKDAYS, *MONTHS))
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")


def names_in(text: str, knows: Callable[[str], bool] = lambda word: False) -> list[str]:
    """Pieces that look like a first name and a surname, as they were typed: "Jean Smith", "Mrs Patel", "jean s".

    `knows` says of a word in small letters whether it stands on the board: "Chair Yoga" is no name that we do not know.
    """
    words = WORD.findall(text)
    pairs = [(one, other) for one, other in pairwise(words) if f"{one} {other}" in text]
    found = [f"{one} {other}" for one, other in pairs if _is_a_name(one, other, alone=len(words) == 2)]
    if not found and len(words) == len(pairs) + 1 == 2 and all(map(_may_be_a_name, words)):
        found = [] if any(knows(word.lower()) for word in words) else [" ".join(words)]
    return found


def _is_a_name(one: str, other: str, *, alone: bool) -> bool:
    first = one.rstrip(".").lower()
    if other.lower() in CALENDAR or not (HONORIFIC.fullmatch(one) or first in _first_names()):
        return False
    return alone or (one[0].isupper() and other[0].isupper())


def _may_be_a_name(word: str) -> bool:
    return word[0].isupper() and not word.isupper() and word.lower().rstrip("s") not in CALENDAR


@cache
def _first_names() -> frozenset[str]:
    lines = Path(__file__).with_name("first_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
