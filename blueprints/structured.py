"""What a listing's page says to machines: schema.org words as JSON-LD, with nothing in it that the page does not show.

Source of the terms: https://schema.org/Event, https://schema.org/Schedule and https://schema.org/Place.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from models.group import AddressShown, Venue
from models.listing import Listing
from models.meeting import Meeting
from models.patterns import Pattern
from models.rhythm import LAST, WEEKDAYS, Rhythm
from models.vocabulary import Cost

SCHEDULE = "https://schema.org/"
ZONE = "Europe/London"
MOST_EXCEPTIONS = 20


def structured_words(
    listing: Listing, *, url: str, patterns: Sequence[Pattern], coming: Sequence[Meeting], is_paused: bool = False
) -> dict[str, Any] | None:
    """The listing as a schema.org Event with its schedule, or as a Place that is there any time. None for what is
    neither. `coming` are its next meetings, cancelled ones among them."""
    following = next((meeting for meeting in coming if meeting.is_on), None)
    if patterns and following:
        return _drop_empty(_event(listing, url, patterns, coming, following, is_paused))
    if listing.any_time and listing.venue:
        return _drop_empty(
            {**_place(listing.venue), "@context": SCHEDULE, **_naming(listing, url), "publicAccess": True}
        )
    return None


def as_script(words: dict[str, Any]) -> Markup:
    """A data block that no text in it can end: every <, > and & is written as an escape."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704


def _event(
    listing: Listing, url: str, patterns: Sequence[Pattern], coming: Sequence[Meeting], following: Meeting, paused: bool
) -> dict[str, Any]:
    called_off = [meeting.date.isoformat() for meeting in coming if not meeting.is_on][:MOST_EXCEPTIONS]
    return {
        "@context": SCHEDULE,
        "@type": "Event",
        **_naming(listing, url),
        "startDate": following.starts_at.isoformat(),
        "endDate": following.ends_at.isoformat() if following.ends else None,
        "eventStatus": SCHEDULE + ("EventPostponed" if paused else "EventScheduled"),
        "eventAttendanceMode": SCHEDULE
        + ("MixedEventAttendanceMode" if "online" in listing.access else "OfflineEventAttendanceMode"),
        "eventSchedule": [_schedule(pattern, called_off) for pattern in patterns],
        "location": _place(listing.venue) if listing.venue else {"@type": "Place", "name": listing.patch.name},
        "organizer": {"@type": "Organization", "name": listing.group.name} if listing.group else None,
        "isAccessibleForFree": True if listing.cost is Cost.FREE else None,
    }


def _naming(listing: Listing, url: str) -> dict[str, Any]:
    return {"@id": url, "name": listing.name, "description": listing.summary, "url": url, "inLanguage": "en-GB"}


def _schedule(pattern: Pattern, called_off: list[str]) -> dict[str, Any]:
    weekday = WEEKDAYS[pattern.meets_on]
    monthly = pattern.rhythm is Rhythm.MONTHLY
    weeks = pattern.interval if pattern.rhythm is Rhythm.EVERY_N_WEEKS else 1
    once = pattern.rhythm is Rhythm.ONCE
    first = pattern.on_date or pattern.valid_from
    last = pattern.on_date or pattern.valid_until
    return _drop_empty(
        {
            "@type": "Schedule",
            "repeatFrequency": None if once else "P1M" if monthly else f"P{weeks}W",
            "byDay": None if once else SCHEDULE + weekday,
            "byMonth": sorted(pattern.months),
            "byMonthWeek": pattern.nth if monthly and pattern.nth != LAST else None,
            "startDate": first.isoformat() if first else None,
            "endDate": last.isoformat() if last else None,
            "startTime": pattern.starts.isoformat("minutes"),
            "endTime": pattern.ends.isoformat("minutes") if pattern.ends else None,
            "scheduleTimezone": ZONE,
            "exceptDate": called_off,
        }
    )


def _place(venue: Venue) -> dict[str, Any]:
    """The venue as strangers may know it: a masked one has no name, number, full postcode or point on the globe."""
    shown = venue.address_shown
    full = shown is AddressShown.FULL
    return _drop_empty(
        {
            "@type": "Place",
            "name": venue.name if full else venue.public_address,
            "address": _drop_empty(
                {
                    "@type": "PostalAddress",
                    "streetAddress": None if shown is AddressShown.AREA else _street(venue),
                    "addressLocality": venue.area,
                    "postalCode": venue.postcode if full else venue.outward_postcode,
                    "addressCountry": "GB",
                }
            ),
            "geo": {"@type": "GeoCoordinates", "latitude": venue.latitude, "longitude": venue.longitude}
            if full and venue.latitude is not None and venue.longitude is not None
            else None,
        }
    )


def _street(venue: Venue) -> str:
    return venue.street if venue.address_shown is AddressShown.FULL else venue.public_street


def _drop_empty(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if value not in (None, "", [])}
