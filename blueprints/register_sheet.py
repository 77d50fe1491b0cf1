"""The printed register: names and boxes to tick, for a hall without a signal. And the lists that go with it.

On the register stand names and first-timers, never why somebody comes, what they need or how to reach them. A code
leads back to the page on which it is typed up. The same words go on paper and on a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from blueprints import press
from blueprints.listing_words import on_paper
from models.clock_words import date_words, span_words
from models.expected import Line
from models.listing import Listing
from models.meeting import Meeting
from models.person import ERASED
from models.register import Register
from models.register_words import Keeping
from models.short_code import spoken

LEAST_BLANKS = 6
"""Empty lines for people who walk in; more where the page has room."""
MARKS = ("Came", "Late or left early", "Sent apologies", "Did not come")
LONGEST_WELCOMER = 16
"""Letters. A longer word on who meets a newcomer has no room beside their name."""
NO_NAME = "A name we cannot print. Write it here:"
MOST_TRIES = 8
"""Names with letters that no font here has are left out one after the other."""


def register_sheet(register: Register, meeting: Meeting, lines: Sequence[Line], *, today: date) -> dict[str, Any]:
    """What the press sets, and what a page can say in its place."""
    public = urlsplit(current_app.config["SETTINGS"].public_url)
    by_heads = register.keeping is Keeping.HEADS
    return {
        **_head(register.listing, meeting, today),
        "scheme": public.scheme,
        "host": public.netloc,
        "path": f"/r/{register.code}",
        "code": register.code,
        "spoken": spoken(register.code),
        "people": [] if by_heads else [_person(line) for line in lines],
        "blanks": 0 if by_heads else LEAST_BLANKS,
        "marks": list(MARKS),
        "walked_in": "Walked in. A first name is enough, and only if they like.",
        "heads": ["How many people", "Of these, new", "Of these, sent by somebody"] if by_heads else [],
        "became": ["It ran", "We cancelled", "Weather or venue", "Nobody came"],
        "asked": ["Money taken £", "Filled in by"]
        if by_heads
        else ["How many in all", "Money taken £", "Filled in by"],
        "type_it": "Scan the code at the top, or type the address under it, to type this up.",
        "safe": "Keep this sheet safe: there are names on it. Type it up, then shred it."
        if not by_heads
        else "Write no names on this sheet. Type it up, then throw it away.",
    }


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody on a list: what to call them, a word under it, and what a driver or a caller needs."""

    name: str
    tag: str
    lines: list[str]


def list_sheet(
    listing: Listing, meeting: Meeting, rows: Sequence[Row], *, title: str, lead: str, today: date
) -> dict[str, Any]:
    """A list for one day."""
    return {
        **_head(listing, meeting, today),
        "title": title,
        "lead": lead,
        "rows": [
            {
                "name": on_paper(row.name),
                "tag": on_paper(row.tag),
                "lines": [on_paper(line) for line in row.lines if line],
            }
            for row in rows
        ],
        "safe": "How to reach people stands on this sheet. Show it to nobody else, and shred it after today.",
    }


def print_sheet(sheet: str, content: dict[str, Any]) -> bytes:
    """The sheet as PDF, in as many pages as it takes. A name whose letters nobody here can print leaves room to write
    it. Raises DoesNotFit, NoLetters, or PressBroken."""
    for _ in range(MOST_TRIES):
        try:
            return press.pdf(sheet, content, pages=None)
        except press.NoLetters as refusal:
            content = _without(content, refusal.text)
    return press.pdf(sheet, content, pages=None)


def _head(listing: Listing, meeting: Meeting, today: date) -> dict[str, Any]:
    times = span_words(meeting.starts, meeting.ends)
    return {
        "name": on_paper(listing.name),
        "patch": on_paper(listing.patch.name),
        "date": f"{date_words(meeting.date, today, weekday=True)}, {times}",
        "place": on_paper(listing.venue.name) if listing.venue else "",
    }


def _person(line: Line) -> dict[str, str]:
    return {"name": on_paper(line.name) or ERASED, "first": _first(line) if line.is_first else ""}


def _first(line: Line) -> str:
    welcomer = on_paper((line.referral.welcomer or "") if line.referral else "")
    if not welcomer or len(welcomer) > LONGEST_WELCOMER or not welcomer.replace(" ", "").isalpha():
        return "First time"
    return f"First time. {welcomer} meets them"


def _without(content: Any, letters: str, *, is_name: bool = False) -> Any:
    """The same without these letters: a name that holds them says so, of other words the rest stays."""
    if isinstance(content, str):
        if not any(letter in content for letter in letters):
            return content
        return NO_NAME if is_name else " ".join("".join(each for each in content if each not in letters).split())
    if isinstance(content, list):
        return [_without(each, letters) for each in content]
    if isinstance(content, dict):
        of_person = "first" in content or "lines" in content
        return {
            key: value if key in ("host", "path") else _without(value, letters, is_name=of_person and key == "name")
            for key, value in content.items()
        }
    return content
