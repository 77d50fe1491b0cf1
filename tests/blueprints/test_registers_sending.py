"""Marks that a phone kept and hands in later: each done once, each answered, and no nonsense ever breaks anything."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from extensions import db
from models.attendance import Attendance
from models.listing import Listing
from models.organiser import Organiser
from models.outbox import Email
from models.people import User
from models.referral import Referral
from models.referral_words import State
from models.register import Register
from models.register_words import Mark
from models.signed_in_session import SignedInSession
from tests.at_once import all_at_once
from tests.conftest import NOW
from tests.faults.test_half_done import PowerCut, breaking
from tests.people import csrf, make_user, sign_in
from tests.referring import make_organiser, make_referral
from tests.registering import TUESDAY, make_regular, make_weekly_listing

TEN_O_CLOCK = f"{TUESDAY}T1000"
ADDRESS = "/registers/presses"


@pytest.fixture
def listing(db_session: Session) -> Listing:
    return make_weekly_listing(db_session)


@pytest.fixture
def derek(db_session: Session, listing: Listing) -> User:
    return make_organiser(db_session, listing.group)


@pytest.fixture
def phone(app: Flask, db_session: Session, derek: User) -> FlaskClient:
    """Derek's phone, signed in. Not an inspecting client: nothing here is a page."""
    made = FlaskClient(app, app.response_class, use_cookies=True)
    sign_in(made, derek)
    db_session.rollback()
    return made


def pass_for(client: FlaskClient, listing: Listing) -> str:
    """The pass that the phone keeps for this listing."""
    return str(client.get("/registers/pocket.json").get_json()["passes"][str(listing.id)])


def a_press(**more: Any) -> dict[str, Any]:
    usual = {"key": str(uuid.uuid4()), "moment": TEN_O_CLOCK, "kind": "mark", "mark": "came", "at": NOW.isoformat()}
    return {**usual, **{name: str(value) if isinstance(value, uuid.UUID) else value for name, value in more.items()}}


def send(client: FlaskClient, sealed: Any, *presses: Any, **more: Any) -> TestResponse:
    return client.post(ADDRESS, json={"pass": sealed, "now": NOW.isoformat(), "presses": list(presses), **more})


def became(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["became"] for each in answer.get_json()["answers"]]


def test_marks_walk_ins_and_heads_are_kept_once_however_often_they_are_sent(
    db_session: Session, phone: FlaskClient, listing: Listing
) -> None:
    ged = make_regular(db_session, listing, "Ged", 1).id
    walked = a_press(kind="walk-in", called="Marlene")
    presses = [
        a_press(who=ged, seen=0),
        walked,
        a_press(who=walked["key"], mark="part"),
        a_press(kind="heads", people=3, new=1, referred=0, seen=0),
    ]
    sealed = pass_for(phone, listing)
    assert became(send(phone, sealed, *presses)) == ["kept"] * 4
    again = send(phone, sealed, *presses)
    assert became(again) == ["kept"] * 4
    register = db_session.scalars(Register.of_session(listing.id, TUESDAY, listing.session_times[0].starts)).one()
    assert (register.named, register.heads, len(register.entries)) == (2, 3, 4)
    assert again.get_json()["answers"][0]["register"] == {"moment": TEN_O_CLOCK, "version": 4}
    marked = select(Attendance.mark).where(Attendance.attender_id == uuid.UUID(walked["key"]))
    assert db_session.scalars(marked).one() is Mark.PART


def test_an_undo_takes_the_mark_away(db_session: Session, phone: FlaskClient, listing: Listing) -> None:
    ged = make_regular(db_session, listing, "Ged", 1).id
    sealed = pass_for(phone, listing)
    assert became(send(phone, sealed, a_press(who=ged), a_press(who=ged, mark=None))) == ["kept", "kept"]
    assert db_session.scalars(select(Attendance).where(Attendance.on == TUESDAY)).one().mark is None


def test_a_first_came_moves_the_referral_and_tells_the_link_worker_once(
    db_session: Session, phone: FlaskClient, listing: Listing
) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=TUESDAY)
    told = referral.news_address
    sealed, press = pass_for(phone, listing), a_press(who=referral.id)
    for _ in range(2):
        assert became(send(phone, sealed, press)) == ["kept"]
    db_session.expire_all()
    assert db_session.get_one(Referral, referral.id).state is State.CAME
    mails = db_session.scalars(select(Email).where(Email.to == told)).all()
    assert len(mails) == 1
    assert "Jeannie" not in mails[0].text + mails[0].subject


