"""The register of one session: who is expected, one tap for a mark, and the way back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.attender import Attender
from models.audit import AuditEntry
from models.listing import Listing
from models.referral import Referral
from models.referral_words import State
from models.register import Register
from models.register_words import Mark
from tests.filling import send
from tests.inspecting_client import Page
from tests.people import csrf
from tests.referring import make_organiser, make_referral
from tests.registering import AT, make_regular

SignedIn = Callable[[Any], FlaskClient]


@pytest.fixture(autouse=True)
def tuesday(app: Flask) -> None:
    app.config["NOW"] = AT


def at(listing: Listing, ending: str = "", moment: str = "2026-03-03T1000") -> str:
    return f"/registers/{listing.id}/{moment}{ending}"


def page_of(client: FlaskClient, listing: Listing, ending: str = "") -> Page:
    answer = client.get(at(listing, ending))
    assert answer.status_code == 200
    return answer.page  # type: ignore[attr-defined,no-any-return]


def register_of(session: Session, listing: Listing) -> Register:
    session.expire_all()
    return session.scalars(Register.of_session(listing.id, date(2026, 3, 3), time(10))).one()


def marks_in(session: Session, listing: Listing) -> dict[str, Mark | None]:
    rows = session.scalars(select(Attendance).where(Attendance.register_id == register_of(session, listing).id))
    return {row.attender.name: row.mark for row in rows}


def add_regulars(session: Session, listing: Listing, *names: str) -> None:
    """People who came last week."""
    last_week = date(2026, 2, 24)
    for name in names:
        own = uuid.uuid4()
        session.add(
            Attender(
                id=own, listing_id=listing.id, counted_as=own, called=name, first_came_on=last_week,
                last_came_on=last_week, times=1, created_at=AT, last_active_at=AT,
            )
        )  # fmt: skip
    session.commit()


def test_looking_at_a_register_makes_none(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 3))
    page = page_of(host, listing)
    assert "Jeannie First time" in page.text
    assert "Yusuf, brown apron" in page.text
    assert db_session.scalar(Register.of_session(listing.id, date(2026, 3, 3), time(10))) is None
    assert list(db_session.scalars(AuditEntry.about(referral.id)))[-1].action == "looked"


def test_one_tap_marks_and_another_takes_it_away(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 3))
    who = f"/marks/{referral.id}"
    page = page_of(host, listing)
    for _ in range(2):  # a double tap is one tap
        answer = send(host, page, action=who, press=("mark", "came"))
        assert answer.status_code == 303
        assert answer.location.endswith(f"#line-{referral.id}")
    assert marks_in(db_session, listing) == {"Jeannie": Mark.CAME}
    assert db_session.get_one(Referral, referral.id).state is State.CAME
    page = page_of(host, listing)
    assert "1 of 1 marked. Noted: came." in page.text
    send(host, page, action=who, press=("mark", ""))
    assert marks_in(db_session, listing) == {"Jeannie": None}
    assert db_session.get_one(Referral, referral.id).state is State.ACCEPTED


def test_undo_puts_back_what_was_there(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    col = make_regular(db_session, listing, "Big Col", 1)
    send(host, page_of(host, listing), action=f"/marks/{col.id}", press=("mark", "part"))
    send(host, page_of(host, listing), action=f"/marks/{col.id}", press=("mark", "did-not-come"))
    page = page_of(host, listing)
    for _ in range(2):
        assert send(host, page, action="/undoing").status_code == 303
    assert marks_in(db_session, listing) == {"Big Col": Mark.PART}


def test_htmx_gets_the_line_and_the_counts(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    col = make_regular(db_session, listing, "Big Col", 1)
    make_regular(db_session, listing, "Ged", 1)
    answer = send(
        host, page_of(host, listing), action=f"/marks/{col.id}", press=("mark", "came"), headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert f'id="line-{col.id}"' in answer.text
    assert 'data-marked="1" data-expected="2"' in answer.text
    assert answer.text.count("data-who") == 1
    assert "1 not marked: Ged" in Page(answer.text).text
    assert "HX-Request" in answer.headers["Vary"]


def test_a_list_can_be_searched(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    add_regulars(db_session, listing, "Ann", "Annie", *(f"Person {n}" for n in "ABCDEFGHIJKL"))
    page = page_of(host, listing, "?q=ANN")
    assert "2 of 14 have “ANN” in their name" in page.text
    assert [line.get("data-name") for line in page.all("li") if line.get("data-name")] == ["ann", "annie"]


def test_another_groups_organiser_has_no_such_register(
    signed_in: SignedIn, db_session: Session, listing: Listing
) -> None:
    from tests.boards import make_group

    client = signed_in(make_organiser(db_session, make_group(db_session, listing.patch, "Singers"), name="Jan"))
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 3))
    assert client.get(at(listing)).status_code == 404
    answer = client.post(at(listing, f"/marks/{referral.id}"), data={"mark": "came", **csrf(client)})
    assert answer.status_code == 404
    assert db_session.get_one(Referral, referral.id).state is State.ACCEPTED


def test_before_the_day_only_apologies_can_be_noted(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    col = make_regular(db_session, listing, "Big Col", 1)
    page = host.get(at(listing, moment="2026-03-10T1000")).page  # type: ignore[attr-defined]
    assert "Sent apologies" in page.text
    assert "Did not come" not in page.text
    send(host, page, action=f"/marks/{col.id}", press=("mark", "apologies"))
    refused = send(host, page, action=f"/marks/{col.id}", press=("mark", "came"))
    assert refused.status_code == 409
