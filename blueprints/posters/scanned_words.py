"""What somebody is told whose poster is not true any more: what happened since it was printed, and how it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from blueprints.listing_words import phone_link, sentence, sentences
from models.clock_words import date_words, listed
from models.listing import Listing, Status
from models.poster import Poster
from models.wall_clock import london_date

MATTERS = ("state", "name", "when", "where", "phone")
"""The facts whose change sends somebody to the wrong door or number. Others wait on the listing's own page."""
THE = {"name": "the name", "when": "the day or time", "where": "the place", "phone": "the phone number"}
HEADLINES = {
    "when": "The day or time has changed",
    "where": "This has moved",
    "name": "This has a new name",
    "phone": "The phone number has changed",
}


@dataclass(frozen=True, slots=True)
class Since:
    """What has happened since the poster was printed. `facts` are true now; empty when there is nothing to go to."""

    title: str
    told: str
    printed: str
    reason: str = ""
    facts: Sequence[tuple[str, Any]] = ()
    name: str = ""
    """As it is called now."""
    is_on: bool = False
    """Whether one can just go there, by what is true now."""


def since_printed(poster: Poster, true_now: Mapping[str, Any], changed: Sequence[str], today: date) -> Since | None:
    """What to say before somebody sets out; None when nothing that matters has changed, or it is on again."""
    listing = poster.listing
    if listing is None or listing.status(today) is Status.DRAFT:
        return taken_off(poster, today)
    keys = [key for key in changed if key in MATTERS and (key != "state" or true_now.get("state"))]
    if not keys:
        return None
    status = listing.status(today)
    title, _, more = _headline(listing, status, true_now, keys).partition(". ")
    return Since(
        title=title.removesuffix("."),
        told=sentences(more, _what_changed(true_now, keys)) if status is not Status.STOPPED else "",
        printed=_printed(poster, today),
        reason=sentence(listing.state_reason) if status in (Status.PAUSED, Status.STOPPED) else "",
        facts=[] if status is Status.STOPPED else facts_of(poster.content, true_now, keys),
        name=listing.name,
        is_on=status is Status.ON and "state" not in keys,
    )


def taken_off(poster: Poster, today: date) -> Since:
    """It was deleted, or is no longer for everybody to read."""
    return Since("This is not on the board any more", "Since then it was taken off the board.", _printed(poster, today))


def facts_of(printed: Mapping[str, Any], true_now: Mapping[str, Any], keys: Sequence[str]) -> list[tuple[str, Any]]:
    """The facts to set out with, and for those that changed what the paper says instead."""
    told: list[tuple[str, Any]] = []
    for label, key, words in (("When", "when", when_words), ("Where", "where", where_words)):
        now = words(true_now.get(key) or {})
        was = words(printed.get(key) or {}) if key in keys else ""
        told.append((f"{label} now" if was else label, now))
        if was:
            told.append(("The poster says", was))
    told.append(("Ask for", true_now.get("ask_for", "")))
    phone = true_now.get("phone", "")
    told.append(("Ring", phone_link(phone) if phone else ""))
    return [(label, said) for label, said in told if said]


def when_words(when: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (when.get("day", ""), when.get("time", ""))))


def where_words(where: Mapping[str, str]) -> str:
    place = ", ".join(filter(None, (where.get("place", ""), where.get("address", ""))))
    return ". ".join(filter(None, (place, where.get("way_in", ""))))


def _what_changed(true_now: Mapping[str, Any], keys: Sequence[str]) -> str:
    others = [key for key in keys if key != "state"]
    if not others:
        return ""
    if len(others) > 1:
        return f"Since then {listed([THE[key] for key in others])} have changed"
    now = _in_words(others[0], true_now.get(others[0]) or "")
    return f"Since then {THE[others[0]]} has changed{f': now {now}' if now else ''}"


def _in_words(key: str, fact: Any) -> str:
    if key == "when":
        return when_words(fact or {})
    return where_words({**(fact or {}), "way_in": ""}) if key == "where" else str(fact)


def _headline(listing: Listing, status: Status, true_now: Mapping[str, Any], keys: Sequence[str]) -> str:
    if status is Status.STOPPED:
        return "This has stopped"
    if status is Status.PAUSED and not listing.paused_until:
        return "This is not on for now"
    if status is Status.PAUSED or "state" in keys:
        return str(true_now["state"])
    return HEADLINES[keys[0]] if len(keys) == 1 else "Some things have changed"


def _printed(poster: Poster, today: date) -> str:
    return f"This poster was printed on {date_words(london_date(poster.printed_at), today)}."
