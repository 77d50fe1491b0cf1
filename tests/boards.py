"""Made-up things on a made-up board, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from models.changes import Change
from models.group import AddressShown, Group, Venue
from models.listing import Listing
from models.patch import Patch
from models.patterns import Pattern
from models.session_time import SessionChange, SessionTime
from models.vocabulary import Kind
from tests.people import make_patch

PINNED_AT = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
TUESDAY, THURSDAY = 1, 3
TUESDAYS = Pattern.weekly(TUESDAY, time(10), time(13))


def make_venue(session: Session, patch: Patch, **more: Any) -> Venue:
    usual: dict[str, Any] = {
        "name": "St Oswin’s hall",
        "street": "14 Mill Row",
        "area": "Larkmoor",
        "postcode": "ZZ4 1AB",
        "address_shown": AddressShown.FULL,
        "latitude": 53.42401,
        "longitude": -2.33207,
    }
    venue = Venue(panel_id=patch.panel_id, created_at=PINNED_AT, **{**usual, **more})
    session.add(venue)
    session.commit()
    return venue


def make_group(session: Session, patch: Patch, name: str = "Lockside Shed") -> Group:
    group = Group(panel_id=patch.panel_id, name=name, created_at=PINNED_AT)
    session.add(group)
    session.commit()
    return group


def make_listing(
    session: Session,
    patch: Patch | None = None,
    name: str = "Lockside Shed",
    *,
    times: Sequence[Pattern] = (TUESDAYS,),
    changes: Iterable[Change] = (),
    **more: Any,
) -> Listing:
    """A listing on the board: on Tuesdays from 10 to 1, unless `times` say otherwise."""
    patch = patch or make_patch(session)
    usual: dict[str, Any] = {
        "kind": Kind.ACTIVITY,
        "summary": "Mend things, make things, or sit by the stove.",
        "created_at": PINNED_AT,
        "changed_at": PINNED_AT,
        "published_at": PINNED_AT,
        "revision": 1,
    }
    listing = Listing(panel_id=patch.panel_id, patch_id=patch.id, name=name, **{**usual, **more})
    listing.session_times = [SessionTime.from_pattern(each, position=n) for n, each in enumerate(times)]
    listing.session_changes = [SessionChange.from_change(each, position=n) for n, each in enumerate(changes)]
    session.add(listing)
    session.commit()
    return listing


def url_of(listing: Listing) -> str:
    return f"/listings/{listing.id}/{listing.slug}"
