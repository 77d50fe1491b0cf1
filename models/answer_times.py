"""How soon groups usually answer: the middle of a year's answers, and nothing from only a few."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median_high

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models.listing import Listing
from models.referral import Referral
from models.wall_clock import london_date
from models.working_days import working_days_between

FEWEST = 5
"""Answers. Fewer say little, and might tell of one person."""
LOOKED_BACK = timedelta(days=365)
MOST = 50
"""Of a busy group the newest so many tell as much as all of them."""


def usual_answer_days(session: Session, listings: Iterable[Listing], *, at: datetime) -> dict[uuid.UUID, int]:
    """In how many working days the keeper of each listing usually answers, by the listing's id. A group answers for
    all its listings alike. A listing with fewer than five answers in the last year is left out. One statement."""
    keepers = {listing.id: listing.group_id or listing.id for listing in listings}
    if not keepers:
        return {}
    asked = list(keepers.values())
    keeper = func.coalesce(Referral.group_id, Referral.listing_id)
    newest_first = func.row_number().over(partition_by=keeper, order_by=Referral.answered_at.desc())
    answers = (
        select(keeper.label("keeper"), Referral.sent_at, Referral.answered_at, newest_first.label("place"))
        .where(
            or_(Referral.group_id.in_(asked), and_(Referral.group_id.is_(None), Referral.listing_id.in_(asked))),
            Referral.sent_at.is_not(None),
            Referral.answered_at > at - LOOKED_BACK,
        )
        .subquery()
    )
    newest = select(answers.c.keeper, answers.c.sent_at, answers.c.answered_at).where(answers.c.place <= MOST)
    taken: defaultdict[uuid.UUID, list[int]] = defaultdict(list)
    for keeper_id, sent_at, answered_at in session.execute(newest):
        taken[keeper_id].append(working_days_between(london_date(sent_at), london_date(answered_at)))
    usual = {keeper_id: median_high(days) for keeper_id, days in taken.items() if len(days) >= FEWEST}
    return {listing_id: usual[keeper_id] for listing_id, keeper_id in keepers.items() if keeper_id in usual}


def answer_words(days: int | None) -> str:
    """ "Usually answers in 2 working days"; nothing when it is not known."""
    if days is None:
        return ""
    if days == 0:
        return "Usually answers the same day"
    return f"Usually answers in {days} working day{'' if days == 1 else 's'}"