def test_two_people_one_of_them_without_signal_are_both_heard(
    app: Flask, db_session: Session, phone: FlaskClient, listing: Listing
) -> None:
    ged = make_regular(db_session, listing, "Ged", 1).id
    other = FlaskClient(app, app.response_class, use_cookies=True)
    sign_in(other, make_organiser(db_session, listing.group, name="Sam"))
    assert became(send(other, pass_for(other, listing), a_press(who=ged, seen=0), phone=str(uuid.uuid4()))) == ["kept"]
    late = send(phone, pass_for(phone, listing), a_press(who=ged, seen=0, mark="did-not-come"), phone=str(uuid.uuid4()))
    assert became(late) == ["beside"]
    line = db_session.scalars(select(Attendance).where(Attendance.on == TUESDAY)).one()
    assert (line.mark, line.other_mark, line.is_disputed) == (Mark.CAME, Mark.ABSENT, True)


def test_one_bad_press_keeps_no_other_from_going(db_session: Session, phone: FlaskClient, listing: Listing) -> None:
    ged = make_regular(db_session, listing, "Ged", 1).id
    elsewhere = make_regular(db_session, make_weekly_listing(db_session), "Elsewhere", 1).id
    presses: list[Any] = [
        None, 7, "came", [], {}, {"key": "x"}, a_press(who="nobody"), a_press(who=uuid.uuid4()),
        a_press(who=elsewhere),
        a_press(who=ged, mark="arrived"), a_press(who=ged, mark=["came"]), a_press(who=ged, mark={}),
        a_press(who=ged, seen=-1), a_press(who=ged, seen=True), a_press(who=ged, seen=2**63),
        a_press(who=ged, seen=1.5),
        a_press(who=ged, at="yesterday"), a_press(who=ged, at="2026-03-03T10:00:00"), a_press(who=ged, at=None),
        a_press(who=ged, at="0001-01-01T00:00:00+23:59"), a_press(who=ged, at="9999-12-31T23:59:59-23:59"),
        a_press(who=ged, moment="2026-03-03"), a_press(who=ged, moment=["x"]),
        a_press(who=ged, moment="0000-00-00T0000"),
        a_press(who=ged, moment="1066-10-14T0900"), a_press(who=ged, moment="2027-12-01T1000"),
        a_press(who=ged, moment="2026-02-01T1000"), a_press(who=ged, kind="close"), a_press(who=ged, kind=None),
        a_press(kind="walk-in", called=""), a_press(kind="walk-in", called="07700 900182"),
        a_press(kind="walk-in", called="\ud800\0"), a_press(kind="walk-in", called="x" * 3_000),
        a_press(kind="walk-in", called=7), a_press(kind="heads", people=-1, new=0, referred=0),
        a_press(kind="heads", people=2, new=3, referred=0), a_press(kind="heads", people=10**9, new=0, referred=0),
        a_press(kind="heads"),
    ]  # fmt: skip
    right = [a_press(who=ged), a_press(kind="walk-in", called="Ma\0r\ud800lene")]
    answers = send(phone, pass_for(phone, listing), *presses, *right).get_json()["answers"]
    assert [each["became"] for each in answers] == ["refused"] * len(presses) + ["kept"] * 2
    assert all(each["words"].endswith((".", "0182")) for each in answers[: len(presses)])
    register = db_session.scalars(
        select(Register).where(Register.listing_id == listing.id, Register.on == TUESDAY)
    ).one()
    assert (register.named, len(register.entries)) == (2, 2)


def test_a_register_is_not_made_for_presses_that_were_all_refused(
    db_session: Session, phone: FlaskClient, listing: Listing
) -> None:
    assert became(send(phone, pass_for(phone, listing), a_press(who=uuid.uuid4()))) == ["refused"]
    assert db_session.scalars(select(Register)).all() == []


@pytest.mark.parametrize(
    ("days", "taken"), [(-9, False), (-8, True), (-5, True), (1, True), (2, False)]
)  # fmt: skip
def test_a_session_that_has_gone_from_the_pattern_is_still_written_down_for_a_week(
    db_session: Session, phone: FlaskClient, listing: Listing, days: int, taken: bool
) -> None:
    ged = make_regular(db_session, listing, "Ged", 3).id
    day = TUESDAY + timedelta(days=days)
    mark = "came" if days <= 0 else "apologies"
    press = a_press(who=ged, moment=f"{day}T1435", mark=mark)
    assert became(send(phone, pass_for(phone, listing), press)) == ["kept" if taken else "refused"]


