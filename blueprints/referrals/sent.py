"""What was sent, with its references; and taking it back before its mail has left."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.doors import link_workers
from blueprints.referrals import referrals
from blueprints.referrals.check import wizard_step
from blueprints.referrals.finding import can_be_undone, clocks, held_together, referral_of, takes_of, together, worker
from blueprints.referrals.wording import recipient
from blueprints.rendering import render_page
from extensions import db
from models.intake import Taking
from models.referral_words import State
from models.short_code import spoken


@referrals.get("/referrals/<uuid:referral_id>/sent")
@link_workers
def sent(referral_id: UUID) -> Any:
    """The references, what happens next, and for a few minutes a button that takes it all back."""
    first, now = referral_of(referral_id), clock.now()
    went = [each for each in together(first) if each.sent_at is not None]
    if not went:
        step = wizard_step(first) if first.state is State.DRAFT else url_for("referrals.show", referral_id=first.id)
        return redirect(step, 303)
    return render_page(
        "referrals/sent.html",
        team=first.team,
        first=went[0],
        went=went,
        full=[each for each, taken in takes_of(went).items() if taken is Taking.FULL],
        can_undo=can_be_undone(went, now),
        undo_minutes=clocks().undo_minutes,
        spoken=spoken,
        recipient=recipient,
        today=clock.today(),
    )


@referrals.post("/referrals/<uuid:referral_id>/undo")
@link_workers
def undo(referral_id: UUID) -> Any:
    """Take back what has not left yet: drafts again, with everything kept."""
    now = clock.now()
    batch = held_together(referral_id)
    back = [each for each in batch if each.can_be_undone(now, clocks())]
    for each in back:
        each.take_back(acting=worker(), at=now, clocks=clocks())
    news.tell(now)
    db.session.commit()
    tick.soon()
    if not back:
        flash("It has left already. You can still take it back: the group then loses sight of it.", "warn")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    flash("Taken back before it left. It is a draft again, with everything kept.")
    return redirect(wizard_step(back[0]), 303)
