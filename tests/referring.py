"""Made-up teams, organisers and referrals for tests, and the second step of a signed-in client."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.acting import BY_THE_CLOCK, Acting, How, Part
from models.consent import Consent, ConsentTo, HowSaid
from models.group import Group
from models.listing import Listing
from models.one_time import fingerprint
from models.organiser import Organiser
from models.patch import Patch
from models.people import Role, User
from models.person import Contact, Person
from models.referral import Referral, free_reference
from models.referral_stepping import take_untold
from models.referral_words import Decline, Source, State, Stop
from models.signed_in_session import SignedInSession
from models.team import Team, TeamMembership
from tests.boards import make_group, make_listing
from tests.people import MADE_AT, make_patch, make_user, numbers, sign_in

SENT_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""Monday 2 March 2026, the day before tests usually happen."""


def make_team(
    session: Session, *, patches: Sequence[Patch] = (), name: str = "Larkmoor link workers", **more: Any
) -> Team:
    usual = {
        "slug": f"link-workers-{next(numbers)}",
        "organisation": "Larkmoor Neighbours",
        "phone": "0161 496 0118",
        "phone_hours": "weekdays, 9am to 5pm",
        "email": "link-workers@example.org",
        "urgent": "Worried about an adult: 0161 496 0199, day and night",
    }
    team = Team(name=name, created_at=MADE_AT, patches=list(patches), **{**usual, **more})
    session.add(team)
    session.commit()
    return team


def make_link_worker(session: Session, team: Team | None = None, role: Role = Role.LINK_WORKER, **more: Any) -> User:
    user = make_user(session, **{"name": "Shanaz Malik", **more})
    session.add(TeamMembership(user=user, team=team or make_team(session), role=role, started_at=MADE_AT))
    session.commit()
    session.expire_all()
    return user


def make_team_lead(session: Session, team: Team | None = None, **more: Any) -> User:
    return make_link_worker(session, team, Role.TEAM_LEAD, **{"name": "Priya Raman", **more})


def make_organiser(session: Session, group: Group, **more: Any) -> User:
    user = make_user(session, **{"name": "Derek Lund", **more})
    session.add(Organiser(user=user, group=group, started_at=MADE_AT))
    session.commit()
    return user


def make_hosted_listing(session: Session, patch: Patch | None = None, **more: Any) -> Listing:
    """A listing of a group that reads mail: somebody can be asked."""
    patch = patch or make_patch(session)
    group = make_group(session, patch)
    group.email, group.phone = f"shed{next(numbers)}@example.org", "0161 496 0133"
    return make_listing(
        session, patch, **{"group_id": group.id, "contact_name": "Derek", "contact_phone": "0161 496 0133", **more}
    )


def make_person(session: Session, **more: Any) -> Person:
    usual: dict[str, Any] = {
        "called": "Jeannie",
        "contact": Contact.RING,
        "reach": "07700 900182",
        "message_safe": True,
        "good_times": "after 2",
        "day_needs": ["day-no-stairs"],
        "communication": [],
        "created_at": SENT_AT,
        "last_active_at": SENT_AT,
    }
    person = Person(**{**usual, **more})
    session.add(person)
    session.flush()
    return person


def make_referral(
    session: Session,
    listing: Listing | None = None,
    *,
    state: State = State.SENT,
    team: Team | None = None,
    by: User | None = None,
    person: Person | None = None,
    at: datetime = SENT_AT,
    follow_up: bool = True,
    first: date | None = None,
    source: Source = Source.LINK_WORKER,
    **more: Any,
) -> Referral:
    """A referral brought to `state` by its own verbs, from `at` on. Without a team it is one they asked for."""
    listing = listing or make_hosted_listing(session)
    if source is Source.LINK_WORKER:
        team = team or make_team(session, patches=[listing.patch])
        by = by or make_link_worker(session, team)
    referral = Referral(
        reference=free_reference(session),
        arrival_code=free_reference(session),
        form_key=uuid.uuid4(),
        listing=listing,
        panel=listing.panel,
        group=listing.group,
        team=team,
        person=person or make_person(session),
        referred_by=by,
        source=source,
        created_at=at,
        last_active_at=at,
        **more,
    )
    agree_to(referral, by, at=at, follow_up=follow_up)
    session.add(referral)
    session.flush()
    bring_to(referral, state, at=at, first=first)
    session.commit()
    take_untold(session)  # what a test arranges is no news to anybody
    return referral


def agree_to(referral: Referral, by: User | None, *, at: datetime = SENT_AT, follow_up: bool = True) -> None:
    """The person's yes to this group being told, and their answer to being asked how it went."""
    for to, given in ((ConsentTo.SHARE, True), (ConsentTo.FOLLOW_UP, follow_up)):
        referral.consents.append(
            Consent(
                to=to,
                given=given,
                how=HowSaid.FACE_TO_FACE if by else HowSaid.FORM,
                said_at=at,
                asked_by=by,
                wording="I am happy for this group to be told what I like to be called.",
                recipient=referral.group.name if referral.group else "the panel",
                fields=["called", "reach"],
            )
        )


def bring_to(referral: Referral, state: State, *, at: datetime = SENT_AT, first: date | None = None) -> None:
    """Take a draft all the way to a state."""
    worker, host = by_worker(referral.referred_by), by_link()
    first = first or at.date() + timedelta(days=1)
    if state is State.DRAFT:
        return
    referral.send(acting=worker, at=at)
    if state is State.SENT:
        return
    if state is State.WITHDRAWN:
        referral.withdraw(acting=worker, at=at)
        return
    if state is State.NO_REPLY:
        referral.note_no_reply(acting=BY_THE_CLOCK, at=at)
        return
    referral.see(acting=host, at=at)
    if state is State.WAITING:
        referral.put_on_waiting_list(acting=host, at=at)
    elif state is State.DECLINED:
        referral.decline(Decline.WRONG_GROUP, acting=host, at=at)
    elif state is not State.SEEN:
        referral.accept(first=first, welcomer="Yusuf, brown apron", acting=host, at=at)
        if state is not State.ACCEPTED:
            came = datetime(first.year, first.month, first.day, 14, tzinfo=UTC)
            referral.note_came(acting=host, at=max(came, at))
            if state is State.SETTLED:
                referral.settle(acting=worker, at=max(came, at))
            elif state is State.STOPPED:
                referral.stop(Stop.ENJOYED, acting=worker, at=max(came, at))


def by_worker(user: User | None) -> Acting:
    return Acting(Part.LINK_WORKER, How.PAGE, user) if user else Acting(Part.PERSON, How.PAGE)


def by_link() -> Acting:
    return Acting(Part.ORGANISER, How.LINK)


def prove(client: FlaskClient, token: str) -> None:
    """The second step was shown in this browser a moment ago."""
    from blueprints import clock
    from extensions import db
    from models.signed_in_session import HowProved

    with client.application.test_request_context():
        carrying = SignedInSession.token_print == fingerprint("session", token)
        how = next(iter(HowProved))
        db.session.execute(update(SignedInSession).where(carrying).values(proved_at=clock.now(), proved_how=how))
        db.session.commit()


def sign_in_and_prove(client: FlaskClient, user: User) -> FlaskClient:
    """Sign `user` in at `client`, second step and all."""
    prove(client, sign_in(client, user))
    return client
