"""One-time secrets: only their fingerprints are kept, and a fingerprint for one purpose does not serve another."""

import hashlib

CODE_LETTERS = "34679CDFHJKMNPRTVWXY"
"""Letters and digits that nobody mistakes for another, and no vowels, so that no word comes of them."""
CODE_LENGTH = 6
"""20 letters to the power of 6 are 64 million codes (25.9 bits), and five tries for each mail."""


def fingerprint(purpose: str, secret: str) -> str:
    """What is kept of a secret of 128 bits or more. (Such a secret cannot be guessed, so it needs no slow hash.)"""
    return hashlib.sha256(f"hereabouts {purpose}\0{secret}".encode()).hexdigest()


def tidy_code(typed: str) -> str:
    """A typed code without the blanks and dashes people put in, in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())
