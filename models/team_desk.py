"""A team's desk: whom to ring, what is waited for, what came back, in piles of a few with the number of all.

However many referrals a team has open, it takes the same statements: the numbers are counted in the indexes by state,
and of each pile only the first few rows are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select, union_all
from sqlalchemy.orm import Session, joinedload

from models.call import Call
from models.enquiry import Enquiry
from models.private_list import PrivateList
from models.referral import Referral
from models.referral_words import UNANSWERED, State
from models.team import Team

MOST_SHOWN = 6
"""Of each pile; the rest are counted and a link leads to all of them."""
LATELY = timedelta(days=14)
"""How long an answer, and that somebody came, stay on the desk."""
ANSWERED = (State.ACCEPTED, State.WAITING, State.DECLINED)
OF_A_LINE = (Referral.person, Referral.listing, Referral.group, Referral.panel, Referral.referred_by)


@dataclass(frozen=True, slots=True)
class TeamDesk:
    """What one team has before it on one day: the numbers of each pile, and the first few of each."""

    numbers: dict[str, int]
    """By pile: "ring", "unanswered", "no_reply", "answered", "came", "drafts", "enquiries"."""
    ring: Sequence[Call]
    unanswered: Sequence[Referral]
    no_reply: Sequence[Referral]
    answered: Sequence[Referral]
    came: Sequence[Referral]
    enquiries: Sequence[Enquiry]
    lists: Sequence[PrivateList]

    @property
    def is_new(self) -> bool:
        """Whether nothing has ever been put on it."""
        return not any(self.numbers.values()) and not self.lists


def team_desk_of(session: Session, team: Team, *, now: datetime, today: date) -> TeamDesk:
    """The desk of `team`. Answers with news of the last two weeks; everything else whatever its age."""
    since = now - LATELY
    newest = (Referral.last_active_at.desc(), Referral.id)
    lately = Referral.last_active_at >= since
    return TeamDesk(
        numbers=_numbers(session, team, since, today),
        ring=_calls(session, team, today),
        unanswered=_first(session, team, UNANSWERED, (Referral.promise_by, Referral.id)),
        no_reply=_first(session, team, (State.NO_REPLY,), newest),
        answered=_first(session, team, ANSWERED, newest, lately),
        came=_first(session, team, (State.CAME,), newest, lately),
        enquiries=_enquiries(session, team),
        lists=session.scalars(
            select(PrivateList)
            .where(PrivateList.team_id == team.id, PrivateList.ended_at.is_(None))
            .options(joinedload(PrivateList.made_by))
            .order_by(PrivateList.used_at.desc(), PrivateList.id)
            .limit(MOST_SHOWN)
        ).all(),
    )


def _numbers(session: Session, team: Team, since: datetime, today: date) -> dict[str, int]:
    lately = Referral.last_active_at >= since
    counts = {
        "ring": _count(Call.id, Call.team_id == team.id, Call.done_at.is_(None), Call.due_on <= today),
        "unanswered": _count_states(team, UNANSWERED),
        "no_reply": _count_states(team, (State.NO_REPLY,)),
        "answered": _count_states(team, ANSWERED, lately),
        "came": _count_states(team, (State.CAME,), lately),
        "drafts": _count_states(team, (State.DRAFT,)),
        "enquiries": _count(Enquiry.id, Enquiry.team_id == team.id, Enquiry.closed_at.is_(None)),
    }
    row = session.execute(select(*(count.label(name) for name, count in counts.items()))).one()
    return {name: number or 0 for name, number in row._mapping.items()}


def _count(what: Any, *where: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(func.count(what)).where(*where).scalar_subquery()


def _count_states(team: Team, states: Sequence[State], *more: ColumnElement[bool]) -> ScalarSelect[Any]:
    return _count(Referral.id, Referral.team_id == team.id, Referral.state.in_(states), *more)


def _first(
    session: Session, team: Team, states: Sequence[State], order: tuple[Any, Any], *more: ColumnElement[bool]
) -> Sequence[Referral]:
    """The first few in these states: a few of each state in the order of an index, and of those the first."""
    each = [
        select(Referral.id)
        .where(Referral.team_id == team.id, Referral.state == state, *more)
        .order_by(*order)
        .limit(MOST_SHOWN)
        .subquery()
        for state in states
    ]
    few = union_all(*(select(ids.c.id) for ids in each)).subquery()
    return session.scalars(_whole(Referral.id.in_(select(few.c.id))).order_by(*order).limit(MOST_SHOWN)).all()


def _whole(where: ColumnElement[bool]) -> Select[tuple[Referral]]:
    """Referrals with everything that a line of the desk says."""
    return select(Referral).where(where).options(*(joinedload(each) for each in OF_A_LINE))


def _calls(session: Session, team: Team, today: date) -> Sequence[Call]:
    first = Call.due(team.id, today).with_only_columns(Call.id).limit(MOST_SHOWN).subquery()
    referral = joinedload(Call.referral)
    rows = select(Call).where(Call.id.in_(select(first.c.id)))
    rows = rows.options(*(referral.joinedload(each) for each in OF_A_LINE))
    return session.scalars(rows.order_by(Call.due_on, Call.created_at, Call.id)).all()


def _enquiries(session: Session, team: Team) -> Sequence[Enquiry]:
    first = Enquiry.open_for(team).options().with_only_columns(Enquiry.id).limit(MOST_SHOWN).subquery()
    return session.scalars(Enquiry.open_for(team).where(Enquiry.id.in_(select(first.c.id)))).all()
