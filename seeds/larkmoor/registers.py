"""Who came to what: the registers of the demo town, by first names that are all invented.

`often` is how likely somebody is to come to a session, out of ten; `since` and `until` are in weeks before today.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Regular:
    """Somebody who comes. `story` is the key of a referral that led them here (seeds/larkmoor/introductions.py)."""

    called: str
    often: int
    since: int
    until: int = 0
    story: str = ""
    rung_by: str = ""
    lift: str = ""
    """Who drives them, where they take a lift."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The registers of one listing, for so many weeks back. With `heads` no names are kept: about so many come."""

    listing: str
    by: str
    weeks: int
    people: tuple[Regular, ...] = ()
    heads: int = 0
    pence_each: int = 0
    walk_ins: tuple[str, ...] = ()
    """People who came once."""
    called_off: int | None = None
    """How many sessions ago the weather stopped one."""
    notes: tuple[tuple[int, str], ...] = ()
    """How many sessions ago, and what was written down."""
    still_open: int = 0
    """So many of the last sessions are not closed yet."""


KEPT = (
    Kept(
        "lockup",
        "alan",
        26,
        (
            Regular("Big Col", 9, 26, until=2, rung_by="Yusuf"),
            Regular("Farhad", 8, 26),
            Regular("Ged", 7, 26),
            Regular("Winston", 8, 24),
            Regular("Patrick", 6, 26),
            Regular("Stan", 7, 21),
            Regular("Mick", 5, 17),
            Regular("Ernest", 8, 15, rung_by="Alan"),
            Regular("Harjit", 7, 12),
            Regular("Bill", 9, 10, story="bill"),
            Regular("Old Tom", 7, 26, until=14),
        ),
        pence_each=200,
        walk_ins=("Kev", "Rashid", "Tony", "Leszek", "Brian", "Gordon"),
        called_off=5,
        notes=((3, "The lathe wants a new belt. Sixteen mugs is not enough any more."),),
        still_open=1,
    ),
    Kept(
        "lunch",
        "jan",
        11,
        (
            Regular("Dot", 9, 11, lift="Brian"),
            Regular("Maureen", 8, 11, lift="Brian"),
            Regular("Cyril", 7, 11),
            Regular("Agnes", 8, 10, rung_by="Jan"),
            Regular("Hazel", 6, 9),
            Regular("Len", 7, 7, lift="Brian"),
            Regular("Beryl", 8, 5),
        ),
        pence_each=400,
        walk_ins=("Joyce", "Norman"),
    ),
    Kept(
        "saathi",
        "parveen",
        8,
        (
            Regular("Zubaida", 9, 8),
            Regular("Amina", 8, 8),
            Regular("Gurdev", 7, 8, rung_by="Parveen"),
            Regular("Shabnam", 8, 7),
            Regular("Rukhsana", 6, 5),
            Regular("Nasreen", 10, 2, story="nasreen"),
        ),
        pence_each=150,
        walk_ins=("Lata",),
    ),
    Kept("warm-hilda", "jan", 20, heads=23),
    Kept("foodclub", "tunde", 50, heads=41),
)

SECOND_PAIR_OF_HANDS = "yusuf"
"""Marked the same register on another phone, and said something different about one person."""
