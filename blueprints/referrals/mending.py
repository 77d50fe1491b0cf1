"""A name or a number that was written down wrongly is put right, for everybody who knows the person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from blueprints import clock
from blueprints.cautions import NOTHING_TO_MIND, Minded, mind
from blueprints.doors import link_workers
from blueprints.referrals import referrals
from blueprints.referrals.coming import save_and_show, to_show
from blueprints.referrals.details_form import MendForm, mend_form
from blueprints.referrals.finding import held, note_looks, referral_of, worker
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from models.person import Contact
from models.referral import Referral
from models.referral_words import RUNNING
from models.short_code import spoken

SHOWN = ("called", "reach", "good_times", "message_safe")


@referrals.get("/referrals/<uuid:referral_id>/mending")
@link_workers
@shows_people
def mend(referral_id: UUID) -> Any:
    """What is kept, to change."""
    referral = referral_of(referral_id)
    if referral.state not in RUNNING or referral.person.erased_at is not None:
        return to_show(referral)
    note_looks([referral], SHOWN)
    return _page(referral, mend_form(referral))


@referrals.post("/referrals/<uuid:referral_id>/mending")
@link_workers
def put_right(referral_id: UUID) -> Any:
    """Keep it as it is now typed."""
    referral, form = held(referral_id), MendForm()
    if referral.has_step(form.key) or referral.state not in RUNNING or referral.person.erased_at is not None:
        return to_show(referral)
    valid = form.validate_on_submit()
    reach = form.read_reach()
    if not valid or (form.way is not Contact.THROUGH and not reach):
        return _page(referral, form, status=422)
    minded = mind({"called": form.called.data, "good_times": form.times})
    if minded and form.minded.data != minded.mark:
        form.minded.data = minded.mark
        return _page(referral, form, minded, status=422)
    referral.put_right(
        called=form.called.data or "",
        contact=form.way,
        reach=reach,
        message_safe=form.is_message_safe,
        good_times=form.times,
        acting=worker(),
        at=clock.now(),
        form_key=form.key,
    )
    return save_and_show(referral, "Put right. Whoever may see it sees it so from now on.")


def _page(referral: Referral, form: MendForm, minded: Minded = NOTHING_TO_MIND, status: int = 200) -> Response:
    return render_page(
        "referrals/mend.html",
        status=status,
        team=referral.team,
        referral=referral,
        reference=spoken(referral.reference),
        form=form,
        minded=minded,
    )
