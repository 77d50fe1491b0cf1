"""Looking everything over, and the one button that sends it. Until then all of it can be changed or thrown away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.doors import link_workers
from blueprints.once import OnceForm
from blueprints.referrals import referrals
from blueprints.referrals.finding import clocks, held_together, note_looks, referral_of, takes_of, together, worker
from blueprints.referrals.free_words import is_crisis
from blueprints.referrals.seen import DETAILS, seen_by_group
from blueprints.referrals.wording import recipient, they, urgent_lines
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.consent import ConsentTo
from models.drafting import throw_away
from models.intake import Taking
from models.near_alternatives import near_alternatives
from models.referral import Referral
from models.referral_stepping import take_untold
from models.referral_words import State
from models.snomed import CODES, Outcome, codes_for


class SendForm(OnceForm):
    """Only its key."""


def is_yes(draft: Referral) -> bool:
    """Whether the person said yes to this group."""
    share = draft.consent_to(ConsentTo.SHARE)
    return share is not None and share.given


def wizard_step(draft: Referral) -> str:
    """The page that comes next for drafts made together: the first thing that is missing, or the check of it all."""
    drafts = together(draft, State.DRAFT)
    if any(each.consent_to(ConsentTo.SHARE) is None for each in drafts):
        page = "consent"
    elif not any(map(is_yes, drafts)):
        page = "instead"
    else:
        page = "check" if draft.person.called else "details"
    return url_for(f"referrals.{page}", draft_id=draft.id)


def closed_among(drafts: Sequence[Referral]) -> dict[UUID, Taking]:
    """Those that take nobody new by now, by the listing's id."""
    takes = takes_of(each for each in drafts if is_yes(each))
    return {listing_id: taken for listing_id, taken in takes.items() if not taken.can_be_asked}


@referrals.get("/referrals/<uuid:draft_id>/check")
@link_workers
@shows_people
def check(draft_id: UUID) -> Any:
    """Everything as it will be sent, each part with a way to change it."""
    first = referral_of(draft_id)
    if first.state is not State.DRAFT:
        return redirect(url_for("referrals.show", referral_id=draft_id), 303)
    if wizard_step(first) != request.path:
        return redirect(wizard_step(first), 303)
    return _page(together(first, State.DRAFT), SendForm())


@referrals.post("/referrals/<uuid:draft_id>/sending")
@link_workers
def send(draft_id: UUID) -> Any:
    """Ask each group. Pressed twice, or again after Back, it has been done."""
    batch, form = held_together(draft_id), SendForm()
    drafts = [each for each in batch if each.state is State.DRAFT]
    if not drafts or any(each.has_step(form.key) for each in batch):
        return redirect(url_for("referrals.sent", referral_id=draft_id), 303)
    ready = bool(drafts[0].person.called) and any(map(is_yes, drafts))
    if not ready:
        return redirect(wizard_step(drafts[0]), 303)
    if not form.validate_on_submit() or closed_among(drafts):
        return _page(drafts, form, status=422)
    send_all(drafts, form.key, clock.now())
    db.session.commit()
    tick.soon()
    return redirect(url_for("referrals.sent", referral_id=draft_id), 303)


def send_all(drafts: Sequence[Referral], form_key: uuid.UUID, now: datetime) -> None:
    """Send those with a yes and let go of those with a no; write the mails and the receipt. The caller commits."""
    sent = [each for each in drafts if is_yes(each)]
    for each in drafts:
        if each not in sent:
            throw_away(db.session(), each, acting=worker(), at=now)
    take_untold(db.session())
    for each in sent:
        each.send(acting=worker(), at=now, clocks=clocks(), form_key=form_key)
    news.tell(now)
    news.receipt(sent, current_user.email, now)


@referrals.post("/referrals/<uuid:draft_id>/removal")
@link_workers
def remove(draft_id: UUID) -> Any:
    """Leave one group out, or throw the whole draft away. Nothing of it was seen by anybody outside the team."""
    batch, now = held_together(draft_id), clock.now()
    drafts = [each for each in batch if each.state is State.DRAFT]
    gone = drafts if request.form.get("all") else [each for each in drafts if each.id == draft_id]
    left = [each for each in drafts if each not in gone]
    team = batch[0].team
    for each in gone:
        throw_away(db.session(), each, acting=worker(), at=now)
    take_untold(db.session())
    db.session.commit()
    flash("Thrown away. Nobody outside your team saw it." if not left else "Left out.", "good")
    if left:
        return redirect(wizard_step(left[0]), 303)
    return redirect(url_for("referrals.index", team_slug=team.slug if team else ""), 303)


@referrals.get("/referrals/<uuid:draft_id>/instead")
@link_workers
def instead(draft_id: UUID) -> Any:
    """They said no to every group: what can be done instead, kindly."""
    first = referral_of(draft_id)
    if first.state is not State.DRAFT or any(map(is_yes, together(first, State.DRAFT))):
        return redirect(url_for("referrals.show", referral_id=draft_id), 303)
    drafts = together(first, State.DRAFT)
    return render_page(
        "referrals/instead.html",
        team=first.team,
        first=first,
        drafts=drafts,
        kept=".".join(each.listing.short_id for each in drafts),
        codes=codes_for(Outcome.DECLINED),
        snomed=CODES,
    )


def _page(drafts: list[Referral], form: SendForm, status: int = 200) -> Response:
    going = [each for each in drafts if is_yes(each)]
    first = going[0]
    note_looks(going, DETAILS)
    closed = closed_among(drafts)
    if status == 422 and closed:
        form.form_errors.append("One of them takes nobody new by now. Leave it out, then send.")
    needs = first.person.day_needs or []
    context: dict[str, Any] = {
        "team": first.team,
        "first": first,
        "going": going,
        "left_out": [each for each in drafts if each not in going],
        "takes": takes_of(going),
        "closed": {
            each.id: near_alternatives(db.session(), each.listing, day_needs=needs, today=clock.today())
            for each in going
            if each.listing_id in closed
        },
        "told": seen_by_group(first),
        "share": first.consent_to(ConsentTo.SHARE),
        "follow_up": first.consent_to(ConsentTo.FOLLOW_UP),
        "crisis": is_crisis(first),
        "urgent": urgent_lines(first.team) if first.team else [],
    }
    return render_page("referrals/check.html", status=status, form=form, recipient=recipient, they=they, **context)
