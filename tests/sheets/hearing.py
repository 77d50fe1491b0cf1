"""What a printed sheet says to those who listen to it or copy from it: its letters in the order of the file."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from typing import Any

import pikepdf

ALPHABET = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
AGAIN = re.compile(r"(.{1,9}?)\1+")


def heard(made: bytes) -> str:
    """All letters. A cluster says what it stands for; lines from the right come in the order of their ink."""
    said: list[str] = []
    with pikepdf.open(BytesIO(made)) as opened:
        for page in opened.pages:
            alphabets = {str(name): _alphabet(font) for name, font in page.obj.Resources.Font.items()}
            _hear(page, alphabets, said)
    return "".join(said)


def _hear(page: Any, alphabets: dict[str, dict[int, str]], said: list[str]) -> None:
    alphabet: dict[int, str] = {}
    spoken_for: list[bool] = []
    for step in pikepdf.parse_content_stream(page):
        operator, operands = str(step.operator), step.operands
        if operator == "Tf":
            alphabet = alphabets[str(operands[0])]
        elif operator in ("BDC", "BMC"):
            words = operands[1].get("/ActualText") if operator == "BDC" else None
            if words is not None and not any(spoken_for):
                said.append(str(words))
            spoken_for.append(words is not None)
        elif operator == "EMC":
            spoken_for.pop()
        elif operator in ("Tj", "TJ") and not any(spoken_for):
            for run in operands[0] if operator == "TJ" else operands:
                if isinstance(run, pikepdf.String):
                    glyphs = bytes(run)
                    numbers = (int.from_bytes(glyphs[at : at + 2], "big") for at in range(0, len(glyphs), 2))
                    said.extend(alphabet.get(number, "\ufffd") for number in numbers)


def _alphabet(font: Any) -> dict[int, str]:
    """Which letters each glyph of a font stands for."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    letters = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        letters.update({int(a, 16): bytes.fromhex(b).decode("utf-16-be") for a, b in ALPHABET.findall(block)})
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, letter in RANGE.findall(block):
            for at in range(int(first, 16), int(last, 16) + 1):
                letters[at] = chr(int(letter, 16) + at - int(first, 16))
    return letters


def says(all_that_is_heard: str, words: str, from_the_right: bool = False) -> bool:
    """Whether each word of a text is heard. The engine repeats the letters of a cluster once for each of its shapes."""
    ears = _plain(all_that_is_heard)
    if _plain(words) in ears:
        return True
    ears = _once(ears)
    each = re.split(r"[\s،۔.,:()]+", words)
    return all(_once(_plain(word[::-1] if from_the_right and not word.isascii() else word)) in ears for word in each)


def _plain(words: str) -> str:
    """Without spaces, apostrophes, and marks over or under letters."""
    return "".join(a for a in words if a not in "’'" and unicodedata.category(a) not in ("Zs", "Cf", "Cc", "Mn"))


def _once(words: str) -> str:
    """With nothing said twice in a row."""
    while (shorter := AGAIN.sub(r"\1", words)) != words:
        words = shorter
    return words
