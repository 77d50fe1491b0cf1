"""The code on an introduction: whoever is at the door says that they have met. No names, no account."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.acting import How
from models.attendance import Attendance
from models.audit import AuditEntry
from models.intake import intake_of
from models.referral import Referral
from models.referral_words import State
from models.register_words import Mark
from tests.conftest import NOW
from tests.filling import send
from tests.inspecting_client import Page
from tests.referring import make_referral
from tests.registering import make_weekly_listing

NAME = "Jeannie"


def again(session: Session, referral: Referral) -> Referral:
    session.expire_all()
    return session.get_one(Referral, referral.id)


@pytest.mark.parametrize("state", [State.SENT, State.SEEN, State.ACCEPTED, State.WAITING, State.NO_REPLY])
def test_we_have_met_is_the_yes_as_well_when_nobody_had_answered(
    client: FlaskClient, db_session: Session, state: State
) -> None:
    referral = make_referral(db_session, state=state)
    page = client.get(f"/i/{referral.arrival_code}")
    assert "An introduction to" in page.text
    assert "Lockside Shed" in page.text
    assert NAME not in page.text
    assert again(db_session, referral).state is state
    answer = send(client, Page(page.text), action=f"/i/{referral.arrival_code}")
    assert answer.status_code == 303
    thanks = client.get(answer.location)
    assert "Thank you for having them" in thanks.text
    assert NAME not in thanks.text
    referral = again(db_session, referral)
    assert (referral.state, referral.came_on) == (State.CAME, NOW.date())
    last = db_session.scalars(AuditEntry.about(referral.id)).all()[-1]
    assert (last.action, last.how.value, last.part.value, last.by_id) == ("came", "sheet", "organiser", None)


def test_done_twice_it_is_already_noted(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session, state=State.ACCEPTED)
    page = Page(client.get(f"/i/{referral.arrival_code}").text)
    send(client, page, action=f"/i/{referral.arrival_code}")
    second = send(client, page, action=f"/i/{referral.arrival_code}")
    assert "Already noted" in second.text
    assert "Already noted" in client.get(f"/i/{referral.arrival_code}").text
    deeds = [step.deed.value for step in again(db_session, referral).steps]
    assert deeds.count("came") == 1


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.STOPPED])
def test_a_dead_introduction_says_whom_to_ask(client: FlaskClient, db_session: Session, state: State) -> None:
    referral = make_referral(db_session, state=state)
    page = client.get(f"/i/{referral.arrival_code}")
    assert page.status_code == 410
    assert "0161 496 0118" in page.text
    assert NAME not in page.text
    answer = client.post(f"/i/{referral.arrival_code}", data={})
    assert answer.status_code == 410
    assert again(db_session, referral).state is state


def test_wrong_codes_and_codes_not_sent_yet_look_alike(client: FlaskClient, db_session: Session) -> None:
    draft = make_referral(db_session, state=State.DRAFT)
    pages = {}
    for code in (draft.arrival_code, draft.reference, "222222", "nonsense", "x" * 300):
        answer = client.get(f"/i/{code}")
        assert answer.status_code == 404, code
        pages[code] = answer.text.replace(code[:200], "")
        assert client.post(f"/i/{code}", data={}).status_code == 404
        assert client.get(f"/i/{code}/thanks").status_code == 404
    assert len(set(pages.values())) == 1


def test_guessing_codes_is_slow_and_a_real_one_is_still_answered(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session)
    statuses = [client.get("/i/222222").status_code for _ in range(25)]
    assert set(statuses[:20]) == {404}
    assert statuses[-1] == 429
    assert client.get(f"/i/{referral.arrival_code}").status_code == 200


def test_looking_ahead_notes_nothing(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session, state=State.ACCEPTED)
    looks = len(db_session.scalars(AuditEntry.about(referral.id)).all())
    for path in (f"/i/{referral.arrival_code}", f"/i/{referral.arrival_code}/thanks"):
        client.get(path, headers={"Sec-Purpose": "prefetch"})
        client.head(path)
    referral = again(db_session, referral)
    assert referral.state is State.ACCEPTED
    assert len(db_session.scalars(AuditEntry.about(referral.id)).all()) == looks


def test_typed_by_hand_however_it_is_spaced(client: FlaskClient, db_session: Session) -> None:
    code = make_referral(db_session).arrival_code
    assert client.get("/i").status_code == 200
    for typed in (code.lower(), f"{code[:3]} {code[3:]}", f"http://localhost/i/{code}"):
        assert "Have you met?" in client.get("/i", query_string={"code": typed}).text
    assert client.get(f"/I/{code}").status_code == 200
    assert client.get("/i?code=222222").status_code == 404
    assert "222222" in client.get("/i?code=222222").text


def test_a_full_list_is_no_reason_to_turn_anybody_away(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session, state=State.SEEN)
    intake_of(db_session, referral.listing, NOW).places_left = 0
    db_session.commit()
    page = Page(client.get(f"/i/{referral.arrival_code}").text)
    full = send(client, page, action=f"/i/{referral.arrival_code}")
    assert full.status_code == 409
    assert "do welcome them" in full.text
    assert again(db_session, referral).state is State.SEEN


def test_a_page_left_open_and_a_foreign_form_note_nothing(
    client: FlaskClient, db_session: Session, pass_time: Any
) -> None:
    referral = make_referral(db_session, state=State.ACCEPTED)
    path = f"/i/{referral.arrival_code}"
    assert client.post(path, data={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(path, data={"public_token": "forged"}).status_code == 422
    page = Page(client.get(path).text)
    pass_time(hours=30)
    refused = send(client, page, action=path)
    assert refused.status_code == 422
    assert again(db_session, referral).state is State.ACCEPTED
    assert send(client, Page(refused.text), action=path).status_code == 303


def test_the_register_of_todays_session_is_marked_as_well_and_once(client: FlaskClient, db_session: Session) -> None:
    listing = make_weekly_listing(db_session)
    listing.session_times[0].weekday = NOW.weekday()
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=NOW.date())
    page = Page(client.get(f"/i/{referral.arrival_code}").text)
    for _ in range(2):
        send(client, page, action=f"/i/{referral.arrival_code}")
    db_session.expire_all()
    line = db_session.scalars(select(Attendance)).one()
    assert (line.attender_id, line.mark, line.version, line.register.named) == (referral.id, Mark.CAME, 1, 1)
    assert [(entry.how, entry.by_id) for entry in line.register.entries] == [(How.SHEET, None)]
