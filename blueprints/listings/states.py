"""Pausing, stopping, starting again, showing and checking a listing: each takes effect at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user
from wtforms import HiddenField

from blueprints import clock, tick
from blueprints.doors import panel_members
from blueprints.forms import Form
from blueprints.listings import listings
from blueprints.listings.fields import TextLine, TypedDate, clean
from blueprints.listings.finding import listing_of
from blueprints.listings.messages import say_with_undo
from blueprints.listings.waiting import (
    NOT_RUNNING,
    answer_all_who_wait,
    how_many_are_expected,
    tell_all_who_are_expected,
    who_waits,
)
from blueprints.rendering import render_page
from blueprints.same_site import path_on_this_site
from extensions import db
from models.check import Check
from models.clock_words import date_words
from models.errors import RuleBroken
from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.unanswered import refuse_while_asked
from models.vocabulary import HowChecked

HOW_A_PERSON_CHECKS = (HowChecked.VISITED, HowChecked.PHONED, HowChecked.EMAILED, HowChecked.MEETING)
LONGEST_NOTE = 300


class PauseForm(Form):
    """Until when, and why."""

    until = TypedDate("When is it on again?", description="Such as 4 May. Leave it empty if nobody knows yet.")
    reason = TextLine("Why?", description="Everybody can read it: “the boiler is being mended”.")
    next = HiddenField()


class StopForm(Form):
    """Why. The button on this page is the confirming."""

    reason = TextLine("Why?", description="Everybody can read it: “the club has closed; try the one on Mill Row”.")
    answer_all = HiddenField()
    next = HiddenField()


@listings.route("/listings/<uuid:listing_id>/pause", methods=["GET", "POST"])
@panel_members
def pause(listing_id: uuid.UUID) -> Any:
    """Not on for now. Its page stays and says so."""
    listing = listing_of(listing_id, to_change=request.method == "POST")
    form = PauseForm()
    if form.validate_on_submit():
        try:
            listing.pause(
                until=form.until.meaning,
                reason=form.reason.data or "",
                by=current_user,
                at=clock.now(),
                today=clock.today(),
            )
            until = f"until {date_words(form.until.meaning, clock.today())}" if form.until.meaning else "for now"
            return _done(listing, Deed.PAUSED, f"{listing.name} is paused {until}.")
        except RuleBroken as refusal:
            form.refuse(refusal)
    return _ask("listings/pause.html", listing, form)


@listings.route("/listings/<uuid:listing_id>/stop", methods=["GET", "POST"])
@panel_members
def stop(listing_id: uuid.UUID) -> Any:
    """It has ended. Its page stays, for those who scan an old poster. Whoever waits for an answer gets one first."""
    listing = listing_of(listing_id, to_change=request.method == "POST")
    form = StopForm()
    if form.validate_on_submit():
        try:
            if form.answer_all.data == NOT_RUNNING:
                answer_all_who_wait(listing)
            refuse_while_asked(db.session(), listing)
            tell_all_who_are_expected(listing)
            listing.stop(reason=form.reason.data or "", by=current_user, at=clock.now())
            return _done(listing, Deed.STOPPED, f"{listing.name} has stopped and is off the board.")
        except RuleBroken as refusal:
            form.refuse(refusal)
    return _ask("listings/stop.html", listing, form, waiting=who_waits, expected=how_many_are_expected)


@listings.post("/listings/<uuid:listing_id>/restart")
@panel_members
def restart(listing_id: uuid.UUID) -> Any:
    """Back on after a pause or a stop."""
    listing = listing_of(listing_id, to_change=True)
    try:
        listing.restart()
    except RuleBroken as refusal:
        return _refused(listing, refusal)
    return _done(listing, Deed.RESTARTED, f"{listing.name} has started again.")


@listings.post("/listings/<uuid:listing_id>/publication")
@panel_members
def publish(listing_id: uuid.UUID) -> Any:
    """A draft goes on the board as it is."""
    listing = listing_of(listing_id, to_change=True)
    if listing.is_public:
        return _refused(listing, RuleBroken(f"{listing.name} is on the board already."))
    if not listing.session_times and not listing.any_time:
        return _refused(listing, RuleBroken("Say when it is on first, or tick “No fixed times”."))
    try:
        listing.publish(by=current_user, at=clock.now())
    except RuleBroken as refusal:
        return _refused(listing, refusal)
    return _done(listing, Deed.PUBLISHED, f"{listing.name} is showing on the board.")


@listings.post("/listings/<uuid:listing_id>/checks")
@panel_members
def check(listing_id: uuid.UUID) -> Any:
    """Somebody made sure that it is right. Nothing else about it changes."""
    listing = listing_of(listing_id)
    how, note = request.form.get("how", ""), clean(request.form.get("note", "")).strip()
    if how not in HOW_A_PERSON_CHECKS:
        return _refused(listing, RuleBroken("Say how you checked it: visited, phoned, emailed or told at a meeting."))
    if len(note) > LONGEST_NOTE:
        return _refused(listing, RuleBroken(f"Keep the note to {LONGEST_NOTE} letters."))
    Check.record(listing, how=HowChecked(how), by=current_user, at=clock.now(), note=note)
    db.session.commit()
    flash(f"Thank you. {listing.name} is checked today.", "good")
    return redirect(_way_back(listing), 303)


def _ask(page: str, listing: Listing, form: Form, **more: Callable[[Listing], Any]) -> Any:
    status = 422 if form.errors or form.form_errors else 200
    if status == 422:
        db.session.rollback()
        listing = listing_of(listing.id)
    back = path_on_this_site(request.values.get("next")) or url_for("listings.edit", listing_id=listing.id)
    told = {name: of(listing) for name, of in more.items()}
    return render_page(page, status=status, listing=listing, panel=listing.panel, form=form, back=back, **told)


def _done(listing: Listing, deed: Deed, words: str) -> Any:
    save(listing, deed, by=current_user, at=clock.now(), note=listing.state_reason)
    db.session.commit()
    tick.soon()
    say_with_undo(listing, words)
    return redirect(_way_back(listing), 303)


def _refused(listing: Listing, refusal: RuleBroken) -> Any:
    db.session.rollback()
    flash(refusal.message, "warn")
    return redirect(_way_back(listing), 303)


def _way_back(listing: Listing) -> str:
    return path_on_this_site(request.form.get("next")) or url_for("listings.edit", listing_id=listing.id)
