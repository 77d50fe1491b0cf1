"""What the group needs to know, with all that it will see beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select

from blueprints import clock
from blueprints.cautions import NOTHING_TO_MIND, Minded, mind
from blueprints.doors import link_workers
from blueprints.referrals import referrals
from blueprints.referrals.check import is_yes, wizard_step
from blueprints.referrals.details_form import BOX_FOR, DetailsForm, details_form, fill_person, fill_referral
from blueprints.referrals.finding import held_together, note_looks, referral_of, together, worker
from blueprints.referrals.free_words import BOXES, texts_of
from blueprints.referrals.seen import DETAILS, Pairs, told
from blueprints.referrals.wording import asked_of, they, urgent_lines
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.audit import AuditEntry
from models.person import Person
from models.referral import Referral
from models.referral_words import RUNNING, State


@referrals.get("/referrals/<uuid:draft_id>/details")
@link_workers
@shows_people
def details(draft_id: UUID) -> Any:
    """The questions, filled in with what is kept."""
    first = referral_of(draft_id)
    drafts = [each for each in together(first, State.DRAFT) if is_yes(each)]
    if not drafts:
        step = wizard_step(first) if first.state is State.DRAFT else url_for("referrals.show", referral_id=first.id)
        return redirect(step, 303)
    form = details_form(drafts[0])
    return _page(drafts, form, mind(texts_of(drafts[0])) if drafts[0].person.called else NOTHING_TO_MIND)


@referrals.post("/referrals/<uuid:draft_id>/details")
@link_workers
def keep_details(draft_id: UUID) -> Any:
    """Keep what was typed, in every draft of this person. What gives too much away is said once."""
    drafts = [each for each in held_together(draft_id) if each.state is State.DRAFT and is_yes(each)]
    if not drafts:
        flash("This was sent already, so nothing was changed.", "warn")
        return redirect(url_for("referrals.sent", referral_id=draft_id), 303)
    form = DetailsForm()
    valid = form.validate_on_submit()
    reach = form.read_reach()
    minded = mind({name: form[name].data for name in BOXES})
    if not valid or form.errors or _must_be_said(minded, form, drafts[0]):
        form.minded.data = minded.mark
        return _page(drafts, form, minded, status=422)
    fill_person(drafts[0].person, form, reach)
    for each in drafts:
        fill_referral(each, form)
        each.last_active_at = each.person.last_active_at = clock.now()
        AuditEntry.note(db.session(), each, "changed details", acting=worker(), at=clock.now(), fields=DETAILS)
    db.session.commit()
    return redirect(wizard_step(drafts[0]), 303)


@referrals.post("/referrals/<uuid:draft_id>/preview")
@link_workers
def preview(draft_id: UUID) -> Any:
    """What the group would see of what is typed so far, and what to mind in it. Nothing is kept."""
    first, form = referral_of(draft_id), DetailsForm()
    minded = mind({name: form[name].data for name in BOXES})
    return render_page("referrals/_sees.html", told=_typed(form, first), minded=minded, they=they(first), live=True)


def _must_be_said(minded: Minded, form: DetailsForm, draft: Referral) -> bool:
    """Whether what is to be minded was not seen yet: neither just now, nor when the same words were kept before."""
    if not minded or minded.mark == mind(texts_of(draft)).mark:
        return False
    return not (request.form.get("as_it_is") and form.minded.data == minded.mark)


def _typed(form: DetailsForm, referral: Referral) -> Pairs:
    """What is in the form, as the group would see it."""
    box = BOX_FOR.get(form.way)
    somebody = Person()
    fill_person(somebody, form, form[box].data or "" if box else "")
    return told(
        somebody,
        go_along=form.company,
        lift_wanted=bool(form.lift_wanted.data),
        would_come=form.would_come.data or "",
        must_know=form.must_know.data or "",
        worker=referral.referred_by.name if referral.referred_by else current_user.name,
        team=referral.team.name if referral.team else "",
        team_phone=referral.team.phone if referral.team else "",
    )


def _known_elsewhere(draft: Referral) -> list[Referral]:
    """Where this person is expected already: what is changed here is seen there too."""
    rows = select(Referral).where(Referral.person_id == draft.person_id, Referral.state.in_(RUNNING))
    return list(db.session.scalars(rows.order_by(Referral.created_at, Referral.id).limit(5)))


def _page(drafts: list[Referral], form: DetailsForm, minded: Minded, status: int = 200) -> Response:
    first = drafts[0]
    note_looks(drafts, DETAILS)
    context: dict[str, Any] = {
        "team": first.team,
        "first": first,
        "drafts": drafts,
        "left_out": [each for each in together(first, State.DRAFT) if not is_yes(each)],
        "elsewhere": _known_elsewhere(first),
        "told": _typed(form, first),
        "asked_of": asked_of(drafts),
        "they": they(first) if len(drafts) == 1 else "they",
        "urgent": urgent_lines(first.team) if first.team else [],
        "box_for": {way.value: box for way, box in BOX_FOR.items()},
    }
    return render_page("referrals/details.html", status=status, form=form, minded=minded, live=False, **context)
