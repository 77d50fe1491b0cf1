"""The lock-side shed on a Tuesday: eight regulars, somebody new with a link worker, and two organisers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from models.person import Contact
from models.referral_words import State
from tests.conftest import NOW
from tests.referring import make_link_worker, make_organiser, make_person, make_referral, make_team
from tests.registering import make_regular, make_weekly_listing

TODAY = NOW.date()
REGULARS = ("Abdul", "Big Col", "Edna", "Farhad", "Ged", "Lorna", "Patrick", "Winston")
NEWCOMER = "Jeannie"


@dataclass(frozen=True)
class Shed:
    """Where its registers stand, and the mail addresses of its two organisers and of the newcomer's link worker."""

    listing_id: uuid.UUID
    referral_id: uuid.UUID
    derek: str
    sam: str
    worker: str

    @property
    def register(self) -> str:
        return f"/registers/{self.listing_id}/{TODAY}T1000"

    @property
    def last_week(self) -> str:
        return f"/registers/{self.listing_id}/{TODAY - timedelta(days=7)}T1000"


def make_shed(desk: Session) -> Shed:
    """The session of today is at ten. Nobody has kept the register of last week."""
    listing = make_weekly_listing(desk, name="The lock-side shed", places=12)
    derek, sam = (make_organiser(desk, listing.group, name=name) for name in ("Derek Lund", "Sam Tull"))
    team = make_team(desk, patches=[listing.patch])
    worker = make_link_worker(desk, team, name="Tom Entwistle")
    person = make_person(desk, called=NEWCOMER, contact=Contact.EMAIL, reach="jeannie@example.org")
    referral = make_referral(
        desk, listing, state=State.ACCEPTED, team=team, by=worker, person=person, first=TODAY,
        at=NOW - timedelta(days=4),
    )  # fmt: skip
    for name in REGULARS:
        make_regular(desk, listing, name, 3, 2, today=TODAY)
    desk.commit()
    shed = Shed(listing.id, referral.id, derek.email, sam.email, worker.email)
    desk.rollback()
    return shed
