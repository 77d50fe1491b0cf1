"""A call to make: whom, how and when to reach them, what to say, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, url_for
from wtforms import RadioField
from wtforms.validators import InputRequired

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.choices import labelled
from blueprints.doors import link_workers
from blueprints.listing_words import phone_link
from blueprints.once import OnceForm
from blueprints.referrals import referrals
from blueprints.referrals.coming import to_show
from blueprints.referrals.finding import call_of, held, note_looks, worker
from blueprints.referrals.seen import reached, said
from blueprints.referrals.standing import standing
from blueprints.referrals.wording import number_of_group, recipient
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.acting import How
from models.call import HOW_IT_WENT, AlreadyLogged, Call, CallAbout, Outcome
from models.person import Contact
from models.short_code import spoken

SEEN = ("called", "reach", "good_times", "communication")
TO_THE_GROUP = (CallAbout.NO_REPLY, CallAbout.GROUP_ASKS)
"""Those that ring the group, not the person."""
SEEKS_ELSEWHERE = (Outcome.NOT_FOR_THEM, Outcome.COULD_NOT_GET_THERE)


class CallForm(OnceForm):
    """What came of it, in one press."""

    outcome = RadioField("How did it go?", choices=[], validators=[InputRequired("Choose what came of the call.")])

    def suit(self, call: Call) -> CallForm:
        """Offer what can come of this call."""
        outcomes = HOW_IT_WENT if call.about.asks_how_it_went else (Outcome.TOLD,)
        field: Any = self.outcome
        field.choices = labelled((*outcomes, Outcome.NO_ANSWER))
        return self


@referrals.get("/calls/<uuid:call_id>")
@link_workers
@shows_people
def call(call_id: UUID) -> Any:
    """Whom to ring, and the question."""
    found = call_of(call_id)
    if found.done_at is not None:
        flash("This call is logged already.", "warn")
        return to_show(found.referral)
    return _page(found, CallForm().suit(found))


@referrals.post("/calls/<uuid:call_id>")
@link_workers
def log_call(call_id: UUID) -> Any:
    """Log it. No answer brings it back tomorrow; what did not suit leads to what else there is."""
    referral = held(call_of(call_id).referral_id)
    found = call_of(call_id)
    db.session.refresh(found)
    form = CallForm().suit(found)
    if referral.has_step(form.key):
        return to_show(referral)
    if not form.validate_on_submit():
        return _page(found, form, status=422)
    outcome = Outcome(form.outcome.data)
    try:
        referral.log_call(found, outcome, acting=worker(How.PHONE), at=clock.now(), form_key=form.key)
    except AlreadyLogged as refusal:
        flash(refusal.message, "warn")
        return to_show(referral)
    news.tell(clock.now())
    db.session.commit()
    tick.soon()
    if outcome in SEEKS_ELSEWHERE or (found.about is CallAbout.DECLINED and outcome is Outcome.TOLD):
        flash("Logged. Here is what else there is.")
        return redirect(url_for("referrals.alternatives", referral_id=referral.id), 303)
    flash("Logged. We ask you again tomorrow." if outcome is Outcome.NO_ANSWER else "Logged. Thank you.")
    return redirect(url_for("referrals.show", referral_id=referral.id), 303)


def _page(found: Call, form: CallForm, status: int = 200) -> Response:
    note_looks([found.referral], SEEN)
    referral = found.referral
    person = referral.person
    way, how = reached(person, referral.referred_by.name if referral.referred_by else "")
    rings = person.contact in (Contact.RING, Contact.TEXT) and bool(person.reach)
    return render_page(
        "referrals/call.html",
        status=status,
        team=referral.team,
        referral=referral,
        call=found,
        reference=spoken(referral.reference),
        form=form,
        to_group=found.about in TO_THE_GROUP,
        way=way,
        how=how,
        number=phone_link(person.reach or "") if rings else "",
        needs=said(person.communication),
        recipient=recipient(referral),
        ring=number_of_group(referral),
        standing=standing(referral, clock.today()),
        today=clock.today(),
    )
