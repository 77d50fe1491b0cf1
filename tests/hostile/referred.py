"""What a team of link workers keeps, with a word in it that nobody else may read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.acting import Acting, How, Part
from models.call import Call, CallAbout
from models.enquiry import Enquiry, ReferralSource, SourceKind
from models.friendly_call import FriendlyCall, Missed
from models.invitation import Invitation
from models.listing import Listing
from models.meeting import Meeting
from models.might_come import MightCome
from models.one_time import fingerprint
from models.organiser import Organiser
from models.people import Panel, Role, User
from models.person import Contact, OwnLink, Person
from models.private_list import PrivateList
from models.referral import Referral
from models.referral_words import Source
from models.register import Register
from models.register_entry import Press
from models.reply_link import ReplyLink
from models.session_notice import NoticeOf, SessionNotice, Way
from models.team import Team, TeamMembership
from tests.referring import agree_to

TEAM_OF = {"larkmoor": "larkmoor-link-workers", "hollinfold": "hollinfold-link-workers"}
LEAD_OF = {"larkmoor": "priya", "hollinfold": "ruth"}
CODES = {"larkmoor": "234", "hollinfold": "643"}


@dataclass
class Kept:
    """What is there, by the name that addresses have for it; and the secrets of links."""

    parts: dict[str, Any]
    tokens: dict[str, str] = field(default_factory=dict)


def keep_things(session: Session, panel: Panel, listing: Listing, word: str, phone: str, now: datetime) -> Kept:
    """A referral, a call, a list, an enquiry, a source and an invitation of the panel's team, all saying `word`."""
    team = session.scalars(select(Team).where(Team.slug == TEAM_OF[panel.slug])).one()
    lead = session.scalars(select(User).where(User.email == f"{LEAD_OF[panel.slug]}@example.org")).one()
    letters, at = CODES[panel.slug], now - timedelta(hours=3)
    referral = _referral(session, team, listing, lead, word, phone, f"{letters}CDE", at)
    draft = _referral(session, team, listing, lead, word, phone, f"{letters}CDF", at)
    asked = _referral(session, None, listing, None, word, phone, f"{letters}CDH", at)
    for each in (referral, asked):
        each.send(acting=Acting(Part.LINK_WORKER, How.PAGE, lead), at=at)
    call = Call(referral=referral, team_id=team.id, about=CallAbout.GROUP_ASKS, due_on=now.date(), created_at=at)
    source = ReferralSource(
        team=team, kind=SourceKind.SURGERY, name=f"{word} surgery", code=f"{letters}CDJ",
        email=f"{word}.source@example.org", created_at=at,
    )  # fmt: skip
    gathered = PrivateList(
        team=team, made_by=lead, title=f"{word} title", listing_ids=[listing.id.hex], created_at=at, used_at=at
    )
    enquiry = Enquiry(
        reference=f"{letters}CDK", team=team, patch=listing.patch, source=source, person=_person(word, phone, at),
        about=f"{word} about", received_at=at,
    )  # fmt: skip
    might = MightCome(listing=listing, called=f"{word} might", received_at=at, delete_at=now + timedelta(days=20))
    session.add_all([call, source, gathered, enquiry, might])
    session.flush()
    tokens = {"reply": f"reply-{panel.slug}-{'r' * 24}", "own": f"own-{panel.slug}-{'o' * 24}"}
    ReplyLink.make(session, referral.id, secret=tokens["reply"], at=at, expires_at=now + timedelta(days=9))
    session.add(OwnLink(secret_print=fingerprint("own link", tokens["own"]), referral_id=asked.id, made_at=at))
    invited = Invitation.invite(
        session, to=team, email=f"{word}.worker@example.org", role=Role.LINK_WORKER, by=lead, at=now,
        secret=f"team-invitation-of-{panel.slug}-" + "t" * 20, lasts=timedelta(days=7),
    )  # fmt: skip
    hosting = Invitation.invite(
        session, to=listing.group, email=f"{word}.host@example.org", role=Role.ORGANISER, by=lead, at=now,
        secret=f"group-invitation-of-{panel.slug}-" + "g" * 20, lasts=timedelta(days=7),
    )  # fmt: skip
    host = User(name="Nora Host", email=f"{word}.here@example.org", created_at=at)  # the demo shows who may sign in
    organiser = Organiser(user=host, group=listing.group, started_at=at)
    session.add_all([host, organiser])
    session.flush()
    membership = select(TeamMembership.id).where(TeamMembership.team_id == team.id, TeamMembership.user_id == lead.id)
    return Kept(
        {
            "team_slug": team.slug,
            "team_id": team.id,
            "team_membership_id": session.scalars(membership).one(),
            "team_invitation_id": invited.id,
            "group_invitation_id": hosting.id,
            "organiser_id": organiser.id,
            "referral_id": referral.id,
            "draft_id": draft.id,
            "call_id": call.id,
            "list_id": gathered.id,
            "enquiry_id": enquiry.id,
            "source_id": source.id,
            "source_code": source.code,
            "might_come_id": might.id,
            "arrival_code": referral.arrival_code,
            "who": referral.id,
            **_register(session, listing, word, f"{letters}CDM", now),
        },
        tokens,
    )


def _register(session: Session, listing: Listing, word: str, code: str, now: datetime) -> dict[str, Any]:
    """Today's register, on which somebody has walked in."""
    meeting = Meeting(now.date(), time(10), time(12))
    register = Register.held_or_made(session, listing, meeting, by=None, at=now)
    register.code = code
    press = Press(uuid.uuid4(), now)
    line = register.walk_in(f"{word} walk-in", press, acting=Acting(Part.ORGANISER), at=now)
    who, today = {"register_id": register.id, "attender_id": line.attender_id}, now.date()
    call = FriendlyCall(
        **who, listing_id=listing.id, about=Missed.TWO_GAPS, missed_on=today, due_on=today, created_at=now
    )
    notice = SessionNotice(**who, of=NoticeOf.ON_AGAIN, way=Way.RING, made_at=now)
    session.add_all([call, notice])
    session.flush()
    return {
        "moment": f"{today}T1000",
        "register_code": code,
        "attender_id": line.attender_id,
        "friendly_call_id": call.id,
        "notice_id": notice.id,
    }


def _person(word: str, phone: str, at: datetime) -> Person:
    return Person(
        called=f"{word} Person", contact=Contact.RING, reach=phone, good_times=f"{word} times", day_needs=["day-quiet"],
        communication=[], created_at=at, last_active_at=at,
    )  # fmt: skip


def _referral(
    session: Session,
    team: Team | None,
    listing: Listing,
    by: User | None,
    word: str,
    phone: str,
    code: str,
    at: datetime,
) -> Referral:
    referral = Referral(
        reference=code, arrival_code=code[::-1], form_key=uuid.uuid5(uuid.NAMESPACE_DNS, f"{word}{code}"),
        listing=listing, panel=listing.panel, group=listing.group, team=team, person=_person(word, phone, at),
        referred_by=by, source=Source.LINK_WORKER if team else Source.ASKED, must_know=f"{word} must know",
        would_come=f"{word} would come", created_at=at, last_active_at=at,
    )  # fmt: skip
    agree_to(referral, by, at=at)
    session.add(referral)
    session.flush()
    return referral
