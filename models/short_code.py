"""Short codes: letters that can be read out over a phone, for addresses that people type from paper."""

import secrets
from collections.abc import Callable

ALPHABET = "234679ACDEFHJKMNPQRTWXY"
"""No two that look alike on paper: of 0 and O, 1, I and L, 5 and S, 8 and B, 2 and Z, U and V, G and 6 at most one."""
LENGTH = 6
"""148 million codes: with a thousand posters up, one guess in 148,000 finds one, and guesses are counted."""
LONGEST_TYPED = 200
"""Letters: a whole address with the code at its end."""
BETWEEN = " \t-.,_\u00a0\u2010\u2011\u2012\u2013\u2014"
"""What people put between letters when they are told them in two breaths."""
READ_AS = str.maketrans({"Z": "2", "G": "6"})
"""What is easily read into a code, though no code has it."""


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """Six letters and digits, from `choose`."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """The code somebody typed, however they spaced or cased it, alone or with the address before it; None when it
    cannot be one."""
    if len(typed) > LONGEST_TYPED:
        return None
    last = typed.strip().rstrip("/").rpartition("/")[2]
    code = "".join(letter for letter in last.upper() if letter not in BETWEEN).translate(READ_AS)
    return code if len(code) == LENGTH and all(letter in ALPHABET for letter in code) else None


def spoken(code: str) -> str:
    """The code as it is read out, in two breaths: "7KQ 4MX"."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"
