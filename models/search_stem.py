"""Word stems by Porter's method of 1980, so that "walks", "walking" and "walked" are one word on every database.

The method is M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980; written afresh from its rules.
"""

import re
from functools import lru_cache

PEOPLE_WHO = {
    "baker": "bake", "bowler": "bowl", "climber": "climb", "cooker": "cook", "crafter": "craft", "cycler": "cycl",
    "cyclist": "cycl", "dancer": "danc", "drawer": "draw", "fisher": "fish", "grower": "grow", "knitter": "knit",
    "listener": "listen", "mender": "mend", "painter": "paint", "player": "plai", "reader": "read", "runner": "run",
    "sewer": "sew", "singer": "sing", "swimmer": "swim", "talker": "talk", "walker": "walk", "writer": "write",
}  # fmt: skip
"""Doers whose doing the method leaves apart, because their words are short."""
ODD_ONES = {"children": "child", "women": "woman", "womens": "woman", "mens": "men", "dying": "die", "news": "news"}

_STEP_2 = [
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"),
    ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
    ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
    ("iviti", "ive"), ("biliti", "ble"),
]  # fmt: skip
_STEP_3 = [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")]
_STEP_4 = [
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion",
    "al", "er", "ic", "ou",
]  # fmt: skip


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one lower-case word; words of other alphabets, short words and numbers stay as they are."""
    if len(word) <= 2 or not word.isascii() or not word.isalpha():
        return word
    if word in ODD_ONES:
        return ODD_ONES[word]
    single = word.removesuffix("s")
    if single in PEOPLE_WHO:
        return PEOPLE_WHO[single]
    word = _plural(word)
    word = _past_and_ing(word)
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _swap(word, _STEP_2)
    word = _swap(word, _STEP_3)
    return _tidy_end(_drop(word))


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past_and_ing(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    ending = next((e for e in ("ed", "ing") if word.endswith(e) and _has_vowel(word[: -len(e)])), "")
    if not ending:
        return word
    word = word[: -len(ending)]
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if len(word) > 1 and word[-1] == word[-2] and not _is_vowel(word, len(word) - 1) and word[-1] not in "lsz":
        return word[:-1]
    return word + "e" if _measure(word) == 1 and _ends_cvc(word) else word


def _swap(word: str, endings: list[tuple[str, str]]) -> str:
    for ending, instead in endings:
        if word.endswith(ending):
            base = word[: -len(ending)]
            return base + instead if _measure(base) > 0 else word
    return word


def _drop(word: str) -> str:
    for ending in _STEP_4:
        if word.endswith(ending):
            base = word[: -len(ending)]
            if _measure(base) > 1 and (ending != "ion" or base.endswith(("s", "t"))):
                return base
            return word
    return word


def _tidy_end(word: str) -> str:
    if word.endswith("e"):
        base = word[:-1]
        if _measure(base) > 1 or (_measure(base) == 1 and not _ends_cvc(base)):
            word = base
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word


def _is_vowel(word: str, at: int) -> bool:
    return word[at] in "aeiou" or (word[at] == "y" and at > 0 and not _is_vowel(word, at - 1))


def _shape(word: str) -> str:
    return "".join("v" if _is_vowel(word, at) else "c" for at in range(len(word)))


def _has_vowel(word: str) -> bool:
    return "v" in _shape(word)


def _measure(word: str) -> int:
    """How many times a vowel is followed by a consonant."""
    return len(re.findall("v+c+", _shape(word)))


def _ends_cvc(word: str) -> bool:
    return _shape(word)[-3:] == "cvc" and word[-1] not in "wxy"
