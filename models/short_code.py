"""Short codes: letters that can be read out over a phone, for addresses that people type from paper."""

import secrets
from collections.abc import Callable

ALPHABET = "234679ACDEFHJKMNPQRTWXY"
"""No two that look alike on paper: of 0 and O, 1, I and L, 5 and S, 8 and B, 2 and Z, U and V, G and 6 at most one."""
LENGTH = 6
"""148 million codes: with a thousand posters up, one guess in 148,000 finds one, and guesses are counted."""
LONGEST_TYPED = 40


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """Six letters and digits, from `choose`."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """The code somebody typed, however they spaced or cased it: None when it cannot be one."""
    if len(typed) > LONGEST_TYPED:
        return None
    code = "".join(letter for letter in typed.upper() if letter not in " -.\u00a0")
    return code if len(code) == LENGTH and all(letter in ALPHABET for letter in code) else None


def spoken(code: str) -> str:
    """The code as it is read out, in two breaths: "7KQ 4MX"."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"
