"""Two people changed a listing at the same time: the second is shown both versions and chooses, field by field."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from sqlalchemy import select

from blueprints.kept_form import TOKENS
from blueprints.listings.fields import clean
from blueprints.listings.forms import ListingForm, proposed_words
from blueprints.listings.saving import THEIRS
from blueprints.listings.wording import LABELS, Wording
from blueprints.rendering import render_page
from extensions import db
from models.listing import Listing
from models.listing_contents import contents_of
from models.listing_version import ListingVersion

MINE = "mine"
PREFIX = "keep-"
ALL = "keep_all"
NEW = "new"
"""Stands for a place or a group that is described on the page and not made yet."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the two versions differ. `chosen` is whose is likelier to be wanted."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str


def choices_made() -> dict[str, str]:
    """Whose version to keep for which field, as far as somebody was asked."""
    everything = request.form.get(ALL)
    if everything in (MINE, THEIRS):
        return dict.fromkeys(LABELS, everything)
    return {
        name.removeprefix(PREFIX): whose
        for name, whose in request.form.items()
        if name.removeprefix(PREFIX) in LABELS and name.startswith(PREFIX) and whose in (MINE, THEIRS)
    }


def both_versions(form: ListingForm, listing: Listing) -> Response:
    """The page that shows both. What was typed waits in it, to be sent again."""
    rows = select(ListingVersion).where(ListingVersion.listing_id == listing.id).order_by(ListingVersion.number.desc())
    saved_since = db.session.scalars(rows.where(ListingVersion.number > form.based_on).limit(5)).all()
    waiting = [
        (clean(name), clean(value, lines=True))
        for name, values in request.form.lists()
        if name not in (*TOKENS, "revision", ALL) and not name.startswith(PREFIX)
        for value in values
    ]
    return render_page(
        "listings/both.html",
        status=409,
        listing=listing,
        panel=listing.panel,
        differences=differences(form, listing),
        saved_since=saved_since,
        waiting=waiting,
    )


def differences(form: ListingForm, listing: Listing) -> list[Difference]:
    """Where the page that was sent and the listing as it stands differ."""
    mine, theirs = form.contents(), contents_of(listing)
    base = _version(listing, form.based_on) or theirs
    wording = Wording.for_contents(db.session(), (mine, theirs))
    if form.is_new_place:
        mine["venue_id"] = NEW
        wording.names[NEW] = form.venue_name.data or form.venue_street.data or ""
    if form.is_new_group:
        mine["group_id"] = f"{NEW} group"
        wording.names[f"{NEW} group"] = form.group_name.data or ""
    earlier = choices_made()
    # What nobody typed, in neither version, follows from the rest and is not asked about.
    left_alone = {name for name, words in proposed_words(theirs).items() if theirs[name] == words}
    left_alone &= form.proposed(mine).keys()
    return [
        Difference(
            name,
            LABELS[name],
            wording.safely(name, mine[name]),
            wording.safely(name, theirs[name]),
            earlier.get(name) or (THEIRS if mine[name] == base.get(name) else MINE),
        )
        for name in LABELS
        if name in mine and mine[name] != theirs[name] and name not in left_alone
    ]


def _version(listing: Listing, number: int) -> dict[str, object] | None:
    return db.session.scalar(
        select(ListingVersion.contents).where(ListingVersion.listing_id == listing.id, ListingVersion.number == number)
    )
