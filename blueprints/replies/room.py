"""Room for new people: open, a few places, full or paused; what strangers may do. A state with a day ends by itself."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from flask import Response, abort, flash, redirect, url_for
from flask_login import current_user
from sqlalchemy import or_, select
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.acting import acting_as
from blueprints.doors import organisers
from blueprints.rendering import find, render_page
from blueprints.replies import replies
from blueprints.replies.forms import RoomForm
from extensions import db
from models.acting import Part
from models.clock_words import date_words
from models.errors import RuleBroken
from models.group import Group
from models.intake import FEW, Asking, Intake, Taking, intake_of, taking
from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.organiser import Organiser
from models.people import Panel
from models.referral import Referral
from models.vocabulary import Room
from models.waiting_list import set_places

A_MOMENT = timedelta(minutes=1)
"""The same person, so soon after: a double press."""
CHANGED = "Somebody changed this while you had it open. What stands now is on top: look, then press the button again."


@replies.get("/listings/<uuid:listing_id>/room")
@organisers
def room(listing_id: uuid.UUID) -> Response:
    """How much room there is now, and the way to say otherwise."""
    listing = _listing(listing_id)
    return _show(listing, _filled(listing, _intake(listing)))


@replies.post("/listings/<uuid:listing_id>/room")
@organisers
def save_room(listing_id: uuid.UUID) -> AnyResponse:
    """Keep it. Places that there are now are offered to the waiting list first."""
    listing, form, now = _listing(listing_id, to_change=True), RoomForm(), clock.now()
    intake = _intake(listing)
    here = redirect(url_for("replies.room", listing_id=listing.id), 303)
    if form.based_on.data != _stamp(intake):
        if intake and intake.changed_by_id == current_user.id and now - intake.changed_at < A_MOMENT:
            return here
        form.form_errors.append(CHANGED)
        form.based_on.data = _stamp(intake)
        return _show(listing, form, 422)
    if not form.validate():
        return _show(listing, form, 422)
    try:
        offered = _keep(listing, form)
    except RuleBroken as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return _show(_listing(listing_id), form, 422)
    news.tell(now)
    db.session.commit()
    tick.soon()
    flash(_said(offered), "good")
    return here


def taking_words(listing: Listing, intake: Intake | None) -> str:
    """ "A few places", "Full until 4 May", "Taking nobody new until 4 May"."""
    today = clock.today()
    state = taking(listing, intake, today)
    if state is Taking.PAUSED and intake and intake.is_paused(today) and intake.paused_until:
        return f"Taking nobody new until {date_words(intake.paused_until, today)}"
    if state is Taking.FULL and listing.full_until and today < listing.full_until:
        return f"Full until {date_words(listing.full_until, today)}"
    if state is Taking.FULL:
        return "Full for now"
    left = intake.places_left if intake else None
    if left and state in (Taking.OPEN, Taking.FEW):
        return f"Room for {left} more" if left > 1 else "Room for one more"
    return state.label


def _keep(listing: Listing, form: RoomForm) -> list[Referral]:
    """Write it down. Gives those on the waiting list who are offered a place."""
    session, now, today = db.session(), clock.now(), clock.today()
    acting = acting_as(Part.ORGANISER if listing.group_id else Part.PANEL)
    intake = intake_of(session, listing, now)
    intake.asking = Asking(form.asking.data)
    intake.changed_at, intake.changed_by_id = now, current_user.id
    if form.taking.data == "paused":
        try:
            intake.pause(until=form.paused_until.meaning, by=current_user, at=now, today=today)
        except RuleBroken as refusal:
            raise RuleBroken(refusal.message, field="paused_until") from refusal
        return []
    if intake.paused_at is not None:
        intake.resume(by=current_user, at=now)
    places = form.places_left.data if form.taking.data == "few" else None
    until = form.full_until.meaning if form.taking.data == "full" else None
    if until is not None and until <= today:
        raise RuleBroken("Choose a day after today, or leave it empty if you do not know yet.", field="full_until")
    if form.taking.data == "full" and until is None:
        places = 0
    _tell(listing, _room(form, places), until)
    return set_places(session, listing, places, acting=acting, by=current_user, at=now)


def _room(form: RoomForm, places: int | None) -> Room:
    if form.taking.data == "full" or places == 0:
        return Room.FULL
    return Room.FEW if form.taking.data == "few" and (places is None or places <= FEW) else Room.OPEN


def _tell(listing: Listing, said: Room, until: Any) -> None:
    """What the public reads, when it is something new."""
    if (listing.room, listing.full_until) == (said, until):
        return
    listing.room, listing.full_until = said, until
    save(listing, Deed.EDITED, by=current_user, at=clock.now(), note="Room for new people")


def _filled(listing: Listing, intake: Intake | None) -> RoomForm:
    """The form as things stand."""
    today = clock.today()
    state = taking(listing, intake, today)
    pause = intake is not None and intake.is_paused(today)
    full_until = listing.full_until if listing.full_until and today < listing.full_until else None
    left = intake.places_left if intake else None
    value = "paused" if pause else {Taking.FULL: "full", Taking.FEW: "few"}.get(state, "few" if left else "open")
    return RoomForm(
        formdata=None,
        taking=value,
        places_left=left or None,
        full_until=date_words(full_until, today) if full_until else "",
        paused_until=date_words(intake.paused_until, today) if pause and intake and intake.paused_until else "",
        asking=(intake.asking if intake else Asking.NOTHING).value,
        based_on=_stamp(intake),
    )


def _show(listing: Listing, form: RoomForm, status: int = 200) -> Response:
    intake, session = _intake(listing), db.session()
    return render_page(
        "replies/room.html",
        status=status,
        panel=None,
        listing=listing,
        form=form,
        stands=taking_words(listing, intake),
        waiting=Referral.number_in(
            session, Referral.id.in_(Referral.waiting_list(listing.id).with_only_columns(Referral.id).order_by(None))
        ),
        keeps=current_user.keeps(listing.panel),
    )


def _listing(listing_id: uuid.UUID, *, to_change: bool = False) -> Listing:
    """A listing on the board that this person hosts, or whose panel they are on."""
    groups = Organiser.groups_of(current_user).with_only_columns(Group.id).order_by(None)
    panels = Panel.kept_by(current_user).with_only_columns(Panel.id).order_by(None)
    rows = select(Listing).where(
        Listing.id == listing_id, or_(Listing.group_id.in_(groups), Listing.panel_id.in_(panels))
    )
    if to_change:
        rows = rows.with_for_update(of=Listing).execution_options(populate_existing=True)
    listing = find(rows.order_by(Listing.id))
    if not listing.is_public or listing.stopped_at is not None:
        abort(404)
    return listing


def _intake(listing: Listing) -> Intake | None:
    return db.session.scalar(select(Intake).where(Intake.listing_id == listing.id))


def _stamp(intake: Intake | None) -> str:
    return f"{intake.changed_at.isoformat()} {intake.places_left}" if intake else ""


def _said(offered: list[Referral]) -> str:
    if not offered:
        return "Saved. Everybody can read it now."
    people = "one person" if len(offered) == 1 else f"{len(offered)} people"
    return f"Saved. Your waiting list comes first: a place is kept for {people}. Please say which day they may come."
