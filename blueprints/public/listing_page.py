"""A listing as its page says it: every word worked out here, so that the template only lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from markupsafe import Markup

from blueprints import listing_words as wording
from blueprints.card_words import Fresh, RoomLeft
from blueprints.listing_dates import Dates, dates_of_listing
from blueprints.listing_words import Pairs, WhoToAsk
from blueprints.structured import as_script, structured_words
from models.listing import Listing, Status
from models.people import Panel
from models.term_dates import Span
from models.wall_clock import london_date


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What templates/public/listing.html shows, in its order."""

    listing: Listing
    url: str
    """Its place on this site; `address` is the whole of it, for paper and for machines."""
    address: str
    status: Status
    state_told: str
    dates: Dates
    where: str
    is_masked: bool
    getting_there: str
    first_time: Pairs
    ask: WhoToAsk
    room: RoomLeft | None
    fresh: Fresh
    facts: Pairs
    description: list[str]
    structured: Markup

    @property
    def panel(self) -> Panel:
        return self.listing.panel

    @property
    def in_brief(self) -> Pairs:
        """What a leaflet of several things says of each: when, where, the first time, who to ask, the cost."""
        listing, upcoming = self.listing, self.dates.next_on_paper
        told = dict(self.first_time)
        way = wording.phone_link(self.ask.phone) if self.ask.phone else self.ask.email
        who = Markup(", ").join(filter(None, (self.ask.name, way)))
        return [
            ("When", wording.sentences(self.dates.when, f"Next: {upcoming}" if upcoming else "")),
            ("Where", wording.sentences(self.where, listing.way_in, self.getting_there)),
            ("First time", wording.first_time_briefly(told)),
            ("Ask", who),
            ("Cost", wording.cost(listing)),
        ]

    @property
    def goes_by_terms(self) -> bool:
        """Whether some of its times follow the school terms."""
        return any(row.term_time_only for row in self.listing.session_times)

    @property
    def until(self) -> datetime:
        """The moment from which the page would say something else."""
        return self.dates.until


def listing_page(listing: Listing, terms: Sequence[Span], now: datetime) -> ListingPage:
    today = london_date(now)
    status = listing.status(today)
    dates = dates_of_listing(listing, terms, now)
    url = f"/listings/{listing.id}/{listing.slug}"
    address = whole_address(url)
    return ListingPage(
        listing=listing,
        url=url,
        address=address,
        status=status,
        state_told=wording.state_told(listing, status, today),
        dates=dates,
        where=wording.address(listing),
        is_masked=wording.is_masked(listing),
        getting_there=wording.getting_there(listing, dates.before_dark),
        first_time=wording.first_time(listing),
        ask=wording.who_to_ask(listing),
        room=wording.room(listing, status, today),
        fresh=wording.checked(listing, now),
        facts=[
            ("When", dates.when),
            ("Cost", wording.cost(listing)),
            ("Getting in", wording.getting_in(listing)),
            ("Who it is for", wording.for_whom(listing)),
            ("Languages", listing.languages),
        ],
        description=wording.paragraphs(listing.description),
        structured=_structured(listing, address, dates, status),
    )


def whole_address(path: str) -> str:
    """The address to print, and to give to other machines: always the public one, whatever name was asked for."""
    settings: Any = current_app.config["SETTINGS"]
    return f"{settings.public_url.rstrip('/')}{path}"


def _structured(listing: Listing, address: str, dates: Dates, status: Status) -> Markup:
    if status is Status.STOPPED:
        return Markup("")
    words = structured_words(
        listing,
        url=address,
        patterns=[row.pattern for row in listing.session_times],
        coming=dates.meetings,
        is_paused=status is Status.PAUSED,
    )
    return as_script(words) if words else Markup("")
