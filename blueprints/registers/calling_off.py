"""Calling a session off in one press, who has to be told, and "on after all"."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, abort, flash, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, StringField

from blueprints import clock, register_news, tick
from blueprints import referral_news as news
from blueprints.choices import offered
from blueprints.doors import organisers
from blueprints.once import OnceForm
from blueprints.proof import needs_proof
from blueprints.register_addresses import Moment, SessionFound, find_session
from blueprints.registers import registers
from blueprints.registers.pressing import acting_for
from blueprints.registers.telling import Notices, note_looks_at, number_of, ways_of
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.changes import LONGEST_WORDS
from models.clock_words import day_words, span_words
from models.errors import RuleBroken
from models.register_entry import Press
from models.register_words import SessionState
from models.session_audience import count, expected_at
from models.session_cancelling import call_off as call_it_off
from models.session_cancelling import is_called_off, on_after_all

BUTTONS = [
    (SessionState.CANCELLED, "We call it off"),
    (SessionState.WEATHER, "The weather or the venue stops it"),
]
OWN_WORDS = "own"
REASONS = [
    ("", "Give no reason"),
    ("the weather", "The weather"),
    ("the hall is shut", "The hall is shut"),
    ("not enough helpers", "Not enough helpers"),
    ("illness", "Illness"),
    (OWN_WORDS, "Something else"),
]


class CallOffForm(OnceForm):
    """Why, as everybody may read it."""

    reason = RadioField("Why? Everybody can read this", choices=offered(REASONS), default="", validate_choice=False)
    words = StringField("In a few words")

    @property
    def said(self) -> str:
        """What the public reads after "Not on:"."""
        typed = (self.words.data or "").rstrip(". ")
        chosen = self.reason.data or ""
        if chosen == OWN_WORDS or (typed and not chosen):
            return typed
        return chosen if chosen in dict(REASONS) else ""


@registers.get("/registers/<uuid:listing_id>/<session:moment>/calling-off")
@organisers
@shows_people
def calling_off(listing_id: uuid.UUID, moment: Moment) -> Response:
    """Who would be told, counted before the press; after it, who has been told and who is still to be rung."""
    return _show(find_session(listing_id, moment), CallOffForm(formdata=None))


@registers.post("/registers/<uuid:listing_id>/<session:moment>/calling-off")
@organisers
def call_off(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """It is not on: at once, for everybody."""
    found, form, now = find_session(listing_id, moment), CallOffForm(), clock.now()
    if len(form.said) > LONGEST_WORDS:
        form.refuse(RuleBroken(f"Keep it to {LONGEST_WORDS} letters.", field="words"))
        return _show(found, form, 422)
    try:
        done = call_it_off(
            db.session(), found.listing, found.meeting, _state(), form.said, Press(form.key, now),
            acting=acting_for(found.listing), at=now,
        )  # fmt: skip
    except RuleBroken as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return _show(find_session(listing_id, moment), form, 422)
    return _done(found, done.register if done.is_new else None, now)


@registers.post("/registers/<uuid:listing_id>/<session:moment>/on-after-all")
@organisers
def put_on_again(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """It is on after all: whoever was told is told again."""
    found, form, now = find_session(listing_id, moment), OnceForm(), clock.now()
    register = found.register or abort(404)
    held = type(register).held(db.session(), register.id) or abort(404)
    try:
        done = on_after_all(
            db.session(), found.listing, held, Press(form.key, now), acting=acting_for(found.listing), at=now
        )
    except RuleBroken as refusal:
        db.session.rollback()
        flash(refusal.message, "warn")
        return redirect(found.url("registers.calling_off"), 303)
    return _done(found, held if done.is_new else None, now)


@registers.post("/registers/<uuid:listing_id>/<session:moment>/told/<uuid:notice_id>")
@organisers
def tick_told(listing_id: uuid.UUID, moment: Moment, notice_id: uuid.UUID) -> AnyResponse:
    """They have been told; or not after all, when it is ticked already and the form says so."""
    found = find_session(listing_id, moment)
    notices = Notices.of(found)
    notice = notices.find(notice_id) or abort(404)
    if _said("told") == "no":
        notice.untick()
    else:
        notice.tick(by=current_user._get_current_object(), at=clock.now())
    db.session.commit()
    return redirect(f"{found.url('registers.calling_off')}#to-ring", 303)


@registers.post("/registers/<uuid:listing_id>/<session:moment>/numbers")
@organisers
@needs_proof
def show_numbers(listing_id: uuid.UUID, moment: Moment) -> Response:
    """The numbers to ring: on this one answer, with the second step, and noted."""
    found = find_session(listing_id, moment)
    return _show(found, CallOffForm(formdata=None), with_numbers=True)


@registers.get("/registers/<uuid:listing_id>/<session:moment>/door-note")
@organisers
def door_note(listing_id: uuid.UUID, moment: Moment) -> Response:
    """A sheet of A4 for the door: not on today, and when it is on again."""
    found = find_session(listing_id, moment)
    return render_page(
        "registers/door_note.html",
        listing=found.listing,
        when=_when(found),
        is_today=found.meeting.date == clock.today(),
        register=found.register,
        reason=Notices.of(found).reason,
        upcoming=Notices.of(found).upcoming,
        back=found.url("registers.calling_off"),
        panel=None,
    )


def _show(found: SessionFound, form: CallOffForm, status: int = 200, *, with_numbers: bool = False) -> Response:
    now = clock.now()
    notices = Notices.of(found)
    expected = expected_at(db.session(), found.listing, found.meeting, found.register, today=clock.today())
    note_looks_at(found, notices.by_hand, with_numbers=with_numbers)
    page = render_page(
        "registers/calling_off.html",
        status=status,
        panel=None,
        found=found,
        listing=found.listing,
        register=found.register,
        when=_when(found),
        here=found.url("registers.calling_off"),
        back=found.url(),
        form=form,
        counts=count(expected),
        came=found.register.people if found.register else 0,
        is_off=is_called_off(found.register),
        is_over=found.meeting.is_over(now),
        first_days=sum(each.is_first_day for each in expected),
        states=[(state, state.label if found.meeting.is_over(now) else words) for state, words in BUTTONS],
        notices=notices,
        with_numbers=with_numbers,
        number_of=number_of,
        ways_of=ways_of,
        press=OnceForm(formdata=None),
        now=now,
    )
    db.session.commit()  # what is shown has been noted, or nothing is shown
    return page


def _done(found: SessionFound, register: Any, now: Any) -> AnyResponse:
    """Tell everybody, when there is news (`register`), and show where it stands."""
    if register is not None:
        register_news.tell_everybody(register, now)
    news.tell(now)
    db.session.commit()
    tick.soon()
    return redirect(found.url("registers.calling_off"), 303)


def _state() -> SessionState:
    """Which of the two big buttons was pressed."""
    return SessionState.WEATHER if _said("state") == SessionState.WEATHER.value else SessionState.CANCELLED


def _said(name: str) -> str:
    return request.form.get(name, "")


def _when(found: SessionFound) -> str:
    return f"{day_words(found.meeting.date, clock.today())}, {span_words(found.meeting.starts, found.meeting.ends)}"
