"""A double press, two windows, two link workers at once: one referral, one mail, one call, one set of answers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from models.audit import AuditEntry, broken_links
from models.outbox import Email
from models.referral import Referral
from models.referral_step import ReferralStep
from models.referral_words import Deed, State
from models.wellbeing import QUESTIONS, Wellbeing
from tests.at_once import all_at_once
from tests.filling import form_of, values_of
from tests.hostile.filled import tokens_for
from tests.hostile.town import Town, Visit
from tests.inspecting_client import Page

TEAM = ("priya", "shanaz", "tom", "priya", "shanaz", "tom")
"""Who presses at the same moment: three people, each twice."""


@pytest.fixture
def parts(town: Town) -> dict[str, Any]:
    return town.things["larkmoor"].parts


def statuses(answers: list[TestResponse]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def press(visit: Visit, who: str, address: str, sent: dict[str, Any]) -> Callable[[], TestResponse]:
    client = visit(who)
    sent = {**tokens_for(client, "referrals.send"), **sent}
    return lambda: client.post(address, data=sent)


def test_a_form_sent_six_times_at_once_begins_one_draft(app: Flask, parts: dict[str, Any], visit: Visit) -> None:
    from extensions import db

    key = uuid.uuid4()
    sent = {"form_key": str(key), "listing": str(parts["listing_id"])}
    answers = all_at_once([press(visit, "priya", "/referrals", sent) for _ in TEAM])
    assert max(statuses(answers)) < 500
    led_to = {answer.location for answer in answers if answer.status_code == 303}
    assert len(led_to) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Referral.form_key == key)) == 1


@pytest.mark.parametrize("is_one_form", [True, False])
def test_of_six_who_send_one_draft_it_is_sent_once(
    app: Flask, parts: dict[str, Any], visit: Visit, is_one_form: bool
) -> None:
    """The same form pressed six times, or six windows of three people."""
    from extensions import db

    draft_id, key = parts["draft_id"], str(uuid.uuid4())
    presses = [
        press(visit, who, f"/referrals/{draft_id}/sending", {"form_key": key if is_one_form else str(uuid.uuid4())})
        for who in TEAM
    ]
    assert statuses(all_at_once(presses)) == [303] * len(TEAM)
    with app.app_context():
        referral = db.session.get_one(Referral, draft_id)
        assert referral.state is State.SENT
        sendings = select(func.count()).where(ReferralStep.referral_id == draft_id, ReferralStep.deed == Deed.SENT)
        assert db.session.scalar(sendings) == 1
        mails = select(Email.event, func.count()).where(Email.event.startswith("referral-")).group_by(Email.event)
        assert dict(db.session.execute(mails).tuples().all()) == {"referral-sent": 1, "referral-receipt": 1}
        assert not broken_links(db.session.scalars(AuditEntry.about(draft_id)).all())


def test_sending_and_throwing_away_at_once_does_one_of_them(app: Flask, parts: dict[str, Any], visit: Visit) -> None:
    from extensions import db

    draft_id = parts["draft_id"]
    presses = []
    for number, who in enumerate(TEAM):
        deed, sent = ("sending", {"form_key": str(uuid.uuid4())}) if number % 2 else ("removal", {"all": "yes"})
        presses.append(press(visit, who, f"/referrals/{draft_id}/{deed}", sent))
    assert max(statuses(all_at_once(presses))) < 500
    with app.app_context():
        referral = db.session.get_one(Referral, draft_id)
        mails = db.session.scalar(select(func.count()).where(Email.event == "referral-sent"))
        assert (referral.state, mails) in ((State.SENT, 1), (State.WITHDRAWN, 0))


def test_one_call_is_logged_once(app: Flask, parts: dict[str, Any], visit: Visit) -> None:
    from extensions import db

    sent = {"outcome": "told"}
    presses = [press(visit, who, f"/calls/{parts['call_id']}", {**sent, "form_key": str(uuid.uuid4())}) for who in TEAM]
    assert statuses(all_at_once(presses)) == [303] * len(TEAM)
    with app.app_context():
        logged = select(func.count()).where(
            ReferralStep.referral_id == parts["referral_id"], ReferralStep.deed == Deed.CALLED
        )
        assert db.session.scalar(logged) == 1


def test_answers_noted_by_six_at_once_are_one_set(app: Flask, parts: dict[str, Any], visit: Visit) -> None:
    from extensions import db

    address = f"/referrals/{parts['referral_id']}/wellbeing/before"
    sent = {**dict.fromkeys(QUESTIONS, "6"), "old_enough": "y"}
    presses = [press(visit, who, address, {**sent, "form_key": str(uuid.uuid4())}) for who in TEAM]
    assert statuses(all_at_once(presses)) == [303] * len(TEAM)
    with app.app_context():
        person = db.session.get_one(Referral, parts["referral_id"]).person_id
        assert db.session.scalar(select(func.count()).where(Wellbeing.person_id == person)) == 1


def test_taking_back_by_six_at_once_ends_it_once(app: Flask, parts: dict[str, Any], visit: Visit) -> None:
    from extensions import db

    address = f"/referrals/{parts['referral_id']}/withdrawal"
    page = Page(visit("priya").get(address).text)
    values: MultiDict[str, str] = values_of(form_of(page, action="/withdrawal"))
    presses = [press(visit, who, address, {"form_key": values["form_key"]}) for who in TEAM]
    assert statuses(all_at_once(presses)) == [303] * len(TEAM)
    with app.app_context():
        steps = db.session.scalars(
            select(ReferralStep.deed).where(ReferralStep.referral_id == parts["referral_id"])
        ).all()
        assert list(steps).count(Deed.WITHDRAWN) == 1
