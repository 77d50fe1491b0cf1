"""The history of a listing: every change in words, and the way back to any of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from blueprints import clock
from blueprints.doors import panel_members
from blueprints.listings import listings
from blueprints.listings.finding import listing_of
from blueprints.listings.messages import say_with_undo
from blueprints.listings.wording import LABELS, Wording
from blueprints.rendering import find, render_page
from extensions import db
from models.check import Check
from models.errors import RuleBroken
from models.listing import Listing
from models.listing_contents import EditedMeanwhile, save, undo_to
from models.listing_version import Deed, ListingVersion, changes_between

PAGE = 30
FOLLOWS = {"short_name": "name", "short_pattern": "times"}
"""What changes by itself with something else, and is not told twice."""
CHANGED_MEANWHILE = "Somebody has changed it since, so it was not undone. Look at what they did, then choose a version."


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: a version with what changed, or a check."""

    at: datetime
    words: str
    by: str
    how: str = ""
    note: str = ""
    changes: Sequence[tuple[str, str, str]] = ()
    number: int | None = None


@listings.get("/listings/<uuid:listing_id>/history")
@panel_members
def history(listing_id: uuid.UUID) -> Response:
    """Who did what to it, the latest first."""
    listing = listing_of(listing_id)
    before = request.args.get("before", type=int)
    rows = (
        select(ListingVersion)
        .where(ListingVersion.listing_id == listing.id)
        .order_by(ListingVersion.number.desc())
        .options(joinedload(ListingVersion.by))
    )
    if before is not None and 0 < before < 2**31:
        rows = rows.where(ListingVersion.number < before)
    versions = db.session.scalars(rows.limit(PAGE + 1)).all()
    entries = _entries(listing, versions, is_latest=before is None)
    older = versions[PAGE - 1].number if len(versions) > PAGE else None
    return render_page(
        "listings/history.html", listing=listing, panel=listing.panel, entries=entries, older=older, today=clock.today()
    )


@listings.post("/listings/<uuid:listing_id>/undo/<int:number>")
@panel_members
def undo(listing_id: uuid.UUID, number: int) -> Any:
    """Back to a version, as a new version on top. Back before the first one means off the board."""
    listing = listing_of(listing_id, to_change=True)
    answer = redirect(url_for("listings.history", listing_id=listing.id), 303)
    seen = request.form.get("revision", "")
    if seen and seen != str(listing.revision):
        flash(CHANGED_MEANWHILE, "warn")
        return answer
    try:
        words = _go_back(listing, number)
        db.session.commit()
    except (IntegrityError, EditedMeanwhile):
        db.session.rollback()
        flash(CHANGED_MEANWHILE, "warn")
        return answer
    except RuleBroken as refusal:
        db.session.rollback()
        flash(f"That version cannot be brought back: {refusal.message}", "warn")
        return answer
    say_with_undo(listing, words)
    return answer


def _go_back(listing: Listing, number: int) -> str:
    if number == 0:
        listing.take_off_the_board()
        save(listing, Deed.UNDONE, by=current_user, at=clock.now(), note="Taken off the board")
        return f"{listing.name} is off the board and kept as a draft."
    rows = select(ListingVersion).where(ListingVersion.listing_id == listing.id)
    version = find(rows.where(ListingVersion.number == min(number, 2**31 - 1)))
    undo_to(listing, version, by=current_user, at=clock.now())
    return f"{listing.name} is back to how it was in version {number}."


def _entries(listing: Listing, versions: Sequence[ListingVersion], *, is_latest: bool) -> list[Entry]:
    wording = Wording.for_contents(db.session(), [version.contents for version in versions])
    entries = []
    for version, before in zip(versions[:PAGE], [*versions[1:], None], strict=False):
        changed = changes_between(before.contents, version.contents) if before else []
        names = {name for name, _, _ in changed}
        entries.append(
            Entry(
                at=version.at,
                words=version.deed.label,
                by=version.by.name if version.by else "",
                note=version.note,
                changes=[
                    (LABELS[name], wording.safely(name, old), wording.safely(name, new))
                    for name, old, new in changed
                    if name in LABELS and FOLLOWS.get(name) not in names
                ],
                number=version.number,
            )
        )
    since = entries[-1].at if len(versions) > PAGE else None
    upto = None if is_latest or not entries else entries[0].at
    return sorted(
        [*entries, *_checks(listing, since, upto)], key=lambda each: (each.at, each.number or 0), reverse=True
    )


def _checks(listing: Listing, since: datetime | None, upto: datetime | None) -> list[Entry]:
    rows = select(Check).where(Check.listing_id == listing.id).options(joinedload(Check.by)).order_by(Check.at.desc())
    if since is not None:
        rows = rows.where(Check.at >= since)
    if upto is not None:
        rows = rows.where(Check.at <= upto)
    return [
        Entry(at=check.at, words="Checked", by=check.by.name if check.by else "", how=check.how.label, note=check.note)
        for check in db.session.scalars(rows.limit(200))
    ]
