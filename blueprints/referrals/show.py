"""One referral: where it stands, what comes next, what the group sees, how it came about, and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, redirect, url_for

from blueprints import clock
from blueprints.doors import link_workers
from blueprints.once import OnceForm
from blueprints.referral_tones import TONES
from blueprints.referrals import referrals
from blueprints.referrals.check import wizard_step
from blueprints.referrals.codes import codes_of
from blueprints.referrals.finding import can_be_undone, note_looks, referral_of
from blueprints.referrals.seen import DETAILS, seen_by_group
from blueprints.referrals.standing import reason_words, standing
from blueprints.referrals.wording import number_of_group, recipient, they
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.acting import Part
from models.audit import AuditEntry
from models.call import Call, Outcome
from models.clock_words import date_words
from models.referral_step import ReferralStep
from models.referral_words import ENDED, TO_ANSWER, Deed, State
from models.short_code import spoken
from models.snomed import CODES

FIELD_WORDS = {
    "called": "the name",
    "reach": "how to reach them",
    "good_times": "good times to ring",
    "day_needs": "needs for the day",
    "communication": "how they read and talk",
    "would_come": "when they would come",
    "must_know": "what the host must know",
    "wellbeing": "answers about wellbeing",
}
"""The kinds of details in the trail, as people say them."""
SEEKS_ELSEWHERE = (State.DECLINED, State.NO_REPLY, State.STOPPED, State.WITHDRAWN, State.WAITING)


@dataclass(frozen=True, slots=True)
class Line:
    """One step: what was done, what belongs to it, when, by whom and which way."""

    what: str
    more: str
    step: ReferralStep
    who: str


class ActionForm(OnceForm):
    """Only its key: for the buttons that do one thing at once."""


@referrals.get("/referrals/<uuid:referral_id>")
@link_workers
@shows_people
def show(referral_id: UUID) -> Any:
    """Everything about one referral."""
    referral = referral_of(referral_id)
    if referral.state is State.DRAFT:
        return redirect(wizard_step(referral), 303)
    note_looks([referral], DETAILS)
    today = clock.today()
    return render_page(
        "referrals/show.html",
        team=referral.team,
        referral=referral,
        form=ActionForm(),
        reference=spoken(referral.reference),
        standing=standing(referral, today),
        tone=TONES[referral.state],
        told=seen_by_group(referral),
        they=they(referral),
        recipient=recipient(referral),
        ring=number_of_group(referral),
        lines=[_line(step, today) for step in referral.steps],
        calls=db.session.scalars(Call.open_of(referral)).all(),
        can_undo=can_be_undone([referral], clock.now()),
        can_answer=referral.state in TO_ANSWER,
        has_ended=referral.state in ENDED,
        was_expected=referral.first_date is not None and referral.first_date <= today,
        seeks_elsewhere=referral.state in SEEKS_ELSEWHERE,
        codes=codes_of(referral),
        snomed=CODES,
        today=today,
    )


@referrals.get("/referrals/<uuid:referral_id>/looks")
@link_workers
def looks(referral_id: UUID) -> Response:
    """Who looked and who changed what: a person may ask for it, so it prints as a finished page."""
    referral = referral_of(referral_id)
    trail = db.session.scalars(AuditEntry.about(referral.id)).all()
    return render_page(
        "referrals/looks.html",
        referral=referral,
        patch=None,
        reference=spoken(referral.reference),
        rows=[(entry, trail_words(entry), _kinds(entry)) for entry in trail],
        back_url=url_for("referrals.show", referral_id=referral.id),
        back_words="Back to the referral",
        today=clock.today(),
    )


def trail_words(entry: AuditEntry) -> str:
    """What was done, for somebody who is no clerk."""
    deeds = {deed.value: deed.label for deed in Deed}
    said = deeds.get(entry.action, entry.action)
    return f"{said[:1].upper()}{said[1:]}"


def _kinds(entry: AuditEntry) -> str:
    return ", ".join(FIELD_WORDS.get(name, name.replace("_", " ")) for name in entry.fields)


def _line(step: ReferralStep, today: date) -> Line:
    known = {each.value: each.label for each in Outcome}
    reason = known.get(step.reason) if step.deed is Deed.CALLED else reason_words(step.deed, step.reason)
    day = date_words(step.day, today, weekday=True) if step.day else ""
    more = ". ".join(filter(None, (reason, day, step.words)))
    who = step.by.name if step.by else step.part.label
    is_news = step.deed is Deed.CALLED and step.reason == Outcome.TOLD
    what = "Rung" if is_news else step.deed.label
    return Line(what, "" if is_news else more, step, who if step.part is not Part.CLOCK else "")
