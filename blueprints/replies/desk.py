"""What the panel's desk shows of newcomers: groups to ring, and questions to the panel itself."""

from __future__ import annotations

from datetime import datetime

from flask import url_for

from blueprints.desk_piles import MOST_SHOWN, DeskPile, Waiting, on_the_desk
from blueprints.replies.board import how_many
from blueprints.replies.phone_list import phone_of
from blueprints.replies.words import day_words
from extensions import db
from models.people import Panel
from models.referral import Referral
from models.referral_words import UNANSWERED
from models.short_code import spoken


@on_the_desk
def groups_to_ring(panel: Panel, now: datetime) -> DeskPile:
    """Groups that no mail reaches, the longest waiting first."""
    to_ring = Referral.on_phone_list(panel)
    waiting = db.session.scalars(to_ring.limit(MOST_SHOWN)).all()
    return DeskPile(
        id="newcomers",
        title="Groups to ring about a newcomer",
        count=how_many(to_ring),
        shown=[
            Waiting(
                each.keeper_name,
                url_for("replies.ring", referral_id=each.id),
                ". ".join(filter(None, (phone_of(each), f"Reference {spoken(each.reference)}", _by(each)))),
            )
            for each in waiting
        ],
        empty="Every group that was asked reads its mail.",
        more="All groups to ring",
        more_url=url_for("replies.phone_list", panel_slug=panel.slug),
    )


@on_the_desk
def newcomers_for_the_panel(panel: Panel, now: datetime) -> DeskPile:
    """Somebody would like to come to what the panel keeps itself."""
    asked = Referral.newest_first().where(
        Referral.panel_id == panel.id, Referral.group_id.is_(None), Referral.state.in_(UNANSWERED)
    )
    ordered = asked.order_by(None).order_by(Referral.promise_by, Referral.id)
    waiting = db.session.scalars(ordered.limit(MOST_SHOWN)).all()
    return DeskPile(
        id="own-newcomers",
        title="Newcomers who ask the panel",
        count=how_many(asked),
        shown=[
            Waiting(
                each.listing.name,
                url_for("replies.referral", referral_id=each.id),
                ". ".join((f"Reference {spoken(each.reference)}", _by(each))),
            )
            for each in waiting
        ],
        empty="Nobody waits for an answer about what the panel keeps itself.",
        more="All who are coming or asking",
        more_url=url_for("replies.index"),
    )


def _by(each: Referral) -> str:
    return f"Answer by {day_words(each.promise_by)}"
