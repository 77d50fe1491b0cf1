"""Calls about somebody who was referred, where else they might go, and the four questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.call import CallAbout, Outcome
from models.intake import Intake
from models.listing import Listing
from models.referral import Referral
from models.referral_words import State
from models.wellbeing import QUESTIONS, Wellbeing
from tests.blueprints.test_referrals_going_on import (
    LAST_WEEK,
    NAME,
    call_for,
    listing,
    now_of,
    refer,
    team,
    user,
    worker,
)
from tests.filling import send
from tests.referring import (
    SENT_AT,
    make_hosted_listing,
    make_person,
)

__all__ = ["listing", "refer", "team", "user", "worker"]


def test_a_call_is_logged_in_a_few_presses(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.CAME, at=LAST_WEEK)
    call = call_for(db_session, made, CallAbout.FIRST_SESSION)
    page = worker.get(f"/calls/{call.id}").page
    for words in (NAME, "07700 900182", "after 2", "Enjoyed it", "Not sure yet", "No answer"):
        assert words in page.text
    assert NAME not in page.title
    logged = send(worker, page, {"outcome": "enjoyed"}, action=f"/calls/{call.id}")
    assert logged.location == f"/referrals/{made.id}"
    db_session.expire_all()
    assert call.outcome is Outcome.ENJOYED
    twice = send(worker, page, {"outcome": "enjoyed"}, action=f"/calls/{call.id}")
    assert twice.status_code == 303
    assert [step.deed for step in now_of(db_session, made).steps].count("called") == 1
    assert worker.get(f"/calls/{call.id}").location == f"/referrals/{made.id}"


def test_no_answer_brings_the_call_back_tomorrow(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.CAME, at=LAST_WEEK)
    call = call_for(db_session, made, CallAbout.FIRST_SESSION)
    send(worker, worker.get(f"/calls/{call.id}").page, {"outcome": "no-answer"}, action=f"/calls/{call.id}")
    assert call_for(db_session, made, CallAbout.FIRST_SESSION).due_on == date(2026, 3, 4)


@pytest.mark.parametrize("outcome", ["not-for-them", "could-not-get-there"])
def test_what_did_not_suit_leads_to_what_else_there_is(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session, listing: Listing, outcome: str
) -> None:
    near = [make_hosted_listing(db_session, listing.patch, name=name) for name in ("Goitside Singers", "Plot 31")]
    made = refer(State.CAME, at=LAST_WEEK)
    call = call_for(db_session, made, CallAbout.FIRST_SESSION)
    page = worker.get(f"/calls/{call.id}").page
    logged = send(worker, page, {"outcome": outcome}, action=f"/calls/{call.id}")
    assert logged.location == f"/referrals/{made.id}/alternatives"
    other = worker.get(logged.location).page
    assert all(each.name in other.text for each in near)
    assert "They do not go to the first one any more" in other.links()


def test_an_outcome_that_does_not_belong_is_refused(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.ACCEPTED)
    call = call_for(db_session, made, CallAbout.ACCEPTED)
    page = worker.get(f"/calls/{call.id}").page
    assert "Enjoyed it" not in page.text
    assert send(worker, page, {"outcome": "enjoyed"}, action=f"/calls/{call.id}").status_code == 422
    assert send(worker, page, action=f"/calls/{call.id}").status_code == 422


def test_a_call_to_the_group_shows_its_number_and_a_reference(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.NO_REPLY)
    page = worker.get(f"/calls/{call_for(db_session, made, CallAbout.NO_REPLY).id}").page
    assert "Ring Derek at Lockside Shed: 0161 496 0133" in page.text
    assert f"reference {made.reference[:3]} {made.reference[3:]}" in page.text


# Where else


def test_alternatives_meet_the_same_needs_take_people_and_were_not_tried(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session, listing: Listing
) -> None:
    patch = listing.patch
    listing.needs = ["company", "making"]
    best = make_hosted_listing(db_session, patch, name="Best", needs=["company", "making"], access=["step-free"])
    good = make_hosted_listing(db_session, patch, name="Good", needs=["company"])
    paused = make_hosted_listing(db_session, patch, name="Paused", needs=["company", "making"])
    tried = make_hosted_listing(db_session, patch, name="Tried", needs=["company", "making"])
    db_session.add(Intake(listing_id=paused.id, paused_at=SENT_AT, changed_at=SENT_AT))
    person = make_person(db_session, day_needs=["day-no-stairs"])
    refer(State.DECLINED, listing=tried, person=person)
    made = refer(State.DECLINED, person=person)
    page = worker.get(f"/referrals/{made.id}/alternatives").page
    assert page.text.index(best.name) < page.text.index(good.name)
    assert "Paused" not in page.text
    assert "Tried" not in page.text


def test_with_nothing_near_the_page_says_what_to_do(worker: FlaskClient, refer: Callable[..., Referral]) -> None:
    made = refer(State.DECLINED)
    assert "Nothing else like it" in worker.get(f"/referrals/{made.id}/alternatives").page.text


# The four questions


def answers(value: str = "7") -> dict[str, str]:
    return dict.fromkeys(QUESTIONS, value)


def test_the_four_questions_stand_in_their_wording_and_order_and_are_never_summed(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer()
    page = worker.get(f"/referrals/{made.id}/wellbeing/before").page
    places = [page.text.index(words) for words in QUESTIONS.values()]
    assert places == sorted(places)
    said = {**answers(), "worthwhile": "prefer-not", "happy": "0", "anxious": "dont-know", "old_enough": "y"}
    assert send(worker, page, said, action="/before").location.endswith("/wellbeing")
    shown = worker.get(f"/referrals/{made.id}/wellbeing").page
    for words in ("Prefer not to say", "Don’t know", "Not asked", "At the start", "Afterwards"):
        assert words in shown.text
    assert "14" not in shown.text
    row = db_session.scalars(select(Wellbeing)).one()
    assert row.answers == {"satisfied": "7", "worthwhile": "prefer-not", "happy": "0", "anxious": "dont-know"}


def test_only_people_of_sixteen_and_over_are_asked(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    page = worker.get(f"/referrals/{refer().id}/wellbeing/before").page
    refused = send(worker, page, answers(), action="/before")
    assert refused.status_code == 422
    assert "only for people of 16 and over" in refused.text
    assert not db_session.scalars(select(Wellbeing)).all()


@pytest.mark.parametrize("value", ["11", "-1", "", "7.5", "seven", "²"])
def test_an_answer_that_is_none_is_refused(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session, value: str
) -> None:
    page = worker.get(f"/referrals/{refer().id}/wellbeing/after").page
    assert send(worker, page, {**answers(value), "old_enough": "y"}, action="/after").status_code == 422
    assert not db_session.scalars(select(Wellbeing)).all()


def test_answers_can_be_put_right_and_the_trail_says_so(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer()
    for value in ("3", "4"):
        page = worker.get(f"/referrals/{made.id}/wellbeing/after").page
        send(worker, page, {**answers(value), "old_enough": "y"}, action="/after")
    assert [row.answers["happy"] for row in db_session.scalars(select(Wellbeing))] == ["4"]
    actions = [row.action for row in db_session.scalars(AuditEntry.about(made.id))]
    assert actions.count("noted answers") == 1
    assert actions.count("corrected answers") == 1


def test_the_codes_for_the_gp_record_stand_beside_the_outcome_with_their_source(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(person=make_person(db_session, communication=["format-easy-read"]))
    page = worker.get(f"/referrals/{made.id}").page
    boxes = [box.get("value") for box in page.all("input") if box.get("readonly") is not None]
    assert boxes == ["871731000000106", "796161000000101", "1053561000000108"]
    assert "Check each code" in page.text
    assert "As of" in page.text
