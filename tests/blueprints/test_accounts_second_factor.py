"""The second step: passkeys set up and shown, what is refused, and what is told by mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.accounts import passkeys
from models.outbox import Email
from models.passkey import Passkey
from models.people import Role, User
from models.second_factor import second_factors_of
from models.signed_in_session import HowProved, SignedInSession
from models.team import Team, TeamMembership
from tests.passkeys import Device, asked_for
from tests.people import csrf, make_user, make_volunteer

ROOM = "/account/second-factor"
NEXT = "?next=/signed-in"
KEPT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
PassTime = Callable[..., datetime]


@pytest.fixture
def pat(db_session: Session) -> User:
    return make_volunteer(db_session, email="pat@example.org")


@pytest.fixture
def window(signed_in: Callable[[Any], FlaskClient], pat: User) -> FlaskClient:
    return signed_in(pat)


def press(client: FlaskClient, path: str, **fields: str) -> Any:
    return client.post(path, data={**csrf(client), **fields})


def add_passkey(client: FlaskClient, device: Device, **wrong: Any) -> Any:
    asked = asked_for(client.get(f"{ROOM}/passkeys/new{NEXT}").text)
    answer = device.make(asked, **wrong)
    return press(client, f"{ROOM}/passkeys{NEXT}", credential=answer, challenge=asked["challenge"], name="My phone")


def show_passkey(client: FlaskClient, device: Device, **wrong: Any) -> Any:
    asked = asked_for(client.get(f"{ROOM}/check{NEXT}").text)
    answer = device.show(asked, **wrong)
    return press(client, f"{ROOM}/check/passkey{NEXT}", credential=answer, challenge=asked["challenge"])


def secret_on(page: str) -> str:
    return page.split('<code class="key">')[1].split("<")[0].replace(" ", "")


def add_app(client: FlaskClient, at: datetime) -> str:
    secret = secret_on(client.get(f"{ROOM}/app/new").text)
    answer = press(client, f"{ROOM}/app{NEXT}", code=pyotp.TOTP(secret).at(at))
    assert answer.status_code == 303, answer.text
    return secret


def type_code(client: FlaskClient, secret: str, at: datetime) -> Any:
    return press(client, f"{ROOM}/check/code{NEXT}", code=pyotp.TOTP(secret).at(at))


def make_codes(client: FlaskClient) -> list[str]:
    return re.findall(r'<code class="key">([^<]+)', press(client, f"{ROOM}/recovery-codes{NEXT}").text)


def session_of(db_session: Session, user: User) -> SignedInSession:
    db_session.expire_all()
    of_user = select(SignedInSession).where(SignedInSession.user_id == user.id, SignedInSession.ended_at.is_(None))
    return db_session.scalars(of_user).one()


def is_proved(db_session: Session, user: User) -> bool:
    return session_of(db_session, user).proved_at is not None


def put_on_team(db_session: Session, user: User, at: datetime, role: Role = Role.LINK_WORKER) -> None:
    team = Team(slug="walkers", name="Walkers", created_at=at)
    db_session.add_all([team, TeamMembership(team=team, user_id=user.id, role=role, started_at=at)])
    db_session.commit()


def mails(db_session: Session) -> list[str]:
    return list(db_session.scalars(select(Email.event).order_by(Email.written_at, Email.id)))


def test_who_has_none_is_shown_both_ways_to_set_one_up(window: FlaskClient) -> None:
    answer = window.get(f"{ROOM}/check{NEXT}")
    assert answer.location == f"{ROOM}?next=/signed-in"
    page = window.get(answer.location)
    assert f"{ROOM}/passkeys/new?next=/signed-in" in page.text
    assert f"{ROOM}/app/new?next=/signed-in" in page.text


def test_a_passkey_is_added_and_shown_again(window: FlaskClient, db_session: Session, pat: User) -> None:
    device = Device()
    added = add_passkey(window, device)
    assert added.location == f"{ROOM}/recovery-codes?next=/signed-in"
    kept = db_session.scalars(Passkey.running(pat)).one()
    assert (kept.name, kept.transports) == ("My phone", "internal")
    assert session_of(db_session, pat).proved_how is HowProved.PASSKEY
    session_of(db_session, pat).proved_at = None
    db_session.commit()
    assert show_passkey(window, device).location == "/signed-in"
    assert is_proved(db_session, pat)
    db_session.refresh(kept)
    assert kept.last_used_at is not None


def test_showing_it_changes_the_cookie_and_the_old_one_is_dead(
    app: Flask, window: FlaskClient, db_session: Session, pat: User
) -> None:
    old = window.get_cookie("hereabouts")
    assert old is not None
    answer = add_passkey(window, Device())
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    new = window.get_cookie("hereabouts")
    assert new is not None
    assert new.value != old.value
    assert window.get("/account").status_code == 200
    window.set_cookie("hereabouts", old.value)
    assert window.get("/account").location.startswith("/sign-in")


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://localhost"}, {"origin": "http://localhost.example.org"}, {"verified": False}],
    ids=["https", "another site", "no fingerprint"],
)
def test_a_passkey_made_or_shown_elsewhere_or_by_no_one_is_refused(
    window: FlaskClient, db_session: Session, pat: User, wrong: dict[str, Any]
) -> None:
    device = Device()
    assert add_passkey(window, device, **wrong).status_code == 422
    assert db_session.scalars(Passkey.running(pat)).all() == []
    add_passkey(window, device)
    session_of(db_session, pat).proved_at = None
    db_session.commit()
    assert show_passkey(window, device, **wrong).status_code == 422
    assert not is_proved(db_session, pat)


def test_an_answer_serves_once(window: FlaskClient, db_session: Session, pat: User) -> None:
    device = Device(counts=False)
    add_passkey(window, device)
    session_of(db_session, pat).proved_at = None
    db_session.commit()
    asked = asked_for(window.get(f"{ROOM}/check").text)
    sent = {"credential": device.show(asked), "challenge": asked["challenge"]}
    assert press(window, f"{ROOM}/check/passkey", **sent).status_code == 303
    session_of(db_session, pat).proved_at = None
    db_session.commit()
    assert press(window, f"{ROOM}/check/passkey", **sent).status_code == 422
    assert not is_proved(db_session, pat)


def test_a_question_serves_only_the_session_and_the_purpose_it_was_asked_for(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User
) -> None:
    device = Device()
    to_make = asked_for(window.get(f"{ROOM}/passkeys/new").text)
    add_passkey(window, device)
    elsewhere = signed_in(pat)
    of_another = asked_for(window.get(f"{ROOM}/passkeys/new").text)["challenge"]
    for challenge in (to_make["challenge"], of_another, "", "é", "AAAA", "A" * 75):
        asked = {"rpId": "localhost", "challenge": challenge}
        answer = press(elsewhere, f"{ROOM}/check/passkey", credential=device.show(asked), challenge=challenge)
        assert answer.status_code == 422, challenge


def test_a_question_runs_out(window: FlaskClient, pass_time: PassTime) -> None:
    asked, device = asked_for(window.get(f"{ROOM}/passkeys/new").text), Device()
    pass_time(minutes=16)
    late = press(
        window, f"{ROOM}/passkeys", credential=device.make(asked), challenge=asked["challenge"], name="My phone"
    )
    assert late.status_code == 422
    assert "open too long" in late.text


def test_a_copied_passkey_is_refused(window: FlaskClient, db_session: Session, pat: User) -> None:
    device = Device()
    add_passkey(window, device)
    for count, status in ((5, 303), (3, 422), (5, 422), (9, 303)):
        session_of(db_session, pat).proved_at = None
        db_session.commit()
        device.used = count - 1
        assert show_passkey(window, device).status_code == status, count


def test_another_persons_passkey_is_refused(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User
) -> None:
    somebody, theirs = make_user(db_session), Device()
    add_passkey(signed_in(somebody), theirs)
    add_passkey(window, Device())
    session_of(db_session, pat).proved_at = None
    db_session.commit()
    assert show_passkey(window, theirs).status_code == 422
    assert not is_proved(db_session, pat)


def test_another_persons_passkey_cannot_be_seen_or_removed(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session
) -> None:
    somebody = make_user(db_session)
    add_passkey(signed_in(somebody), Device())
    add_passkey(window, Device())
    theirs = f"{ROOM}/passkeys/{db_session.scalars(Passkey.running(somebody)).one().id}/ending"
    assert window.get(theirs).status_code == 404
    assert press(window, theirs).status_code == 404


@pytest.mark.parametrize("said", ["", "{", "[]", "null", '{"id": 1}', '{"id": "AA", "response": {}}', "x" * 19_000])
def test_what_is_no_answer_of_a_browser_is_refused(window: FlaskClient, said: str) -> None:
    asked = asked_for(window.get(f"{ROOM}/passkeys/new").text)
    sent = {"credential": said, "challenge": asked["challenge"], "name": "My phone"}
    assert press(window, f"{ROOM}/passkeys", **sent).status_code == 422
    assert press(window, f"{ROOM}/check/passkey", **sent).status_code == 422


def test_the_name_that_was_typed_is_kept(window: FlaskClient) -> None:
    answer = press(window, f"{ROOM}/passkeys", credential="", challenge="", name="Gran’s tablet")
    assert "Gran’s tablet" in answer.text


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("https://larkmoor.example.org", True),
        ("http://localhost:8000", True),
        ("http://larkmoor.example.org", False),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]", False),
    ],
)
def test_passkeys_are_offered_only_where_browsers_allow_them(
    app: Flask, settle: Callable[..., Any], address: str, possible: bool
) -> None:
    settle(public_url=address)
    with app.app_context():
        assert passkeys.are_possible() is possible


def test_where_passkeys_cannot_be_the_page_says_so(window: FlaskClient, settle: Callable[..., Any]) -> None:
    settle(public_url="http://larkmoor.example.org")
    for path in ("", "/passkeys/new"):
        page = window.get(ROOM + path).text
        assert "it needs https and a name of its own" in page
        assert "/app/new" in page


def test_every_change_is_told_by_mail_without_saying_what_anything_is_called(
    window: FlaskClient, db_session: Session, pat: User, now: datetime
) -> None:
    add_passkey(window, Device())
    add_app(window, now)
    make_codes(window)
    press(window, f"{ROOM}/app/ending")
    assert sorted(mails(db_session)) == [
        "recovery-codes-made", "second-factor-added", "second-factor-added", "second-factor-removed",
    ]  # fmt: skip
    for mail in db_session.scalars(select(Email)):
        assert mail.to == "pat@example.org"
        assert "My phone" not in mail.text + mail.subject
        assert "http://localhost/account/second-factor" in mail.text


def test_the_last_one_stays_while_work_needs_it(
    window: FlaskClient, db_session: Session, pat: User, now: datetime
) -> None:
    put_on_team(db_session, pat, now)
    add_app(window, now)
    refused = press(window, f"{ROOM}/app/ending")
    assert refused.status_code == 422
    assert "Add another one first" in refused.text
    add_passkey(window, Device())
    assert press(window, f"{ROOM}/app/ending").status_code == 303
    assert second_factors_of(db_session, pat).count == 1
