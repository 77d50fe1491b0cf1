"""Referrals as they begin: drafts of one person's, one for each listing, that nobody but the team can see."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from models.acting import Acting
from models.listing import Listing
from models.person import Contact, Person
from models.private_list import PrivateList
from models.referral import Referral, free_reference
from models.referral_words import RUNNING, Deed, State
from models.team import Team

KEPT_WHEN_ASKED_AGAIN = ("go_along", "lift_wanted", "would_come", "must_know")


def draft(
    session: Session,
    listings: Sequence[Listing],
    *,
    team: Team,
    acting: Acting,
    form_key: uuid.UUID,
    at: datetime,
    like: Referral | None = None,
    private_list_id: uuid.UUID | None = None,
) -> list[Referral]:
    """A draft for each listing, about one person: that of the earlier referral `like`, whose wishes are kept as well,
    or whoever asked to talk when the private list began from that."""
    gathered = session.get(PrivateList, private_list_id) if private_list_id else None
    if gathered is not None:
        gathered.used_at = at
    known = like.person if like else gathered.person if gathered else None
    person = known if known is not None and known.erased_at is None else _somebody(at)
    session.add(person)
    session.flush()
    drafts = []
    for listing in listings:
        made = Referral(
            reference=free_reference(session),
            arrival_code=free_reference(session),
            form_key=form_key,
            listing=listing,
            panel_id=listing.panel_id,
            group=listing.group,
            team=team,
            person=person,
            referred_by=acting.user,
            private_list_id=private_list_id,
            created_at=at,
            last_active_at=at,
        )
        if like is not None:
            for name in KEPT_WHEN_ASKED_AGAIN:
                setattr(made, name, getattr(like, name))
        session.add(made)
        session.flush()
        made.step(Deed.DRAFTED, acting=acting, at=at)
        drafts.append(made)
    return drafts


def is_asked_already(session: Session, person: Person, listing: Listing) -> bool:
    """Whether this person waits for, or goes to, this listing."""
    theirs = select(Referral.id).where(Referral.person_id == person.id, Referral.listing_id == listing.id)
    return session.scalar(theirs.where(Referral.state.in_(RUNNING)).limit(1)) is not None


def throw_away(session: Session, referral: Referral, *, acting: Acting, at: datetime) -> None:
    """End a draft and let go of what is personal in it; of the person too, when nothing else of theirs is kept.

    Raises WrongMoment for one that was sent.
    """
    referral.refuse_unless(State.DRAFT)
    referral.withdraw(acting=acting, at=at)
    referral.erase(acting=acting, at=at)
    never_left = (Referral.state == State.WITHDRAWN) & Referral.sent_at.is_(None)
    others = select(Referral.id).where(
        Referral.person_id == referral.person_id, Referral.id != referral.id, not_(never_left)
    )
    if session.scalar(others.limit(1)) is None:
        referral.person.erase(at)


def _somebody(at: datetime) -> Person:
    return Person(called="", contact=Contact.RING, created_at=at, last_active_at=at)