def test_the_phones_wrong_clock_is_put_right(db_session: Session, phone: FlaskClient, listing: Listing) -> None:
    ged = make_regular(db_session, listing, "Ged", 1).id
    fast = NOW + timedelta(days=3)
    pressed = fast - timedelta(minutes=20)
    press = a_press(who=ged, at=pressed.isoformat())
    assert became(send(phone, pass_for(phone, listing), press, now=fast.isoformat())) == ["kept"]
    register = db_session.scalars(select(Register).where(Register.on == TUESDAY)).one()
    assert [entry.pressed_at for entry in register.entries] == [NOW - timedelta(minutes=20)]


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "broken": b'{"presses": [',
    "not ours": b"[]",
    "a word": b'"presses"',
    "null": b"null",
    "no list": b'{"presses": {"a": 1}}',
    "very deep": b"[" * 500_000,
    "deep in a press": b'{"presses": [' + b'{"a":' * 100_000,
    "a huge number": b'{"presses": [], "now": ' + b"9" * 10_000 + b"}",
    "no number": b'{"presses": [NaN, Infinity]}',
    "bytes": b"\xff\xfe\x00{",
    "too many": json.dumps({"presses": [{}] * 501}).encode(),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_json_of_any_kind_is_answered_with_words(phone: FlaskClient, what: str) -> None:
    answer = phone.post(ADDRESS, data=HOSTILE[what], content_type="application/json")
    assert answer.status_code in (400, 413), answer.status_code
    assert answer.get_json()["words"].endswith(".")


@pytest.mark.parametrize("sealed", [None, "", "x", 7, {}, ["a"], "a.b.c", "é\0", "x" * 100_000, True])
def test_a_pass_that_is_none_is_refused(phone: FlaskClient, sealed: Any) -> None:
    answer = send(phone, sealed, a_press(who=uuid.uuid4()))
    assert (answer.status_code, answer.get_json()["why"]) == (403, "sign-in")


def test_a_session_that_stood_idle_still_sends_for_seven_days(
    app: Flask, db_session: Session, phone: FlaskClient, listing: Listing, pass_time: Callable[..., datetime]
) -> None:
    ged = make_regular(db_session, listing, "Ged", 1).id
    sealed, press = pass_for(phone, listing), a_press(who=ged)
    pass_time(days=6)
    assert phone.get("/registers").status_code == 303
    stranger = FlaskClient(app, app.response_class, use_cookies=True)
    assert became(send(stranger, sealed, press)) == ["kept"]
    pass_time(days=1, minutes=5)
    assert send(stranger, sealed, press).get_json()["why"] == "sign-in"


def test_signing_out_anywhere_ends_the_pass(db_session: Session, phone: FlaskClient, listing: Listing) -> None:
    sealed = pass_for(phone, listing)
    db_session.execute(update(SignedInSession).values(ended_at=NOW))
    db_session.commit()
    answer = send(phone, sealed, a_press(who=uuid.uuid4()))
    assert (answer.status_code, answer.get_json()["why"]) == (403, "ended")


def test_somebody_who_was_removed_sends_nothing(
    db_session: Session, phone: FlaskClient, listing: Listing, derek: User
) -> None:
    sealed, user_id = pass_for(phone, listing), derek.id
    db_session.execute(update(User).where(User.id == user_id).values(ended_at=NOW))
    db_session.commit()
    assert send(phone, sealed).get_json()["why"] == "ended"


def test_somebody_who_looks_after_it_no_more_sends_nothing(
    db_session: Session, phone: FlaskClient, listing: Listing, derek: User
) -> None:
    sealed = pass_for(phone, listing)
    db_session.execute(update(Organiser).where(Organiser.user_id == derek.id).values(ended_at=NOW))
    db_session.commit()
    assert send(phone, sealed, a_press(who=uuid.uuid4())).get_json()["why"] == "not-yours"


def test_a_pass_is_for_one_listing(db_session: Session, phone: FlaskClient, listing: Listing) -> None:
    other = make_weekly_listing(db_session, patch=listing.patch, group_id=listing.group_id, name="The other one")
    there = make_regular(db_session, other, "There", 1).id
    assert became(send(phone, pass_for(phone, listing), a_press(who=there))) == ["refused"]
    assert became(send(phone, pass_for(phone, other), a_press(who=there))) == ["kept"]


def test_another_persons_pass_does_not_work_while_somebody_else_is_signed_in(
    app: Flask, db_session: Session, phone: FlaskClient, listing: Listing
) -> None:
    sealed = pass_for(phone, listing)
    sign_in(phone, make_user(db_session))
    assert send(phone, sealed).get_json()["why"] == "somebody-else"


def test_another_site_cannot_hand_marks_in(phone: FlaskClient, listing: Listing) -> None:
    sealed = pass_for(phone, listing)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = phone.post(ADDRESS, json={"pass": sealed, "presses": []}, headers=headers)
        assert answer.status_code == 403
        assert not answer.is_json
    assert phone.post(ADDRESS, data={"pass": sealed}).status_code == 403
    assert phone.post(ADDRESS, data={**csrf(phone), "pass": sealed}).status_code == 415


