"""A wrong name or number is put right, by those who may, for everybody who may see it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.person import Contact
from models.referral import Referral
from models.referral_words import RUNNING, Deed, State
from tests.people import csrf
from tests.referring import make_link_worker, make_referral, sign_in_and_prove


def typed(client: FlaskClient, **more: Any) -> dict[str, Any]:
    usual = {"called": "Jean", "contact": "text", "text_number": "07700 900 199", "form_key": str(uuid.uuid4())}
    return {**csrf(client), **usual, **more}


def worker_of(referral: Referral, client: FlaskClient) -> FlaskClient:
    return sign_in_and_prove(client, referral.referred_by)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", RUNNING)
def test_a_wrong_number_is_put_right_and_noted(client: FlaskClient, db_session: Session, state: State) -> None:
    referral = make_referral(db_session, state=state)
    worker, address = worker_of(referral, client), f"/referrals/{referral.id}/mending"
    assert "07700 900182" in worker.get(address).text
    assert worker.post(address, data=typed(worker)).status_code == 303
    db_session.expire_all()
    person = referral.person
    assert (person.called, person.contact, person.reach) == ("Jean", Contact.TEXT, "07700 900199")
    assert (person.message_safe, person.good_times) == (None, "")
    assert referral.state is state, "where it stands is the same"
    assert referral.steps[-1].deed is Deed.PUT_RIGHT
    assert db_session.scalars(AuditEntry.about(referral.id)).all()[-1].action == "put-right"


def test_pressed_twice_it_is_done_once(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session)
    worker = worker_of(referral, client)
    sent = typed(worker)
    for _ in range(2):
        assert worker.post(f"/referrals/{referral.id}/mending", data=sent).status_code == 303
    db_session.expire_all()
    assert [step.deed for step in referral.steps].count(Deed.PUT_RIGHT) == 1


def test_what_cannot_be_is_told_and_kept(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session)
    worker = worker_of(referral, client)
    for wrong in ({"called": ""}, {"text_number": "12"}, {"text_number": ""}, {"contact": "pigeon"}):
        refused = worker.post(f"/referrals/{referral.id}/mending", data=typed(worker, **wrong))
        assert refused.status_code == 422, wrong
    asked = worker.post(f"/referrals/{referral.id}/mending", data=typed(worker, called="Jean 943 476 5919"))
    assert asked.status_code == 422
    assert "NHS number" in asked.text
    db_session.expire_all()
    assert referral.person.called == "Jeannie"


@pytest.mark.parametrize("state", [State.DRAFT, State.DECLINED, State.WITHDRAWN, State.SETTLED])
def test_what_is_over_or_not_sent_is_left_alone(client: FlaskClient, db_session: Session, state: State) -> None:
    referral = make_referral(db_session, state=state)
    worker = worker_of(referral, client)
    assert worker.get(f"/referrals/{referral.id}/mending").status_code == 303
    assert worker.post(f"/referrals/{referral.id}/mending", data=typed(worker)).status_code == 303
    db_session.expire_all()
    assert referral.person.called == "Jeannie"


def test_another_team_has_no_such_page(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session)
    stranger = sign_in_and_prove(client, make_link_worker(db_session))
    for answer in (
        stranger.get(f"/referrals/{referral.id}/mending"),
        stranger.post(f"/referrals/{referral.id}/mending", data=typed(stranger)),
    ):
        assert answer.status_code == 404
    assert db_session.scalars(select(Referral)).one().person.called == "Jeannie"
