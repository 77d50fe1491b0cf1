"""Bringing a spreadsheet in, step by step, and taking the patch's list out."""

import re
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.choices import offered
from blueprints.doors import panel_members
from blueprints.forms import tidy_line
from blueprints.imports import imports
from blueprints.imports.columns import NOT_READ, fields_of
from blueprints.imports.export import listings_csv
from blueprints.imports.forms import UploadForm
from blueprints.imports.lines import LineReader
from blueprints.imports.sheets import SheetRefused, read_sheet
from blueprints.rendering import find, render_page, wants_partial
from extensions import db
from models.errors import RuleBroken
from models.listing import Listing
from models.listing_import import ListingImport
from models.patch import Patch
from models.people import Panel

LINE_NUMBER = re.compile(r"[0-9]{1,6}")


@imports.get("/panels/<string:panel_slug>/imports")
@panel_members
def index(panel: Panel) -> Response:
    """Earlier spreadsheets, and the way to bring in another."""
    return _index(panel, _upload_form(panel))


@imports.post("/panels/<string:panel_slug>/imports")
@panel_members
def upload(panel: Panel) -> Response | AnyResponse:
    """Read a spreadsheet and show what would happen; nothing reaches the board yet."""
    form = _upload_form(panel)
    if not form.validate_on_submit():
        return _index(panel, form, status=422)
    patch = find(_patches(panel).where(Patch.slug == form.patch.data))
    file_name = (tidy_line(form.sheet.data.filename) or "list")[-200:]
    try:
        headings, rows = read_sheet(form.sheet.data.read())
        brought = _read(panel, patch, file_name, headings, rows)
    except RuleBroken as refusal:
        form.sheet.errors = [refusal.message]
        return _index(panel, form, status=422)
    db.session.add(brought)
    db.session.commit()
    return redirect(url_for("imports.show", import_id=brought.id), code=303)


@imports.get("/imports/<uuid:import_id>")
@panel_members
def show(import_id: UUID) -> Response:
    """The preview, how far it is, or what came of it."""
    return _show(find(ListingImport.visible_to(current_user).where(ListingImport.id == import_id)))


@imports.post("/imports/<uuid:import_id>/steps")
@panel_members
def step(import_id: UUID) -> Response | AnyResponse:
    """Bring in the next lines. The first step also takes the ticks of the preview."""
    brought = find(ListingImport.visible_to(current_user).where(ListingImport.id == import_id).with_for_update())
    if brought.begun_at is None:
        try:
            brought.choose({int(number) for number in request.form.getlist("line") if LINE_NUMBER.fullmatch(number)})
        except RuleBroken as refusal:
            return _show(brought, refusal=refusal.message, status=422)
    brought.step(by=current_user, at=clock.now())
    db.session.commit()
    if wants_partial():
        return _show(brought)
    return redirect(url_for("imports.show", import_id=brought.id), code=303)


@imports.post("/imports/<uuid:import_id>/undoing")
@panel_members
def undo(import_id: UUID) -> AnyResponse:
    """Take the whole spreadsheet off the board again."""
    brought = find(ListingImport.visible_to(current_user).where(ListingImport.id == import_id).with_for_update())
    kept = brought.undo(at=clock.now())
    db.session.commit()
    flash(f"{brought.file_name} is undone: everything it brought is off the board.")
    if kept:
        flash(f"Changed since, so kept as drafts: {', '.join(kept[:12])}.")
    return redirect(url_for("imports.show", import_id=brought.id), code=303)


@imports.get("/panels/<string:panel_slug>/listings.csv")
@panel_members
def export(panel: Panel) -> Response:
    """The panel's listings as a spreadsheet, safe to open; `?patch=` narrows it to one."""
    listings = Listing.visible_to(current_user).where(Listing.panel_id == panel.id)
    name = panel.slug
    if request.args.get("patch"):
        patch = find(_patches(panel).where(Patch.slug == request.args["patch"]))
        listings, name = listings.where(Listing.patch_id == patch.id), patch.slug
    ordered = listings.order_by(None).order_by(Listing.name, Listing.id)
    # Written here and now: once the view has answered, the session that reads the rows is gone.
    written = "".join(listings_csv(db.session.scalars(ordered), clock.today()))
    answer = Response(written, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.csv"'
    return answer


def _read(
    panel: Panel, patch: Patch, file_name: str, headings: list[str], rows: list[tuple[int, list[str]]]
) -> ListingImport:
    places, unknown = fields_of(headings)
    if "name" not in places:
        raise SheetRefused("No column is called Name. Write Name above the column that holds the names, and try again.")
    names = db.session.scalars(
        select(Listing.name).where(Listing.panel_id == panel.id, Listing.stopped_at.is_(None)).order_by(Listing.name)
    ).all()
    reader = LineReader(places, patch, list(names), clock.today())
    return ListingImport(
        panel=panel,
        patch=patch,
        file_name=file_name,
        uploaded_at=clock.now(),
        uploaded_by=current_user,
        lines=[reader.read(number, cells) for number, cells in rows],
        unused_columns=[heading for heading in unknown if heading.lower() not in NOT_READ],
    )


def _upload_form(panel: Panel) -> UploadForm:
    form = UploadForm()
    form.patch.choices = offered((patch.slug, patch.name) for patch in db.session.scalars(_patches(panel)))
    return form


def _patches(panel: Panel) -> Any:
    return Patch.all_by_name().where(Patch.panel_id == panel.id)


def _index(panel: Panel, form: UploadForm, status: int = 200) -> Response:
    earlier = db.session.scalars(ListingImport.of_panel(panel).limit(20)).all()
    return render_page("imports/index.html", panel=panel, form=form, earlier=earlier, status=status)


def _show(brought: ListingImport, refusal: str = "", status: int = 200) -> Response:
    return render_page(
        "imports/show.html",
        "imports/_progress.html" if brought.begun_at else "imports/show.html",
        panel=brought.panel,
        brought=brought,
        refusal=refusal,
        status=status,
    )
