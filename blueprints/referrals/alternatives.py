"""Where else they could go: three that are near and take people, each two presses from a fresh referral."""

from __future__ import annotations

import uuid
from uuid import UUID

from flask import Response, url_for
from sqlalchemy import select

from blueprints import clock
from blueprints.cards import cards_for
from blueprints.doors import link_workers
from blueprints.referrals import referrals
from blueprints.referrals.ending import CAN_STOP
from blueprints.referrals.finding import referral_of
from blueprints.referrals.new import BeginForm
from blueprints.rendering import render_page
from extensions import db
from models.near_alternatives import near_alternatives
from models.referral import Referral
from models.referral_words import State
from models.short_code import spoken


@referrals.get("/referrals/<uuid:referral_id>/alternatives")
@link_workers
def alternatives(referral_id: UUID) -> Response:
    """Three like it on the same patch: for the same needs, with what they need to get in, with room."""
    referral = referral_of(referral_id)
    tried = select(Referral.listing_id).where(
        Referral.person_id == referral.person_id, Referral.state != State.DRAFT, Referral.sent_at.is_not(None)
    )
    found = near_alternatives(
        db.session(),
        referral.listing,
        day_needs=referral.person.day_needs or [],
        leave_out=list(db.session.scalars(tried)),
        today=clock.today(),
    )
    kept = ".".join(each.short_id for each in found)
    return render_page(
        "referrals/alternatives.html",
        team=referral.team,
        referral=referral,
        reference=spoken(referral.reference),
        cards=cards_for(db.session(), found, now=clock.now()),
        keys=[str(uuid.uuid4()) for _ in found],
        token=BeginForm(),
        print_url=url_for("public.shortlist", list=kept, large=1) if kept else "",
        can_stop=referral.state in CAN_STOP,
        is_erased=referral.person.erased_at is not None,
    )
