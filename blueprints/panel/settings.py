"""What a panel says of itself, and the patches it keeps."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.doors import panel_leads
from blueprints.panel import panel as room
from blueprints.panel.forms import PanelForm, PatchForm
from blueprints.rendering import find, render_page
from extensions import db
from models.contacts import read_email, read_phone
from models.errors import RuleBroken
from models.listing import slug_of
from models.patch import Patch
from models.people import Panel
from models.postcodes import locate_postcode


@room.get("/panels/<string:panel_slug>/settings")
@panel_leads
def settings(panel: Panel) -> Response:
    """The panel's facts and its patches."""
    return _show(panel, PanelForm(obj=panel))


@room.post("/panels/<string:panel_slug>/settings")
@panel_leads
def save_settings(panel: Panel) -> Response | AnyResponse:
    """Change the panel's facts; the public pages show them at once."""
    form = PanelForm()
    valid = form.validate_on_submit()
    for field, read in ((form.phone, read_phone), (form.email, read_email)):
        try:
            field.data = read(field.data or "")
        except RuleBroken as refusal:
            field.errors, valid = [refusal.message], False
    try:
        panel.minimum_age = form.minimum_age.data or panel.minimum_age
    except RuleBroken as refusal:
        form.refuse(refusal)
        valid = False
    if not valid:
        db.session.rollback()
        return _show(panel, form, status=422)
    for name in ("name", "helpers", "phone", "phone_hours", "email", "next_meeting", "welcome"):
        setattr(panel, name, (form[name].data or "").strip())
    db.session.commit()
    flash("Saved. The board shows it now.")
    return redirect(url_for("panel.settings", panel_slug=panel.slug), code=303)


@room.get("/panels/<string:panel_slug>/patches/new")
@panel_leads
def new_patch(panel: Panel) -> Response:
    """A form for a further patch."""
    return render_page("panel/patch.html", panel=panel, patch=None, form=PatchForm())


@room.post("/panels/<string:panel_slug>/patches")
@panel_leads
def add_patch(panel: Panel) -> Response | AnyResponse:
    """Begin to keep a further patch."""
    return _keep(panel, Patch(panel=panel), is_new=True)


@room.get("/panels/<string:panel_slug>/patches/<uuid:patch_id>")
@panel_leads
def edit_patch(panel: Panel, patch_id: UUID) -> Response:
    """A patch's facts, to change."""
    patch = find(Patch.all_by_name().where(Patch.panel_id == panel.id, Patch.id == patch_id))
    return render_page("panel/patch.html", panel=panel, patch=patch, form=PatchForm(obj=patch))


@room.post("/panels/<string:panel_slug>/patches/<uuid:patch_id>")
@panel_leads
def save_patch(panel: Panel, patch_id: UUID) -> Response | AnyResponse:
    """Change a patch; its address stays as it was, for the posters that carry it."""
    patch = find(Patch.all_by_name().where(Patch.panel_id == panel.id, Patch.id == patch_id))
    return _keep(panel, patch, is_new=False)


def _keep(panel: Panel, patch: Patch, *, is_new: bool) -> Response | AnyResponse:
    form = PatchForm()
    with db.session.no_autoflush:
        refused = not form.validate_on_submit() or not _place(patch, form)
    if refused:
        db.session.expunge(patch) if is_new and patch in db.session else None
        return render_page("panel/patch.html", panel=panel, patch=None if is_new else patch, form=form, status=422)
    patch.name, patch.about = (form.name.data or "").strip(), (form.about.data or "").strip()
    patch.postcode_districts = " ".join((form.postcode_districts.data or "").upper().replace(",", " ").split())
    if is_new:
        patch.slug = _free_slug(patch.name)
        db.session.add(patch)
    db.session.commit()
    flash(f"{patch.name} is saved.")
    return redirect(url_for("panel.settings", panel_slug=panel.slug), code=303)


def _place(patch: Patch, form: PatchForm) -> bool:
    """Put the patch on the map by a postcode; without one it stays where it is."""
    typed = (form.postcode.data or "").strip()
    if not typed:
        return True
    located = locate_postcode(db.session(), typed)
    if located is None:
        form.postcode.errors = ["We do not know this postcode. Check it, or leave it empty."]
        return False
    patch.easting, patch.northing = located.easting, located.northing
    patch.latitude, patch.longitude = located.degrees
    return True


def _free_slug(name: str) -> str:
    """An address nobody has: "larkmoor", else "larkmoor-2" and so on."""
    stem = slug_of(name) or "patch"
    taken = set(
        db.session.scalars(Patch.all_by_name().with_only_columns(Patch.slug).where(Patch.slug.startswith(stem)))
    )
    return next(s for s in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


def _show(panel: Panel, form: PanelForm, status: int = 200) -> Response:
    patches = db.session.scalars(Patch.all_by_name().where(Patch.panel_id == panel.id)).all()
    return render_page("panel/settings.html", panel=panel, form=form, patches=patches, status=status)
