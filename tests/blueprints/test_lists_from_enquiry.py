"""What somebody told when they asked to talk is not typed again when they are referred."""

from __future__ import annotations

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.listing import Listing
from models.private_list import PrivateList
from models.referral import Referral
from models.team import Team
from tests.asking import make_enquiry
from tests.people import csrf
from tests.referring import make_hosted_listing, make_link_worker, make_team, sign_in_and_prove


@pytest.fixture
def listing(db_session: Session) -> Listing:
    return make_hosted_listing(db_session)


@pytest.fixture
def team(db_session: Session, listing: Listing) -> Team:
    return make_team(db_session, patches=[listing.patch])


@pytest.fixture
def worker(db_session: Session, team: Team, client: FlaskClient) -> FlaskClient:
    return sign_in_and_prove(client, make_link_worker(db_session, team))


def begin(worker: FlaskClient, team: Team, enquiry: str) -> uuid.UUID:
    key = uuid.uuid4()
    typed = {"title": "Tuesday, likes gardens", "need": "company", "form_key": str(key), "enquiry": enquiry}
    assert worker.post(f"/teams/{team.slug}/lists/new", data={**csrf(worker), **typed}).status_code == 303
    return key


def test_a_referral_from_a_list_that_began_with_a_request_knows_the_person(
    db_session: Session, worker: FlaskClient, team: Team, listing: Listing
) -> None:
    enquiry = make_enquiry(db_session, team)
    page = worker.get(f"/enquiries/{enquiry.id}").text
    assert f"enquiry={enquiry.id}" in page
    assert str(enquiry.id) in worker.get(f"/teams/{team.slug}/lists/new?enquiry={enquiry.id}").text
    list_id = begin(worker, team, str(enquiry.id))
    asked = {"listing": str(listing.id), "list_id": str(list_id), "form_key": str(uuid.uuid4())}
    consent = worker.post("/referrals", data={**csrf(worker), **asked})
    assert consent.status_code == 303
    (referral,) = db_session.scalars(select(Referral)).all()
    assert referral.person_id == enquiry.person_id
    db_session.rollback()


def test_another_teams_request_or_nonsense_begins_a_list_without_a_person(
    db_session: Session, worker: FlaskClient, team: Team
) -> None:
    theirs = make_enquiry(db_session, make_team(db_session))
    for enquiry in (str(theirs.id), "", "nonsense", str(uuid.uuid4())):
        kept = db_session.get_one(PrivateList, begin(worker, team, enquiry))
        assert kept.person_id is None
        db_session.rollback()
