"""The photos and drawings of a listing: brought in, looked at, taken away."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flask import Response, current_app, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, tick
from blueprints.doors import panel_members
from blueprints.flashing import flash_with_undo
from blueprints.form_guard import takes_files_of
from blueprints.forms import tidy_line
from blueprints.headers import ASKS_FIRST
from blueprints.picture_files import PictureRefused, remake
from blueprints.posters import posters
from blueprints.posters.picture_forms import PictureForm
from blueprints.rendering import find, render_page
from extensions import db
from models.errors import RuleBroken
from models.listing import Listing
from models.people import User
from models.picture import Picture

SETTING = "picture_limit_bytes"
MEGABYTE = 1024 * 1024
SHARP_ON = ((3300, "A3"), (1650, "A4"), (1150, "A5"))
"""Dots of the long side from which a picture across the sheet is sharp, at 200 an inch."""
WIPED_EVERY = timedelta(minutes=30)


@posters.get("/listings/<uuid:listing_id>/pictures")
@panel_members
def pictures(listing_id: UUID) -> Response:
    """Its pictures as they will be printed, and the way to bring in another."""
    return _show(_listing(listing_id), PictureForm())


@posters.post("/listings/<uuid:listing_id>/pictures")
@panel_members
@takes_files_of(SETTING)
def add_picture(listing_id: UUID) -> Response | AnyResponse:
    """Make the picture in the file anew and keep that."""
    listing, form = _listing(listing_id), PictureForm()
    if not form.validate_on_submit():
        return _show(listing, form, status=422)
    try:
        db.session.rollback()  # nobody has to wait for the database while the picture is made
        made = remake(_sent(form))
        picture = Picture(
            alt=tidy_line(form.alt.data), fingerprint=made.fingerprint, width=made.width, height=made.height,
            jpeg=made.jpeg, added_at=clock.now(), added_by_id=current_user.id,
        )  # fmt: skip
        Picture.add_to(db.session(), _listing(listing_id), picture)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _show(listing, form, status=422)
    db.session.commit()
    flash("The picture is kept. You can put it on a poster now.", "good")
    return redirect(url_for("posters.pictures", listing_id=listing_id), code=303)


@posters.get("/pictures/<uuid:picture_id>.jpg")
@panel_members
def picture_file(picture_id: UUID) -> AnyResponse:
    """The picture itself."""
    picture = find(Picture.visible_to(current_user).where(Picture.id == picture_id))
    answer = Response(mimetype="image/jpeg")
    answer.set_etag(picture.fingerprint)
    answer.headers["Cache-Control"] = ASKS_FIRST
    if picture.fingerprint not in request.if_none_match:
        answer.set_data(picture.jpeg)
    return answer.make_conditional(request)


@posters.post("/pictures/<uuid:picture_id>/removal")
@panel_members
def remove_picture(picture_id: UUID) -> AnyResponse:
    """Take a picture away. It can come back until it is wiped."""
    picture = find(Picture.visible_to(current_user).where(Picture.id == picture_id))
    picture.remove(by=current_user, at=clock.now())
    db.session.commit()
    undo = url_for("posters.put_back_picture", picture_id=picture_id)
    words = "The picture is taken away. Tomorrow it is gone for good."
    flash_with_undo(words, undo)
    return redirect(url_for("posters.pictures", listing_id=picture.listing_id), code=303)


@posters.post("/pictures/<uuid:picture_id>/putting-back")
@panel_members
def put_back_picture(picture_id: UUID) -> AnyResponse:
    """It was not to go after all."""
    picture = find(Picture.removed_from(current_user).where(Picture.id == picture_id))
    picture.put_back()
    db.session.commit()
    flash("The picture is back.", "good")
    return redirect(url_for("posters.pictures", listing_id=picture.listing_id), code=303)


@tick.every("wipe-pictures", WIPED_EVERY)
def wipe_pictures(now: datetime) -> int:
    """Delete for good what was taken away yesterday. Gives how many."""
    gone = db.session.scalars(Picture.worn_out(now)).all()
    for picture in gone:
        db.session.delete(picture)
    db.session.commit()
    return len(gone)


def _listing(listing_id: UUID) -> Listing:
    return find(Listing.visible_to(current_user).where(Listing.id == listing_id))


def _sent(form: PictureForm) -> bytes:
    limit: int = getattr(current_app.config["SETTINGS"], SETTING)
    raw: bytes = form.picture.data.read(limit + 1)
    if len(raw) > limit:
        raise PictureRefused(f"This picture is larger than {limit // MEGABYTE} MB. Choose a smaller one.")
    return raw


def _show(listing: Listing, form: PictureForm, status: int = 200) -> Response:
    kept = db.session.scalars(Picture.of(listing)).all()
    adders = {picture.added_by_id for picture in kept}
    return render_page(
        "posters/pictures.html",
        panel=listing.panel,
        listing=listing,
        form=form,
        pictures=kept,
        names={user.id: user.name for user in db.session.scalars(select(User).where(User.id.in_(adders)))},
        sharp_on={picture.id: sharp_on(picture) for picture in kept},
        limit=f"{getattr(current_app.config['SETTINGS'], SETTING) // MEGABYTE} MB",
        status=status,
    )


def sharp_on(picture: Picture) -> str:
    """The largest sheet on which it is sharp from side to side: "A4". "" when it is for a corner of a sheet only."""
    long = max(picture.width, picture.height)
    return next((paper for dots, paper in SHARP_ON if long >= dots), "")
