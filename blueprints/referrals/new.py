"""Where a referral begins: what it is not for, whom it goes to, and a draft for each."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request, url_for

from blueprints import clock
from blueprints.doors import link_workers
from blueprints.once import OnceForm
from blueprints.referrals import referrals
from blueprints.referrals.asked import Asked, is_again
from blueprints.referrals.finding import worker
from blueprints.referrals.wording import urgent_lines
from blueprints.rendering import render_page
from extensions import db
from models.drafting import draft
from models.referral import Referral


class BeginForm(OnceForm):
    """Only its key: what is asked for stands in fields of its own."""


@referrals.get("/referrals/new")
@link_workers
def new() -> Response:
    """The stop page: not for emergencies, whom to ring instead, and whom this goes to."""
    return _page(Asked.read(request.args), BeginForm())


@referrals.post("/referrals")
@link_workers
def begin() -> Any:
    """A draft for each, then the question to the person. Sent twice, it leads to the same drafts."""
    form = BeginForm()
    if not form.validate_on_submit():
        return _page(Asked.read(request.form), form, status=422)
    made = Referral.made_by_form(db.session(), form.key)
    asked = Asked.read(request.form)
    if not made:
        chosen = [offer.listing for offer in asked.possible if offer.chosen]
        if not chosen or asked.team is None:
            form.form_errors.append("Choose at least one." if asked.team else "Choose which team you do this for.")
            return _page(asked, form, status=422)
        made = draft(
            db.session(),
            chosen,
            team=asked.team,
            acting=worker(),
            form_key=form.key,
            at=clock.now(),
            like=asked.again if is_again(asked.again) else None,
            private_list_id=asked.private_list.id if asked.private_list else None,
        )
        db.session.commit()
        left_out = len(asked.offers) - len(asked.possible)
        if left_out and any(offer.chosen and not offer.can_be_asked for offer in asked.offers):
            flash("Those that take nobody new are left out.", "warn")
    return redirect(url_for("referrals.consent", draft_id=made[0].id), 303)


def _page(asked: Asked, form: BeginForm, status: int = 200) -> Response:
    team = asked.team or asked.teams[0]
    return render_page(
        "referrals/new.html",
        status=status,
        team=team,
        asked=asked,
        form=form,
        must_choose_team=asked.team is None,
        urgent=urgent_lines(team),
    )
