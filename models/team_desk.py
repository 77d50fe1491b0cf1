"""A team's desk: whom to ring, what is waited for, what came back, in piles of a few with the number of all.

However many referrals a team has open, it takes the same statements: the numbers are counted in the indexes by state,
and of each pile only the first few rows are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select, union_all
from sqlalchemy.orm import Session, defer, joinedload

from models.call import Call
from models.enquiry import Enquiry
from models.group import Group
from models.listing import Listing
from models.people import Panel, User
from models.person import Person
from models.private_list import PrivateList
from models.referral import Referral
from models.referral_words import UNANSWERED, State
from models.team import Team

MOST_SHOWN = 6
"""Of each pile; the rest are counted and a link leads to all of them."""
LATELY = timedelta(days=14)
"""How long an answer, and that somebody came, stay on the desk."""
OF_A_LINE: dict[Any, tuple[Any, ...]] = {
    Referral.person: (Person.called, Person.erased_at),
    Referral.listing: (Listing.name,),
    Referral.group: (Group.name,),
    Referral.panel: (Panel.name,),
    Referral.referred_by: (User.name,),
}
"""What a line of the desk says beside the referral itself, and no more of it: the rest stays sealed."""
NOT_SAID = (Referral.would_come, Referral.must_know)
NEWEST = (Referral.last_active_at.desc(), Referral.id)


@dataclass(frozen=True, slots=True)
class Pile:
    """Which referrals are in it, in which order; only those that moved lately, or whatever their age."""

    states: tuple[State, ...]
    order: tuple[Any, ...] = NEWEST
    only_lately: bool = False

    def where(self, team: Team, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """What its rows have in common, beside a state."""
        lately = (Referral.last_active_at >= now - LATELY,) if self.only_lately else ()
        return (Referral.team_id == team.id, *lately)


PILES = {
    "unanswered": Pile(UNANSWERED, (Referral.promise_by, Referral.id)),
    "answered": Pile((State.ACCEPTED, State.WAITING, State.DECLINED), only_lately=True),
    "no-reply": Pile((State.NO_REPLY,)),
    "came": Pile((State.CAME,), only_lately=True),
}
"""The piles of referrals, by name."""


@dataclass(frozen=True, slots=True)
class TeamDesk:
    """What one team has before it on one day: the numbers of each pile, and the first few of each."""

    numbers: dict[str, int]
    """By pile, and under "ring", "drafts" and "enquiries"."""
    ring: Sequence[Call]
    piles: dict[str, Sequence[Referral]]
    enquiries: Sequence[Enquiry]
    lists: Sequence[PrivateList]

    @property
    def is_new(self) -> bool:
        """Whether nothing is on it."""
        return not any(self.numbers.values()) and not self.lists


def team_desk_of(session: Session, team: Team, *, now: datetime, today: date) -> TeamDesk:
    """The desk of `team`. Answers with news of the last two weeks; everything else whatever its age."""
    return TeamDesk(
        numbers=_numbers(session, team, now, today),
        ring=_calls(session, team, today),
        piles={name: _first_of(session, team, pile, now) for name, pile in PILES.items()},
        enquiries=_enquiries(session, team),
        lists=session.scalars(
            select(PrivateList)
            .where(PrivateList.team_id == team.id, PrivateList.ended_at.is_(None))
            .options(joinedload(PrivateList.made_by))
            .order_by(PrivateList.used_at.desc(), PrivateList.id)
            .limit(MOST_SHOWN)
        ).all(),
    )


def _numbers(session: Session, team: Team, now: datetime, today: date) -> dict[str, int]:
    """How many are in each pile, in one statement."""
    counts = {name: _count(Referral.state.in_(pile.states), *pile.where(team, now)) for name, pile in PILES.items()}
    counts["drafts"] = _count(Referral.state == State.DRAFT, Referral.team_id == team.id)
    counts["ring"] = _count(Call.team_id == team.id, Call.done_at.is_(None), Call.due_on <= today)
    counts["enquiries"] = _count(Enquiry.team_id == team.id, Enquiry.closed_at.is_(None))
    row = session.execute(select(*(count.label(name) for name, count in counts.items()))).one()
    return {name: number or 0 for name, number in row._mapping.items()}


def _calls(session: Session, team: Team, today: date) -> Sequence[Call]:
    few = Call.due(team.id, today).with_only_columns(Call.id).limit(MOST_SHOWN).subquery()
    referral = joinedload(Call.referral)
    named = (referral.joinedload(each).load_only(*said) for each, said in OF_A_LINE.items())
    rows = select(Call).where(Call.id.in_(select(few.c.id)))
    rows = rows.options(*named, *(referral.defer(each) for each in NOT_SAID))
    return session.scalars(rows.order_by(Call.due_on, Call.created_at, Call.id)).all()


def _first_of(session: Session, team: Team, pile: Pile, now: datetime) -> Sequence[Referral]:
    """The first few of a pile: a few of each state in the order of an index, and of those the first."""
    each = [
        select(Referral.id)
        .where(Referral.state == state, *pile.where(team, now))
        .order_by(*pile.order)
        .limit(MOST_SHOWN)
        .subquery()
        for state in pile.states
    ]
    few = union_all(*(select(ids.c.id) for ids in each)).subquery()
    rows = _lines(Referral.id.in_(select(few.c.id)))
    return session.scalars(rows.order_by(*pile.order).limit(MOST_SHOWN)).all()


def _lines(*where: ColumnElement[bool]) -> Select[tuple[Referral]]:
    named = (joinedload(each).load_only(*said) for each, said in OF_A_LINE.items())
    return select(Referral).where(*where).options(*named, *(defer(each) for each in NOT_SAID))


def _count(*where: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(func.count()).where(*where).scalar_subquery()


def _enquiries(session: Session, team: Team) -> Sequence[Enquiry]:
    few = Enquiry.open_for(team).with_only_columns(Enquiry.id).limit(MOST_SHOWN).subquery()
    return session.scalars(Enquiry.open_for(team).where(Enquiry.id.in_(select(few.c.id)))).all()
