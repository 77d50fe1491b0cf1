"""Any number of open referrals in a seeded town, for measuring the desks at size. Not part of the demo.

Rows go in as bulk statements, with their people, consents, steps and calls; the caller commits.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.acting import How, Part
from models.call import Call, CallAbout
from models.consent import Consent, ConsentTo, HowSaid
from models.listing import Listing
from models.people import User
from models.person import Contact, Person
from models.referral import Referral
from models.referral_step import ReferralStep
from models.referral_words import Deed, GoAlong, Source, State
from models.short_code import new_code
from models.team import Team
from models.wall_clock import london_date
from models.working_days import add_working_days

BATCH = 1_000
OPEN = (State.SENT, State.SEEN, State.WAITING, State.ACCEPTED, State.ACCEPTED, State.NO_REPLY)
"""In these states in turn."""
DEEDS = {
    State.SENT: Deed.SENT,
    State.SEEN: Deed.SEEN,
    State.WAITING: Deed.WAITING,
    State.ACCEPTED: Deed.ACCEPTED,
    State.NO_REPLY: Deed.NO_REPLY,
}
NAMES = ("Jeannie", "Walter", "Nasreen", "Alf", "Precious", "Dennis", "Halina", "Bill", "Yvette", "Tariq")
Row = dict[str, Any]


def generate_referrals(
    session: Session, n: int, *, team: Team, by: User, listings: Sequence[Listing], now: datetime, seed: int = 1
) -> None:
    """Add `n` open referrals of a team, spread over these listings; every fifth asks for a call today."""
    chance = random.Random(seed)
    codes = _codes(chance)
    for start in range(0, n, BATCH):
        rows: dict[type, list[Row]] = {each: [] for each in (Person, Referral, Consent, ReferralStep, Call)}
        for number in range(start, min(start + BATCH, n)):
            listing = listings[number % len(listings)]
            _add(rows, number, listing, team, by, now - timedelta(minutes=7 * number % 14_000), chance, codes)
        for table, made in rows.items():
            if made:
                session.connection().execute(insert(table.__table__), made)  # type: ignore[attr-defined]
    session.flush()


def _codes(chance: random.Random) -> Any:
    given: set[str] = set()
    while True:
        code = new_code(chance.choice)
        if code not in given:
            given.add(code)
            yield code


def _add(
    rows: dict[type, list[Row]],
    number: int,
    listing: Listing,
    team: Team,
    by: User,
    at: datetime,
    chance: random.Random,
    codes: Any,
) -> None:
    state = OPEN[number % len(OPEN)]
    person, referral = _id(chance), _id(chance)
    today = london_date(at)
    rows[Person].append(
        {
            "id": person,
            "called": chance.choice(NAMES),
            "contact": Contact.RING,
            "reach": f"07700 900{number % 1000:03}",
            "message_safe": True,
            "good_times": "after 2",
            "day_needs": ["day-no-stairs"],
            "communication": [],
            "created_at": at,
            "last_active_at": at,
        }
    )
    rows[Referral].append(
        {
            "id": referral,
            "reference": next(codes),
            "arrival_code": next(codes),
            "form_key": _id(chance),
            "listing_id": listing.id,
            "panel_id": listing.panel_id,
            "group_id": listing.group_id,
            "team_id": team.id,
            "person_id": person,
            "referred_by_id": by.id,
            "source": Source.LINK_WORKER,
            "go_along": GoAlong.NO,
            "lift_wanted": False,
            "would_come": "A Tuesday",
            "must_know": "Would rather sit",
            "follow_up_agreed": True,
            "state": state,
            "version": 1,
            "created_at": at,
            "sent_at": at,
            "promise_by": add_working_days(today, 10),
            "remind_on": add_working_days(today, 7),
            "reminders": 1,
            "to_ring": number % 25 == 0,
            "answered_at": at if state in (State.ACCEPTED, State.WAITING) else None,
            "first_date": today + timedelta(days=7) if state is State.ACCEPTED else None,
            "waiting_since": at if state is State.WAITING else None,
            "has_place": False,
            "no_shows": 0,
            "last_active_at": at,
        }
    )
    for to in ConsentTo:
        rows[Consent].append(
            {
                "id": _id(chance),
                "referral_id": referral,
                "to": to,
                "given": True,
                "how": HowSaid.FACE_TO_FACE,
                "said_at": at,
                "asked_by_id": by.id,
                "wording": "I am happy for this group to be told.",
                "recipient": listing.name,
                "fields": ["called", "reach"],
            }
        )
    rows[ReferralStep].append(
        {
            "id": _id(chance),
            "referral_id": referral,
            "number": 1,
            "deed": DEEDS[state],
            "state": state,
            "at": at,
            "part": Part.ORGANISER,
            "how": How.LINK,
            "reason": "",
        }
    )
    if number % 5 == 0:
        rows[Call].append(
            {
                "id": _id(chance),
                "referral_id": referral,
                "team_id": team.id,
                "about": CallAbout.GROUP_ASKS,
                "due_on": today,
                "created_at": at,
            }
        )


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
