"""A shortlist: up to twelve listings that somebody put together, kept in the page's address and nowhere else.

`list=` holds their short ids joined by full stops, in the order they were put in.
"""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass

from flask import request, url_for

from models.listing import id_from_short

MOST = 12
"""More would not fit on a leaflet anybody reads."""
LONGEST_ADDRESS = 2_000
"""Characters of `list=` that are looked at; twelve ids take 275."""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The listings' ids in the reader's order, each once. `unreadable` counts the words that were no id, and
    `too_many` those beyond the twelfth."""

    ids: tuple[uuid.UUID, ...] = ()
    unreadable: int = 0
    too_many: int = 0

    @classmethod
    def read(cls, text: str | None) -> Shortlist:
        """What `str(shortlist)` wrote, or whatever a stranger typed."""
        ids: list[uuid.UUID] = []
        unreadable = too_many = 0
        for word in (text or "")[:LONGEST_ADDRESS].split("."):
            found = id_from_short(word) if word else None
            if found is None:
                unreadable += bool(word)
            elif found not in ids:
                if len(ids) < MOST:
                    ids.append(found)
                else:
                    too_many += 1
        return cls(tuple(ids), unreadable, too_many)

    @classmethod
    def from_request(cls) -> Shortlist:
        """The shortlist in the address of the page being asked for."""
        return cls.read(request.args.get("list")) if request.query_string else cls()

    def __str__(self) -> str:
        return ".".join(_short(each) for each in self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, listing_id: object) -> bool:
        return listing_id in self.ids

    @property
    def is_full(self) -> bool:
        return len(self.ids) >= MOST

    def put(self, listing_id: uuid.UUID) -> Shortlist:
        """The list with this one at its end; the same list when it is there or there is no room."""
        if listing_id in self.ids or self.is_full:
            return self
        return Shortlist((*self.ids, listing_id))

    def take_off(self, listing_id: uuid.UUID) -> Shortlist:
        """The list without this one."""
        return Shortlist(tuple(each for each in self.ids if each != listing_id))

    def move_up(self, listing_id: uuid.UUID) -> Shortlist:
        """The list with this one a place earlier."""
        ids = list(self.ids)
        place = ids.index(listing_id) if listing_id in ids else 0
        if place:
            ids[place - 1], ids[place] = ids[place], ids[place - 1]
        return Shortlist(tuple(ids))

    @property
    def page_url(self) -> str:
        """The page of the list itself."""
        return url_for("public.shortlist", list=str(self) or None)


def carry(shortlist: Shortlist) -> str:
    """What to put behind the address of a page so that the list comes along: "?list=...", or nothing."""
    return f"?list={shortlist}" if shortlist else ""


def anchor_of(listing_id: uuid.UUID) -> str:
    """The id in the page of the element that shows a listing, so that a reader comes back to it."""
    return f"listing-{_short(listing_id)}"


def _short(listing_id: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(listing_id.bytes).rstrip(b"=").decode("ascii")
