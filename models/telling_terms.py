"""Finding listed words in free text: illnesses, medicines and words of despair, from telling_words.json.

A `Shadow` is the text as it is compared: small letters without accents, figures as figures, blanks as blanks. It
knows where each letter stood.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

LONGEST = 10_000
"""Letters that are read. The largest box holds fewer."""
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared, and where it stands in the shadow."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True)
class Shadow:
    """`plain` is compared; `at` says where each of its letters stood in `text`."""

    text: str
    plain: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Shadow":
        kept = [(plain, at) for at, letter in enumerate(text[:LONGEST]) if (plain := _plain(letter))]
        return cls(text, "".join(plain for plain, _at in kept), tuple(at for _plain, at in kept))

    def typed(self, start: int, end: int) -> str:
        """A stretch of the shadow as it was typed, on one line."""
        return " ".join(self.text[self.at[start] : self.at[end - 1] + 1].split())

    @cached_property
    def words(self) -> list[Word]:
        """Hyphens, apostrophes and blanks part words alike: "bi-polar" has two."""
        return [Word(each[0], *each.span()) for each in WORD.finditer(self.plain)]


class Terms:
    """Words and phrases to look for, as telling_words.json has them: a plural s may follow, a * is any ending."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        stems = []
        for phrase in phrases:
            first, *rest = phrase.split()
            if not rest and first.endswith("*"):
                stems.append(first.removesuffix("*"))
            else:
                self._by_first[first].append((first, *rest))
        self._stems = tuple(stems)

    def spans_in(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Where they stand: for each the number of its first word, and of the one after its last."""
        at = 0
        while at < len(words):
            length = self._length_at(words, at)
            if length:
                yield at, at + length
            at += max(1, length)

    def _length_at(self, words: Sequence[Word], at: int) -> int:
        """How many words the longest phrase that begins here has; 0 when none does."""
        word = words[at].plain
        candidates = [*self._by_first.get(word, ()), *self._by_first.get(word.removesuffix("s"), ())]
        fitting = [len(each) for each in candidates if self._is_at(each, words, at)]
        return max(fitting, default=1 if word.startswith(self._stems) else 0)

    @staticmethod
    def _is_at(phrase: tuple[str, ...], words: Sequence[Word], at: int) -> bool:
        here = [word.plain for word in words[at : at + len(phrase)]]
        if len(here) < len(phrase) or tuple(here[:-1]) != phrase[:-1]:
            return False
        last, said = phrase[-1], here[-1]
        return said in (last, f"{last}s") or (last.endswith("*") and said.startswith(last.removesuffix("*")))


@lru_cache(maxsize=5_000)
def _plain(letter: str) -> str:
    """One letter as it is compared; nothing for marks and what cannot be seen."""
    if letter.isascii():
        return letter.lower() if letter.isprintable() else " "
    kind = unicodedata.category(letter)
    if kind in ("Mn", "Me", "Cf"):
        return ""
    if kind[0] == "Z":
        return " "
    if kind == "Pd":
        return "-"
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if letter in "‘’ʼ":
        return "'"
    return unicodedata.normalize("NFKD", letter)[0].lower()[0]


_listed = json.loads((files("models") / "telling_words.json").read_text("utf-8"))
DIAGNOSES, MEDICINES = Terms(_listed["diagnoses"]), Terms(_listed["medicines"])
NOT_MEANT, CRISIS = Terms(_listed["not_meant"]), Terms(_listed["crisis"])
ABBREVIATIONS = frozenset(_listed["abbreviations"])
"""In capitals only: MS is an illness, Ms Patel is not."""


def illnesses_in(shadow: Shadow) -> Iterator[tuple[int, int]]:
    """Where the shadow names an illness, in any of its letters' ways. Needs such as a hearing aid are none."""
    words = _meant(shadow)
    for first, after in DIAGNOSES.spans_in(words):
        yield words[first].start, words[after - 1].end
    typed = [shadow.typed(word.start, word.end) for word in words]
    for at, word in enumerate(words):
        if typed[at] in ABBREVIATIONS and not any(
            _is_shouted(each) for each in (typed[:at][-1:] + typed[at + 1 :][:1])
        ):
            yield word.start, word.end


def medicines_in(shadow: Shadow) -> Iterator[tuple[int, int]]:
    """Where the shadow names a medicine."""
    words = _meant(shadow)
    for first, after in MEDICINES.spans_in(words):
        yield words[first].start, words[after - 1].end


def despairs(shadow: Shadow) -> bool:
    """Whether it has words of despair."""
    return any(True for _span in CRISIS.spans_in(shadow.words))


def _meant(shadow: Shadow) -> list[Word]:
    passed = {at for first, after in NOT_MEANT.spans_in(shadow.words) for at in range(first, after)}
    return [word for at, word in enumerate(shadow.words) if at not in passed]


def _is_shouted(typed: str) -> bool:
    """In a text all in capitals, "RING ME" names no illness."""
    return len(typed) > 1 and typed.isupper() and typed not in ABBREVIATIONS
