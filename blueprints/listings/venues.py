"""A place on the panel's list: putting its name or address right, for everything that happens there."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user
from wtforms import HiddenField

from blueprints.doors import panel_members
from blueprints.forms import Form
from blueprints.listings import listings
from blueprints.listings.address_fields import AddressFields
from blueprints.rendering import find, render_page
from blueprints.same_site import path_on_this_site
from extensions import db
from models.group import Venue
from models.listing import Listing
from models.patch import Patch
from models.people import Panel


class VenueForm(AddressFields, Form):
    """The address of one place."""

    next = HiddenField()


@listings.route("/venues/<uuid:venue_id>/edit", methods=["GET", "POST"])
@panel_members
def edit_venue(venue_id: uuid.UUID) -> Any:
    """Change it everywhere at once."""
    venue = find(Venue.visible_to(current_user).where(Venue.id == venue_id))
    panel = db.session.get_one(Panel, venue.panel_id)
    form = VenueForm(data=_known(venue))
    back = path_on_this_site(request.values.get("next")) or url_for("listings.index", panel_slug=panel.slug)
    if form.is_submitted():
        patches = db.session.scalars(Patch.all_by_name().where(Patch.panel_id == panel.id)).all()
        if form.validate() and form.check_address(db.session(), patches):
            form.write_address(venue, db.session())
            db.session.commit()
            flash(f"{venue.name} is put right, here and on every entry that uses it.", "good")
            return redirect(back, 303)
    here = Listing.newest_first().where(Listing.venue_id == venue.id)
    return render_page(
        "listings/venue.html",
        status=422 if form.errors else 200,
        form=form,
        venue=venue,
        panel=panel,
        back=back,
        happening=db.session.scalars(here.limit(12)).all(),
    )


def _known(venue: Venue) -> dict[str, str]:
    return {
        "venue_name": venue.name,
        "venue_street": venue.street,
        "venue_area": venue.area,
        "venue_postcode": venue.postcode,
        "venue_shown": venue.address_shown.value,
    }
