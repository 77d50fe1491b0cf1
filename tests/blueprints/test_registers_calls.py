"""Friendly calls: who is missed, "I will", how to reach them, what came of it, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attender import Attender
from models.audit import AuditEntry
from models.friendly_call import FriendlyCall, HowTheyAre
from models.listing import Listing
from models.people import User
from models.referral_words import Source, State
from models.register_words import Mark
from tests.filling import send
from tests.inspecting_client import Page
from tests.people import csrf, make_volunteer, sign_in
from tests.referring import make_organiser, make_referral, prove
from tests.registering import AT, TUESDAY, by_organiser, make_register, make_regular, make_weekly_listing, press

SignedIn = Callable[[Any], FlaskClient]
CALLS = "/registers/calls"


@pytest.fixture
def listing(db_session: Session, app: Flask) -> Listing:
    """Big Col came three weeks ago and has missed two since; Jeannie was to come for the first time, and did not."""
    app.config["NOW"] = AT + timedelta(days=2)
    listing = make_weekly_listing(db_session)
    col = make_regular(db_session, listing, "Big Col", 3, 2)
    col.reach = "07700 900184"
    jeannie = make_referral(db_session, listing, state=State.ACCEPTED, first=TUESDAY, source=Source.ASKED)
    for weeks in (1, 0):
        on, at = TUESDAY - timedelta(weeks=weeks), AT - timedelta(weeks=weeks)
        register = make_register(db_session, listing, on=on, at=at)
        register.walk_in("Winston", press(at), acting=by_organiser(), at=at)
        if not weeks:
            register.mark(jeannie.id, Mark.ABSENT, press(at), acting=by_organiser(), at=at)
        register.close(None, press(at), acting=by_organiser(), at=at)
    db_session.commit()
    return listing


@pytest.fixture
def derek(db_session: Session, listing: Listing) -> User:
    assert listing.group is not None
    return make_organiser(db_session, listing.group)


@pytest.fixture
def host(signed_in: SignedIn, derek: User) -> FlaskClient:
    return signed_in(derek)


def call_of(session: Session, name: str) -> FriendlyCall:
    session.expire_all()
    return next(
        call for call in session.scalars(select(FriendlyCall)) if call.attender.name == name and not call.done_at
    )


def page(client: FlaskClient) -> Page:
    return Page(client.get(CALLS).text)


def test_whoever_is_missed_stands_there_with_why_and_nobody_else(host: FlaskClient, listing: Listing) -> None:
    text = page(host).text
    assert "Missed two in a row. Came last on Tuesday 17 February." in text
    assert "Was to come for the first time on Tuesday 3 March, and did not." in text
    assert "Winston" not in text
    assert "07700" not in text


def test_i_will_is_one_tap(host: FlaskClient, listing: Listing, db_session: Session) -> None:
    call = call_of(db_session, "Big Col")
    assert send(host, page(host), action=f"{call.id}/promise").status_code == 303
    assert "Derek Lund said they would ring" in page(host).text


@pytest.mark.parametrize("outcome", list(HowTheyAre))
def test_what_came_of_it_is_one_tap_and_can_be_taken_back(
    host: FlaskClient, listing: Listing, db_session: Session, outcome: HowTheyAre
) -> None:
    call = call_of(db_session, "Big Col")
    answer = send(host, page(host), action=f"calls/{call.id}", press=("outcome", outcome.value))
    assert answer.status_code == 303
    done = page(host)
    assert f"{outcome.label}, says Derek Lund" in done.text
    assert ("Ring on Friday 6 March" in done.text) is (outcome is HowTheyAre.NO_ANSWER)
    for _ in range(2):
        send(host, done, action=f"{call.id}/undo")
    assert call_of(db_session, "Big Col").id == call.id
    assert db_session.get_one(Attender, call.attender_id).left_at is None


def test_a_press_without_an_answer_says_so(host: FlaskClient, listing: Listing, db_session: Session) -> None:
    answer = send(host, page(host), action=f"calls/{call_of(db_session, 'Big Col').id}")
    assert answer.status_code == 409
    assert "Choose what came of the call" in answer.text


@pytest.mark.parametrize(("name", "number"), [("Big Col", "07700 900184"), ("Jeannie", "07700 900182")])
def test_a_number_shows_once_with_the_second_step_and_is_noted(
    app: Flask, listing: Listing, derek: User, db_session: Session, name: str, number: str
) -> None:
    client, call = app.test_client(), call_of(db_session, name)
    token = sign_in(client, derek)
    path = f"{call.id}/number#call-{call.id}"
    assert number not in send(client, page(client), action=path).text
    prove(client, token)
    shown = send(client, page(client), action=path)
    assert number in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert number not in client.get(CALLS).text
    noted = db_session.scalars(AuditEntry.about(call.attender_id).where(AuditEntry.action == "saw contact")).all()
    assert [entry.by_id for entry in noted] == [derek.id]


def test_strangers_find_nothing(signed_in: SignedIn, listing: Listing, db_session: Session) -> None:
    stranger, call = signed_in(make_volunteer(db_session)), call_of(db_session, "Big Col")
    assert "Big Col" not in stranger.get(CALLS).text
    for ending in ("", "/undo", "/promise", "/number"):
        sent = stranger.post(f"{CALLS}/{call.id}{ending}", data=csrf(stranger))
        assert sent.status_code in (403, 404)
    db_session.expire_all()
    assert (call.done_at, call.attender.rung_by) == (None, None)


def test_of_somebody_whose_referral_was_taken_back_nothing_is_left_to_see(
    host: FlaskClient, listing: Listing, db_session: Session
) -> None:
    call = call_of(db_session, "Jeannie")
    assert call.attender.referral is not None
    call.attender.referral.withdraw(acting=by_organiser(), at=AT)
    db_session.commit()
    assert "Jeannie" not in host.get(CALLS).text
