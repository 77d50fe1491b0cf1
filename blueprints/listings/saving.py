"""Keeping what the page of a listing says: it, its version, a new venue or group, and a check, all or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.listings.forms import ListingForm
from models.check import Check
from models.group import Group, Venue
from models.listing import Listing
from models.listing_contents import EditedMeanwhile, contents_of, save, write
from models.listing_version import Deed, ListingVersion
from models.patch import Patch
from models.people import Panel, User
from models.vocabulary import HowChecked

THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of it. `version` is None when the page said nothing new."""

    listing: Listing
    version: ListingVersion | None
    was_checked: bool
    is_new: bool = False


def keep_new(session: Session, panel: Panel, form: ListingForm, *, publish: bool, by: User, at: datetime) -> Kept:
    """Add the listing that a valid form describes. Nothing is committed."""
    contents = _with_new_rows(session, panel, form, at)
    with session.no_autoflush:
        listing = Listing(
            id=uuid.uuid4(), panel_id=panel.id, created_at=at, created_by_id=by.id, changed_at=at, revision=0
        )
        _write(session, listing, contents)
        if publish:
            listing.publish(by=by, at=at)
        session.add(listing)
        version = save(listing, Deed.ADDED, by=by, at=at)
        return Kept(listing, version, _record_check(form, listing, by, at), is_new=True)


def keep_changes(
    session: Session,
    listing: Listing,
    form: ListingForm,
    *,
    publish: bool,
    by: User,
    at: datetime,
    choices: Mapping[str, str],
) -> Kept:
    """Change the listing as a valid form says. Raises EditedMeanwhile. `choices` are the fields where somebody else's
    version is to stay ("theirs"). Nothing is committed."""
    if form.based_on != listing.revision:
        raise EditedMeanwhile
    before = contents_of(listing)
    contents = _with_new_rows(session, listing.panel, form, at, skip=_theirs(choices))
    contents |= {field: before[field] for field in _theirs(choices) if field in contents}
    contents |= form.proposed(contents)
    publishes = publish and listing.published_at is None and listing.stopped_at is None
    with session.no_autoflush:
        checked = _record_check(form, listing, by, at)
        if not publishes and all(before.get(field) == value for field, value in contents.items()):
            return Kept(listing, None, checked)
        _write(session, listing, contents)
        if publishes:
            listing.publish(by=by, at=at)
        deed = Deed.PUBLISHED if publishes else Deed.EDITED
        return Kept(listing, save(listing, deed, by=by, at=at, based_on=form.based_on), checked)


def _theirs(choices: Mapping[str, str]) -> set[str]:
    return {field for field, whose in choices.items() if whose == THEIRS}


def _with_new_rows(
    session: Session, panel: Panel, form: ListingForm, at: datetime, skip: set[str] | frozenset[str] = frozenset()
) -> dict[str, Any]:
    """What the form says, with a venue and a group made where it describes new ones."""
    contents = form.contents()
    if form.is_new_place and "venue_id" not in skip:
        venue = form.new_venue(session, panel, at)
        session.add(venue)
        contents["venue_id"] = str(venue.id)
    if form.is_new_group and "group_id" not in skip:
        group = form.new_group(panel, at)
        session.add(group)
        contents["group_id"] = str(group.id)
    session.flush()
    return contents


def _write(session: Session, listing: Listing, contents: dict[str, Any]) -> None:
    write(listing, contents)
    listing.patch = session.get_one(Patch, listing.patch_id)
    listing.venue = session.get(Venue, listing.venue_id) if listing.venue_id else None
    listing.group = session.get(Group, listing.group_id) if listing.group_id else None


def _record_check(form: ListingForm, listing: Listing, by: User, at: datetime) -> bool:
    if not form.checked.data:
        return False
    Check.record(listing, how=HowChecked(form.checked.data), by=by, at=at, note=form.check_note.data or "")
    return True
