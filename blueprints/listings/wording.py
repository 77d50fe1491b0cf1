"""A listing's contents in words, field by field: for its history and for two versions side by side."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock_words import date_words, span_words, time_words
from models.errors import RuleBroken
from models.group import Group, Venue
from models.patch import Patch
from models.patterns import Pattern
from models.vocabulary import Access, ContactShown, Cost, JustWatch, Kind, Need, Room
from models.when_words import when_words

EMPTY = "nothing"
LABELS = {
    "name": "Name", "short_name": "Short name", "short_pattern": "Short times", "summary": "In one sentence",
    "description": "What goes on", "needs": "What it is good for", "for_whom": "Who it is for",
    "minimum_age": "Youngest age", "maximum_age": "Oldest age", "languages": "Languages", "any_time": "No fixed times",
    "when_note": "About the times", "way_in": "Which door", "getting_there": "Getting there",
    "lift_offered": "Lifts offered", "greeter": "Who greets people", "first_ten_minutes": "The first ten minutes",
    "leave_any_time": "Leave any time", "bring": "What to bring", "companion_offered": "Somebody meets newcomers",
    "cost_note": "Cost in words", "access": "Getting in", "access_note": "More about getting in", "places": "Places",
    "places_taken": "Places taken", "contact_name": "Who to ask for", "contact_phone": "Phone",
    "contact_email": "Email",
    "website": "Website", "panel_note": "Note for the panel", "kind": "Kind", "just_watch": "Can just watch",
    "cost": "Cost", "room": "Room", "contact_shown": "Who sees the contact", "patch_id": "Patch",
    "group_id": "Kept by", "venue_id": "Place", "full_until": "Full until", "times": "When",
    "changes": "Not on, or moved", "published_at": "On the board", "paused_at": "Paused", "stopped_at": "Stopped",
    "paused_until": "Paused until", "state_reason": "Why",
}  # fmt: skip
ENUMS: dict[str, Any] = {
    "kind": Kind, "just_watch": JustWatch, "cost": Cost, "room": Room, "contact_shown": ContactShown,
}  # fmt: skip
TICKED: dict[str, Any] = {"needs": Need, "access": Access}
INSTANTS = ("published_at", "paused_at", "stopped_at")
NOBODY = {"group_id": "the panel", "venue_id": "no one place", "patch_id": EMPTY}


@dataclass
class Wording:
    """Puts values in words. Names of places, groups and patches are fetched once for all the contents it is told of."""

    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def for_contents(cls, session: Session, every: Iterable[Mapping[str, Any]]) -> Wording:
        """A wording that knows the names used in these contents."""
        names: dict[str, str] = {}
        contents = list(every)
        lookups: tuple[tuple[str, Any, Callable[[Any], str]], ...] = (
            ("patch_id", Patch, lambda row: row.name),
            ("group_id", Group, lambda row: row.name),
            ("venue_id", Venue, lambda row: ", ".join(filter(None, (row.name, row.street, row.postcode)))),
        )
        for name, table, words in lookups:
            ids = {uuid.UUID(each[name]) for each in contents if each.get(name)}
            rows = session.scalars(select(table).where(table.id.in_(ids))) if ids else ()
            names |= {str(row.id): words(row) for row in rows}
        return cls(names)

    def of(self, name: str, value: Any) -> str:
        """One value in words."""
        if name in INSTANTS:
            return "yes" if value else "no"
        if name in NOBODY:
            return self.names.get(value, value) if value else NOBODY[name]
        if isinstance(value, bool):
            return "yes" if value else "no"
        if name in ENUMS:
            return str(ENUMS[name](value or "").label)
        if value in (None, "", []):
            return EMPTY
        if name in TICKED:
            return ", ".join(TICKED[name](each).label for each in value)
        if name == "times":
            return when_words([Pattern.from_dict(each) for each in value])
        if name == "changes":
            return "; ".join(_change_words(each) for each in value)
        if name in ("full_until", "paused_until"):
            return date_words(date.fromisoformat(value))
        return str(value)

    def safely(self, name: str, value: Any) -> str:
        """The same, for a history that may hold what today's code no longer knows."""
        try:
            return self.of(name, value)
        except (RuleBroken, ValueError, TypeError, KeyError, AttributeError):
            return str(value)


def _change_words(kept: Mapping[str, Any]) -> str:
    on = date_words(date.fromisoformat(kept["on"]))
    why = f": {kept['reason']}" if kept.get("reason") else ""
    if kept.get("kind") != "moved":
        until = f" to {date_words(date.fromisoformat(kept['until']))}" if kept.get("until") else ""
        return f"not on {on}{until}{why}"
    told = [f"{on} moved"]
    if kept.get("to_date"):
        told.append(f"to {date_words(date.fromisoformat(kept['to_date']))}")
    if kept.get("to_starts"):
        starts = time.fromisoformat(kept["to_starts"])
        ends = time.fromisoformat(kept["to_ends"]) if kept.get("to_ends") else None
        told.append(span_words(starts, ends) if ends else f"at {time_words(starts)}")
    if kept.get("place"):
        told.append(f"at {kept['place']}")
    return " ".join(told) + why
