"""Words as search compares them: plain letters and digits, little words left out, stems."""

import re
import unicodedata

from models.search_stem import stem

__all__ = ["STOP_WORDS", "is_code", "spoken_words", "stem", "stems_of", "telling_words"]

LONGEST_WORD = 40
STOP_WORDS = frozenset(
    """
    a about after again all also am an and another any anybody anyone anything anywhere are around as ask at
    available away back be because been before being best big bit both but by came can cannot cant close come
    comes could couldnt dear did do does doesnt doing dont down each ever every everyone feel feeling feels few
    find finding for friendly from get gets getting give go goes going gonna good got had happening has have
    havent having he hello help helps her here hers hi him his hope how i id if ill im in interested into is
    isnt it its ive just keep kind know lately like little local look looking lot lots love made make many may
    maybe me might mine more most much must my myself near nearby need needing needs never nice no nobody none
    not nothing now of off ok on once one only or other our out over own people person place places please
    really same see she should show so some somebody someone something somewhere soon still such take than thank
    thanks that thats the their them then there theres these they theyre thing things think this those through
    to too trying under until up us use used very want wanted wanting wants was way we well were what whats when
    where wheres which while who whos why will wish with without wont would yes yet you youd your youre
    """.split()  # noqa: SIM905
)
"""Little words that carry no meaning in a search: those of questions and of whole sentences."""


def spoken_words(text: str) -> list[str]:
    """Every word in lower-case letters and digits, accents and apostrophes gone: "Men’s Café" → mens, cafe."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.category(letter).startswith("M"))
    plain = re.sub(r"['’ʼ`´]", "", text.lower()).replace("&", " and ")
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", plain)]


def telling_words(text: str) -> list[str]:
    """The words of a text without the little ones; hyphenated words also as one ("drop-in" → drop, dropin)."""
    words = [word for word in spoken_words(text) if word not in STOP_WORDS]
    if "-" in text:
        for run in re.findall(r"(?<![^\W_])[^\W_]++(?:-[^\W_]++)+", text):
            words += spoken_words(run.replace("-", ""))
    return words


def stems_of(text: str) -> list[str]:
    """The stems of the telling words of a text."""
    return [stem(word) for word in telling_words(text)]


def is_code(word: str) -> bool:
    """Whether a word holds digits: never mended, since any other number is as likely."""
    return any(letter.isdigit() for letter in word)
