"""What an organiser does, signed in: answer, change the day, say whether they came, see how to reach them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.doors import organisers
from blueprints.proof import needs_proof
from blueprints.rendering import find, render_page
from blueprints.replies import replies
from blueprints.replies.answering import day_of, decline, give, note_coming, register_for
from blueprints.replies.days import days_to_offer
from blueprints.replies.forms import AnswerForm, CameForm, DayForm, PressForm, RegretForm
from blueprints.replies.hosting import acting_for, part_for, show_referral, suit_reasons
from blueprints.replies.words import CONTACT, Told, who_answered
from blueprints.sight import note_look
from extensions import db
from models.errors import RuleBroken
from models.intake import ListingFull
from models.referral import Referral
from models.referral_stepping import WrongMoment
from models.referral_words import SEEN_BY_GROUP, TO_ANSWER, State
from models.register_arrival import hold_day, take_back

THANKS = {
    "yes": "Thank you. They may come, and are told so.",
    "wait": "Thank you. They are on your waiting list.",
    "no": "Thank you for saying so. They are told, kindly.",
    "later": "You are asked again in a week.",
    "call": "Whoever asked is told to ring you.",
}


@replies.post("/hosting/<uuid:referral_id>/sight")
@organisers
def open_referral(referral_id: uuid.UUID) -> AnyResponse:
    """Open it on purpose: from now on it counts as seen."""
    found = _held(referral_id)
    if found.state is State.SENT:
        found.see(acting=acting_for(found), at=clock.now())
    return _kept(found)


@replies.post("/hosting/<uuid:referral_id>/answer")
@organisers
def accept_or_not(referral_id: uuid.UUID) -> AnyResponse:
    """Answer it. Of two organisers at once, the second is shown who was quicker."""
    found, form = _held(referral_id, or_ended=True), AnswerForm()
    if found.has_step(form.key):
        return _kept(found)
    if found.state not in TO_ANSWER:
        return _show_answered(found)
    form.suit(found, days_to_offer(found.listing, clock.now()))
    form.validate()
    if not form.is_whole() or form.errors:
        return _refused(referral_id, answer=form)
    try:
        give(found, form, acting=acting_for(found), at=clock.now())
    except ListingFull:
        return _show_full(referral_id)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _refused(referral_id, answer=form)
    return _kept(found, THANKS[form.answer.data or "yes"])


@replies.post("/hosting/<uuid:referral_id>/first-date")
@organisers
def move(referral_id: uuid.UUID) -> AnyResponse:
    """Another first day, for somebody who may come already."""

    def do(found: Referral, form: Any) -> None:
        day, starts = day_of(form, found)
        found.accept(
            first=day,
            starts=starts,
            welcomer=form.welcomer.data or "",
            acting=acting_for(found),
            at=clock.now(),
            form_key=form.key,
        )

    form = DayForm()
    return _do(referral_id, "day", form, do, "Thank you. They are told the new day.", whole=form.needs_day)


@replies.post("/hosting/<uuid:referral_id>/regret")
@organisers
def regret(referral_id: uuid.UUID) -> AnyResponse:
    """It cannot be after all: a no after a yes."""
    form = RegretForm()
    return _do(
        referral_id,
        "regret",
        form,
        lambda found, form: decline(found, form, acting=acting_for(found), at=clock.now()),
        THANKS["no"],
        whole=form.needs_reason,
    )


@replies.post("/hosting/<uuid:referral_id>/coming")
@organisers
def note_coming_or_not(referral_id: uuid.UUID) -> AnyResponse:
    """They came, or they did not."""
    form, now = CameForm(), clock.now()
    said = "Noted: they came." if form.came.data == "yes" else "Noted: they did not come. Somebody asks how they are."
    asked = find(Referral.asked_of(current_user).where(Referral.id == referral_id))
    is_whole = form.validate() and asked.state is State.ACCEPTED
    register = register_for(asked, form, acting=acting_for(asked), at=now) if is_whole else None
    return _do(
        referral_id,
        "came",
        form,
        lambda found, form: note_coming(found, form, register, acting=acting_for(found), at=now),
        said,
    )


@replies.post("/hosting/<uuid:referral_id>/mistake")
@organisers
def undo_came(referral_id: uuid.UUID) -> AnyResponse:
    """It was somebody else who came. The register of that day says so too."""
    asked = find(Referral.shown_to_organiser(current_user).where(Referral.id == referral_id))
    now, form = clock.now(), PressForm()
    day, register = asked.came_on, None
    if day is not None:
        register = hold_day(db.session(), asked, day, acting=acting_for(asked), at=now, make=False)
    found = _held(referral_id)
    if found.state is State.CAME and found.came_on == day:
        take_back(db.session(), register, found, key=form.key, acting=acting_for(found), at=now)
    return _kept(found, "Taken back. They are still to come.")


@replies.post("/hosting/<uuid:referral_id>/call")
@organisers
def ask_for_call(referral_id: uuid.UUID) -> AnyResponse:
    """ "Please ring me", with nothing written down."""
    found, form = _held(referral_id), PressForm()
    if found.team_id is None:
        abort(404)
    if not found.has_step(form.key):
        found.ask_for_call(acting=acting_for(found), at=clock.now(), form_key=form.key)
    return _kept(found, THANKS["call"])


@replies.post("/hosting/<uuid:referral_id>/contact")
@organisers
@needs_proof
def show_contact(referral_id: uuid.UUID) -> AnyResponse:
    """How to reach them: on this one answer, with the second step, and noted in the audit trail."""
    found = _held(referral_id)
    note_look(found, part_for(found), action="saw contact", fields=CONTACT)
    return show_referral(found, reach=found.person)


def _do(
    referral_id: uuid.UUID,
    name: str,
    form: Any,
    do: Callable[[Referral, Any], None],
    said: str,
    whole: Callable[[], bool] | None = None,
) -> AnyResponse:
    """Do something to somebody who may come. Done already by this form: shown again; moved on: told by whom."""
    found = _held(referral_id, or_ended=True)
    if found.has_step(form.key):
        return _kept(found)
    if found.state is not State.ACCEPTED:
        return _show_answered(found)
    if name == "day":
        form.offer_days(days_to_offer(found.listing, clock.now()))
    if name == "regret":
        suit_reasons(form)
    form.validate()
    if (whole and not whole()) or form.errors:
        return _refused(referral_id, **{name: form})
    try:
        do(found, form)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _refused(referral_id, **{name: form})
    return _kept(found, said)


def _held(referral_id: uuid.UUID, *, or_ended: bool = False) -> Referral:
    """The referral, its row held, or 404 when it is nobody's business of theirs, or over (unless `or_ended`)."""
    rows = Referral.asked_of(current_user) if or_ended else Referral.shown_to_organiser(current_user)
    find(rows.where(Referral.id == referral_id))
    held = Referral.held(db.session(), referral_id)
    if held is None or not (or_ended or held.state in SEEN_BY_GROUP):
        abort(404)
    return held


def _kept(found: Referral, said: str = "") -> AnyResponse:
    news.tell(clock.now())
    db.session.commit()
    tick.soon()
    if said:
        flash(said, "good")
    if found.is_seen_by_group:
        return redirect(url_for("replies.referral", referral_id=found.id), 303)
    return redirect(url_for("replies.index"), 303)


def _refused(referral_id: uuid.UUID, **refused: Any) -> Response:
    db.session.rollback()
    found = find(Referral.shown_to_organiser(current_user).where(Referral.id == referral_id))
    return show_referral(found, status=422, **refused)


def _show_answered(found: Referral) -> Response:
    """Somebody else was quicker: who, and what they said. Nothing about the person."""
    db.session.rollback()
    answered = who_answered(found)
    if answered is None:
        raise WrongMoment
    return render_page(
        "replies/answered.html", status=409, panel=None, referral=found, told=Told.of(found), answered=answered
    )


def _show_full(referral_id: uuid.UUID) -> Response:
    db.session.rollback()
    found = find(Referral.shown_to_organiser(current_user).where(Referral.id == referral_id))
    return render_page(
        "replies/full_here.html", status=409, panel=None, told=Told.of(found), referral=found,
        form=PressForm(formdata=None),
    )  # fmt: skip
