"""What stands on the page of hosting: piles of people, each with its count, the first of them or one pile whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import defer, joinedload

from blueprints.replies.words import Told
from extensions import db
from models.group import Group
from models.listing import Listing
from models.organiser import Organiser
from models.people import Panel, User
from models.person import Person
from models.referral import Referral
from models.referral_words import State

MOST_SHOWN = 8
"""Of each pile; the rest are behind a link."""
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of pile: which referrals, in which order, and what a line of it says (title, under it, tag, tone)."""

    title: str
    where: ColumnElement[bool]
    order: tuple[Any, ...]
    line: Callable[[Referral, Told], tuple[str, str, str, str]]
    shows_names: bool = True


@dataclass(frozen=True, slots=True)
class Pile:
    """A pile as the page shows it."""

    key: str
    kind: Kind
    count: int
    rows: list[Referral]

    @property
    def more(self) -> int:
        """How many are not on the page."""
        return self.count - len(self.rows)


def _looked_out_for(each: Referral) -> str:
    return f"Looked out for by {each.welcomer}" if each.welcomer else "Nobody looks out for them yet"


KINDS = {
    "to-answer": Kind(
        "To answer",
        Referral.state.in_((State.SENT, State.SEEN)),
        (Referral.promise_by,),
        lambda each, told: (told.listing, f"Reference {told.reference}", f"By {told.answer_by}", ""),
        shows_names=False,
    ),
    "late": Kind(
        "Past its day, and still open",
        Referral.state == State.NO_REPLY,
        (Referral.sent_at,),
        lambda each, told: (
            told.listing, f"Reference {told.reference}. You can still answer.", "No answer yet", "quiet",
        ),
        shows_names=False,
    ),
    "to-place": Kind(
        "A place is kept for them: say which day",
        (Referral.state == State.WAITING) & Referral.has_place,
        (Referral.offered_at,),
        lambda each, told: (each.person.name, told.listing, "Which day?", "new"),
    ),
    "coming": Kind(
        "Coming",
        Referral.state == State.ACCEPTED,
        (Referral.first_date,),
        lambda each, told: (each.person.name, f"{told.listing}. {_looked_out_for(each)}", told.first_day, "good"),
    ),
    "waiting": Kind(
        "Waiting list, in order",
        (Referral.state == State.WAITING) & Referral.has_place.is_(False),
        (Listing.name, Referral.waiting_since),
        lambda each, told: (each.person.name, f"{told.listing}. {told.stands}", "Waiting", "quiet"),
    ),
    "came": Kind(
        "Came lately",
        Referral.state == State.CAME,
        (Referral.came_on.desc(),),
        lambda each, told: (each.person.name, f"{told.listing}. {told.stands}", "Came", "done"),
    ),
}  # fmt: skip


_ONLY_WHAT_IS_SAID = (
    joinedload(Referral.person).load_only(Person.called),
    joinedload(Referral.team),
    joinedload(Referral.referred_by),
    joinedload(Referral.panel),
    defer(Referral.would_come),
    defer(Referral.must_know),
)
"""Sealed details that no line says stay sealed."""


def piles_of(user: User, chosen: str = "", page: int = 1) -> list[Pile]:
    """The piles with somebody in them: the first of each, or a page of the one that is chosen."""
    groups = db.session.scalars(Organiser.groups_of(user).with_only_columns(Group.id)).all()
    panels = db.session.scalars(Panel.kept_by(user).with_only_columns(Panel.id)).all()
    piles = []
    for key, kind in KINDS.items():
        if chosen and key != chosen:
            continue
        rows = Referral.asked_of_keepers(groups, panels).where(kind.where)
        count = how_many(rows)
        if not count:
            continue
        per_page = PER_PAGE if chosen else MOST_SHOWN
        first = (page - 1) * per_page if chosen else 0
        ordered = rows.order_by(None).join(Listing, Listing.id == Referral.listing_id).options(*_ONLY_WHAT_IS_SAID)
        ordered = ordered.order_by(*kind.order, Referral.id)
        piles.append(Pile(key, kind, count, list(db.session.scalars(ordered.limit(per_page).offset(first)))))
    return piles


def how_many(rows: Select[tuple[Referral]]) -> int:
    """How many referrals there are, without reading any."""
    counted = rows.order_by(None).with_only_columns(Referral.id).subquery()
    return db.session.scalar(select(func.count()).select_from(counted)) or 0
