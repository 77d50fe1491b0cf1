"""The place of the section "When and where": one the panel knows, a new one made on the spot, or none."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.listings.fields import Pick, Radios, TextLine, Tick, Understood, labelled, offered
from blueprints.listings.time_rows import blame
from models.group import AddressShown, Venue
from models.people import Panel
from models.postcodes import locate_postcode, outward_of, read_postcode

KNOWN, NEW, NOWHERE = "known", "new", "none"


class PlaceFields:
    """Where it is."""

    where = Radios(
        "Where is it?",
        choices=offered(
            [(KNOWN, "A place on our list"), (NEW, "A new place"), (NOWHERE, "No one place: online, or all over")]
        ),
    )
    venue_id = Pick("Which place?", choices=[])
    venue_name = TextLine(
        "Name of the place", most=120, description="“St Oswin’s church hall”. For a home, leave it empty."
    )
    venue_street = TextLine("Number and street", most=160)
    venue_area = TextLine("Area or town", most=80)
    venue_postcode = Understood("Postcode", by=read_postcode, most=40)
    postcode_is_right = TextLine("", most=40)
    """The first half of a postcode that somebody said is right, though it is outside the patch or new to us."""
    venue_shown = Radios(
        "How much of the address may everybody see?",
        choices=labelled(AddressShown),
        default=AddressShown.FULL.value,
        description="Somebody’s home is never shown in full.",
    )
    way_in = TextLine("Which door?", most=300, description="“Side path, blue door, ring the bell.”")
    getting_there = TextLine(
        "How do people get there?", most=300, description="“Bus 41 to Mill Row, then 4 minutes on the flat.”"
    )
    lift_offered = Tick("Lifts can be offered")

    postcode_doubt = ""
    """What to ask about the postcode, when it needs a tick."""

    def offer_venues(self, venues: Sequence[Venue]) -> None:
        self.venue_id.choices = offered(
            [("", "Not said yet"), *((str(each.id), _venue_words(each)) for each in venues)]
        )
        self.venue_id.data = self.venue_id.data or ""
        if self.where.data not in (KNOWN, NEW, NOWHERE):
            self.where.data = KNOWN if venues else NEW

    def check_place(self, session: Session) -> bool:
        """Whether the place makes sense. Sets `postcode_doubt` where a tick would let it through."""
        if not self.is_new_place:
            return True
        if not self.venue_name.data and not self.venue_street.data:
            return blame(self.venue_name, "Give the place a name, or its street.")
        postcode = self.venue_postcode.meaning
        if not postcode:
            return not self.venue_postcode.errors
        outward = outward_of(postcode)
        if self.postcode_is_right.data == outward:
            return True
        if not self.patch.holds_postcode(postcode):
            self.postcode_doubt = f"{outward} is outside {self.patch.name}. Is that right?"
        elif locate_postcode(session, postcode) is None:
            self.postcode_doubt = f"We have not heard of {postcode}. Is that right?"
        return not self.postcode_doubt or blame(self.venue_postcode, self.postcode_doubt)

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
        postcode = self.venue_postcode.meaning or ""
        name = self.venue_name.data or self.venue_street.data or ""
        shown = AddressShown(self.venue_shown.data)
        for known in self.venues:
            same = (known.name.casefold(), known.postcode) == (name.casefold(), postcode)
            if same and known.street == (self.venue_street.data or "") and known.address_shown is shown:
                return known
        found = locate_postcode(session, postcode) if postcode else None
        latitude, longitude = found.degrees if found else (None, None)
        return Venue(
            id=uuid.uuid4(),
            panel_id=panel.id,
            name=name,
            street=self.venue_street.data or "",
            area=self.venue_area.data or "",
            postcode=postcode,
            address_shown=shown,
            easting=found.easting if found else None,
            northing=found.northing if found else None,
            latitude=latitude,
            longitude=longitude,
            created_at=at,
        )


def _venue_words(venue: Venue) -> str:
    where = ", ".join(filter(None, (venue.street, venue.area)))
    return f"{venue.name} ({where})" if where else venue.name
