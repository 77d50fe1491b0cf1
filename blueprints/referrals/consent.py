"""Asking the person: may this group, by name, be told; and may we ask how it went. Two questions, never one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user

from blueprints import clock, tick
from blueprints.doors import link_workers
from blueprints.referrals import referrals
from blueprints.referrals.check import closed_among, send_all, wizard_step
from blueprints.referrals.consent_form import YES, ConsentForm, consent_form, keep_consent, said_at
from blueprints.referrals.finding import held_together, note_looks, referral_of, takes_of, together, worker
from blueprints.referrals.seen import DETAILS, seen_by_group
from blueprints.referrals.wording import (
    TOLD,
    asked_of,
    follow_up_words,
    recipient,
    share_words,
    they,
    urgent_lines,
)
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.audit import AuditEntry
from models.consent import ConsentTo, HowSaid
from models.errors import RuleBroken
from models.referral import Referral
from models.referral_words import State


@referrals.get("/referrals/<uuid:draft_id>/consent")
@link_workers
@shows_people
def consent(draft_id: UUID) -> Any:
    """The words to read out, and what they said."""
    drafts = together(referral_of(draft_id), State.DRAFT)
    if not drafts:
        return redirect(url_for("referrals.show", referral_id=draft_id), 303)
    return _page(drafts, consent_form(drafts, clock.now()))


@referrals.post("/referrals/<uuid:draft_id>/consent")
@link_workers
def keep_answers(draft_id: UUID) -> Any:
    """Write their answers down. With everything else known already, send as well."""
    drafts = [each for each in held_together(draft_id) if each.state is State.DRAFT]
    if not drafts:
        flash("This was sent already, so nothing was changed.", "warn")
        return redirect(url_for("referrals.sent", referral_id=draft_id), 303)
    form, now = consent_form(drafts, clock.now()), clock.now()
    if not form.validate_on_submit():
        return _page(drafts, form, status=422)
    try:
        _keep(drafts, form)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _page(drafts, form, status=422)
    can_go = bool(drafts[0].person.called) and any(map(form.said_yes_to, drafts)) and not closed_among(drafts)
    if request.form.get("then") == "send" and can_go:
        send_all(drafts, form.key, now)
        db.session.commit()
        tick.soon()
        return redirect(url_for("referrals.sent", referral_id=draft_id), 303)
    db.session.commit()
    return redirect(wizard_step(drafts[0]), 303)


def _keep(drafts: list[Referral], form: ConsentForm) -> None:
    now = clock.now()
    at, how = said_at(form, now), HowSaid(form.how.data)
    for each in drafts:
        said = {"how": how, "at": at, "by": current_user._get_current_object()}
        yes = form.said_yes_to(each)
        words = share_words(each, current_user.name)
        keep_consent(each, ConsentTo.SHARE, yes, **said, wording=words, recipient=recipient(each), fields=TOLD)
        words, team = follow_up_words(each, current_user.name), each.team.name if each.team else ""
        agreed = form.follow_up.data == YES
        keep_consent(each, ConsentTo.FOLLOW_UP, agreed, **said, wording=words, recipient=team, fields=("called",))
        AuditEntry.note(db.session(), each, "asked for consent", acting=worker(), at=now)


def _page(drafts: list[Referral], form: ConsentForm, status: int = 200) -> Response:
    first = drafts[0]
    is_complete = bool(first.person.called)
    if is_complete:
        note_looks(drafts, DETAILS)
    return render_page(
        "referrals/consent.html",
        status=status,
        team=first.team,
        first=first,
        drafts=drafts,
        form=form,
        takes=takes_of(drafts),
        asked_of=asked_of(drafts),
        share_words=lambda each: share_words(each, current_user.name),
        follow_up_words=follow_up_words(first, current_user.name),
        they=they,
        is_complete=is_complete,
        told=seen_by_group(first, by=current_user.name) if is_complete else [],
        urgent=urgent_lines(first.team) if first.team else [],
    )
