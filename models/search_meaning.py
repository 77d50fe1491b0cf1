"""What a search means: typed words turned into slots, each with everything that would satisfy it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from models.rhythm import WEEKDAYS
from models.search_facets import facet
from models.search_spelling import Vocabulary
from models.search_words import STOP_WORDS, spoken_words, stem
from models.when_facets import DAYS, PartOfDay

LONGEST_PHRASE = 4
MOST_WORDS = 24
MOST_SLOTS = 8
"""Telling words looked for; whole stories are cut here."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term stands for. `needs` are weak hints; `filters` say it as surely as the word itself."""

    words: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    filters: frozenset[str] = frozenset()

    def __or__(self, other: "Meaning") -> "Meaning":
        return Meaning(self.words | other.words, self.needs | other.needs, self.filters | other.filters)


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing asked for. `own` are stems of what was typed (or mended), `joint` stems that must come together."""

    said: str
    own: frozenset[str]
    joint: tuple[tuple[str, ...], ...] = ()
    kin: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    filters: frozenset[str] = frozenset()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Understood:
    """A search made out. `mended` is what was looked for, when it differs from what was typed."""

    slots: tuple[Slot, ...]
    mended: str = ""


def _fixed() -> dict[tuple[str, ...], Meaning]:
    meanings: dict[tuple[str, ...], Meaning] = {}
    for name, code in zip(WEEKDAYS, DAYS, strict=True):
        for word in (name.lower(), f"{name.lower()}s", code):
            meanings[word,] = Meaning(filters=frozenset({facet("when", code)}))
    del meanings["sun",]
    parts = {"morning": PartOfDay.MORNING, "afternoon": PartOfDay.AFTERNOON, "evening": PartOfDay.EVENING}
    for word, part in [*parts.items(), ("night", PartOfDay.EVENING), ("tonight", PartOfDay.EVENING)]:
        meanings[word,] = meanings[f"{word}s",] = Meaning(filters=frozenset({facet("when", part)}))
    weekend = Meaning(filters=frozenset({facet("when", "sat"), facet("when", "sun")}))
    meanings["weekend",] = meanings["weekends",] = weekend
    meanings["free",] = Meaning(filters=frozenset({facet("cost", "free")}))
    return meanings


FIXED = _fixed()
"""Days, times of day and "free": the calendar is nobody's to edit."""


@dataclass(frozen=True)
class Dictionary:
    """The synonyms of the site, by the stems of their terms."""

    meanings: dict[tuple[str, ...], Meaning]
    terms: frozenset[str] = field(default=frozenset())
    """Every word of every term: never mended."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Dictionary":
        """From (term, means) pairs; what two panels say of one term counts together."""
        meanings = {tuple(stem(word) for word in term): meaning for term, meaning in FIXED.items()}
        terms = {word for term in FIXED for word in term}
        for term, means in pairs:
            words = term.split()
            if words:
                key = tuple(stem(word) for word in words)
                meanings[key] = meanings.get(key, Meaning()) | _meaning(means)
                terms.update(words)
        return cls(meanings, frozenset(terms))

    def lookup(self, stems: Sequence[str]) -> Meaning | None:
        return self.meanings.get(tuple(stems))


def _meaning(means: str) -> Meaning:
    words, needs, filters = set(), set(), set()
    for word in means.split():
        about, colon, value = word.partition(":")
        if not colon:
            words |= {stem(each) for each in spoken_words(word) if each not in STOP_WORDS}
        elif about == "need":
            needs.add(facet(about, value))
        else:
            filters.add(facet(about, value))
    if words or needs:  # "skint" hints at what is free; "cheap" alone means it
        return Meaning(frozenset(words), frozenset(needs | filters))
    return Meaning(filters=frozenset(filters))


def understand(typed: str, dictionary: Dictionary, vocabulary: Vocabulary, *, exactly: bool = False) -> Understood:
    """Make out what is asked. `exactly` leaves the spelling as typed."""
    words = spoken_words(typed)[:MOST_WORDS]
    slots: list[Slot] = []
    mended: list[str] = []
    changed = False
    at = 0
    while at < len(words) and len(slots) < MOST_SLOTS:
        length, meaning = _phrase_at(words, at, dictionary)
        if length > 1 or (meaning and words[at] not in STOP_WORDS):
            said = words[at : at + length]
            slots.append(_slot(said, meaning or Meaning()))
            mended += said
            at += length
            continue
        word = words[at]
        at += 1
        if word in STOP_WORDS:
            mended.append(word)
            continue
        if exactly or word in dictionary.terms or vocabulary.knows(word):
            slots.append(_slot([word], Meaning()))
            mended.append(word)
        else:
            slot, instead = _mend(word, dictionary, vocabulary, alone=len(words) == 1)
            changed = changed or instead != word
            slots.append(slot)
            mended.append(instead)
    return Understood(tuple(_joined(slots, vocabulary)), " ".join(mended) if changed else "")


def _phrase_at(words: Sequence[str], at: int, dictionary: Dictionary) -> tuple[int, Meaning | None]:
    for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
        if meaning := dictionary.lookup([stem(word) for word in words[at : at + length]]):
            return length, meaning
    return 1, None


def _slot(words: Sequence[str], meaning: Meaning, *, said: str = "") -> Slot:
    stems = [stem(word) for word in words if word not in STOP_WORDS] or [stem(words[0])]
    # Of "someone to talk to" the one telling word says less than what the whole means.
    own = frozenset(stems) if len(words) == 1 else frozenset({"".join(words)})
    joint = (tuple(stems),) if len(stems) > 1 else ()
    return Slot(said or " ".join(words), own, joint, meaning.words - own, meaning.needs, meaning.filters)


def _mend(word: str, dictionary: Dictionary, vocabulary: Vocabulary, *, alone: bool) -> tuple[Slot, str]:
    """A slot for a word nobody wrote, and what it was taken for."""
    if halves := vocabulary.split(word, dictionary.terms):
        return _slot(halves, dictionary.lookup([stem(half) for half in halves]) or Meaning()), " ".join(halves)
    if begun := vocabulary.begun(word, alone=alone):
        meaning = dictionary.lookup([stem(begun[0])]) or Meaning()
        return Slot(word, frozenset(map(stem, begun)), (), meaning.words, meaning.needs, meaning.filters), word
    instead = vocabulary.mend(word, dictionary.terms)
    if instead is None:
        return Slot(word, frozenset({stem(word)}), known=False), word
    return _slot([instead], dictionary.lookup([stem(instead)]) or Meaning()), instead


def _joined(slots: Sequence[Slot], vocabulary: Vocabulary) -> list[Slot]:
    """Neighbours that people also write as one word ("work shop") may be met by that one word."""
    found = list(slots)
    for n in range(len(found) - 1):
        one, two = found[n], found[n + 1]
        together = (one.said + two.said).replace(" ", "")
        if len(together) > 5 and vocabulary.has(together):
            both = frozenset({stem(together)})
            found[n] = Slot(one.said, one.own | both, one.joint, one.kin, one.needs, one.filters, one.known)
            found[n + 1] = Slot(two.said, two.own | both, two.joint, two.kin, two.needs, two.filters, two.known)
    return found
