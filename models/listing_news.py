"""What changed on some patches lately, for people who send others there: one line for each listing, with what is new.

Worked out from the versions in the history: how each listing stood before, against how it stands now.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.clock_words import date_words, listed
from models.errors import RuleBroken
from models.listing import Listing
from models.listing_version import ListingVersion
from models.patterns import Pattern
from models.vocabulary import Room
from models.when_words import when_words

MOST_LOOKED_AT = 200
"""Listings changed lately; beyond these nobody reads on."""


class What(StrEnum):
    """What became of a listing, the gravest first."""

    STOPPED = "stopped"
    PAUSED = "paused"
    RESTARTED = "restarted"
    NEW = "new"
    MOVED = "moved"
    FULL = "full"
    ROOM = "room"
    DATES = "dates"

    @property
    def label(self) -> str:
        return {
            "stopped": "Stopped",
            "paused": "Paused",
            "restarted": "Started again",
            "new": "New",
            "moved": "Moved",
            "full": "Full",
            "room": "Room again",
            "dates": "Dates changed",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ListingNews:
    """One listing that changed: when last, what, and how it is now in a few words."""

    listing: Listing
    at: datetime
    what: What
    words: str


def news_of(session: Session, patch_ids: Sequence[uuid.UUID], *, since: datetime, today: date) -> list[ListingNews]:
    """What is new, paused, stopped, started again, moved or full on these patches since then, the latest first."""
    rows = (
        select(Listing)
        .where(Listing.patch_id.in_(patch_ids), Listing.changed_at >= since, Listing.published_at.is_not(None))
        .options(joinedload(Listing.venue), joinedload(Listing.patch))
        .order_by(Listing.changed_at.desc(), Listing.id)
        .limit(MOST_LOOKED_AT)
    )
    listings = session.scalars(rows).all() if patch_ids else []
    versions = _versions(session, [listing.id for listing in listings], since)
    found = []
    for listing in listings:
        theirs = versions.get(listing.id, [])
        before = theirs[0].contents if theirs and theirs[0].at < since else {}
        told = _told(listing, before, theirs[-1].contents, today) if theirs and theirs[-1].at >= since else None
        if told is not None:
            found.append(ListingNews(listing, theirs[-1].at, *told))
    return found


def _versions(
    session: Session, listing_ids: Sequence[uuid.UUID], since: datetime
) -> dict[uuid.UUID, list[ListingVersion]]:
    """Of each listing the last version before `since`, if there is one, and the latest of all."""
    if not listing_ids:
        return {}
    of_these = ListingVersion.listing_id.in_(listing_ids)
    ends = (
        select(
            ListingVersion.listing_id,
            func.max(ListingVersion.number).label("latest"),
            func.max(ListingVersion.number).filter(ListingVersion.at < since).label("before"),
        )
        .where(of_these)
        .group_by(ListingVersion.listing_id)
        .subquery()
    )
    wanted = or_(ListingVersion.number == ends.c.latest, ListingVersion.number == ends.c.before)
    rows = (
        select(ListingVersion)
        .join(ends, and_(ListingVersion.listing_id == ends.c.listing_id, wanted))
        .order_by(ListingVersion.listing_id, ListingVersion.number)
    )
    found: dict[uuid.UUID, list[ListingVersion]] = {}
    for version in session.scalars(rows):
        found.setdefault(version.listing_id, []).append(version)
    return found


def _told(
    listing: Listing, before: Mapping[str, Any], after: Mapping[str, Any], today: date
) -> tuple[What, str] | None:
    """What there is to say of the way from one version to another; None for what no visitor would notice."""
    was_on, is_on = bool(before.get("published_at")), bool(after.get("published_at"))
    if after.get("stopped_at"):
        return (What.STOPPED, _why(after)) if was_on and not before.get("stopped_at") else None
    if not is_on:
        return None
    if not was_on:
        return What.NEW, listing.summary
    if after.get("paused_at"):
        same = before.get("paused_at") and before.get("paused_until") == after.get("paused_until")
        return None if same else (What.PAUSED, _pause_words(after, today))
    if before.get("paused_at") or before.get("stopped_at"):
        return What.RESTARTED, _times_words(after, today)
    return _moved(listing, before, after, today) or _room(before, after, today) or _dates(before, after, today)


def _moved(
    listing: Listing, before: Mapping[str, Any], after: Mapping[str, Any], today: date
) -> tuple[What, str] | None:
    said = []
    if before.get("venue_id") != after.get("venue_id"):
        said.append(f"Now at {listing.venue.public_address}" if listing.venue else "No longer at one place")
    if any(before.get(name) != after.get(name) for name in ("times", "any_time")):
        said.append(f"Now: {_times_words(after, today)}")
    return (What.MOVED, ". ".join(said)) if said else None


def _room(before: Mapping[str, Any], after: Mapping[str, Any], today: date) -> tuple[What, str] | None:
    was, now = before.get("room") == Room.FULL.value, after.get("room") == Room.FULL.value
    if was == now:
        return None
    until = _day(after.get("full_until"))
    return (What.FULL, f"Full until {date_words(until, today)}" if until else "") if now else (What.ROOM, "")


def _dates(before: Mapping[str, Any], after: Mapping[str, Any], today: date) -> tuple[What, str] | None:
    known = before.get("changes") or []
    fresh = [change for change in after.get("changes") or [] if change not in known]
    called_off = [date_words(day, today) for c in fresh if c.get("kind") != "moved" and (day := _day(c.get("on")))]
    if not fresh:
        return None
    return What.DATES, f"Not on {listed(called_off)}" if called_off else "One meeting is moved"


def _pause_words(after: Mapping[str, Any], today: date) -> str:
    until = _day(after.get("paused_until"))
    when = f"Until {date_words(until, today, weekday=True)}" if until else "Nobody knows yet for how long"
    return ". ".join(filter(None, (when, _why(after))))


def _why(contents: Mapping[str, Any]) -> str:
    return str(contents.get("state_reason") or "").rstrip(".")


def _times_words(contents: Mapping[str, Any], today: date) -> str:
    try:
        patterns = [Pattern.from_dict(each) for each in contents.get("times") or []]
    except RuleBroken:
        return ""
    return when_words(patterns, any_time=bool(contents.get("any_time")), today=today)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
