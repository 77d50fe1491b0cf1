"""Adding a listing and changing one: the same page."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from blueprints import clock
from blueprints.doors import panel_members
from blueprints.listings import listings
from blueprints.listings.conflicts import both_versions, choices_made
from blueprints.listings.drawing import draw_again, editing_form, page_of, pressed, preview_of
from blueprints.listings.finding import listing_of
from blueprints.listings.forms import ListingForm
from blueprints.listings.messages import say_kept
from blueprints.listings.saving import keep_changes, keep_new
from blueprints.listings.time_rows import blame
from extensions import db
from models.duplicates import Double, possible_doubles
from models.listing import Listing
from models.listing_contents import EditedMeanwhile
from models.people import Panel

SAVING = ("save", "draft")
REMOVED_MEANWHILE = "The place or the group was removed while you wrote. Choose it again, then save."


@listings.route("/panels/<string:panel_slug>/listings/new", methods=["GET", "POST"])
@panel_members
def new(panel: Panel) -> Any:
    """A page with nothing filled in but what is likely."""
    form = editing_form(panel)
    if request.method == "GET" or pressed() not in SAVING:
        return draw_again(form, panel)
    publish = pressed() == "save"
    if not form.validate_for(draft=not publish, session=db.session()):
        return page_of(form, panel, status=422)
    if form.another_one.data != "yes" and (doubles := _doubles(form)):
        return page_of(form, panel, status=422, doubles=doubles)
    kept = keep_new(db.session(), panel, form, publish=publish, by=current_user, at=clock.now())
    db.session.commit()
    say_kept(kept)
    return redirect(url_for("listings.edit", listing_id=kept.listing.id), 303)


@listings.route("/listings/<uuid:listing_id>/edit", methods=["GET", "POST"])
@panel_members
def edit(listing_id: uuid.UUID) -> Any:
    """The same page with what is known filled in."""
    sending = request.method == "POST" and pressed() in SAVING
    listing = listing_of(listing_id, to_change=sending)
    form = editing_form(listing.panel, listing)
    if not sending:
        return draw_again(form, listing.panel, listing)
    publish = pressed() == "save"
    if not form.validate_for(draft=not publish and not listing.is_public, session=db.session()):
        return page_of(form, listing.panel, listing, status=422)
    try:
        return _keep(form, listing, publish=publish)
    except (EditedMeanwhile, IntegrityError):
        db.session.rollback()
        listing = listing_of(listing_id)
        if form.based_on == listing.revision:
            blame(form.name, REMOVED_MEANWHILE)
            return page_of(form, listing.panel, listing, status=422)
        return both_versions(form, listing)


@listings.post("/panels/<string:panel_slug>/listings/preview")
@panel_members
def preview(panel: Panel) -> Response | str:
    """How the card will look. Nothing is kept."""
    return render_template("listings/_preview.html", panel=panel, card=preview_of(panel, _named_listing()))


def _keep(form: ListingForm, listing: Listing, *, publish: bool) -> Any:
    kept = keep_changes(
        db.session(), listing, form, publish=publish, by=current_user, at=clock.now(), choices=choices_made()
    )
    db.session.commit()
    say_kept(kept)
    return redirect(url_for("listings.edit", listing_id=listing.id), 303)


def _doubles(form: ListingForm) -> list[Double]:
    venue_id = form.contents()["venue_id"]
    return possible_doubles(
        db.session(),
        form.patch,
        name=form.name.data,
        venue_id=uuid.UUID(venue_id) if venue_id else None,
        patterns=form.patterns,
    )


def _named_listing() -> Listing | None:
    """The listing whose page is being filled in, when it is one the person keeps."""
    try:
        listing_id = uuid.UUID(request.form.get("listing_id", ""))
    except ValueError:
        return None
    return db.session.scalar(Listing.visible_to(current_user).where(Listing.id == listing_id))
