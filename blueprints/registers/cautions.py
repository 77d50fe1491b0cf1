"""What a note on a register gives away. Here is no box where a number would be safer: it is better left out."""

from models.telling_words import Telling, warnings

HAS_ITS_OWN_BOX = (Telling.PHONE, Telling.EMAIL)
"""Elsewhere people are sent to the box for it."""


def cautions_in(words: str) -> list[str]:
    """What to say beside the box of a note."""
    return [
        f"“{each.found}” looks like {each.kind.label}. Take it out: others may read this."
        if each.kind in HAS_ITS_OWN_BOX
        else each.message
        for each in warnings(words)
    ]
