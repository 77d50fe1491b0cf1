"""Money as people write it."""

import re

from models.errors import RuleBroken

WRITTEN = re.compile(r"£?\s?(\d{1,5})(?:[.,](\d{1,2}))?|(\d{1,5})\s?p")


def read_pence(typed: str) -> int | None:
    """ "12", "£12.50" or "85p" in pence; None for nothing. Raises RuleBroken for what is no amount."""
    words = typed.strip()
    if not words:
        return None
    found = WRITTEN.fullmatch(words) if words.isascii() or words.startswith("£") else None
    if found is None:
        raise RuleBroken("Write it like 12 or 12.50.", field="money")
    if found[3]:
        return int(found[3])
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def pounds(pence: int | None) -> str:
    """ "12.50", as it stands in a box; nothing for None."""
    return "" if pence is None else f"{pence // 100}.{pence % 100:02}"
