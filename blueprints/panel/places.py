"""Places people name when they say where they are: the panel's own small gazetteer, for "near"."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from sqlalchemy import Select
from werkzeug.wrappers import Response as AnyResponse

from blueprints.choices import offered
from blueprints.doors import panel_members
from blueprints.panel import panel as room
from blueprints.panel.forms import PlaceForm
from blueprints.rendering import find, render_page
from extensions import db
from models.patch import Patch
from models.people import Panel
from models.place import Place, PlaceKind, search_name_of
from models.postcodes import locate_postcode


@room.get("/panels/<string:panel_slug>/places")
@panel_members
def places(panel: Panel) -> Response:
    """The names that "near" understands here, and a form for one more."""
    return _show(panel, _form(panel))


@room.post("/panels/<string:panel_slug>/places")
@panel_members
def add_place(panel: Panel) -> Response | AnyResponse:
    """Keep a name and where it lies, by a postcode close to it."""
    form = _form(panel)
    if not form.validate_on_submit():
        return _show(panel, form, status=422)
    located = locate_postcode(db.session(), form.postcode.data or "")
    if located is None:
        form.postcode.errors = ["We do not know this postcode. Check it, or take one from the next street."]
        return _show(panel, form, status=422)
    if not search_name_of(form.name.data or ""):
        form.name.errors = ["Write the name in letters, as people say it."]
        return _show(panel, form, status=422)
    patch = find(_patches(panel).where(Patch.slug == form.patch.data))
    place = Place.named(form.name.data or "", PlaceKind(form.kind.data), located.easting, located.northing, patch)
    place.grid = located.grid
    db.session.add(place)
    db.session.commit()
    flash(f"{place.name} is kept. People can search near it now.")
    return redirect(url_for("panel.places", panel_slug=panel.slug), code=303)


@room.post("/panels/<string:panel_slug>/places/<uuid:place_id>/removal")
@panel_members
def remove_place(panel: Panel, place_id: UUID) -> AnyResponse:
    """Take a name out."""
    place = find(Place.of(panel).where(Place.id == place_id))
    name = place.name
    db.session.delete(place)
    db.session.commit()
    flash(f"{name} is taken out.")
    return redirect(url_for("panel.places", panel_slug=panel.slug), code=303)


def _form(panel: Panel) -> PlaceForm:
    form = PlaceForm()
    form.patch.choices = offered((patch.slug, patch.name) for patch in db.session.scalars(_patches(panel)))
    return form


def _patches(panel: Panel) -> Select[tuple[Patch]]:
    return Patch.all_by_name().where(Patch.panel_id == panel.id)


def _show(panel: Panel, form: PlaceForm, status: int = 200) -> Response:
    known = db.session.scalars(Place.of(panel)).all()
    return render_page("panel/places.html", panel=panel, form=form, places=known, status=status)
