"""The address of a place: asked on the page of a listing for a new one, and on the place's own page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from blueprints.choices import labelled
from blueprints.listings.fields import Radios, TextLine, Understood
from blueprints.listings.time_rows import blame
from models.group import AddressShown, Venue
from models.patch import Patch
from models.postcodes import locate_postcode, outward_of, read_postcode


class AddressFields:
    """Name, address, and how much of it everybody may see."""

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

    postcode_doubt = ""
    """What to ask about the postcode, when it needs a tick."""

    def check_address(self, session: Session, patches: Sequence[Patch]) -> bool:
        """Whether the address makes sense. Sets `postcode_doubt` where a tick would let it through."""
        if not self.venue_name.data and not self.venue_street.data:
            return blame(self.venue_name, "Give the place a name, or its street.")
        postcode = self.venue_postcode.meaning
        if not postcode:
            return not self.venue_postcode.errors
        outward = outward_of(postcode)
        if self.postcode_is_right.data == outward:
            return True
        if not any(patch.holds_postcode(postcode) for patch in patches):
            self.postcode_doubt = f"{outward} is outside {patches[0].name}. Is that right?"
        elif locate_postcode(session, postcode) is None:
            self.postcode_doubt = f"We have not heard of {postcode}. Is that right?"
        return not self.postcode_doubt or blame(self.venue_postcode, self.postcode_doubt)

    def write_address(self, venue: Venue, session: Session) -> Venue:
        """Give the venue the address that was typed, and the position of its postcode's sector."""
        venue.name = self.venue_name.data or self.venue_street.data or ""
        venue.street, venue.area = self.venue_street.data or "", self.venue_area.data or ""
        venue.postcode = self.venue_postcode.meaning or ""
        venue.address_shown = AddressShown(self.venue_shown.data)
        found = locate_postcode(session, venue.postcode) if venue.postcode else None
        venue.easting, venue.northing = (found.easting, found.northing) if found else (None, None)
        venue.latitude, venue.longitude = found.degrees if found else (None, None)
        return venue
