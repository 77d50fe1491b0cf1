"""Minting the codes of posters: each one is new, for life. Posters are never deleted, so no code comes round again."""

import secrets
from collections.abc import Callable

from sqlalchemy.orm import Session

from models.poster import Poster
from models.short_code import new_code

MOST_TRIES = 20
"""Half of all codes would have to be taken before twenty tries in a row fail once in a million times."""


def mint_code(session: Session, choose: Callable[[str], str] = secrets.choice) -> str:
    """A code that no poster has. Of two who mint the same one at once, the table refuses the second."""
    for _ in range(MOST_TRIES):
        code = new_code(choose)
        if session.scalar(Poster.by_code(code).with_only_columns(Poster.id)) is None:
            return code
    raise RuntimeError("every code that was tried is taken")
