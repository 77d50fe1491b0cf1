"""Pinning one seeded entry on the board: written, published, changed and checked through the doors the site uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from models.check import Check
from models.group import Group, Venue
from models.listing import Listing
from models.listing_contents import save, write
from models.listing_version import Deed
from models.patch import Patch
from models.people import User
from seeds.days import Days
from seeds.entry import Edited, Entry, Paused, Restarted, Step, Stopped, typeset


@dataclass(frozen=True, slots=True)
class World:
    """What is there before the listings are: by the keys that entries use."""

    session: Session
    days: Days
    patches: Mapping[str, Patch]
    groups: Mapping[str, Group]
    venues: Mapping[str, Venue]
    people: Mapping[str, User]


def pin(world: World, entry: Entry) -> Listing:
    """Add an entry as its author did, then let happen what has happened since."""
    patch, author, at = world.patches[entry.patch], world.people[entry.added_by], world.days.ago(entry.added)
    listing = Listing(
        panel=patch.panel, created_at=at, created_by_id=author.id, changed_at=at, checked_at=None, revision=0
    )
    final = entry.contents() | {
        "patch_id": str(patch.id),
        "group_id": str(world.groups[entry.group].id) if entry.group else None,
        "venue_id": str(world.venues[entry.venue].id) if entry.venue else None,
    }
    world.session.add(listing)
    with world.session.no_autoflush:
        write(listing, _before(final, entry.story, world))
        if not entry.draft:
            listing.publish(by=author, at=at)
        save(listing, Deed.ADDED, by=author, at=at)
        for step in entry.story:
            _happen(world, listing, step, final, entry.story)
        for seen in sorted(entry.checks, key=lambda seen: -seen.days):
            by = world.people[seen.by] if seen.by else None
            Check.record(listing, how=seen.how, by=by, at=world.days.ago(seen.days, hour=14), note=typeset(seen.note))
    return listing


def _happen(world: World, listing: Listing, step: Step, final: dict[str, Any], story: tuple[Step, ...]) -> None:
    by, at = world.people[step.by], world.days.ago(step.days, hour=15)
    match step:
        case Edited():
            later = story[story.index(step) + 1 :]
            now = _before(final, later, world)
            write(listing, {field: now[field] for field in _keyed(step.was, world)})
            save(listing, Deed.EDITED, by=by, at=at, note=typeset(step.note))
        case Paused():
            # The rule wants a day to come; a pause that is over by now ended on a day that was to come then.
            listing.pause(until=step.until, reason=typeset(step.reason), by=by, at=at, today=at.date())
            save(listing, Deed.PAUSED, by=by, at=at, note=typeset(step.reason))
        case Restarted():
            listing.restart()
            save(listing, Deed.RESTARTED, by=by, at=at, note=typeset(step.note))
        case Stopped():
            listing.stop(reason=typeset(step.reason), by=by, at=at)
            save(listing, Deed.STOPPED, by=by, at=at, note=typeset(step.reason))


def _before(final: dict[str, Any], story: tuple[Step, ...], world: World) -> dict[str, Any]:
    """The contents as they stood before these steps."""
    contents = dict(final)
    for step in reversed(story):
        if isinstance(step, Edited):
            contents |= _keyed(step.was, world)
    return contents


def _keyed(was: Mapping[str, Any], world: World) -> dict[str, Any]:
    """Former contents, their venue and group given by key."""
    told = {field: typeset(value) if isinstance(value, str) else value for field, value in was.items()}
    if "venue" in told:
        venue = told.pop("venue")
        told["venue_id"] = str(world.venues[venue].id) if venue else None
    if "group" in told:
        group = told.pop("group")
        told["group_id"] = str(world.groups[group].id) if group else None
    return told
