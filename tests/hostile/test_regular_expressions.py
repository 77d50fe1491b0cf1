"""No text is slow to read: a regular expression takes less than a tenth of a second on 50 kB, a reader two tenths."""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from blueprints import assets
from blueprints.accounts.devices import device_words
from blueprints.forms import tidy_line, tidy_text
from blueprints.imports.vocabulary_words import access_in, cost_in, kind_in, needs_in
from blueprints.listings.fields import clean
from blueprints.same_site import path_on_this_site
from blueprints.shortlist import Shortlist
from config import ROOT
from models.contacts import read_email, read_phone, read_website
from models.duplicates import likeness
from models.errors import RuleBroken
from models.listing import id_from_short, short_name_of, slug_of
from models.one_time import tidy_code
from models.outbox import ONE_ADDRESS
from models.postcodes import read_postcode
from models.reading_dates import parse_date
from models.reading_patterns import read_when
from models.reading_times import parse_time
from models.search_words import spoken_words, telling_words
from models.synonym import plain_meaning, plain_term
from models.telling_words import crisis, warnings

SIZE = 50_000
MOST_SECONDS = 0.1
"""For one expression; a reader has several."""
TODAY = date(2026, 3, 3)
OURS_ONLY = {assets.__name__}
"""Reads our own style sheets at start, and nothing that anybody sends."""
ALONE = "a 1 - . , ' & + @ ( / £ £1 1p 0 07 am é 😀 SW1 A1 _ < = a- 1- 1. a. a@ x: mon-"
SPACED = "a|1|7| &|10am|to|10 to|mon|1st|1 jan|every|and|ZZ4 1AB|word|no|step"
PIECES = [" ", "\n", "\t ", "\u0301", *ALONE.split(), *(f"{words} " for words in SPACED.split("|"))]
ENDS = ["", "!"]


def texts() -> Iterator[str]:
    for piece in PIECES:
        for end in ENDS:
            yield (piece * (SIZE // len(piece) + 1))[: SIZE - 1] + end


def expressions() -> dict[str, Callable[[str], Any]]:
    """Every regular expression that reads text, used as its module uses it, by where it stands."""
    found: dict[str, Callable[[str], Any]] = {}
    for folder in ("models", "blueprints"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name, source = ".".join(path.relative_to(ROOT).with_suffix("").parts), path.read_text(encoding="utf-8")
            if name in OURS_ONLY:
                continue
            for attribute, value in vars(importlib.import_module(name.removesuffix(".__init__"))).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    for way in re.findall(rf"\b{attribute}\.(match|fullmatch|search|findall|finditer)\b", source):
                        found[f"{name}.{attribute}.{way}"] = getattr(value, way.replace("finditer", "findall"))
            for node in ast.walk(ast.parse(source)):
                if (written := _written_here(node)) is not None:
                    found[f"{name} {written}"] = written.reader
    return found


@dataclass(frozen=True)
class Written:
    """`re.search("...", text)` as it stands in a file."""

    way: str
    expression: str

    def __str__(self) -> str:
        return f"{self.way} {self.expression[:60]!r}"

    @property
    def reader(self) -> Callable[[str], Any]:
        return getattr(re.compile(self.expression), self.way if self.way in ("match", "fullmatch") else "findall")  # type: ignore[no-any-return]


def _written_here(node: ast.AST) -> Written | None:
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="re"), attr=way), args=[ast.Constant(value=str(expression)), *_]
        ) if way != "compile":
            return Written(way, expression)
    return None


def slowest(read: Callable[[str], Any], most: float = MOST_SECONDS) -> tuple[float, str]:
    """How long the worst text takes, and which it was. A slow one is timed again: the machine has other work."""
    worst, which = 0.0, ""
    for text in texts():
        took = min(_time(read, text) for _ in range(2)) if (first := _time(read, text)) > most else first
        if took > worst:
            worst, which = took, f"{text[:12]!r}...{text[-3:]!r}"
        if worst > 2:
            break
    return worst, which


def _time(read: Callable[[str], Any], text: str) -> float:
    began = time.thread_time()
    with suppress(RuleBroken):
        read(text)
    return time.thread_time() - began


def test_every_regular_expression_is_quick_on_the_worst_text() -> None:
    found = expressions()
    assert len(found) > 30
    slow = []
    for name, read in found.items():
        took, text = slowest(read)
        if took > MOST_SECONDS:
            slow.append(f"{name} takes {took:.2f} s over {text}")
    assert not slow, "\n".join(slow)


READERS: dict[str, Callable[[str], Any]] = {
    "times": lambda text: read_when(text, TODAY),
    "a date": lambda text: parse_date(text, TODAY),
    "a time": parse_time,
    "a phone number": read_phone,
    "an email address": read_email,
    "a web address": read_website,
    "a postcode": read_postcode,
    "a mail's address": ONE_ADDRESS.match,
    "the words of a search": spoken_words,
    "the words a listing is found by": telling_words,
    "a search word": plain_term,
    "what it means": plain_meaning,
    "a name for an address": slug_of,
    "a short name": short_name_of,
    "an id": id_from_short,
    "a sign-in code": tidy_code,
    "a line": tidy_line,
    "a block": tidy_text,
    "a box of a listing": lambda text: clean(text, lines=True),
    "a kind": lambda text: kind_in(text, text),
    "needs": needs_in,
    "ways in": access_in,
    "a price": cost_in,
    "where to go": path_on_this_site,
    "a shortlist": Shortlist.read,
    "a browser": device_words,
    "what a text gives away": warnings,
    "a word of despair": crisis,
    "two names alike": lambda text: likeness(text, text[::-1]),
}


@pytest.mark.parametrize("what", READERS)
def test_every_reader_is_quick_on_the_worst_text(what: str) -> None:
    took, text = slowest(READERS[what])
    assert took <= 2 * MOST_SECONDS, f"{what}: {took:.2f} s over {text}"
