"""A listing that people still wait to hear from cannot end until each is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.outbox import Email
from models.referral import Referral
from models.referral_stepping import take_untold
from models.referral_words import TO_ANSWER, State
from models.waiting_list import set_places
from tests.conftest import NOW
from tests.filling import send
from tests.people import csrf, make_volunteer
from tests.referring import by_link, make_hosted_listing, make_referral

SignedIn = Callable[[Any], FlaskClient]


@pytest.fixture
def listing(db_session: Session) -> Listing:
    listing = make_hosted_listing(db_session)
    save(listing, Deed.ADDED, by=None, at=NOW)
    db_session.commit()
    return listing


@pytest.fixture
def pauline(signed_in: SignedIn, db_session: Session, listing: Listing) -> FlaskClient:
    return signed_in(make_volunteer(db_session, listing.panel))


def stands(session: Session, listing: Listing) -> bool:
    session.expire_all()
    return listing.stopped_at is None and listing.published_at is not None


@pytest.mark.parametrize("state", TO_ANSWER)
def test_stopping_says_how_many_wait_and_leads_to_them(
    pauline: FlaskClient, db_session: Session, listing: Listing, state: State
) -> None:
    first, second = (make_referral(db_session, listing, state=state) for _ in range(2))
    page = pauline.get(f"/listings/{listing.id}/stop")
    assert "2 people wait for an answer" in page.text
    for each in (first, second):
        assert f"{each.reference[:3]} {each.reference[3:]}" in page.text
    if state is not State.WAITING:
        assert f"/phone-list/{first.id}" in page.text
    assert "Jeannie" not in page.text
    refused = pauline.post(f"/listings/{listing.id}/stop", data={**csrf(pauline), "reason": "Closed."})
    assert refused.status_code == 422
    assert "2 people still wait" in refused.text
    assert "Closed." in refused.text
    assert stands(db_session, listing)


def test_one_confirmed_step_answers_them_all_and_stops_it(
    pauline: FlaskClient, db_session: Session, listing: Listing
) -> None:
    waiting = [make_referral(db_session, listing, state=state) for state in (*TO_ANSWER, State.WAITING)]
    coming = make_referral(db_session, listing, state=State.ACCEPTED)
    set_places(db_session, listing, 1, acting=by_link(), by=None, at=NOW)
    db_session.commit()
    take_untold(db_session)
    page = pauline.get(f"/listings/{listing.id}/stop").page  # type: ignore[attr-defined]
    assert "One person is expected" in page.text
    answer = send(pauline, page, {"reason": "It has closed."}, action="/stop", press=("answer_all", "not-running"))
    assert answer.status_code == 303
    assert not stands(db_session, listing)
    for each in (*waiting, coming):
        each = db_session.get_one(Referral, each.id)
        assert (each.state, each.steps[-1].reason) == (State.DECLINED, "not-running")
    news = db_session.scalars(select(Email).where(Email.event == "referral-news")).all()
    assert len(news) == len(waiting) + 1, "nobody stands before a locked door"


def test_without_anybody_waiting_it_stops_as_before(
    pauline: FlaskClient, db_session: Session, listing: Listing
) -> None:
    make_referral(db_session, listing, state=State.CAME)
    make_referral(db_session, listing, state=State.DECLINED)
    page = pauline.get(f"/listings/{listing.id}/stop").page  # type: ignore[attr-defined]
    assert "for an answer" not in page.text
    assert send(pauline, page, action="/stop").status_code == 303
    assert not stands(db_session, listing)


def test_undo_and_taking_off_the_board_are_refused_too(
    pauline: FlaskClient, db_session: Session, listing: Listing
) -> None:
    showing = listing.revision
    send(pauline, pauline.get(f"/listings/{listing.id}/stop").page, action="/stop")  # type: ignore[attr-defined]
    pauline.post(f"/listings/{listing.id}/restart", data=csrf(pauline))
    db_session.expire_all()
    stopped_in = listing.revision - 1
    assert stands(db_session, listing)
    make_referral(db_session, listing)
    for number in (0, stopped_in):
        answer = pauline.post(f"/listings/{listing.id}/undo/{number}", data=csrf(pauline))
        assert "One person still waits" in pauline.get(answer.location).text
        assert stands(db_session, listing)
    assert pauline.post(f"/listings/{listing.id}/undo/{showing}", data=csrf(pauline)).status_code == 303
    assert stands(db_session, listing)


def test_another_panel_sees_nothing_of_who_waits(signed_in: SignedIn, db_session: Session, listing: Listing) -> None:
    make_referral(db_session, listing)
    elsewhere = signed_in(make_volunteer(db_session))
    assert elsewhere.get(f"/listings/{listing.id}/stop").status_code == 404
