"""What is done on a register's page: walk-ins, heads, money, a note, differences, closing and opening again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.attendance import Attendance
from models.listing import Listing
from models.might_come import MightCome
from models.outbox import Email
from models.people import User
from models.referral import Referral
from models.referral_words import Deed, State
from models.register import Register
from models.register_words import Keeping, Mark, SessionState
from tests.boards import make_group
from tests.filling import send, values_of
from tests.hostile.values import TEXTS
from tests.inspecting_client import Page
from tests.people import csrf
from tests.referring import make_organiser, make_referral
from tests.registering import AT, by_organiser, make_regular, press

SignedIn = Callable[[Any], FlaskClient]
MOMENT = "2026-03-03T1000"


@pytest.fixture(autouse=True)
def tuesday(app: Flask) -> None:
    app.config["NOW"] = AT


def page_of(client: FlaskClient, listing: Listing, ending: str = "") -> Page:
    answer = client.get(f"/registers/{listing.id}/{MOMENT}{ending}")
    assert answer.status_code == 200
    return answer.page  # type: ignore[attr-defined,no-any-return]


def register_of(session: Session, listing: Listing) -> Register:
    session.expire_all()
    return session.scalars(Register.of_session(listing.id, date(2026, 3, 3), time(10))).one()


def add(client: FlaskClient, listing: Listing, name: str) -> TestResponse:
    return send(client, page_of(client, listing), {"called": name}, action="/walk-ins")


def close(client: FlaskClient, listing: Listing, **said: str) -> TestResponse:
    return send(client, page_of(client, listing), said, action="/closure")


def test_somebody_walks_in_with_a_first_name(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    page = page_of(host, listing)
    assert "only if they are happy to say" in page.text
    for _ in range(2):
        assert send(host, page, {"called": "Marlene"}, action="/walk-ins").location.endswith("#walk-in")
    register = register_of(db_session, listing)
    assert (register.named, register.named_new) == (1, 1)
    page = page_of(host, listing)
    assert "Marlene Walked in" in page.text
    assert "Added: they came." in page.text
    assert send(host, page, action="/undoing").status_code == 303
    assert register_of(db_session, listing).named == 0


def test_a_slip_of_a_name_is_undone_and_leaves_nobody(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    add(host, listing, "Kve")
    assert send(host, page_of(host, listing), action="/undoing").status_code == 303
    text = page_of(host, listing).text
    assert "Kve" not in text
    assert "0 of 0 marked" in text
    assert "Kve: Mark taken away" in page_of(host, listing, "/history").text
    asked = add(host, listing, "Kve")
    assert "alike" not in asked.location


def test_a_phone_number_is_no_first_name_and_stays_in_its_box(host: FlaskClient, listing: Listing) -> None:
    refused = add(host, listing, "Marlene 07700 900182")
    assert refused.status_code == 422
    assert "Just a first name" in refused.text
    assert 'value="Marlene 07700 900182"' in refused.text
    assert refused.page.title.startswith("Error: ")  # type: ignore[attr-defined]


def test_whoever_said_that_they_might_come_is_one_press(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    later = AT + timedelta(days=30)
    for name, day in (("Mo", date(2026, 3, 3)), ("Any day", None), ("Next week", date(2026, 3, 10))):
        db_session.add(MightCome(listing_id=listing.id, called=name, day=day, received_at=AT, delete_at=later))
    db_session.commit()
    page = page_of(host, listing)
    assert "Any day" in page.text
    assert "Next week" not in page.text
    note = db_session.scalars(select(MightCome.id).where(MightCome.day == date(2026, 3, 3))).one()
    form = next(f for f in page.all("form") if any(i.get("value") == str(note) for i in f.iter("input")))
    data = {i.get("name"): i.get("value") for i in form.iter("input")}
    assert host.post(form.get("action"), data=data).status_code == 303
    page = page_of(host, listing)
    assert "Mo Walked in" in page.text
    assert [f for f in page.all("form") if any(i.get("value") == str(note) for i in f.iter("input"))] == []


def test_is_this_the_same_ken(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    ken = make_regular(db_session, listing, "Ken", 20, 1)
    asked = add(host, listing, "ken")
    page = host.get(asked.location).page  # type: ignore[attr-defined]
    assert "Is this the same ken?" in page.text
    assert "The same: Ken, came 2 times, last on 24 February" in page.text
    assert send(host, page, action="/joining").status_code == 303
    register = register_of(db_session, listing)
    assert [(row.attender_id, row.mark) for row in register.attendances] == [(ken.id, Mark.CAME)]
    assert register.named == 1


def test_a_newcomer_who_was_added_by_hand_is_one_line_and_their_worker_hears_it(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    """Their line had not been touched, so nothing is written of them yet but the yes."""
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 3))
    asked = add(host, listing, "Jeannie")
    page = host.get(asked.location).page  # type: ignore[attr-defined]
    assert "The same: Jeannie, expected for the first time" in page.text
    assert send(host, page, action="/joining").status_code == 303
    register = register_of(db_session, listing)
    assert [(row.attender_id, row.mark) for row in register.attendances] == [(referral.id, Mark.CAME)]
    assert (referral.state, referral.came_on) == (State.CAME, date(2026, 3, 3))
    assert db_session.scalars(select(Email.event).order_by(Email.id)).all() == ["referral-news"]


def test_heads_are_counted_by_steps_and_by_numbers(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    def heads() -> tuple[int, int, int]:
        register = register_of(db_session, listing)
        return register.heads, register.heads_new, register.heads_referred

    for step, expected in (("+people", (1, 0, 0)), ("+new", (1, 1, 0)), ("+new", (2, 2, 0)), ("-people", (1, 1, 0))):
        assert send(host, page_of(host, listing), id="heads", press=("step", step)).status_code == 303
        assert heads() == expected
    numbers = {"people": "11", "new": "2", "referred": "3"}
    page = page_of(host, listing)
    for _ in range(2):
        send(host, page, numbers, id="heads")
    assert heads() == (11, 2, 3)
    refused = send(host, page_of(host, listing), {"people": "lots"}, id="heads")
    assert refused.status_code == 422
    assert 'value="lots"' in refused.text
    refused = send(host, page_of(host, listing), {"new": "12"}, id="heads")
    assert "it cannot be more" in refused.text


def test_a_register_of_heads_shows_no_names_but_of_those_who_were_sent(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    make_regular(db_session, listing, "Big Col", 1)
    make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 3))
    send(host, page_of(host, listing), action="/keeping", press=("keeping", "heads"))
    assert register_of(db_session, listing).keeping is Keeping.HEADS
    text = page_of(host, listing).text
    assert "How many came?" in text
    assert "Jeannie" in text
    assert "Big Col" not in text


@pytest.mark.parametrize(("typed", "pence"), [("12", 1200), ("£12.50", 1250), ("", None)])
def test_money_is_typed_as_people_write_it(
    host: FlaskClient, db_session: Session, listing: Listing, typed: str, pence: int | None
) -> None:
    assert send(host, page_of(host, listing), {"money": typed}, action="/money").status_code == 303
    assert register_of(db_session, listing).pence == pence


def test_money_that_nobody_can_read_stays_in_its_box(host: FlaskClient, listing: Listing) -> None:
    refused = send(host, page_of(host, listing), {"money": "a fiver"}, action="/money")
    assert refused.status_code == 422
    assert 'value="a fiver"' in refused.text


def test_a_note_that_gives_too_much_away_is_looked_at_twice(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    words = {"note": "Ring her on 07700 900182"}
    page = page_of(host, listing)
    assert "anybody who asks to see what is kept about them" in page.text
    asked = send(host, page, words, action="/note")
    assert asked.status_code == 422
    assert "looks like a phone number" in asked.text
    assert "Keep it as it is" in asked.text
    assert send(host, Page(asked.text), action="/note").status_code == 303
    assert register_of(db_session, listing).note == words["note"]


def test_a_note_of_despair_shows_the_numbers_first(host: FlaskClient, listing: Listing) -> None:
    asked = send(host, page_of(host, listing), {"note": "He said he wants to kill himself"}, action="/note")
    assert "Is somebody in danger?" in asked.text


def test_two_marks_that_differ_are_settled_with_one_press(
    host: FlaskClient, signed_in: SignedIn, db_session: Session, listing: Listing
) -> None:
    assert listing.group is not None
    col = make_regular(db_session, listing, "Big Col", 1)
    sam = signed_in(make_organiser(db_session, listing.group, name="Sam Okafor"))
    hers, his = page_of(sam, listing), page_of(host, listing)
    send(host, his, action=f"/marks/{col.id}", press=("mark", "came"))
    send(sam, hers, action=f"/marks/{col.id}", press=("mark", "did-not-come"))
    page = page_of(host, listing)
    assert "Big Col: Derek Lund says “Came”, Sam Okafor says “Did not come”" in page.text
    refused = close(host, listing, state="ran")
    assert refused.status_code == 409
    assert "Two marks differ" in refused.text
    send(host, page, action=f"/settlement/{col.id}", press=("mark", "did-not-come"))
    row = register_of(db_session, listing).attendances[0]
    assert (row.mark, row.is_disputed) == (Mark.ABSENT, False)


def test_two_counts_that_differ_are_settled_with_one_press(
    host: FlaskClient, signed_in: SignedIn, db_session: Session, listing: Listing
) -> None:
    assert listing.group is not None
    sam = signed_in(make_organiser(db_session, listing.group, name="Sam Okafor"))
    hers, his = page_of(sam, listing), page_of(host, listing)
    send(host, his, {"people": "11"}, id="heads")
    send(sam, hers, {"people": "12"}, id="heads")
    page = page_of(host, listing)
    assert "Two people counted heads" in page.text
    form = [f for f in page.all("form") if f.get("action", "").endswith("/heads/settlement")][1]
    host.post(form.get("action"), data={i.get("name"): i.get("value") for i in form.iter("input")})
    register = register_of(db_session, listing)
    assert (register.heads, register.heads_differ) == (12, False)


def test_the_day_is_closed_with_who_and_when_and_says_what_follows(
    host: FlaskClient, db_session: Session, listing: Listing, derek: User
) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 3))
    make_regular(db_session, listing, "Ged", 1)
    send(host, page_of(host, listing), action=f"/marks/{referral.id}", press=("mark", "came"))
    assert "1 not marked: Ged" in page_of(host, listing).text
    send(host, page_of(host, listing), action="/absences")
    assert close(host, listing).status_code == 303
    register = register_of(db_session, listing)
    assert (register.state, register.closed_by_id) == (SessionState.RAN, derek.id)
    text = page_of(host, listing).text
    assert "Closed on 3 March 2026, 10.30am, by Derek Lund" in text
    assert "is told that Jeannie came" in text
    assert "Did not come 1" in text


def test_everybody_who_was_said_not_to_have_come_is_taken_back_at_once(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    ged, _, _ = (make_regular(db_session, listing, name, 1) for name in ("Ged", "Farhad", "Winston"))
    send(host, page_of(host, listing), action=f"/marks/{ged.id}", press=("mark", "apologies"))
    send(host, page_of(host, listing), action="/absences")
    page = page_of(host, listing)
    assert "Noted: 2 did not come." in page.text
    marks = {row.mark for row in register_of(db_session, listing).attendances}
    assert marks == {Mark.ABSENT, Mark.APOLOGIES}
    undo = next(form for form in page.all("form") if any(each.get("name") == "revision" for each in form.iter("input")))
    for _ in range(2):
        assert host.post(undo.get("action"), data=values_of(undo)).status_code == 303
        marks = {row.mark for row in register_of(db_session, listing).attendances}
        assert marks == {None, Mark.APOLOGIES}


def test_a_no_show_is_told_when_the_day_is_closed(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 3))
    send(host, page_of(host, listing), action="/absences")
    assert close(host, listing, state="nobody").status_code == 303
    deeds = [step.deed for step in db_session.get_one(Referral, referral.id).steps]
    assert Deed.DID_NOT_COME in deeds
    assert "is told that Jeannie did not come" in page_of(host, listing).text


def test_closing_without_marks_asks_what_became_of_it(host: FlaskClient, listing: Listing) -> None:
    refused = close(host, listing)
    assert refused.status_code == 422
    assert "Say what became of this session" in refused.text


def test_a_closed_day_takes_nothing_and_loses_nothing(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    add(host, listing, "Ged")
    stale = page_of(host, listing)
    close(host, listing, state="ran")
    refused = send(host, stale, {"note": "Two went home early"}, action="/note")
    assert refused.status_code == 409
    assert "Two went home early" in refused.text
    assert "This day is closed" in refused.text
    late = send(host, stale, {"called": "Marlene"}, action="/walk-ins")
    assert late.status_code == 303
    text = page_of(host, listing).text
    assert "This came after the day was closed" in text
    assert "Marlene" in text
    page = page_of(host, listing)
    assert send(host, page, {"reason": " "}, action="/opening").status_code == 422
    assert send(host, page, {"reason": "Marlene was missing"}, action="/opening").status_code == 303
    assert not register_of(db_session, listing).is_closed


def test_the_history_has_every_entry_in_words(
    host: FlaskClient, signed_in: SignedIn, db_session: Session, listing: Listing
) -> None:
    assert listing.group is not None
    col = make_regular(db_session, listing, "Big Col", 1)
    sam = signed_in(make_organiser(db_session, listing.group, name="Sam Okafor"))
    hers, his = page_of(sam, listing), page_of(host, listing)
    send(host, his, action=f"/marks/{col.id}", press=("mark", "came"))
    send(sam, hers, action=f"/marks/{col.id}", press=("mark", "did-not-come"))
    send(host, page_of(host, listing), {"money": "12"}, action="/money")
    text = page_of(host, listing, "/history").text
    assert "Money noted: £12.00 Derek Lund, Tuesday 3 March, 10.30am" in text
    assert "Big Col: Did not come Sam Okafor, Tuesday 3 March, 10.30am Not settled yet" in text
    send(host, page_of(host, listing), action=f"/settlement/{col.id}", press=("mark", "came"))
    text = page_of(host, listing, "/history").text
    assert "Big Col: Did not come Sam Okafor, Tuesday 3 March, 10.30am Does not stand" in text


def test_the_history_calls_two_who_were_joined_by_the_name_that_stayed(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    make_regular(db_session, listing, "Ken", 1)
    page = host.get(add(host, listing, "ken").location).page  # type: ignore[attr-defined]
    send(host, page, action="/joining")
    text = page_of(host, listing, "/history").text
    assert "Walked in: Ken" in text
    assert "Somebody" not in text


def test_a_mark_that_moves_a_referral_writes_one_mail_without_a_name(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 3))
    page = page_of(host, listing)
    for _ in range(2):
        send(host, page, action=f"/marks/{referral.id}", press=("mark", "came"))
    mails = [mail for mail in db_session.scalars(select(Email)) if mail.event == "referral-news"]
    assert len(mails) == 1
    assert "Jeannie" not in mails[0].subject + mails[0].text
    register = register_of(db_session, listing)
    register.close(None, press(), acting=by_organiser(), at=AT)
    assert db_session.scalars(select(Attendance.mark)).all() == [Mark.CAME]


NOUNS = (
    "marks/{0}", "marks/{0}/undoing", "walk-ins", "joining", "settlement/{0}", "heads", "heads/settlement", "keeping",
    "money", "note", "absences", "closure", "opening",
)  # fmt: skip
BOXES = (
    "key", "seen", "mark", "revision", "called", "might_come", "keep", "gone", "people", "new", "referred", "step",
    "keeping", "money", "note", "heeded", "state", "reason",
)  # fmt: skip
ODD = ("script", "NUL", "turned round", "Arabic", "emoji", "mail header")


def test_odd_things_in_every_box_are_answered_calmly(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    col, here = make_regular(db_session, listing, "Big Col", 1), f"/registers/{listing.id}/{MOMENT}"
    token = csrf(host)
    for data in ({}, *(dict.fromkeys(BOXES, TEXTS[what]) for what in ODD)):
        for noun in NOUNS:
            answer = host.post(f"{here}/{noun.format(col.id)}", data={**data, **token})
            assert answer.status_code in (303, 400, 409, 422), f"{noun}: {answer.status_code}"
    assert host.get(here).status_code == 200
    assert host.get(f"{here}/history").status_code == 200


def test_nobody_else_can_do_anything_to_a_register(signed_in: SignedIn, db_session: Session, listing: Listing) -> None:
    client = signed_in(make_organiser(db_session, make_group(db_session, listing.patch, "Singers"), name="Jan"))
    col = make_regular(db_session, listing, "Big Col", 1)
    data = {"mark": "came", "keep": str(col.id), "gone": str(col.id), "keeping": "heads", **csrf(client)}
    for noun in NOUNS:
        answer = client.post(f"/registers/{listing.id}/{MOMENT}/{noun.format(col.id)}", data=data)
        assert answer.status_code == 404, noun
    assert db_session.scalar(Register.of_session(listing.id, date(2026, 3, 3), time(10))) is None
