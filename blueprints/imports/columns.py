"""Which column is which: the many headings volunteers write, and the field each one means."""

import re

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("name", "title", "activity", "activity name", "group name", "what", "event", "service", "listing"),
    "kind": ("kind", "type", "category", "sort"),
    "summary": ("summary", "in short", "strapline", "short description", "one line"),
    "description": ("description", "details", "about", "what happens", "information", "more", "notes", "note"),
    "needs": ("needs", "good for", "help with", "themes", "tags"),
    "when": (
        "when",
        "day and time",
        "days and times",
        "times",
        "day time",
        "schedule",
        "pattern",
        "dates",
        "frequency",
    ),
    "day": ("day", "days", "weekday"),
    "time": ("time", "hours"),
    "starts": ("start", "starts", "start time", "from"),
    "ends": ("end", "ends", "end time", "finish", "finishes", "until", "to"),
    "when_note": ("when note", "about the times"),
    "venue": ("venue", "where", "place", "location", "building", "venue name"),
    "street": ("street", "address", "address 1", "address line 1", "road"),
    "area": ("area", "town", "neighbourhood", "address 2", "address line 2", "ward"),
    "postcode": ("postcode", "post code", "postal code", "pc"),
    "way_in": ("way in", "entrance", "which door", "getting in"),
    "getting_there": ("getting there", "travel", "bus", "transport"),
    "cost": ("cost", "price", "fee", "charge", "how much", "entry"),
    "cost_note": ("cost note", "about the cost"),
    "access": ("access", "accessibility", "facilities"),
    "access_note": ("access note", "about access"),
    "for_whom": ("for whom", "who for", "who is it for", "who can come", "audience", "eligibility", "suitable for"),
    "minimum_age": ("minimum age", "min age", "age from", "youngest"),
    "maximum_age": ("maximum age", "max age", "age to", "oldest"),
    "greeter": ("who greets you", "greeter", "welcomer"),
    "first_ten_minutes": ("first time", "first visit", "first ten minutes"),
    "bring": ("bring", "what to bring"),
    "contact_name": ("contact", "contact name", "organiser", "leader", "ask for", "who to ask"),
    "contact_phone": ("phone", "tel", "telephone", "mobile", "phone number", "contact phone", "contact number"),
    "contact_email": ("email", "e mail", "email address", "contact email"),
    "website": ("website", "web", "url", "link", "facebook"),
    "group": ("group", "organisation", "organization", "run by", "kept by", "charity", "club"),
    "status": ("status",),
    "checked": ("checked", "last checked"),
}
NOT_READ = {"status", "checked"}
"""Columns of our own export that say what the board knows by itself."""
MEANING = {heading: field for field, headings in HEADINGS.items() for heading in headings}


def fields_of(headings: list[str]) -> tuple[dict[str, int], list[str]]:
    """Where each known field stands (its column from 0), and the headings that mean nothing to us.

    The first of two columns for one field wins; the other counts as unknown, so that nobody thinks it was read.
    """
    places: dict[str, int] = {}
    unknown: list[str] = []
    for column, heading in enumerate(headings):
        plain = re.sub(r"[^a-z0-9]+", " ", heading.lower()).strip()
        field = MEANING.get(plain)
        if field is None or field in places:
            if heading:
                unknown.append(heading)
        else:
            places[field] = column
    return places, [heading for heading in unknown if heading]
