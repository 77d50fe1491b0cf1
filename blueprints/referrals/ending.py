"""How a referral ends: they settle in, they stop going, or it is taken back. And not being asked any more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from blueprints import clock
from blueprints.choices import labelled
from blueprints.doors import link_workers
from blueprints.once import OnceForm
from blueprints.referrals import referrals
from blueprints.referrals.coming import save_and_show, to_show
from blueprints.referrals.finding import held, referral_of, worker
from blueprints.referrals.wording import they
from blueprints.rendering import render_page
from extensions import db
from models.follow_up import stop_asking
from models.referral import Referral
from models.referral_words import ENDED, RUNNING, State, Stop
from models.short_code import spoken

CAN_STOP = (State.NO_REPLY, State.WAITING, State.ACCEPTED, State.CAME)


class EndForm(OnceForm):
    """Only its key."""


class StopForm(OnceForm):
    """Why, as a code."""

    reason = RadioField(
        "What happened?",
        choices=labelled(Stop),
        validators=[InputRequired("Choose what comes closest.")],
    )


@referrals.get("/referrals/<uuid:referral_id>/withdrawal")
@link_workers
def withdraw(referral_id: UUID) -> Any:
    """Are you sure? What happens then."""
    referral = referral_of(referral_id)
    return to_show(referral) if referral.state not in RUNNING else _sure(referral, "withdraw")


@referrals.post("/referrals/<uuid:referral_id>/withdrawal")
@link_workers
def take_back(referral_id: UUID) -> Any:
    """Take it back: the group loses sight at once. No reason is asked for."""
    referral, form = held(referral_id), EndForm()
    if referral.state in RUNNING and form.validate_on_submit():
        referral.withdraw(acting=worker(), at=clock.now(), form_key=form.key)
    return save_and_show(referral, "Taken back. The group sees nothing of it any more.")


@referrals.get("/referrals/<uuid:referral_id>/stopping")
@link_workers
def stop(referral_id: UUID) -> Any:
    """Why they do not go any more."""
    referral = referral_of(referral_id)
    return to_show(referral) if referral.state not in CAN_STOP else _why(referral, StopForm())


@referrals.post("/referrals/<uuid:referral_id>/stopping")
@link_workers
def note_stop(referral_id: UUID) -> Any:
    """Write down that they stopped, and why. A place they held comes free."""
    referral, form = held(referral_id), StopForm()
    if referral.has_step(form.key) or referral.state not in CAN_STOP:
        return to_show(referral)
    if not form.validate_on_submit():
        return _why(referral, form, status=422)
    referral.stop(Stop(form.reason.data), acting=worker(), at=clock.now(), form_key=form.key)
    return save_and_show(referral, "Written down. The group sees nothing of it any more.")


@referrals.post("/referrals/<uuid:referral_id>/settling")
@link_workers
def settle(referral_id: UUID) -> Any:
    """They have settled in: done, and done well."""
    referral, form = held(referral_id), EndForm()
    if referral.state is State.CAME and form.validate_on_submit():
        referral.settle(acting=worker(), at=clock.now(), form_key=form.key)
    return save_and_show(referral, "Good news. This one is done.")


@referrals.get("/referrals/<uuid:referral_id>/follow-up")
@link_workers
def follow_up(referral_id: UUID) -> Any:
    """They may have changed their mind about being asked."""
    referral = referral_of(referral_id)
    if not referral.follow_up_agreed or referral.state in ENDED:
        return to_show(referral)
    return _sure(referral, "follow_up")


@referrals.post("/referrals/<uuid:referral_id>/follow-up")
@link_workers
def stop_following_up(referral_id: UUID) -> Any:
    """Nobody asks them how it went. Nothing else changes."""
    referral = held(referral_id)
    if referral.follow_up_agreed:
        stop_asking(db.session(), referral, acting=worker(), at=clock.now())
    return save_and_show(referral, "Nobody asks them how it went. Nothing else has changed.")


def _sure(referral: Referral, what: str) -> Response:
    return render_page(
        f"referrals/{what}.html",
        team=referral.team,
        referral=referral,
        reference=spoken(referral.reference),
        form=EndForm(),
        they=they(referral),
    )


def _why(referral: Referral, form: StopForm, status: int = 200) -> Response:
    return render_page(
        "referrals/stop.html",
        status=status,
        team=referral.team,
        referral=referral,
        reference=spoken(referral.reference),
        form=form,
    )
