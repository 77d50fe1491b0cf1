"""Whether they came, as the link worker is told by phone."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.choices import offered
from blueprints.doors import link_workers
from blueprints.once import OnceForm
from blueprints.referrals import referrals
from blueprints.referrals.finding import clocks, held, referral_of, worker
from blueprints.rendering import render_page
from extensions import db
from models.acting import How
from models.clock_words import date_words
from models.errors import RuleBroken
from models.reading_dates import parse_date
from models.referral import Referral
from models.referral_words import State
from models.short_code import spoken

CAME, DID_NOT = "came", "did-not-come"


class ComingForm(OnceForm):
    """What somebody said on the phone."""

    answer = RadioField(
        "Did they come?",
        choices=offered([(CAME, "They came"), (DID_NOT, "They did not come")]),
        validators=[InputRequired("Say whether they came.")],
    )
    on = StringField("Which day was it?", validators=[Length(max=60, message="Keep it under 60 letters.")])


@referrals.get("/referrals/<uuid:referral_id>/coming")
@link_workers
def coming(referral_id: UUID) -> Any:
    """The question, with the day that was expected."""
    referral, today = referral_of(referral_id), clock.today()
    if referral.state is not State.ACCEPTED:
        return to_show(referral)
    day = min(referral.first_date or today, today)
    return _page(referral, ComingForm(data={"on": date_words(day, today, weekday=True)}))


@referrals.post("/referrals/<uuid:referral_id>/coming")
@link_workers
def note_coming(referral_id: UUID) -> Any:
    """Write it down. The follow-up call is due two days later."""
    referral, form = held(referral_id), ComingForm()
    if referral.has_step(form.key) or referral.state is not State.ACCEPTED:
        return to_show(referral)
    if not form.validate_on_submit():
        return _page(referral, form, status=422)
    try:
        verb = referral.note_came if form.answer.data == CAME else referral.note_did_not_come
        said: dict[str, Any] = {
            "acting": worker(How.PHONE),
            "at": clock.now(),
            "clocks": clocks(),
            "form_key": form.key,
        }
        verb(on=_day(form.on.data), **said)
    except RuleBroken as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return _page(referral_of(referral_id), form, status=422)
    return save_and_show(referral, "Written down.")


@referrals.post("/referrals/<uuid:referral_id>/mistake")
@link_workers
def undo_came(referral_id: UUID) -> Any:
    """It was somebody else: they are expected again. Twice does it once."""
    referral = held(referral_id)
    if referral.state is State.CAME:
        referral.undo_came(acting=worker(), at=clock.now())
    return save_and_show(referral, "Put right. They are expected again.")


def save_and_show(referral: Referral, words: str) -> AnyResponse:
    """Commit, with the mails of what was done, and go on to the referral."""
    news.tell(clock.now())
    db.session.commit()
    tick.soon()
    flash(words)
    return to_show(referral)


def to_show(referral: Referral) -> AnyResponse:
    return redirect(url_for("referrals.show", referral_id=referral.id), 303)


def _day(typed: str | None) -> date | None:
    return parse_date(typed, clock.today(), nearest=True, field="on") if typed else None


def _page(referral: Referral, form: ComingForm, status: int = 200) -> Response:
    return render_page(
        "referrals/coming.html",
        status=status,
        team=referral.team,
        referral=referral,
        reference=spoken(referral.reference),
        form=form,
    )
