"""Mending spelling against the words that listings really use."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from math import log
from pathlib import Path

from models.postcodes import slips_between
from models.search_words import STOP_WORDS, is_code, spoken_words, stem

MOST_LOOKED_AT = 40
MOST_BEGUN = 8
SHORTEST_BEGUN = 4
BEGINNING = 3
SOUND_HELPS = 0.2
"""One slip more is forgiven when the word sounds the same: "yoger"."""
SHORTEST_HALF = 3
MOST_REMEMBERED = 2_000


@cache
def plain_words() -> frozenset[str]:
    """Words that are spelled right, whether or not a listing has them."""
    lines = Path(__file__).with_name("search_plain_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in spoken_words(line))


@cache
def _plain_stems() -> frozenset[str]:
    return frozenset(map(stem, plain_words()))


class Vocabulary:
    """The words of all listings with how many listings have each, and ways from a slip to the word that was meant."""

    def __init__(self, counts: Mapping[str, int], listings: int = 0) -> None:
        self.counts = {word: count for word, count in counts.items() if count > 0}
        self.listings = max(listings, 1)
        self._mended: dict[str, str | None] = {}

    @cached_property
    def stems(self) -> dict[str, int]:
        """How many listings have each stem, about (a listing with two of its words counts twice)."""
        stems: Counter[str] = Counter()
        for word, count in self.counts.items():
            stems[stem(word)] += count
        return dict(stems)

    def has(self, word: str) -> bool:
        return word in self.counts

    def knows(self, word: str) -> bool:
        """Whether some listing uses the word in any form."""
        return word in self.counts or stem(word) in self.stems

    def weight(self, stems: Iterable[str]) -> float:
        """How much it tells when a listing has any of these: rare words tell more."""
        return log(1 + self.listings / (1 + min(self.having(stems), self.listings)))

    def having(self, stems: Iterable[str]) -> int:
        """How many listings have any of these, about."""
        return sum(self.stems.get(each, 0) for each in stems)

    def split(self, word: str, also: frozenset[str] = frozenset()) -> tuple[str, str] | None:
        """Two known words written as one ("keepfit"), the commonest pair; None when there is none."""
        pairs = [
            (min(self._common(word[:at], also), self._common(word[at:], also)), word[:at], word[at:])
            for at in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
        ]
        best = max(pairs, default=(0, "", ""))
        return best[1:] if best[0] > 0 else None

    def begun(self, word: str, *, alone: bool = False) -> list[str]:
        """The words that begin so, the commonest first: somebody may still be typing. Three letters do when `alone`."""
        if len(word) < SHORTEST_BEGUN - alone:
            return []
        found = [each for each in self._by_start.get(word[:BEGINNING], ()) if each.startswith(word)]
        return sorted(found, key=lambda each: (-self.counts[each], each))[:MOST_BEGUN]

    def mend(self, word: str, also: frozenset[str] = frozenset()) -> str | None:
        """The known word that was most likely meant; None when nothing is near enough."""
        if word not in self._mended:
            if len(self._mended) >= MOST_REMEMBERED:
                self._mended.clear()
            self._mended[word] = self._nearest(word, also)
        return self._mended[word]

    def _nearest(self, word: str, also: frozenset[str]) -> str | None:
        if is_code(word) or len(word) < 4 or stem(word) in _plain_stems():
            return None
        shared: Counter[str] = Counter()
        for pair in _pairs(word):
            shared.update(self._by_pair.get(pair, ()))
        sound = sound_of(word)
        near = {each for each, _ in shared.most_common(MOST_LOOKED_AT)} | set(self._by_sound.get(sound, ()))
        near |= {
            each
            for each in also | plain_words()
            if abs(len(each) - len(word)) <= 2 and each[0] == word[0] and len(each) > 3
        }
        best: tuple[float, int, str] | None = None
        for each in near:
            if abs(len(each) - len(word)) > 3:
                continue
            alike = sound_of(each) == sound
            slips = slips_between(word, each)
            if slips > _allowed(len(word)) + alike:
                continue
            cost = slips - 0.9 * alike + (each[0] != word[0]) * 0.8
            found = (cost, -self.counts.get(each, 1), each)
            best = min(best, found) if best else found
        return best[2] if best and best[0] <= _allowed(len(word)) + SOUND_HELPS else None

    def _common(self, word: str, also: frozenset[str]) -> int:
        return 0 if word in STOP_WORDS and len(word) < 4 else self.counts.get(word, 1 if word in also else 0)

    @cached_property
    def _by_pair(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.counts:
            for pair in _pairs(word):
                found[pair].append(word)
        return found

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.counts:
            found[word[:BEGINNING]].append(word)
        return found

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.counts:
            found[sound_of(word)].append(word)
        return found


def _allowed(length: int) -> int:
    return 1 if length <= 7 else 2 if length <= 10 else 3


def _pairs(word: str) -> set[str]:
    framed = f"^{word}$"
    return {framed[at : at + 2] for at in range(len(framed) - 1)}


def sound_of(word: str) -> str:
    """Roughly how a word sounds in the North: its consonants, like ones written alike, without silent ones."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    kept = word[:1]
    for letter in word[1:]:
        if letter not in "aeiouyhw" and letter != kept[-1]:
            kept += letter
    return kept[:-1] if len(kept) > 1 and kept[-1] == "r" else kept


_SOUNDS = [("ph", "f"), ("ght", "t"), ("kn", "n"), ("wr", "r"), ("ps", "s"), ("ck", "k"), ("ce", "se"), ("ci", "si"),
           ("cy", "sy"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("gh", "g"), ("dge", "j")]  # fmt: skip
