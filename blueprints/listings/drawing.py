"""The page of a listing: its form, its rows that come and go, and the card beside it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Response, request
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from blueprints import clock
from blueprints.cards import Card, card_from, cards_for
from blueprints.listings.change_rows import change_rows
from blueprints.listings.conflicts import choices_made
from blueprints.listings.contact_fields import KNOWN as KNOWN_GROUP
from blueprints.listings.contact_fields import PANEL
from blueprints.listings.forms import ListingForm, proposed_words
from blueprints.listings.place_fields import KNOWN, NOWHERE
from blueprints.listings.time_rows import time_rows
from blueprints.rendering import render_page
from extensions import db
from models.card_facts import facts_of
from models.changes import ChangeKind
from models.clock_words import date_words
from models.duplicates import Double
from models.errors import RuleBroken
from models.group import Group, Venue
from models.listing import Listing
from models.listing_contents import ENUM_FIELDS, PLAIN_FIELDS, contents_of, write
from models.listing_version import ListingVersion
from models.patch import Patch
from models.people import Panel
from models.school_term import SchoolTerm
from models.vocabulary import Room

FEW_VERSIONS = 4


def pressed() -> str:
    """The button that sent the form; without one (Enter, an old browser) it is the main one."""
    return request.form.get("do") or "save"


def editing_form(panel: Panel, listing: Listing | None = None) -> ListingForm:
    """The form as sent, or filled with what is known."""
    patches = db.session.scalars(Patch.all_by_name().where(Patch.panel_id == panel.id)).all()
    if not patches:
        raise RuleBroken("This panel has no patch yet. Ask whoever set it up.")
    return ListingForm(
        formdata=request.form if request.method == "POST" else None,
        data=known(listing) if listing else None,
        patches=patches,
        venues=db.session.scalars(Venue.known_to(panel)).all(),
        groups=db.session.scalars(Group.known_to(panel)).all(),
    )


def known(listing: Listing) -> dict[str, Any]:
    """The answers a listing gives to the questions of the form. What we made up ourselves is left empty."""
    patterns = [row.pattern for row in listing.session_times]
    changes = [row.change for row in listing.session_changes]
    numbers = {name: getattr(listing, name) for name in ("minimum_age", "maximum_age", "places", "places_taken")}
    answers: dict[str, Any] = {name: getattr(listing, name) for name in PLAIN_FIELDS}
    answers |= {name: getattr(listing, name).value for name in ENUM_FIELDS}
    answers |= {name: "" if number is None else str(number) for name, number in numbers.items()}
    answers |= {
        "revision": str(listing.revision),
        "patch_id": str(listing.patch_id),
        "where": KNOWN if listing.venue_id else NOWHERE,
        "venue_id": str(listing.venue_id or ""),
        "keeper": KNOWN_GROUP if listing.group_id else PANEL,
        "group_id": str(listing.group_id or ""),
        "full_until": date_words(listing.full_until) if listing.full_until else "",
        "times": time_rows(patterns, changes),
        "changes": change_rows(changes),
    }
    made_up = proposed_words(contents_of(listing))
    return answers | {name: "" for name, words in made_up.items() if answers[name] == words}


def draw_again(form: ListingForm, panel: Panel, listing: Listing | None = None) -> Response:
    """The page for a first look, or after a button that keeps nothing: one more row, one less, a preview."""
    press = pressed() if request.method == "POST" else ""
    added = press in ("add-time", "add-closure", "add-move")
    if press == "add-time" and not form.times.is_full:
        form.times.append_entry()
    elif press in ("add-closure", "add-move") and not form.changes.is_full:
        kind = ChangeKind.MOVED if press == "add-move" else ChangeKind.CANCELLED
        form.changes.append_entry({"kind": kind.value})
    elif found := re.fullmatch(r"remove-(time|change)-([0-9]{1,4})", press):
        rows = form.times if found[1] == "time" else form.changes
        if int(found[2]) < len(rows.entries):
            rows.pop_entry(int(found[2]))
    form.offer_times()
    card = preview_of(panel, listing) if press == "preview" else _card_of(listing)
    partial = "listings/_times.html" if re.match("add-|remove-", press) else None
    return page_of(form, panel, listing, card=card, partial=partial, focus=press if added else "")


def page_of(
    form: ListingForm,
    panel: Panel,
    listing: Listing | None = None,
    *,
    status: int = 200,
    card: Card | None = None,
    doubles: Sequence[Double] = (),
    partial: str | None = None,
    focus: str = "",
) -> Response:
    return render_page(
        "listings/edit.html",
        partial,
        status=status,
        form=form,
        panel=panel,
        listing=listing,
        card=card,
        doubles=doubles,
        focus=focus,
        today=clock.today(),
        versions=_latest(listing) if listing else [],
        kept_choices=choices_made().items(),
    )


def preview_of(panel: Panel, listing: Listing | None) -> Card | None:
    """The card that the form as it was sent would make, mistakes passed over; None while there is too little."""
    form = editing_form(panel, listing)
    form.validate_for(draft=True, session=db.session)
    unsaved = Listing(id=uuid.uuid4(), panel_id=panel.id)
    contents = form.contents()
    if not contents["name"]:
        return None
    if contents["room"] == Room.FULL and not contents["full_until"]:
        contents["room"] = Room.OPEN
    try:
        with db.session.no_autoflush:
            write(unsaved, {**contents, "minimum_age": None, "maximum_age": None, "places": None, "places_taken": None})
            unsaved.patch = form.patch
            unsaved.venue = form.new_venue(db.session(), panel, clock.now()) if form.is_new_place else None
            if unsaved.venue_id:
                unsaved.venue = next((each for each in form.venues if each.id == unsaved.venue_id), None)
            for fact in ("checked_at", "paused_at", "paused_until", "stopped_at"):
                setattr(unsaved, fact, getattr(listing, fact) if listing else None)
            if form.checked.data:
                unsaved.checked_at = clock.now()
            terms = db.session.scalars(SchoolTerm.of(panel)).all()
            card, _ = card_from(facts_of(unsaved, terms), clock.now())
            return replace(card, url="#preview")
    except (RuleBroken, ValueError):
        return None


def _card_of(listing: Listing | None) -> Card | None:
    cards = cards_for(db.session(), [listing], now=clock.now()) if listing else []
    return replace(cards[0], url="#preview") if cards else None


def _latest(listing: Listing) -> Sequence[ListingVersion]:
    return db.session.scalars(
        select(ListingVersion)
        .where(ListingVersion.listing_id == listing.id)
        .order_by(ListingVersion.number.desc())
        .limit(FEW_VERSIONS)
        .options(selectinload(ListingVersion.by))
    ).all()
