"""Paper: a register printed, the code back from it, typed up by the verbs of a register, lifts and whom to ring."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from blueprints import press
from models.acting import How
from models.audit import AuditEntry
from models.listing import Listing
from models.outbox import Email
from models.people import User
from models.referral import Referral
from models.referral_words import State
from models.register import Register
from models.register_words import Keeping, Lift, Mark, RegisterDeed, SessionState
from tests.filling import form_of, send, values_of
from tests.inspecting_client import Page
from tests.people import csrf, make_volunteer
from tests.referring import make_person, make_referral, sign_in_and_prove
from tests.registering import (
    AT,
    TEN,
    TUESDAY,
    by_organiser,
    lines_in,
    make_register,
    make_regular,
)
from tests.registering import (
    press as a_press,
)

SignedIn = Callable[[Any], FlaskClient]
NUMBER = "07700 900182"
PDF = "application/pdf"


@pytest.fixture
def here(listing: Listing) -> str:
    return f"/registers/{listing.id}/2026-03-03T1000"


def page_at(client: FlaskClient, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.page  # type: ignore[attr-defined,no-any-return]


def register_of(session: Session, listing: Listing) -> Register:
    session.expire_all()
    return session.scalars(Register.of_session(listing.id, TUESDAY, TEN)).one()


def marks_of(session: Session, listing: Listing) -> dict[str, Mark | None]:
    return {row.attender.name: row.mark for row in lines_in(session, register_of(session, listing))}


def newcomer(session: Session, listing: Listing, called: str = "Jeannie", **more: Any) -> Referral:
    person = make_person(session, called=called)
    return make_referral(session, listing, state=State.ACCEPTED, person=person, first=TUESDAY, **more)


def actions(session: Session, referral: Referral) -> list[str]:
    return [entry.action for entry in session.scalars(AuditEntry.about(referral.id))]


def typed_up(client: FlaskClient, here: str, answers: dict[str, str], *, close: bool = False) -> TestResponse:
    page = page_at(client, f"{here}/typing")
    return send(client, page, answers, action="/typing", press=("do", "close" if close else "save"))


def test_a_register_is_printed_and_its_code_leads_back(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    referral = newcomer(db_session, listing)
    answer = host.post(f"{here}/sheet", data=csrf(host))
    assert (answer.status_code, answer.location) == (303, f"{here}/sheet.pdf")
    file = host.get(answer.location)
    assert (file.mimetype, file.headers["Cache-Control"]) == (PDF, "no-store")
    code = register_of(db_session, listing).code
    assert file.headers["Content-Disposition"] == f'inline; filename="register-{code}.pdf"'
    assert actions(db_session, referral)[-1] == "printed register"
    for typed in (f"/r/{code}", f"/R/{code.lower()}", f"/r/{code[:3]} {code[3:]}"):
        back = host.get(typed)
        assert (back.status_code, back.location) == (303, f"{here}/typing")


def test_a_week_is_printed_as_one_file(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    referral = newcomer(db_session, listing)
    answer = host.post("/registers/sheets", data=csrf(host))
    assert (answer.status_code, answer.location) == (303, "/registers/sheets.pdf")
    file = host.get(answer.location)
    assert (file.mimetype, file.headers["Cache-Control"]) == (PDF, "no-store")
    assert press.pages_in(file.data) == len(db_session.scalars(select(Register)).all()) == 1
    assert actions(db_session, referral)[-1] == "printed register"
    assert host.get("/registers/sheets.pdf").status_code == 200


def test_a_code_of_somebody_else_and_one_of_nobody_are_the_same(
    signed_in: SignedIn, host: FlaskClient, client: FlaskClient, db_session: Session, listing: Listing
) -> None:
    register = make_register(db_session, listing)
    db_session.commit()
    stranger = signed_in(make_volunteer(db_session))
    told = {stranger.get(f"/r/{register.code}").data, stranger.get("/r/222222").data}
    assert len({re.sub(rb"[0-9a-f]{12,}", b"", each) for each in told}) == 1
    assert stranger.get(f"/r/{register.code}").status_code == host.get("/r/nothing").status_code == 404
    assert "/sign-in" in client.get(f"/r/{register.code}").location


def test_without_a_press_the_browser_prints_the_same(
    host: FlaskClient, db_session: Session, listing: Listing, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert host.get(f"{here}/sheet").location == here
    newcomer(db_session, listing)
    monkeypatch.setattr(press, "can_print", lambda: False)
    answer = host.post(f"{here}/sheet", data=csrf(host))
    assert answer.location == f"{here}/sheet"
    page = page_at(host, answer.location)
    for said in (
        "Jeannie",
        "First time",
        "Sent apo",
        "How many in all",
        "Money taken £",
        "shred it",
        "Tuesday 3 March",
    ):
        assert said in page.text, said
    assert NUMBER not in page.html
    assert "stairs" not in page.html
    assert register_of(db_session, listing).code in page.text


def test_a_sheet_that_counts_heads_has_three_boxes_and_nobodys_name(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    newcomer(db_session, listing)
    make_register(db_session, listing).keep_by(Keeping.HEADS, a_press(), acting=by_organiser(), at=AT)
    db_session.commit()
    page = page_at(host, f"{here}/sheet")
    assert "Of these, sent by somebody" in page.text
    assert "Jeannie" not in page.text
    assert host.get(f"{here}/sheet.pdf").mimetype == PDF


def test_a_sheet_is_typed_up_in_one_go_and_twice_is_once(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    referral = newcomer(db_session, listing)
    col = make_regular(db_session, listing, "Big Col", 1, 2)
    page = page_at(host, f"{here}/typing")
    answers = {
        f"mark-{referral.id}": "came",
        f"mark-{col.id}": "apologies",
        "walk-in-1": "Marlene",
        "walk-in-2": "Mo",
        "in_all": "5",
        "money": "£12.50",
        "note": "The kettle has gone.",
    }
    for _ in range(2):
        answer = send(host, page, answers, action="/typing", press=("do", "save"))
        assert (answer.status_code, answer.location) == (303, f"{here}/typing")
    register = register_of(db_session, listing)
    assert marks_of(db_session, listing) == {
        "Jeannie": Mark.CAME,
        "Big Col": Mark.APOLOGIES,
        "Marlene": Mark.CAME,
        "Mo": Mark.CAME,
    }
    assert (register.named, register.heads, register.people) == (3, 2, 5)
    assert (register.pence, register.note, register.closed_at) == (1250, "The kettle has gone.", None)
    assert {entry.how for entry in register.entries} == {How.PAPER}
    assert len(register.entries) == 7
    referral = db_session.get_one(Referral, referral.id)
    assert (referral.state, referral.steps[-1].how) == (State.CAME, How.PAPER)


def test_typed_up_and_closed_it_is_closed_once(
    host: FlaskClient, db_session: Session, listing: Listing, here: str, derek: User
) -> None:
    col = make_regular(db_session, listing, "Big Col", 1)
    page = page_at(host, f"{here}/typing")
    for _ in range(2):
        answer = send(host, page, {f"mark-{col.id}": "came"}, action="/typing", press=("do", "close"))
        assert (answer.status_code, answer.location) == (303, here)
    register = register_of(db_session, listing)
    assert (register.state, register.closed_by_id) == (SessionState.RAN, derek.id)
    assert [entry.deed for entry in register.entries] == [RegisterDeed.MARKED, RegisterDeed.CLOSED]
    assert "This day is closed" in page_at(host, f"{here}/typing").text


def test_a_closed_day_takes_nothing_and_keeps_what_was_typed(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    col = make_regular(db_session, listing, "Big Col", 1)
    page = page_at(host, f"{here}/typing")
    register = make_register(db_session, listing)
    register.close(SessionState.NOBODY, a_press(), acting=by_organiser(), at=AT)
    db_session.commit()
    answer = send(host, page, {f"mark-{col.id}": "came", "walk-in-3": "Mo"}, action="/typing", press=("do", "save"))
    assert answer.status_code == 422
    assert "This day is closed. Open it again" in answer.page.text  # type: ignore[attr-defined]
    assert answer.text.count("Error: ") == 1
    assert 'value="Mo"' in answer.text
    assert marks_of(db_session, listing) == {"Big Col": None}


def test_what_is_refused_is_named_and_all_of_it_is_kept(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    col = make_regular(db_session, listing, "Big Col", 1)
    typed = {
        f"mark-{col.id}": "came",
        "walk-in-2": "Ann 07700 900111",
        "money": "a lot",
        "in_all": "4",
        "note": "Rain.",
    }
    answer = typed_up(host, here, typed)
    page = answer.page  # type: ignore[attr-defined]
    assert answer.status_code == 422
    assert "Write it like 12 or 12.50." in page.text
    assert "Just a first name, please" in page.text
    for kept in ('value="Ann 07700 900111"', 'value="4"', "Rain."):
        assert kept in page.html
    assert db_session.scalar(select(Register.id).where(Register.on == TUESDAY)) is None
    answer = send(host, page, {"walk-in-2": "Ann", "money": "4", "in_all": "1"}, action="/typing", press=("do", "save"))
    assert "2 are marked as here, by name" in answer.page.text  # type: ignore[attr-defined]
    answer = send(host, page, {"walk-in-2": "Ann", "money": "4"}, action="/typing", press=("do", "save"))
    assert answer.status_code == 303
    assert register_of(db_session, listing).people == 4


def test_a_walk_in_with_a_known_name_is_asked_about_once(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    col = make_regular(db_session, listing, "Big Col", 1)
    answer = typed_up(host, here, {"walk-in-1": "big  col", "walk-in-2": "Big Col"})
    page = answer.page  # type: ignore[attr-defined]
    assert answer.status_code == 422
    assert "We know somebody called big col. Say if it is them, then save again." in page.text
    answer = send(host, page, {"same-1": str(col.id)}, action="/typing", press=("do", "save"))
    assert answer.status_code == 303
    rows = lines_in(db_session, register_of(db_session, listing))
    assert [
        (row.mark, row.attender_id == col.id) for row in sorted(rows, key=lambda row: row.attender_id != col.id)
    ] == [
        (Mark.CAME, True),
        (Mark.CAME, False),
    ]


def test_nothing_that_somebody_else_said_meanwhile_is_overwritten(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    col, bill = (make_regular(db_session, listing, name, 1) for name in ("Big Col", "Bill"))
    page = page_at(host, f"{here}/typing")
    register = make_register(db_session, listing)
    for each in (col, bill):
        register.mark(each.id, Mark.CAME, a_press(), acting=by_organiser(), at=AT)
    register.write_note("Locked out.", a_press(), acting=by_organiser(), at=AT)
    register.note_money(300, a_press(), acting=by_organiser(), at=AT)
    db_session.commit()
    answer = send(
        host, page, {f"mark-{col.id}": "did-not-come", "note": "All fine."}, action="/typing", press=("do", "save")
    )
    page = answer.page  # type: ignore[attr-defined]
    assert answer.status_code == 422
    assert "It says “Locked out.” now" in page.text
    answer = send(host, page, action="/typing", press=("do", "close"))
    assert answer.location == here
    register = register_of(db_session, listing)
    assert (register.note, register.pence, register.is_closed) == ("All fine.", 300, False)
    lines = {row.attender.name: row for row in lines_in(db_session, register)}
    assert (lines["Big Col"].mark, lines["Big Col"].other_mark) == (Mark.CAME, Mark.ABSENT)
    assert (lines["Bill"].mark, lines["Bill"].is_disputed) == (Mark.CAME, False)


def test_a_standing_mark_is_chosen_already_and_can_be_taken_away(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    col = make_regular(db_session, listing, "Big Col", 1)
    assert typed_up(host, here, {f"mark-{col.id}": "part"}).status_code == 303
    chosen = [each for each in page_at(host, f"{here}/typing").all("input") if each.get("checked") is not None]
    assert ("part", f"mark-{col.id}") in [(each.get("value"), each.get("name")) for each in chosen]
    assert typed_up(host, here, {f"mark-{col.id}": "none"}).status_code == 303
    assert marks_of(db_session, listing) == {"Big Col": None}


def test_a_note_that_gives_too_much_away_is_minded_once(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    answer = typed_up(host, here, {"note": "Ring Bill on 0161 496 0133."})
    assert answer.status_code == 422
    page = answer.page  # type: ignore[attr-defined]
    assert "Is it right all the same?" in page.text
    assert send(host, page, action="/typing", press=("do", "save")).status_code == 303
    assert register_of(db_session, listing).note == "Ring Bill on 0161 496 0133."


def test_heads_are_typed_up_without_names(host: FlaskClient, db_session: Session, listing: Listing, here: str) -> None:
    make_register(db_session, listing).keep_by(Keeping.HEADS, a_press(), acting=by_organiser(), at=AT)
    db_session.commit()
    assert "more" in typed_up(host, here, {"people": "5", "new": "6"}).text
    assert typed_up(host, here, {"people": "31", "new": "4", "referred": "2"}, close=True).status_code == 303
    register = register_of(db_session, listing)
    assert (register.heads, register.heads_new, register.heads_referred, register.state) == (31, 4, 2, SessionState.RAN)


def test_a_session_in_the_storm_is_typed_up_as_one(
    host: FlaskClient, client: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    """Whoever was expected hears it as they do when it is called off by its button."""
    referral = newcomer(db_session, listing)
    assert "Press “Save and close the day”" in typed_up(host, here, {"state": "weather"}).text
    page = page_at(host, f"{here}/typing")
    answers = [send(host, page, {"state": "weather"}, action="/typing", press=("do", "close")) for _ in range(2)]
    assert [answer.location for answer in answers] == [f"{here}/calling-off", here]
    assert register_of(db_session, listing).state is SessionState.WEATHER
    events = sorted(db_session.scalars(select(Email.event)))
    assert events == ["session-not-on-team"]
    assert db_session.get_one(Referral, referral.id).first_date == TUESDAY + timedelta(days=7)
    assert "Not on" in client.get(f"/listings/{listing.id}/{listing.slug}").text
    assert "asked to come Tuesday 10 March" in page_at(host, f"{here}/calling-off").text


def test_a_storm_to_which_somebody_came_is_put_right_first(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    col = make_regular(db_session, listing, "Big Col", 1)
    refused = typed_up(host, here, {"state": "weather", f"mark-{col.id}": "came"}, close=True)
    assert refused.status_code == 422
    assert "1 came, by the marks." in refused.text
    assert db_session.scalars(select(Email.event)).all() == []


def test_a_lift_is_wanted_offered_and_taken(
    host: FlaskClient, db_session: Session, listing: Listing, here: str
) -> None:
    referral = newcomer(db_session, listing, lift_wanted=True)
    col = make_regular(db_session, listing, "Big Col", 1)
    page = page_at(host, f"{here}/lifts")
    assert NUMBER not in page.html
    answer = send(host, page, {"driver": "Derek"}, action=f"/lifts/{referral.id}", press=("lift", "offered"))
    assert (answer.status_code, answer.location) == (303, f"{here}/lifts")
    assert send(host, page, {"who": str(col.id)}, action="/lifts", press=("lift", "wanted")).status_code == 303
    assert send(host, page, action="/lifts", press=("lift", "wanted")).status_code == 422
    lines = {row.attender.name: row for row in lines_in(db_session, register_of(db_session, listing))}
    assert (lines["Jeannie"].lift, lines["Jeannie"].driver, lines["Big Col"].lift) == (
        Lift.OFFERED,
        "Derek",
        Lift.WANTED,
    )


@pytest.mark.parametrize("page", ["lifts/sheet", "lifts.pdf", "contacts", "contacts/sheet", "contacts.pdf"])
def test_how_to_reach_people_is_behind_the_second_step_and_noted(
    host: FlaskClient, derek: User, db_session: Session, listing: Listing, here: str, page: str
) -> None:
    referral = newcomer(db_session, listing, lift_wanted=True)
    assert "/account/second-factor" in host.get(f"{here}/{page}").location
    sign_in_and_prove(host, derek)
    answer = host.get(f"{here}/{page}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    if answer.mimetype == PDF:
        assert listing.name not in answer.headers["Content-Disposition"]
    else:
        assert f"Ring {NUMBER}. You may leave a message." in answer.page.text  # type: ignore[attr-defined]
    entry = db_session.scalars(AuditEntry.about(referral.id)).all()[-1]
    assert entry.action == ("saw contact" if page == "contacts" else entry.action)
    assert "reach" in entry.fields


def test_whom_to_ring_are_those_expected_not_marked_and_seen_by_the_group(
    host: FlaskClient, derek: User, db_session: Session, listing: Listing, here: str
) -> None:
    came, _waits, gone = (newcomer(db_session, listing, name) for name in ("Abdul", "Jeannie", "Lorna"))
    with_number, _without = (make_regular(db_session, listing, name, 1) for name in ("Big Col", "Bill"))
    with_number.reach, with_number.rung_by = "07700 900155", "Derek"
    make_register(db_session, listing).mark(came.id, Mark.CAME, a_press(), acting=by_organiser(), at=AT)
    gone.withdraw(acting=by_organiser(), at=AT)
    db_session.commit()
    sign_in_and_prove(host, derek)
    text = page_at(host, f"{here}/contacts").text
    for shown in (
        "Jeannie",
        NUMBER,
        "After 2.",
        "Big Col",
        "07700 900155",
        "Derek agreed to ring",
        "1 other person is",
    ):
        assert shown in text, shown
    for hidden in ("Abdul", "Lorna", "Bill"):
        assert hidden not in text, hidden
    assert "shred it after today" in page_at(host, f"{here}/contacts/sheet").text


def test_somebody_elses_register_has_no_paper(
    signed_in: SignedIn, db_session: Session, listing: Listing, here: str
) -> None:
    dot = make_volunteer(db_session)
    stranger = sign_in_and_prove(signed_in(dot), dot)
    for page in ("sheet", "sheet.pdf", "typing", "lifts", "lifts.pdf", "contacts", "contacts.pdf"):
        assert stranger.get(f"{here}/{page}").status_code == 404, page
    for form in ("sheet", "typing", "lifts", f"lifts/{UUID(int=1)}"):
        assert stranger.post(f"{here}/{form}", data=csrf(stranger)).status_code == 404, form


@pytest.mark.parametrize("odd", ["\0", "²", "9" * 5000, "-1", "😀" * 300, "x" * 3000, "<b>", "\u202e"])
def test_odd_things_are_answered_calmly_and_kept(
    host: FlaskClient, db_session: Session, listing: Listing, here: str, odd: str
) -> None:
    make_regular(db_session, listing, "Big Col", 1)
    whole = dict.fromkeys(values_of(form_of(page_at(host, f"{here}/typing"), action="/typing")), odd)
    for sent in (whole, {"walk-in-1": odd, "same-1": odd, "asked-1": odd}, {"note": odd, "money": odd}):
        for door in ("typing", "lifts", "lifts/00000000-0000-4000-8000-000000000000"):
            answer = host.post(f"{here}/{door}", data={**sent, **csrf(host), "lift": "offered", "driver": odd})
            assert answer.status_code in (303, 422), (door, answer.status_code)
            if answer.status_code == 422 and door == "typing" and odd.isalpha() and "note" in sent:
                assert odd in answer.text
