"""The page of this week's registers, the earlier ones of a listing, and the register of another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.changes import ChangeKind
from models.listing import Listing
from models.people import User
from models.referral_words import State
from models.register import Register
from models.register_words import Keeping, Mark, SessionState
from models.rhythm import Rhythm
from models.session_time import SessionChange, SessionTime
from tests.boards import make_listing
from tests.filling import send
from tests.referring import make_referral
from tests.registering import AT, by_organiser, make_register, make_regular, press

SignedIn = Callable[[Any], FlaskClient]


@pytest.fixture(autouse=True)
def tuesday(app: Flask) -> None:
    app.config["NOW"] = AT


def text_of(client: FlaskClient, path: str = "/registers") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.page.text  # type: ignore[attr-defined,no-any-return]


def test_today_stands_first_with_who_is_expected(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 3))
    make_regular(db_session, listing, "Big Col", 4, 3, 2, 1)
    make_regular(db_session, listing, "Long gone", 30)
    text = text_of(host)
    assert "Today Lockside Shed Today, Tuesday 3 March, 10am to noon 2 expected, 1 for the first time" in text
    assert "In the next days" not in text  # the next one is a week away


def test_a_register_that_was_begun_and_one_that_is_closed_say_so(
    host: FlaskClient, db_session: Session, listing: Listing, derek: User
) -> None:
    register = make_register(db_session, listing)
    register.walk_in("Ged", press(), acting=by_organiser(derek), at=AT)
    db_session.commit()
    assert "1 marked so far" in text_of(host)
    register.close(None, press(), acting=by_organiser(derek), at=AT)
    db_session.commit()
    text = text_of(host)
    assert "1 came" in text
    assert f"Closed by {derek.name}" in text


def test_what_was_not_closed_last_week_stays_in_sight(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    make_regular(db_session, listing, "Big Col", 1)
    assert "Still open Lockside Shed Tuesday 24 February" in text_of(host)


def test_where_heads_are_counted_nobody_is_waited_for_by_name(
    host: FlaskClient, db_session: Session, listing: Listing, app: Flask
) -> None:
    register = make_register(db_session, listing, on=date(2026, 2, 17), at=AT - timedelta(weeks=2))
    register.keep_by(Keeping.HEADS, press(), acting=by_organiser(), at=AT)
    db_session.commit()
    text = text_of(host)
    assert "10am to noon Heads are counted Count heads" in text
    assert "Still open Lockside Shed Tuesday 24 February, 10am to noon Heads are counted" in text
    app.config["NOW"] = AT - timedelta(days=1)
    text = text_of(host, f"/registers/{listing.id}/2026-03-03T1000")
    assert "On the day you count here how many came" in text
    assert "0 came" not in text


def test_a_session_that_is_called_off_says_so(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    off = SessionChange(position=0, kind=ChangeKind.CANCELLED, on=date(2026, 3, 3), reason="The boiler broke")
    listing.session_changes = [off]
    db_session.commit()
    text = text_of(host)
    assert "The boiler broke" in text
    assert "Not on" in text


def test_nothing_today_says_what_to_do(signed_in: SignedIn, derek: User, app: Flask) -> None:
    app.config["NOW"] = AT.replace(day=4)
    assert "Nothing meets today" in text_of(signed_in(derek))


def test_somebody_who_hosts_nothing_has_no_such_page(signed_in: SignedIn, db_session: Session) -> None:
    from tests.people import make_user

    assert signed_in(make_user(db_session)).get("/registers").status_code == 404


def test_sixty_listings_take_as_many_statements_as_three(
    host: FlaskClient, db_session: Session, listing: Listing, app: Flask
) -> None:
    from extensions import db

    def add(count: int) -> None:
        for n in range(count):
            more = make_listing(db_session, listing.patch, name=f"Tea {n}", group_id=listing.group_id)
            more.session_times = [
                SessionTime(position=0, rhythm=Rhythm.WEEKLY, weekday=1, starts=time(14), term_time_only=True)
            ]
        db_session.commit()

    def statements() -> int:
        said: list[str] = []

        def count(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            said.append(statement)

        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", count)
            try:
                text_of(host)
            finally:
                event.remove(db.engine, "before_cursor_execute", count)
        return len(said)

    add(2)
    few = statements()
    add(57)
    assert statements() == few


def test_a_day_that_no_pattern_has_gets_a_register(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    path = f"/registers/{listing.id}"
    page = host.get(path).page  # type: ignore[attr-defined]
    assert send(host, page, {"on": "", "starts": "half"}, action="/sessions").status_code == 422
    refused = send(host, page, {"on": "6 March", "starts": "10am"}, action="/sessions")
    assert "still to come" in refused.text
    for _ in range(2):
        answer = send(host, page, {"on": "Sunday 1 March", "starts": "2pm"}, action="/sessions")
        assert answer.location == f"{path}/2026-03-01T1400"
    assert db_session.scalars(select(Register.on)).all() == [date(2026, 3, 1)]
    assert "Who came" in text_of(host, answer.location)
    assert "Sunday 1 March" in text_of(host, path)


def test_a_day_that_the_pattern_has_is_only_opened(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    page = host.get(f"/registers/{listing.id}").page  # type: ignore[attr-defined]
    answer = send(host, page, {"on": "3 March", "starts": "10"}, action="/sessions")
    assert answer.location.endswith("/2026-03-03T1000")
    assert db_session.scalar(select(Register.id)) is None


def test_earlier_registers_have_a_small_count_each(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    make_regular(db_session, listing, "Big Col", 3, 2)
    make_regular(db_session, listing, "Ged", 2)
    register = db_session.scalars(Register.of_session(listing.id, date(2026, 2, 17), time(10))).one()
    register.close(SessionState.RAN, press(), acting=by_organiser(), at=AT)
    db_session.commit()
    text = text_of(host, f"/registers/{listing.id}")
    assert "Tuesday 17 February, 10am to noon Closed 2 came" in text
    assert "Tuesday 10 February, 10am to noon 1 marked" in text


def test_how_many_are_marked_is_the_same_wherever_it_stands(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    register = make_register(db_session, listing, on=date(2026, 2, 24), at=AT - timedelta(weeks=1))
    ged = register.walk_in("Ged", press(), acting=by_organiser(), at=AT)
    register.mark(ged.attender_id, Mark.ABSENT, press(), acting=by_organiser(), at=AT)
    db_session.commit()
    assert "Tuesday 24 February, 10am to noon 1 marked" in text_of(host)
    assert "Tuesday 24 February, 10am to noon 1 marked" in text_of(host, f"/registers/{listing.id}")
