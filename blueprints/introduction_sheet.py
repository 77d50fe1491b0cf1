"""The introduction: a sheet that somebody hands to the people at the door, in their own voice.

It says who they are, whom to see, when and where, and what would help. It has no place for a reason, an illness, a team
or an address of theirs, and for a surname only when they wanted it there. The same words go on paper and on a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from blueprints import press
from blueprints.listing_words import on_paper, sentence
from models.short_code import spoken

A5, LARGE = "introduction", "introduction_large"
PAGES = {A5: 1, LARGE: None}
"""Large letters mostly take both sides of an A4 sheet."""
DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Week)days"
REGULAR = re.compile(rf"((?:First|Second|Third|Fourth|Fifth|Last) )?({DAYS}(?:(?:, | and | & ){DAYS})*)(.*)")
EVERY = re.compile(r"Every ((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)?day\b.*)", re.I)
NOBODY_YET = "Somebody will. I\N{NO-BREAK SPACE}don’t know who yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What the sheet says, in plain strings; all but the first four may be empty.

    `called` is the name they like, `surname` only what they ticked to show. `first` is the day in words ("Tuesday 10
    March, 10am"); without it `pattern` says when it is on ("Tuesdays, 10am to 1pm"). `welcomer` is a name or a
    sentence. `wish` is what would help, never why. `helper` is whom to ring when plans change.
    """

    called: str
    group: str
    code: str
    patch: str
    surname: str = ""
    ask_for: str = ""
    first: str = ""
    pattern: str = ""
    place: str = ""
    address: str = ""
    way_in: str = ""
    welcomer: str = ""
    wish: str = ""
    helper: str = ""
    helper_phone: str = ""

    @property
    def name(self) -> str:
        return f"{self.called} {self.surname}".strip()


def introduction(told: Introduction, *, large: bool = False, saving: bool = False) -> dict[str, Any]:
    """What `press` sets and what a page can say in its place: `sheet`, `hello`, `coming`, `ask_lead`, `ask_for`,
    `rows` (each `label`, `words`, `more`, `part`), `scan`, `change`, `ending`, and the address of the code."""
    told = Introduction(**{field.name: on_paper(getattr(told, field.name)) for field in fields(told)})
    public = urlsplit(current_app.config["SETTINGS"].public_url)
    who = f"{told.ask_for}, please" if told.ask_for else "Please"
    return {
        "sheet": LARGE if large else A5,
        "ink": "saving" if saving else "colour",
        "scheme": public.scheme,
        "host": public.netloc,
        "path": f"/i/{told.code}",
        "code": told.code,
        "spoken": spoken(told.code),
        "patch": told.patch,
        "name": told.name,
        "group": told.group,
        "hello": f"Hello, I’m {told.name}.",
        "coming": f"I’m coming to {told.group} for the first time.",
        "ask_lead": "Please may I see" if told.ask_for else "",
        "ask_for": told.ask_for or "It’s my first time",
        "rows": [row for row in _rows(told) if row["words"] or row["more"]],
        "scan": f"{who} scan this, or type the address, to say that I came.",
        "change": _change(told),
        "ending": "Please tear this up when we have met.",
    }


def print_introduction(content: dict[str, Any]) -> bytes:
    """The sheet as PDF, in as many pages as its size has. Raises as `press.pdf` does."""
    return press.pdf(content["sheet"], content, pages=PAGES[content["sheet"]])


def any_of(pattern: str) -> str:
    """When they may come, from when it is on: "Tuesdays, 10am" as "Any Tuesday, 10am". What has no such short way
    stays as it is."""
    if found := EVERY.fullmatch(pattern):
        return f"Any {found[1]}"
    if found := REGULAR.fullmatch(pattern):
        days = re.sub(r" (?:and|&) ", " or ", found[2]).replace("days", "day").replace("Weekday", "weekday")
        return f"Any {(found[1] or '').lower()}{days}{found[3]}"
    return pattern


def _rows(told: Introduction) -> list[dict[str, str]]:
    def row(label: str, part: str, words: str, more: str = "") -> dict[str, str]:
        return {"label": label, "part": part, "words": words, "more": more}

    return [
        row("When", "when", told.first or any_of(told.pattern)),
        row("Where", "place", told.place or told.address, told.address if told.place else ""),
        row("Getting in", "way_in", _ended(told.way_in)),
        row("Looking out for me", "welcomer", told.welcomer or NOBODY_YET),
        row("I’d like", "wish", _ended(told.wish)),
    ]


def _ended(words: str) -> str:
    """As a sentence, unless it is in a script that ends its sentences otherwise."""
    return sentence(words) if words[-1:].isascii() else words


def _change(told: Introduction) -> str:
    if not told.helper_phone:
        return f"If plans change, please tell {told.helper}." if told.helper else ""
    if not told.helper:
        return f"If plans change, ring {told.helper_phone}."
    return f"If plans change, ring {told.helper} on {told.helper_phone}."
