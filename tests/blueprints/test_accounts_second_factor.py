"""The second step: setting it up, showing it, losing it, and the doors that ask for it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.accounts import passkeys
from blueprints.spring_clean import clear_what_ran_out
from models.authenticator import Authenticator
from models.outbox import Email
from models.passkey import Passkey
from models.people import Role, User
from models.recovery_code import RecoveryCode
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


def test_an_app_is_added_and_its_next_code_opens(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime
) -> None:
    secret = add_app(window, now)
    assert session_of(db_session, pat).proved_how is HowProved.AUTHENTICATOR
    later = pass_time(minutes=31)
    window.get("/account")
    assert not is_proved(db_session, pat)
    assert type_code(window, secret, later).location == "/signed-in"
    assert is_proved(db_session, pat)


def test_the_secret_stays_while_it_is_being_set_up_and_is_another_for_everybody(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session
) -> None:
    first = window.get(f"{ROOM}/app/new").text
    refused = press(window, f"{ROOM}/app", code="000000")
    assert refused.status_code == 422
    assert secret_on(first) == secret_on(refused.text) == secret_on(window.get(f"{ROOM}/app/new").text)
    assert secret_on(first) in unescape(first).split("otpauth://totp/")[1]
    assert secret_on(first) != secret_on(signed_in(make_user(db_session)).get(f"{ROOM}/app/new").text)
    assert len(secret_on(first)) == 32


def test_a_code_is_taken_once(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User, now: datetime,
    pass_time: PassTime,
) -> None:  # fmt: skip
    secret, later = add_app(window, now), pass_time(minutes=1)
    elsewhere = signed_in(pat)
    assert type_code(elsewhere, secret, later).status_code == 303
    again = type_code(signed_in(pat), secret, later)
    assert again.status_code == 422
    assert "was used before" in again.text


def test_five_wrong_codes_and_one_must_wait_but_the_passkey_still_opens(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User, now: datetime,
    pass_time: PassTime,
) -> None:  # fmt: skip
    device, secret = Device(), add_app(window, now)
    add_passkey(window, device)
    later = pass_time(minutes=1)
    elsewhere = signed_in(pat)
    for _ in range(5):
        assert press(elsewhere, f"{ROOM}/check/code", code="000000").status_code == 422
    refused = type_code(elsewhere, secret, later)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 15 * 60
    assert "use another way on this page" in refused.text
    type_code(elsewhere, secret, later)
    assert mails(db_session).count("second-factor-refused") == 1
    assert show_passkey(elsewhere, device).status_code == 303


def test_after_a_quarter_of_an_hour_codes_are_taken_again(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], pat: User, now: datetime, pass_time: PassTime
) -> None:
    secret = add_app(window, now)
    elsewhere = signed_in(pat)
    for _ in range(6):
        press(elsewhere, f"{ROOM}/check/code", code="000000")
    assert type_code(elsewhere, secret, pass_time(minutes=15)).status_code == 303


def test_recovery_codes_are_shown_once_and_each_opens_once(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User, now: datetime
) -> None:
    add_app(window, now)
    codes = make_codes(window)
    assert len(set(codes)) == 8
    assert not any(code in window.get(f"{ROOM}/recovery-codes").text for code in codes)
    elsewhere = signed_in(pat)
    used = press(elsewhere, f"{ROOM}/check/recovery-code{NEXT}", recovery_code=codes[3].lower())
    assert used.location == "/signed-in"
    assert "You have 7 left" in elsewhere.get("/account").text
    assert "recovery-code-used" in mails(db_session)
    again = press(signed_in(pat), f"{ROOM}/check/recovery-code", recovery_code=codes[3])
    assert again.status_code == 422
    assert "Each works once" in again.text


def test_five_wrong_recovery_codes_and_one_must_wait(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], pat: User, now: datetime
) -> None:
    add_app(window, now)
    codes, elsewhere = make_codes(window), signed_in(pat)
    for _ in range(5):
        press(elsewhere, f"{ROOM}/check/recovery-code", recovery_code="CDF3-49HJ-KMNP")
    assert press(elsewhere, f"{ROOM}/check/recovery-code", recovery_code=codes[0]).status_code == 429


def test_recovery_codes_are_not_made_for_somebody_without_a_second_step(window: FlaskClient) -> None:
    assert window.get(f"{ROOM}/recovery-codes").location == ROOM
    assert press(window, f"{ROOM}/recovery-codes").status_code in (303, 403)


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


def test_changing_it_asks_for_it_again_after_ten_minutes(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime
) -> None:
    add_app(window, now)
    pass_time(minutes=9)
    assert window.get(f"{ROOM}/passkeys/new").status_code == 200
    pass_time(minutes=1)
    assert is_proved(db_session, pat)
    for path in ("passkeys/new", "app/new"):
        assert window.get(f"{ROOM}/{path}").location == f"{ROOM}/check?next={ROOM}/{path}"
    for path in ("passkeys", "app", "app/ending", "recovery-codes"):
        answer = press(window, f"{ROOM}/{path}", name="My phone")
        assert answer.status_code == 403, path
        assert "Nothing you typed is lost" in answer.text


def test_a_form_sent_without_a_proof_waits_whole_until_there_is_one(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User, now: datetime,
    pass_time: PassTime,
) -> None:  # fmt: skip
    secret = add_app(window, now)
    later = pass_time(minutes=31)
    waits = press(window, f"{ROOM}/recovery-codes{NEXT}", note="typed & kept")
    assert waits.status_code == 403
    assert f"{ROOM}/check?next=/signed-in" in waits.text
    sent = {unescape(name): unescape(value) for name, value in KEPT.findall(waits.text)}
    assert sent["note"] == "typed & kept"
    assert type_code(window, secret, later).location == "/signed-in"
    done = window.post(f"{ROOM}/recovery-codes{NEXT}", data=sent)
    assert done.status_code == 200
    assert "Your recovery codes" in done.text


def test_htmx_is_sent_to_the_page_that_asks(window: FlaskClient, now: datetime, pass_time: PassTime) -> None:
    add_app(window, now)
    pass_time(minutes=11)
    answer = window.get(f"{ROOM}/app/new", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, f"{ROOM}/check?next={ROOM}/app/new")


def test_a_proof_lasts_while_one_works_and_ends_after_half_an_hour_of_rest(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime
) -> None:
    add_app(window, now)
    for _ in range(4):
        pass_time(minutes=29)
        window.get("/account")
        assert is_proved(db_session, pat)
    pass_time(minutes=31)
    window.get("/account")
    assert not is_proved(db_session, pat)


def test_a_shorter_rest_can_be_set(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime,
    settle: Callable[..., Any],
) -> None:  # fmt: skip
    settle(strong_idle_minutes=15)
    add_app(window, now)
    pass_time(minutes=16)
    window.get("/account")
    assert not is_proved(db_session, pat)


def test_who_has_shown_it_just_now_goes_straight_on(window: FlaskClient, now: datetime) -> None:
    add_app(window, now)
    assert window.get(f"{ROOM}/check{NEXT}").location == "/signed-in"


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "/\\evil.example", "%2f%2fevil.example"])
def test_nobody_is_sent_to_another_site(window: FlaskClient, now: datetime, place: str) -> None:
    add_app(window, now)
    assert "evil" not in window.get(f"{ROOM}/check?next={place}").location


def test_the_demo_lets_people_go_on_without(
    window: FlaskClient, db_session: Session, pat: User, settle: Callable[..., Any]
) -> None:
    settle(demo=True)
    assert "This is the demo" in window.get(f"{ROOM}/check{NEXT}").text
    assert press(window, f"{ROOM}/check/demo{NEXT}").location == "/signed-in"
    assert session_of(db_session, pat).proved_how is HowProved.DEMO


def test_outside_the_demo_nobody_goes_on_without(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime
) -> None:
    add_app(window, now)
    pass_time(minutes=31)
    assert "This is the demo" not in window.get(f"{ROOM}/check").text
    assert press(window, f"{ROOM}/check/demo").status_code == 404
    assert not is_proved(db_session, pat)


def test_a_stranger_is_shown_the_way_in(client: FlaskClient, settle: Callable[..., Any]) -> None:
    for path in ("", "/check", "/passkeys/new", "/app/new", "/app/ending", "/recovery-codes"):
        assert client.get(ROOM + path).location.startswith("/sign-in?next=")
    settle(demo=True)
    answer = press(client, f"{ROOM}/check/demo")
    assert (answer.status_code, "Please sign in to send this" in answer.text) == (403, True)


def test_removing_an_app_that_is_not_there_is_no_page(window: FlaskClient, now: datetime) -> None:
    add_passkey(window, Device())
    assert window.get(f"{ROOM}/app/ending").status_code == 404
    assert press(window, f"{ROOM}/app/ending").status_code == 404


def test_signing_in_again_asks_again(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], pat: User, now: datetime
) -> None:
    add_app(window, now)
    assert "Show that it is you" in signed_in(pat).get(f"{ROOM}/check").text


def test_a_session_that_ends_while_it_is_proved_stays_ended(
    app: Flask, window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    secret, later = add_app(window, now), pass_time(minutes=31)
    monkeypatch.setattr(SignedInSession, "prove", lambda *_, **__: False)
    assert type_code(window, secret, later).location.startswith(f"{ROOM}/check")
    kept = db_session.scalars(Authenticator.running(pat)).one()
    db_session.refresh(kept)
    assert kept.last_used_at < later - timedelta(minutes=1), "the code is not used up either"


def at_once(presses: list[Callable[[], Any]]) -> list[int]:
    """Everybody presses at the same moment; the status of each answer."""
    gate = threading.Barrier(len(presses))

    def press_one(one: Callable[[], Any]) -> int:
        gate.wait()
        return int(one().status_code)

    with ThreadPoolExecutor(len(presses)) as hands:
        return sorted(hands.map(press_one, presses))


@pytest.mark.parametrize("what", ["code", "recovery-code"])
def test_of_four_who_send_one_code_at_once_one_gets_in(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], pat: User, now: datetime, pass_time: PassTime,
    what: str,
) -> None:  # fmt: skip
    secret = add_app(window, now)
    code, later = make_codes(window)[0], pass_time(minutes=1)
    fields = {"code": pyotp.TOTP(secret).at(later), "recovery_code": code}
    windows = [signed_in(pat) for _ in range(4)]
    data = [{**csrf(each), **fields} for each in windows]
    presses = [partial(each.post, f"{ROOM}/check/{what}", data=sent) for each, sent in zip(windows, data, strict=True)]
    assert at_once(presses) == [303, 422, 422, 422]


def test_of_two_removed_at_once_one_is_left(
    window: FlaskClient, signed_in: Callable[[Any], FlaskClient], db_session: Session, pat: User, now: datetime,
    pass_time: PassTime,
) -> None:  # fmt: skip
    put_on_team(db_session, pat, now)
    device = Device()
    add_app(window, now)
    add_passkey(window, device)
    elsewhere = signed_in(pat)
    show_passkey(elsewhere, device)
    passkey = db_session.scalars(Passkey.running(pat)).one().id
    db_session.rollback()
    first, second = csrf(window), csrf(elsewhere)
    answers = at_once(
        [
            lambda: window.post(f"{ROOM}/app/ending", data=first),
            lambda: elsewhere.post(f"{ROOM}/passkeys/{passkey}/ending", data=second),
        ]
    )
    assert answers[0] == 303
    assert answers[1] in (403, 422), "refused as the last one, or asked again because the other was removed"
    db_session.expire_all()
    assert second_factors_of(db_session, pat).count == 1


def test_whoever_runs_the_server_can_start_it_again(
    app: Flask, window: FlaskClient, db_session: Session, pat: User, now: datetime
) -> None:
    add_app(window, now)
    run = app.test_cli_runner().invoke(args=["accounts", "reset-second-step", "PAT@example.org"])
    assert "Done." in run.output
    assert window.get("/account").location.startswith("/sign-in")
    db_session.expire_all()
    assert second_factors_of(db_session, pat).count == 0
    assert "second-factor-reset" in mails(db_session)
    nobody = app.test_cli_runner().invoke(args=["accounts", "reset-second-step", "nobody@example.org"])
    assert "Nobody has an account" in nobody.output


def test_what_ended_long_ago_is_cleared_away(
    app: Flask, window: FlaskClient, db_session: Session, pat: User, now: datetime
) -> None:
    add_passkey(window, Device())
    add_app(window, now)
    make_codes(window)
    make_codes(window)
    press(window, f"{ROOM}/app/ending")
    with app.app_context():
        clear_what_ran_out(now + timedelta(days=31))
    db_session.expire_all()
    assert db_session.scalars(select(Authenticator)).all() == []
    assert second_factors_of(db_session, pat).count == 1
    assert second_factors_of(db_session, pat).codes_left == 8
    assert len(db_session.scalars(select(RecoveryCode)).all()) == 8


def test_a_page_of_a_team_asks_first_and_again_after_half_an_hour_of_rest(
    window: FlaskClient, db_session: Session, pat: User, now: datetime, pass_time: PassTime
) -> None:
    put_on_team(db_session, pat, now, Role.TEAM_LEAD)
    page, asks = "/teams/walkers/people", f"{ROOM}/check?next=/teams/walkers/people"
    assert window.get(page).location == asks
    secret = add_app(window, now)
    assert window.get(page).status_code == 200
    for _ in range(2):
        pass_time(minutes=29)
        assert window.get(page).status_code == 200
    later = pass_time(minutes=31)
    assert window.get(page).location == asks
    assert window.get(page, headers={"HX-Request": "true"}).headers["HX-Redirect"] == asks
    waits = press(window, "/teams/walkers/invitations", email="noor@example.org", role="link-worker")
    assert (waits.status_code, "noor@example.org" in waits.text) == (403, True)
    assert type_code(window, secret, later).status_code == 303
    sent = {unescape(name): unescape(value) for name, value in KEPT.findall(waits.text)}
    assert window.post("/teams/walkers/invitations", data=sent).status_code == 303
    assert "team-invited" in mails(db_session)