def test_the_same_batch_twice_at_the_same_moment_is_one(
    app: Flask, db_session: Session, phone: FlaskClient, listing: Listing
) -> None:
    ged = make_regular(db_session, listing, "Ged", 1).id
    sealed, presses = pass_for(phone, listing), [a_press(who=ged), a_press(kind="walk-in", called="Marlene")]
    db_session.rollback()
    clients = [FlaskClient(app, app.response_class, use_cookies=True) for _ in range(4)]
    answers = all_at_once([lambda each=each: send(each, sealed, *presses) for each in clients])
    assert {answer.status_code for answer in answers} <= {200, 409, 503}
    assert became(send(phone, sealed, *presses)) == ["kept", "kept"]
    register = db_session.scalars(select(Register).where(Register.on == TUESDAY)).one()
    assert (register.named, len(register.entries)) == (2, 2)


@pytest.mark.parametrize("at", [2, 4, 6])
def test_a_power_cut_in_the_middle_leaves_nothing_and_the_phone_sends_again(
    db_session: Session, phone: FlaskClient, listing: Listing, at: int
) -> None:
    ged = make_regular(db_session, listing, "Ged", 1).id
    sealed, presses = pass_for(phone, listing), [a_press(who=ged), a_press(kind="walk-in", called="Marlene")]
    db_session.rollback()
    with breaking(db.engine, at), pytest.raises(PowerCut):
        send(phone, sealed, *presses)
    db_session.rollback()
    assert db_session.scalars(select(Register).where(Register.on == TUESDAY)).all() == []
    db_session.rollback()
    assert became(send(phone, sealed, *presses)) == ["kept", "kept"]


class TestWhatAPhoneKeeps:
    def test_a_page_kept_today_can_be_marked_on_its_own_day(
        self, db_session: Session, phone: FlaskClient, listing: Listing, pass_time: Callable[..., datetime]
    ) -> None:
        make_regular(db_session, listing, "Ged", 2)
        tomorrow = f"/registers/{listing.id}/2026-03-10T1000"
        pass_time(days=6)
        sign_in(phone, db_session.scalars(select(User).where(User.name == "Derek Lund")).one())
        looked_at, kept = phone.get(tomorrow).text, phone.get(tomorrow, headers={"Hereabouts-Keep": "yes"}).text
        assert "Tomorrow, Tuesday 10 March" in looked_at
        assert 'aria-pressed="false">Came</button>' not in looked_at.partition("<template")[0]
        assert "Tuesday 10 March" in kept
        assert "Tomorrow" not in kept
        assert kept.count('data-mark="came"') > looked_at.count('data-mark="came"')

    def test_those_on_the_phone_are_listed_in_the_order_of_time(
        self, db_session: Session, phone: FlaskClient, listing: Listing
    ) -> None:
        make_regular(db_session, listing, "Ged", 2)
        page = phone.get("/registers/kept", headers={"Hereabouts-Keep": "yes"}).text
        assert page.index("2026-02-24T1000") < page.index("2026-03-03T1000")
        assert "Ged" not in page

    def test_this_weeks_registers_and_no_closed_one(
        self, db_session: Session, phone: FlaskClient, listing: Listing
    ) -> None:
        make_weekly_listing(db_session)  # somebody else's
        ged = make_regular(db_session, listing, "Ged", 1).id
        kept = phone.get("/registers/pocket.json").get_json()
        assert [(page["url"], page["version"]) for page in kept["pages"]] == [
            (f"/registers/{listing.id}/2026-03-03T1000", 0), (f"/registers/{listing.id}/2026-02-24T1000", 1),
        ]  # fmt: skip
        send(phone, pass_for(phone, listing), a_press(who=ged))
        assert phone.get("/registers/pocket.json").get_json()["pages"][0]["version"] == 1
        db_session.execute(update(Register).values(closed_at=NOW))
        db_session.commit()
        assert phone.get("/registers/pocket.json").get_json()["pages"] == []

    def test_the_worker_looks_after_registers_alone(self, phone: FlaskClient) -> None:
        answer = phone.get("/registers/worker.js")
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Service-Worker-Allowed"] == "/registers"
        assert answer.headers["Cache-Control"] == "no-cache"
        for path in answer.text.removeprefix("importScripts(").removesuffix(");\n").split(", "):
            assert phone.get(json.loads(path), buffered=True).status_code == 200

    def test_it_can_be_put_on_a_home_screen(self, phone: FlaskClient) -> None:
        answer = phone.get("/registers/manifest.webmanifest")
        said = json.loads(answer.text)
        assert answer.mimetype == "application/manifest+json"
        assert (said["scope"], said["display"]) == ("/registers", "standalone")
        for icon in said["icons"]:
            picture = phone.get(icon["src"], buffered=True)
            assert (picture.status_code, picture.mimetype) == (200, "image/png")
            assert len(picture.data) < 5_000
