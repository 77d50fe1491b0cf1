"""The piles of a team's referrals: which are in each, how many, and everything that a line of them says."""

from __future__ import annotations

import uuid

from flask_login import current_user
from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from blueprints import clock
from extensions import db
from models.call import Call
from models.referral import Referral
from models.referral_words import ENDED, RUNNING, UNANSWERED, State
from models.team import Team

PILES: dict[str, tuple[str, tuple[State, ...]]] = {
    "": ("All that is going on", RUNNING),
    "to-ring": ("To ring today", RUNNING + ENDED),
    "waiting-for-an-answer": ("Waiting for an answer", UNANSWERED),
    "no-reply": ("No reply", (State.NO_REPLY,)),
    "answered": ("Answered", (State.ACCEPTED, State.WAITING, State.DECLINED)),
    "came": ("Came", (State.CAME,)),
    "ended": ("Ended", ENDED),
    "draft": ("Not sent yet", (State.DRAFT,)),
}
"""How an address says each, its words, and the states in it."""
TO_RING = "to-ring"
"""Of any state, but only with a call that is due."""


def whole(rows: Select[tuple[Referral]]) -> list[Referral]:
    """Referrals with everything that their line says, the last moved first."""
    one = (Referral.person, Referral.listing, Referral.group, Referral.panel, Referral.referred_by)
    rows = rows.options(*(joinedload(each) for each in one), selectinload(Referral.steps))
    return list(db.session.scalars(rows.order_by(Referral.last_active_at.desc(), Referral.id)))


def in_pile(team: Team, pile: str, is_mine: bool) -> list[ColumnElement[bool]]:
    mine = [Referral.referred_by_id == current_user.id] if is_mine else []
    where = [Referral.team_id == team.id, *mine, Referral.state.in_(PILES[pile][1]), not_thrown_away()]
    if pile == TO_RING:
        where.append(
            Referral.id.in_(Call.due(team.id, clock.today()).with_only_columns(Call.referral_id).order_by(None))
        )
    return where


def page_of(team: Team, pile: str, is_mine: bool, number: int, per_page: int) -> Select[tuple[uuid.UUID]]:
    """The ids on a page of a pile, the last moved first: as many of each state in the order of an index, and of those
    the ones that are on the page. One statement that never sorts the whole pile."""
    newest = (Referral.last_active_at.desc(), Referral.id)
    states = (
        [in_pile(team, pile, is_mine)]
        if pile == TO_RING
        else [[Referral.state == state, *in_pile(team, pile, is_mine)] for state in PILES[pile][1]]
    )
    each = [
        select(Referral.id, Referral.last_active_at).where(*where).order_by(*newest).limit(number * per_page).subquery()
        for where in states
    ]
    found = union_all(*(select(rows.c.id, rows.c.last_active_at) for rows in each)).subquery()
    page = select(found.c.id).order_by(found.c.last_active_at.desc(), found.c.id)
    return select(page.limit(per_page).offset((number - 1) * per_page).subquery().c.id)


def not_thrown_away() -> ColumnElement[bool]:
    """All but drafts that were thrown away."""
    return (Referral.state != State.WITHDRAWN) | Referral.sent_at.is_not(None)


def counts_of(team: Team, is_mine: bool) -> dict[str, int]:
    """How many are in each pile, in two statements."""
    mine = [Referral.referred_by_id == current_user.id] if is_mine else []
    rows = select(Referral.state, func.count()).where(Referral.team_id == team.id, *mine, not_thrown_away())
    by_state = dict(db.session.execute(rows.group_by(Referral.state)).tuples().all())
    due = Call.due(team.id, clock.today()).order_by(None).with_only_columns(func.count(Call.referral_id.distinct()))
    ring = db.session.scalar(due.join(Referral).where(*mine) if mine else due) or 0
    piles = {pile: sum(by_state.get(state, 0) for state in states) for pile, (_words, states) in PILES.items()}
    return piles | {TO_RING: ring}
