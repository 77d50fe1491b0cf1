"""The registers of one listing, the latest first, and the way to make one for a day that no pattern has."""

from __future__ import annotations

import uuid
from datetime import timedelta

from flask import Response, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.doors import organisers
from blueprints.hosted_listings import hosted_by
from blueprints.register_addresses import register_url
from blueprints.registers import registers
from blueprints.registers.forms import AnotherDayForm
from blueprints.registers.week import SessionRow, marked_in, rows_of
from blueprints.rendering import find, render_page
from blueprints.sight import shows_people
from extensions import db
from models.listing import Listing
from models.meeting import Meeting
from models.register import Register
from models.session_dates import meeting_at

PER_PAGE = 30
MOST_PAGES = 1_000
AHEAD = timedelta(days=1)
TOO_FAR = "That day is still to come. You can make its register from the day before."


@registers.get("/registers/<uuid:listing_id>")
@organisers
@shows_people
def earlier(listing_id: uuid.UUID) -> Response:
    """What was, with a small count for each session, and "We met on another day"."""
    return _show(_find(listing_id), AnotherDayForm(formdata=None))


@registers.post("/registers/<uuid:listing_id>/sessions")
@organisers
def add_session(listing_id: uuid.UUID) -> AnyResponse:
    """The register of a day and a start: made when no pattern has it, else the one there is."""
    listing, form, now = _find(listing_id), AnotherDayForm(), clock.now()
    if form.validate() and form.on.meaning and form.on.meaning > clock.today() + AHEAD:
        form.on.errors = [TOO_FAR]
    if form.errors or form.on.meaning is None or form.start is None:
        return _show(listing, form, 422)
    on, starts = form.on.meaning, form.start
    if meeting_at(db.session(), listing, on, starts) is None:
        Register.held_or_made(db.session(), listing, Meeting(on, starts, None), by=current_user, at=now)
        db.session.commit()
    return redirect(register_url(listing.id, on, starts), 303)


def _find(listing_id: uuid.UUID) -> Listing:
    return find(
        hosted_by(current_user, stopped=True)
        .options(selectinload(Listing.session_times), selectinload(Listing.session_changes))
        .where(Listing.id == listing_id)
    )


def _show(listing: Listing, form: AnotherDayForm, status: int = 200) -> Response:
    number = min(max(request.args.get("page", 1, type=int) or 1, 1), MOST_PAGES)
    before = Register.before(listing.id, clock.today())
    made = db.session.scalars(
        before.options(joinedload(Register.listing), joinedload(Register.closed_by))
        .offset((number - 1) * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    marked = marked_in(each.id for each in made if not each.is_closed)
    count = db.session.scalar(select(func.count()).select_from(before.order_by(None).subquery())) or 0
    return render_page(
        "registers/earlier.html",
        status=status,
        panel=None,
        listing=listing,
        form=form,
        week=rows_of(current_user, listing) if number == 1 else [],
        rows=[
            SessionRow(
                listing, Meeting(each.on, each.starts, each.ends), each, marked=marked.get(each.id, 0) + each.heads
            )
            for each in made
        ],
        number=number,
        per_page=PER_PAGE,
        count=count,
        here_url=url_for("registers.earlier", listing_id=listing.id),
    )
