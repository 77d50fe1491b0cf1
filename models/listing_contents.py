"""Writing a listing: its contents as one plain dictionary, which forms, imports, history and undo all speak."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session, object_session
from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault

from models.errors import RuleBroken
from models.listing import Listing
from models.listing_version import Deed, ListingVersion
from models.occurrences import Change, Pattern
from models.people import User
from models.session_time import SessionChange, SessionTime
from models.vocabulary import ContactShown, Cost, JustWatch, Kind, Room

PLAIN_FIELDS = [
    "name", "short_name", "short_pattern", "summary", "description", "needs", "for_whom", "minimum_age", "maximum_age",
    "languages", "any_time", "when_note", "way_in", "getting_there", "lift_offered", "greeter", "first_ten_minutes",
    "leave_any_time", "bring", "companion_offered", "cost_note", "access", "access_note", "places", "places_taken",
    "contact_name", "contact_phone", "contact_email", "website", "panel_note",
]  # fmt: skip
ENUM_FIELDS: dict[str, Any] = {
    "kind": Kind,
    "just_watch": JustWatch,
    "cost": Cost,
    "room": Room,
    "contact_shown": ContactShown,
}
ID_FIELDS = ("patch_id", "group_id", "venue_id")
STATE_INSTANTS = ("published_at", "paused_at", "stopped_at")


class EditedMeanwhile(RuleBroken):
    """Somebody else saved the listing after this person opened it."""

    message = "Somebody else changed this while you had it open. Both versions are below: choose what to keep."


def contents_of(listing: Listing) -> dict[str, Any]:
    """Everything a person can change about a listing, ready for JSON: the shape kept in its history."""
    contents: dict[str, Any] = {field: _told(listing, field) for field in PLAIN_FIELDS}
    contents |= {field: _told(listing, field).value for field in ENUM_FIELDS}
    contents |= {field: str(value) if (value := getattr(listing, field)) else None for field in ID_FIELDS}
    contents["full_until"] = listing.full_until.isoformat() if listing.full_until else None
    contents["times"] = [row.pattern.to_dict() for row in listing.session_times]
    contents["changes"] = [row.change.to_dict() for row in listing.session_changes]
    contents |= {f: value.isoformat() if (value := getattr(listing, f)) else None for f in STATE_INSTANTS}
    contents["paused_until"] = listing.paused_until.isoformat() if listing.paused_until else None
    contents["state_reason"] = _told(listing, "state_reason")
    return contents


def _told(listing: Listing, field: str) -> Any:
    """A field as it will be kept: what a listing not yet in the database leaves out takes its default."""
    value, default = getattr(listing, field), Listing.__table__.c[field].default
    if value is None and isinstance(default, ScalarElementColumnDefault):
        return default.arg
    return [] if value is None and isinstance(default, CallableColumnDefault) else value


def write(listing: Listing, contents: dict[str, Any], *, full_for_now: bool = False) -> None:
    """Set what `contents` names and leave the rest. Raises RuleBroken when the sense is wrong.

    Full without a day is only for what was so before (`full_for_now`, or the listing as it is): its last counted place
    was taken, and it opens by itself when one comes free.
    """
    full_for_now = full_for_now or (listing.room is Room.FULL and listing.full_until is None)
    for field in PLAIN_FIELDS:
        if field in contents:
            setattr(listing, field, contents[field])
    for field, members in ENUM_FIELDS.items():
        if field in contents:
            setattr(listing, field, members(contents[field]))
    for field in ID_FIELDS:
        if field in contents:
            setattr(listing, field, uuid.UUID(contents[field]) if contents[field] else None)
    if "full_until" in contents:
        listing.full_until = _day(contents["full_until"])
    if "times" in contents:
        patterns = [Pattern.from_dict(each) for each in contents["times"]]
        listing.session_times = [SessionTime.from_pattern(each, position=n) for n, each in enumerate(patterns)]
    if "changes" in contents:
        changes = [Change.from_dict(each) for each in contents["changes"]]
        listing.session_changes = [SessionChange.from_change(each, position=n) for n, each in enumerate(changes)]
    _refuse_nonsense(listing)
    if listing.room is Room.FULL and listing.full_until is None and not full_for_now:
        raise RuleBroken("Say until when it is full. A guess will do: it opens again by itself.", field="full_until")


def save(
    listing: Listing, deed: Deed, *, by: User | None, at: datetime, note: str = "", based_on: int | None = None
) -> ListingVersion:
    """Keep the listing as it now stands as its next version.

    `based_on` is the revision the person saw. Raises EditedMeanwhile when it is not the latest any more; the unique
    (listing, number) refuses the second of two saves at the same instant. Raises StillAsked for one that ends or
    leaves the board while somebody waits for an answer.
    """
    session = object_session(listing)
    if deed in (Deed.STOPPED, Deed.UNDONE) and (listing.stopped_at or not listing.published_at):
        from models.unanswered import refuse_while_asked

        if isinstance(session, Session):
            refuse_while_asked(session, listing)
    if based_on is not None and based_on != listing.revision:
        raise EditedMeanwhile
    listing.revision = (listing.revision or 0) + 1
    listing.changed_at = at
    version = ListingVersion(
        listing=listing,
        number=listing.revision,
        deed=deed,
        at=at,
        by=by,
        note=note[:200],
        contents=contents_of(listing),
    )
    if session is not None:
        session.add(version)
    return version


def undo_to(listing: Listing, version: ListingVersion, *, by: User, at: datetime) -> ListingVersion:
    """Bring the listing back to how it stood in `version`, state included, as a new version on top."""
    write(listing, version.contents, full_for_now=True)
    for field in STATE_INSTANTS:
        kept = version.contents.get(field)
        setattr(listing, field, datetime.fromisoformat(kept) if kept else None)
    listing.paused_until = _day(version.contents.get("paused_until"))
    listing.state_reason = version.contents.get("state_reason", "")
    session = object_session(listing)
    if isinstance(session, Session):
        session.flush()
        session.refresh(listing, ["venue", "group", "patch"])
    return save(listing, Deed.UNDONE, by=by, at=at, note=f"Back to version {version.number}")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _refuse_nonsense(listing: Listing) -> None:
    low, high = listing.minimum_age, listing.maximum_age
    if low is not None and high is not None and low > high:
        raise RuleBroken("The youngest age is above the oldest. Swap them, or leave one empty.", field="minimum_age")
    if listing.places is not None and (listing.places_taken or 0) > listing.places:
        raise RuleBroken(
            f"{listing.places_taken} already come, so there cannot be only {listing.places} places.", field="places"
        )
