"""How hard words are to read: the Flesch-Kincaid grade, which is the years of school a reader needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from tests.inspecting_client import INLINE, Page

SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\b[A-Z]{1,2}\d\w* ?\d?\w*\b")
VOWELS = re.compile(r"[aeiouy]+")
FEWEST_WORDS = 5
"""A label or a name is no sentence. Counting such would flatter a page whose sentences are long."""
NOT_READ = {"script", "style", "template", "head", "select", "option", "code", "svg"}


def grade(texts: Iterable[str]) -> float:
    """The grade of these texts taken together; 0 when there is nothing to read. A page for a 10-year-old has 4 or 5."""
    sentences = [words for text in texts for words in sentences_of(text)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def sentences_of(text: str) -> Iterator[list[str]]:
    """Its sentences as lists of words, without addresses and very short ones."""
    for piece in SENTENCE_END.split(ADDRESS.sub(" ", text)):
        words = WORD.findall(piece)
        if len(words) >= FEWEST_WORDS:
            yield words


def syllables(word: str) -> int:
    """About how many. Silent endings are not counted: "baked" and "gives" have one, "needed" and "buses" two."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    plain = re.sub(r"(?<=[^td])ed$|(?<=[^aeiouyszxhcg])es$|(?<=[^l])e$", "", plain)
    return max(1, len(VOWELS.findall(plain)))


def blocks(page: Page) -> list[str]:
    """What a page says, paragraph by paragraph, label by label."""
    main = next(page.all("main"))
    return [" ".join(text.split()) for text in _texts(main) if text.strip()]


def _texts(element: Element) -> Iterator[str]:
    if element.tag in NOT_READ or not isinstance(element.tag, str):
        return
    running = element.text or ""
    for child in element:
        if child.tag in INLINE or child.tag in ("bdi", "br", "del", "ins"):
            running += " ".join(_texts(child)) + (" " if child.tag == "br" else "")
        else:
            yield running
            running = ""
            yield from _texts(child)
        running += child.tail or ""
    yield running
