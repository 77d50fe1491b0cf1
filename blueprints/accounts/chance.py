"""Chance, from the operating system's own source: link secrets and typed codes."""

import secrets

from models.one_time import CODE_LENGTH, CODE_LETTERS


def new_secret() -> str:
    """256 bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A code to read in one window and type in another."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """ "CDF349" as people read it: "CDF 349"."""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"
