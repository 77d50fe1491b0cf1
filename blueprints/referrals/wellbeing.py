"""The four questions about wellbeing, before and after: in their own wording and order, side by side, never summed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, InputRequired

from blueprints import clock
from blueprints.choices import offered
from blueprints.doors import link_workers
from blueprints.once import OnceForm
from blueprints.referrals import referrals
from blueprints.referrals.coming import to_show
from blueprints.referrals.finding import held, note_looks, referral_of, worker
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.audit import AuditEntry
from models.referral import Referral
from models.referral_words import State
from models.short_code import spoken
from models.wellbeing import HIGHEST, INTRODUCTION, NOT_SAID, QUESTIONS, YOUNGEST, Wellbeing, WhenAsked, read_answers

ANSWERS = offered([*((str(n), str(n)) for n in range(HIGHEST + 1)), *NOT_SAID.items()])
FIELDS = ("wellbeing",)


class WellbeingForm(OnceForm):
    """The four, each from 0 to 10 or not said. `wellbeing_form` puts them in their order."""

    old_enough = BooleanField(
        f"They are {YOUNGEST} or older",
        validators=[DataRequired(f"These questions are only for people of {YOUNGEST} and over.")],
    )


def wellbeing_form(kept: dict[str, Any]) -> WellbeingForm:
    questions: dict[str, Any] = {
        key: RadioField(
            words,
            choices=ANSWERS,
            validators=[InputRequired("Choose a number from 0 to 10, or “Prefer not to say”.")],
        )
        for key, words in QUESTIONS.items()
    }
    made: WellbeingForm = type("WellbeingFormOfFour", (WellbeingForm,), questions)(data=kept)
    return made


@referrals.get("/referrals/<uuid:referral_id>/wellbeing")
@link_workers
@shows_people
def wellbeing(referral_id: UUID) -> Any:
    """What they said before and after, side by side."""
    referral = referral_of(referral_id)
    if referral.state is State.DRAFT:
        return to_show(referral)
    note_looks([referral], FIELDS)
    said = {when: _kept(referral, when) for when in WhenAsked}
    return render_page(
        "referrals/wellbeing.html",
        team=referral.team,
        referral=referral,
        reference=spoken(referral.reference),
        questions=QUESTIONS,
        said={when.value: row.answers if row else {} for when, row in said.items()},
        asked={when.value: row.asked_at if row else None for when, row in said.items()},
        ends=list(WhenAsked),
        not_said=NOT_SAID,
        is_erased=referral.person.erased_at is not None,
    )


@referrals.get("/referrals/<uuid:referral_id>/wellbeing/<any(before, after):when_asked>")
@link_workers
@shows_people
def ask_wellbeing(referral_id: UUID, when_asked: str) -> Any:
    """The four questions on one page, to be read out as they stand."""
    referral, when = referral_of(referral_id), WhenAsked(when_asked)
    if referral.state is State.DRAFT or referral.person.erased_at is not None:
        return to_show(referral)
    note_looks([referral], FIELDS)
    row = _kept(referral, when)
    kept: dict[str, Any] = dict(row.answers) if row else {}
    return _page(referral, when, wellbeing_form({**kept, "old_enough": row is not None}))


@referrals.post("/referrals/<uuid:referral_id>/wellbeing/<any(before, after):when_asked>")
@link_workers
def keep_wellbeing(referral_id: UUID, when_asked: str) -> Any:
    """Keep the answers; those of the same time that were there before are replaced, and the trail says so."""
    referral, when, form = held(referral_id), WhenAsked(when_asked), wellbeing_form({})
    if referral.state is State.DRAFT or referral.person.erased_at is not None or referral.team_id is None:
        return to_show(referral)
    if not form.validate_on_submit():
        return _page(referral, when, form, status=422)
    db.session.refresh(referral.person, with_for_update=True)
    row = _kept(referral, when)
    deed = "corrected answers" if row else "noted answers"
    if row is None:
        row = Wellbeing(person_id=referral.person_id, team_id=referral.team_id, when_asked=when)
        db.session.add(row)
    row.answers = read_answers({key: form[key].data for key in QUESTIONS})
    row.asked_at, row.asked_by_id = clock.now(), current_user.id
    referral.person.is_adult = True
    AuditEntry.note(db.session(), referral, deed, acting=worker(), at=clock.now(), fields=FIELDS)
    db.session.commit()
    flash("Kept. The answers stand apart, and nobody adds them up.")
    return redirect(url_for("referrals.wellbeing", referral_id=referral_id), 303)


def _kept(referral: Referral, when: WhenAsked) -> Wellbeing | None:
    rows = select(Wellbeing).where(Wellbeing.person_id == referral.person_id, Wellbeing.when_asked == when)
    return db.session.scalar(rows.order_by(Wellbeing.id).limit(1))


def _page(referral: Referral, when: WhenAsked, form: WellbeingForm, status: int = 200) -> Response:
    return render_page(
        "referrals/ask_wellbeing.html",
        status=status,
        team=referral.team,
        referral=referral,
        reference=spoken(referral.reference),
        when=when,
        form=form,
        keys=list(QUESTIONS),
        introduction=INTRODUCTION,
    )
