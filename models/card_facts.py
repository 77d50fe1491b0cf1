"""What a card says of a listing, as plain JSON: kept beside the search index so that a page of results needs no joins.

Nothing here depends on the clock: what does (the next date, "checked 3 weeks ago") is for blueprints/cards.py.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from models.group import AddressShown, Venue
from models.listing import Listing
from models.term_dates import Span

UNKNOWN_END = date(9999, 12, 31)
"""A pause without an end, as a date that comes after every other."""


def facts_of(listing: Listing, terms: Sequence[Span] = ()) -> dict[str, Any]:
    """The facts of a card. `terms` are the school terms of the panel; they are kept only where the times need them."""
    times = [_short(row.pattern.to_dict()) for row in listing.session_times]
    facts: dict[str, Any] = {
        "id": listing.id.hex,
        "name": listing.name,
        "slug": listing.slug,
        "kind": listing.kind.value,
        "summary": listing.summary,
        "place": short_place(listing.venue),
        "patch": listing.patch.name,
        "cost": listing.cost.value,
        "cost_note": listing.cost_note,
        "room": listing.room.value,
        "any_time": listing.any_time,
        "when_note": listing.when_note,
        "times": times,
        "changes": [_short(row.change.to_dict()) for row in listing.session_changes],
        "position": [listing.patch.latitude, listing.patch.longitude],
    }
    for name in ("full_until", "paused_until", "checked_at"):
        if value := getattr(listing, name):
            facts[name] = value.isoformat()
    if listing.paused_at and not listing.paused_until:
        facts["paused_until"] = UNKNOWN_END.isoformat()
    if listing.stopped_at:
        facts["stopped"] = True
    if any(each.get("term_time_only") for each in times):
        facts["terms"] = [[span.starts_on.isoformat(), span.ends_on.isoformat()] for span in terms]
    return _short(facts)


def written(facts: dict[str, Any]) -> str:
    """The facts as they are kept: short JSON, always the same for the same facts."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def fingerprint(written_facts: str) -> int:
    """A number that changes when the facts do (63 bits, so that both databases can keep it)."""
    return int.from_bytes(hashlib.blake2b(written_facts.encode(), digest_size=8).digest()) >> 1


def short_place(venue: Venue | None) -> str:
    """Where, in a few words, as far as a stranger may know: "Bramble Café, Station Parade"."""
    if venue is None:
        return ""
    if venue.address_shown is AddressShown.FULL:
        street = venue.street.lstrip("0123456789 ,")
        return ", ".join(part for part in (venue.name, street if street not in venue.name else "") if part)
    return venue.public_address


def _short(facts: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty, which the readers take as the default."""
    return {name: value for name, value in facts.items() if value not in (None, "", []) and value is not False}
