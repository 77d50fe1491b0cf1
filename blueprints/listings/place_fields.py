"""The place of the section "When and where": one the panel knows, a new one made on the spot, or none."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.choices import offered
from blueprints.listings.address_fields import AddressFields
from blueprints.listings.fields import Pick, Radios, TextLine, Tick
from models.group import Venue
from models.people import Panel

KNOWN, NEW, NOWHERE = "known", "new", "none"


class PlaceFields(AddressFields):
    """Where it is."""

    where = Radios(
        "Where is it?",
        choices=offered(
            [(KNOWN, "A place on our list"), (NEW, "A new place"), (NOWHERE, "No one place: online, or all over")]
        ),
    )
    venue_id = Pick("Which place?", choices=[])
    way_in = TextLine("Which door?", most=300, description="“Side path, blue door, ring the bell.”")
    getting_there = TextLine(
        "How do people get there?", most=300, description="“Bus 41 to Mill Row, then 4 minutes on the flat.”"
    )
    lift_offered = Tick("Lifts can be offered")

    def offer_venues(self, venues: Sequence[Venue]) -> None:
        self.venue_id.choices = offered(
            [("", "Not said yet"), *((str(each.id), _venue_words(each)) for each in venues)]
        )
        self.venue_id.data = self.venue_id.data or ""
        if self.where.data not in (KNOWN, NEW, NOWHERE):
            self.where.data = KNOWN if venues else NEW

    def check_place(self, session: Session) -> bool:
        """Whether the place makes sense. Sets `postcode_doubt` where a tick would let it through."""
        return not self.is_new_place or self.check_address(session, [self.patch])

    @property
    def is_new_place(self) -> bool:
        """Whether a new place is described. Chosen and left empty, it is no place yet."""
        typed = (self.venue_name, self.venue_street, self.venue_area, self.venue_postcode)
        return self.where.data == NEW and any(field.data for field in typed)

    def place_contents(self) -> dict[str, Any]:
        return {
            "venue_id": self.venue_id.data or None if self.where.data == KNOWN else None,
            "way_in": self.way_in.data or "",
            "getting_there": self.getting_there.data or "",
            "lift_offered": bool(self.lift_offered.data),
        }

    def new_venue(self, session: Session, panel: Panel, at: datetime) -> Venue:
        """The venue that was typed: a known one that is the same, else a new one, not added yet."""
        venue = self.write_address(Venue(id=uuid.uuid4(), panel_id=panel.id, created_at=at), session)
        for known in self.venues:
            if _same(known) == _same(venue):
                return known
        return venue


def _same(venue: Venue) -> tuple[str, ...]:
    return (venue.name.casefold(), venue.street.casefold(), venue.postcode, venue.address_shown)


def _venue_words(venue: Venue) -> str:
    where = ", ".join(filter(None, (venue.street, venue.area)))
    return f"{venue.name} ({where})" if where else venue.name
