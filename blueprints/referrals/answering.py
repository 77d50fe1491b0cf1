"""What the group said on the phone to the link worker: written down as its answer."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from flask import Response
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from blueprints import clock
from blueprints.choices import labelled, offered
from blueprints.doors import link_workers
from blueprints.once import OnceForm
from blueprints.referrals import referrals
from blueprints.referrals.coming import save_and_show, to_show
from blueprints.referrals.finding import held, referral_of, worker
from blueprints.referrals.wording import number_of_group, recipient, they
from blueprints.rendering import render_page
from extensions import db
from models.acting import How
from models.clock_words import date_words
from models.errors import RuleBroken
from models.listing import Listing
from models.occurrences import meetings, next_meeting
from models.reading_dates import parse_date
from models.referral import Referral
from models.referral_words import TO_ANSWER, Decline, State
from models.school_term import SchoolTerm
from models.short_code import spoken

YES, WAIT, NO = "yes", "wait", "no"


class AnswerForm(OnceForm):
    """Yes on a day, a wait, or a no with its reason."""

    answer = RadioField(
        "What did they say?",
        choices=offered([(YES, "Yes, come"), (WAIT, "Yes, but there is a wait"), (NO, "Not this time")]),
        validators=[InputRequired("Choose what they said.")],
    )
    first = StringField("Come on which day?", validators=[Length(max=60, message="Keep it under 60 letters.")])
    welcomer = StringField("Who looks out for them?", validators=[Length(max=80, message="Keep it under 80 letters.")])
    until = StringField("Until about when?", validators=[Length(max=60, message="Keep it under 60 letters.")])
    reason = SelectField("Why not?", choices=[*offered([("", "Choose")]), *labelled(Decline)])


@referrals.get("/referrals/<uuid:referral_id>/answer")
@link_workers
def answer(referral_id: UUID) -> Any:
    """What did they say? The next date stands there already."""
    referral, today = referral_of(referral_id), clock.today()
    if referral.state not in TO_ANSWER:
        return to_show(referral)
    coming = next_meeting(*_times(referral.listing), on_or_after=clock.now(), terms=_terms(referral.listing))
    return _page(referral, AnswerForm(data={"first": date_words(coming.date, today, weekday=True) if coming else ""}))


@referrals.post("/referrals/<uuid:referral_id>/answer")
@link_workers
def note_answer(referral_id: UUID) -> Any:
    """Write it down as the group's answer, told by phone."""
    referral, form = held(referral_id), AnswerForm()
    if referral.has_step(form.key) or referral.state not in TO_ANSWER:
        return to_show(referral)
    if not form.validate_on_submit():
        return _page(referral, form, status=422)
    try:
        _answer(referral, form)
    except RuleBroken as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return _page(referral_of(referral_id), form, status=422)
    return save_and_show(referral, "Written down as their answer.")


def _answer(referral: Referral, form: AnswerForm) -> None:
    said: dict[str, Any] = {"acting": worker(How.PHONE), "at": clock.now(), "form_key": form.key}
    today = clock.today()
    if form.answer.data == YES:
        first = parse_date(form.first.data or "", today, field="first")
        starts = _starts_on(referral.listing, first)
        referral.accept(first=first, starts=starts, welcomer=form.welcomer.data or "", **said)
    elif form.answer.data == WAIT:
        if referral.state is State.WAITING:
            raise RuleBroken("They are on the waiting list already.", field="answer")
        until = parse_date(form.until.data, today, field="until") if form.until.data else None
        referral.put_on_waiting_list(until=until, **said)
    elif not form.reason.data:
        raise RuleBroken("Choose why. It helps to find something better.", field="reason")
    else:
        referral.decline(Decline(form.reason.data), **said)


def _times(listing: Listing) -> tuple[list[Any], list[Any]]:
    return [row.pattern for row in listing.session_times], [row.change for row in listing.session_changes]


def _terms(listing: Listing) -> list[SchoolTerm]:
    return list(db.session.scalars(SchoolTerm.of(listing.panel)))


def _starts_on(listing: Listing, day: date) -> time | None:
    """When it begins on that day, if it is on."""
    found = meetings(*_times(listing), on_or_after=day, until=day, limit=1, terms=_terms(listing))
    return next((meeting.starts for meeting in found), None)


def _page(referral: Referral, form: AnswerForm, status: int = 200) -> Response:
    return render_page(
        "referrals/answer.html",
        status=status,
        team=referral.team,
        referral=referral,
        reference=spoken(referral.reference),
        form=form,
        they=they(referral),
        recipient=recipient(referral),
        ring=number_of_group(referral),
    )
