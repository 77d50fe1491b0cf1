"""The panel's phone list: groups to ring about a newcomer, because no mail of ours reaches them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.acting import acting_as
from blueprints.doors import panel_members
from blueprints.rendering import find, render_page
from blueprints.replies import replies
from blueprints.replies.answering import give
from blueprints.replies.board import how_many
from blueprints.replies.days import days_to_offer
from blueprints.replies.forms import AnswerForm
from blueprints.replies.words import TO_DECIDE, Told, facts, last_welcomer, who_answered
from blueprints.sight import note_look, shows_people
from extensions import db
from models.acting import How, Part
from models.errors import RuleBroken
from models.intake import ListingFull
from models.people import Panel
from models.referral import Referral
from models.referral_words import UNANSWERED, State
from models.short_code import read_code

PER_PAGE = 15
MOST_PAGES = 1_000
TO_RING = (*UNANSWERED, State.NO_REPLY)
DONE = {
    "yes": "Noted: they may come. Whoever asked is told.",
    "wait": "Noted: they are on the waiting list.",
    "no": "Noted: not this time. Whoever asked is told, without the words.",
    "later": "Noted. Ring them again in a week.",
    "call": "Noted. Whoever asked is told to ring the group.",
}


@replies.get("/panels/<panel_slug>/phone-list")
@panel_members
def phone_list(panel: Panel) -> Response:
    """Whom to ring, the longest waiting first, a page at a time."""
    return _show_list(panel)


def _show_list(panel: Panel, typed: str = "", problem: str = "") -> Response:
    page = min(max(request.args.get("page", 1, type=int) or 1, 1), MOST_PAGES)
    waiting = Referral.on_phone_list(panel)
    rows = db.session.scalars(waiting.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return render_page(
        "replies/phone_list.html",
        status=422 if problem else 200,
        panel=panel,
        typed=typed,
        problem=problem,
        number=page,
        per_page=PER_PAGE,
        count=how_many(waiting),
        rows=rows,
        told={each.id: Told.of(each) for each in rows},
        phones={each.id: phone_of(each) for each in rows},
        now=clock.now(),
    )


@replies.post("/panels/<panel_slug>/phone-list")
@panel_members
def find_by_reference(panel: Panel) -> AnyResponse:
    """A group rang us, with the reference from its mail."""
    typed = request.form.get("reference", "")
    code = read_code(typed)
    found = db.session.scalar(_rows().where(Referral.panel_id == panel.id, Referral.reference == code))
    if found is not None:
        return redirect(url_for("replies.ring", referral_id=found.id), 303)
    return _show_list(panel, typed, "Nothing waits for an answer under that reference. Ask them to read it out again.")


@replies.get("/phone-list/<uuid:referral_id>")
@panel_members
@shows_people
def ring(referral_id: uuid.UUID) -> Response:
    """What to say on the phone, and the answer to note."""
    return _show(find(_rows().where(Referral.id == referral_id)))


@replies.post("/phone-list/<uuid:referral_id>")
@panel_members
def note_by_phone(referral_id: uuid.UUID) -> AnyResponse:
    """Note the answer that a group gave on the phone. Of two volunteers, the second sees who was quicker."""
    found = find(_rows(everything=True).where(Referral.id == referral_id))
    held, form = Referral.held(db.session(), found.id) or found, AnswerForm()
    back = redirect(url_for("replies.phone_list", panel_slug=held.panel.slug), 303)
    if held.has_step(form.key):
        return back
    if held.state not in TO_RING:
        return _show_answered(held)
    form.suit(held, days_to_offer(held.listing, clock.now()))
    form.validate()
    if not form.is_whole() or form.errors:
        return _refused(referral_id, form)
    try:
        give(held, form, acting=acting_as(Part.PANEL, How.PHONE), at=clock.now())
    except ListingFull as refusal:
        form.answer.data = "wait"
        form.form_errors.append(refusal.message)
        return _refused(referral_id, form, 409)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _refused(referral_id, form)
    news.tell(clock.now())
    db.session.commit()
    tick.soon()
    flash(DONE[form.answer.data or "yes"], "good")
    return back


def _rows(*, everything: bool = False) -> Any:
    """What groups of this person's panels have still to answer; `everything` also holds what was answered meanwhile.

    The list shows only groups to ring. Another is found by its reference, when the group rings us with it.
    """
    panels = Panel.kept_by(current_user).with_only_columns(Panel.id).order_by(None)
    rows = select(Referral).where(Referral.panel_id.in_(panels), Referral.sent_at.is_not(None)).order_by(Referral.id)
    return rows if everything else rows.where(Referral.state.in_(TO_RING))


def _show(found: Referral, form: Any = None, status: int = 200) -> Response:
    note_look(found, Part.PANEL, fields=TO_DECIDE)
    if form is None:
        form = AnswerForm(formdata=None, welcomer=last_welcomer(found.listing))
    form.suit(found, days_to_offer(found.listing, clock.now()))
    return render_page(
        "replies/ring.html",
        status=status,
        panel=found.panel,
        referral=found,
        told=Told.of(found),
        facts=facts(found),
        form=form,
        phone=phone_of(found),
    )


def phone_of(found: Referral) -> str:
    """Where the group answers the phone."""
    return (found.group.phone if found.group else "") or found.listing.contact_phone


def _refused(referral_id: uuid.UUID, form: Any, status: int = 422) -> Response:
    db.session.rollback()
    return _show(find(_rows().where(Referral.id == referral_id)), form, status)


def _show_answered(found: Referral) -> Response:
    db.session.rollback()
    return render_page(
        "replies/rung_already.html", status=409, panel=found.panel, told=Told.of(found), answered=who_answered(found)
    )
