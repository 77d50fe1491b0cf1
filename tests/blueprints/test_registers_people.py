"""One person on a group's list: the name, who rings them, and whether they still come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.attender import Attender
from models.audit import AuditEntry
from models.listing import Listing
from models.referral_words import State
from tests.boards import make_group
from tests.filling import send
from tests.hostile.values import TEXTS
from tests.inspecting_client import Page
from tests.people import csrf
from tests.referring import make_organiser, make_referral
from tests.registering import AT, make_register, make_regular

SignedIn = Callable[[Any], FlaskClient]
NUMBER = "07700 900182"


@pytest.fixture(autouse=True)
def tuesday(app: Flask) -> None:
    app.config["NOW"] = AT


@pytest.fixture
def col(db_session: Session, listing: Listing) -> Attender:
    return make_regular(db_session, listing, "Colin", 2, 1)


def page_of(client: FlaskClient, attender: Attender) -> Page:
    answer = client.get(f"/registers/people/{attender.id}")
    assert answer.status_code == 200
    return answer.page  # type: ignore[attr-defined,no-any-return]


def again(session: Session, attender: Attender) -> Attender:
    session.expire_all()
    return session.get_one(Attender, attender.id)


def test_the_page_shows_their_last_sessions_and_is_noted(host: FlaskClient, db_session: Session, col: Attender) -> None:
    text = page_of(host, col).text
    assert "Came 2 times, first on 17 February" in text
    assert text.index("Tuesday 24 February Came") < text.index("Tuesday 17 February Came")
    assert [entry.action for entry in db_session.scalars(AuditEntry.about(col.id))] == ["looked"]


def test_the_name_is_put_right(host: FlaskClient, db_session: Session, col: Attender) -> None:
    refused = send(host, page_of(host, col), {"called": ""}, action="/name")
    assert refused.status_code == 422
    assert send(host, page_of(host, col), {"called": "Big Col"}, action="/name").status_code == 303
    assert again(db_session, col).name == "Big Col"


def test_a_number_is_taken_with_their_yes_and_never_shown_here(
    host: FlaskClient, db_session: Session, col: Attender
) -> None:
    said = {"rung_by": "Derek", "number": NUMBER}
    refused = send(host, page_of(host, col), said, action="/ringing")
    assert refused.status_code == 422
    assert "Ask them first" in refused.text
    assert send(host, page_of(host, col), {**said, "said_yes": "yes"}, action="/ringing").status_code == 303
    assert again(db_session, col).reach == NUMBER
    page = page_of(host, col)
    assert NUMBER not in page.html
    assert "One is kept" in page.text
    send(host, page, action="/ringing", press=("forget", "yes"))
    assert (again(db_session, col).rung_by, col.reach) == (None, None)


def test_they_do_not_come_any_more_and_back(host: FlaskClient, db_session: Session, col: Attender) -> None:
    left = send(host, page_of(host, col), action="/leaving")
    page = host.get(left.location).page  # type: ignore[attr-defined]
    assert "Does not come any more" in page.text
    assert again(db_session, col).left_at == AT
    send(host, page, action="/return")  # the Undo beside the message
    assert again(db_session, col).left_at is None


def test_of_somebody_who_was_sent_the_name_is_not_ours_to_change(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 3))
    jeannie = make_register(db_session, listing).line_of(referral.id, at=AT).attender
    db_session.commit()
    page = page_of(host, jeannie)
    assert "Put the name right" not in page.text
    refused = host.post(f"/registers/people/{jeannie.id}/name", data={"called": "Jean", **csrf(host)})
    assert refused.status_code == 409
    assert [entry.action for entry in db_session.scalars(AuditEntry.about(referral.id))][-1] == "looked"


def test_whoever_is_out_of_sight_or_somebody_elses_has_no_page(
    host: FlaskClient, signed_in: SignedIn, db_session: Session, listing: Listing, col: Attender
) -> None:
    other = signed_in(make_organiser(db_session, make_group(db_session, listing.patch, "Singers"), name="Jan"))
    assert other.get(f"/registers/people/{col.id}").status_code == 404
    for deed in ("name", "ringing", "leaving", "return"):
        assert other.post(f"/registers/people/{col.id}/{deed}", data=csrf(other)).status_code == 404
    col.erase(AT)
    db_session.commit()
    assert host.get(f"/registers/people/{col.id}").status_code == 404


def test_odd_things_about_a_person_are_answered_calmly(host: FlaskClient, col: Attender) -> None:
    token = csrf(host)
    for what in ("script", "NUL", "turned round", "Arabic"):
        data = {**dict.fromkeys(("called", "rung_by", "number", "said_yes"), TEXTS[what]), **token}
        for deed in ("name", "ringing", "leaving", "return"):
            answer = host.post(f"/registers/people/{col.id}/{deed}", data=data)
            assert answer.status_code in (303, 409, 422), f"{deed}: {answer.status_code}"
        assert "<script>alert(1)" not in host.get(f"/registers/people/{col.id}").text
