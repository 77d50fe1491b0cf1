"""Signing in by link and by code, as a person does it."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.outbox import Email
from models.people import User
from models.sign_in import SignInRequest
from models.signed_in_session import SignedInSession
from tests.conftest import NOW
from tests.people import csrf, make_lead, make_panel, make_user, make_volunteer, sign_in

ADDRESS = "pat@example.org"
pytestmark = pytest.mark.usefixtures("mail_works")


@pytest.fixture
def mail_works(settle: Callable[..., Any]) -> None:
    settle(smtp_url="smtp://127.0.0.1:9")


@pytest.fixture
def pat(db_session: Session) -> User:
    return make_user(db_session, email=ADDRESS)


def ask(client: FlaskClient, email: str = ADDRESS, **more: str) -> Any:
    return client.post("/sign-in", data={**csrf(client), "email": email, **more})


def newest_mail(session: Session) -> Email:
    session.expire_all()
    mail = session.scalar(Email.newest())
    assert mail is not None
    return mail


def link_in(mail: Email) -> str:
    found = re.search(r"http://localhost(/sign-in/link/\S+)", mail.text)
    assert found
    return found[1]


def code_in(mail: Email) -> str:
    found = re.search(r"^ +(\w{3} \w{3})$", mail.text, re.MULTILINE)
    assert found
    return found[1]


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def press(client: FlaskClient, path: str) -> Any:
    return client.post(path, data=csrf(client))


# The link


def test_the_mailed_link_shows_a_button_and_the_button_signs_in(
    client: FlaskClient, pat: User, db_session: Session
) -> None:
    assert ask(client).location == "/sign-in/code"
    path = link_in(newest_mail(db_session))
    page = client.get(path)
    assert page.status_code == 200
    assert "Sign me in here" in page.page.text
    assert not is_signed_in(client)
    assert press(client, path).status_code == 303
    assert is_signed_in(client)


def test_looking_at_the_link_many_times_uses_nothing_up(client: FlaskClient, pat: User, db_session: Session) -> None:
    ask(client)
    path = link_in(newest_mail(db_session))
    for _ in range(5):
        assert client.get(path).status_code == 200
    assert press(client, path).status_code == 303


def test_the_page_of_a_link_lets_nothing_out(client: FlaskClient, pat: User, db_session: Session) -> None:
    ask(client)
    answer = client.get(link_in(newest_mail(db_session)))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_used_link_a_late_one_and_a_wrong_one_look_the_same(
    client: FlaskClient, pat: User, db_session: Session, app: Flask
) -> None:
    ask(client)
    used = link_in(newest_mail(db_session))
    press(client, used)
    press(client, "/sign-out")
    ask(client)
    late = link_in(newest_mail(db_session))
    app.config["NOW"] = NOW + timedelta(minutes=15)
    wrong = "/sign-in/link/" + "x" * 43
    for path in (used, late, wrong, late[:-1] + ("a" if late[-1] != "a" else "b")):
        for answer in (client.get(path), press(client, path)):
            assert answer.status_code == 410
            assert answer.page.heading == "That no longer works"
            assert "/sign-in" in answer.page.links().values()
    assert not is_signed_in(client)


def test_the_link_works_on_another_device_which_is_told_to_be_sure(
    client: FlaskClient, app: Flask, pat: User, db_session: Session
) -> None:
    ask(client)
    path = link_in(newest_mail(db_session))
    other = app.test_client()
    assert "another device" in other.get(path).get_data(as_text=True)
    assert "another device" not in client.get(path).get_data(as_text=True)
    other.post(path, data=csrf(other))
    assert is_signed_in(other)


def test_asking_again_ends_the_older_link(client: FlaskClient, pat: User, db_session: Session) -> None:
    ask(client)
    older = link_in(newest_mail(db_session))
    ask(client)
    press(client, older)
    assert not is_signed_in(client)


@pytest.mark.parametrize("presses", [2, 8])
def test_pressing_at_the_same_moment_gives_one_session(
    app: Flask, client: FlaskClient, pat: User, db_session: Session, presses: int
) -> None:
    ask(client)
    path = link_in(newest_mail(db_session))
    db_session.rollback()
    ready = Barrier(presses)

    def press_when_all_are_ready(_: int) -> int:
        browser = app.test_client()
        data = csrf(browser)
        ready.wait()
        return browser.post(path, data=data).status_code

    with ThreadPoolExecutor(presses) as hands:
        statuses = list(hands.map(press_when_all_are_ready, range(presses)))
    assert sorted(statuses) == [303] + [410] * (presses - 1)
    assert db_session.scalar(select(func.count()).select_from(SignedInSession)) == 1


# The code


def test_the_code_signs_in_where_it_was_asked_for(client: FlaskClient, pat: User, db_session: Session) -> None:
    ask(client)
    page = client.get("/sign-in/code")
    assert "Look in your mail" in page.page.heading
    answer = client.post("/sign-in/code", data={**csrf(client), "code": code_in(newest_mail(db_session)).lower()})
    assert answer.status_code == 303
    assert is_signed_in(client)


def test_the_code_opens_nothing_in_another_browser(
    client: FlaskClient, app: Flask, pat: User, db_session: Session
) -> None:
    ask(client)
    code = code_in(newest_mail(db_session))
    other = app.test_client()
    assert other.post("/sign-in/code", data={**csrf(other), "code": code}).location == "/sign-in"
    ask(other, "stranger@example.org")
    assert other.post("/sign-in/code", data={**csrf(other), "code": code}).status_code == 422
    assert not is_signed_in(other)


def test_wrong_codes_are_counted_down_and_the_fifth_ends_the_code(
    client: FlaskClient, pat: User, db_session: Session
) -> None:
    ask(client)
    mail = newest_mail(db_session)
    for said in ("4 more tries", "3 more tries", "2 more tries", "one more try"):
        answer = client.post("/sign-in/code", data={**csrf(client), "code": "CCC CCC"})
        assert answer.status_code == 422
        assert said in answer.page.text
    assert client.post("/sign-in/code", data={**csrf(client), "code": "CCC CCC"}).status_code == 410
    assert client.post("/sign-in/code", data={**csrf(client), "code": code_in(mail)}).location == "/sign-in"
    assert not is_signed_in(client)
    press(client, link_in(mail))
    assert is_signed_in(client), "the link still works: nobody is locked out"


def test_wrong_codes_typed_at_the_same_moment_are_five_tries_at_most(
    app: Flask, client: FlaskClient, pat: User, db_session: Session
) -> None:
    ask(client)
    with client.session_transaction() as kept:
        copied = dict(kept)
    db_session.rollback()
    ready = Barrier(8)

    def guess(_: int) -> int:
        browser = app.test_client()
        with browser.session_transaction() as session:
            session.update(copied)
        data = {**csrf(browser), "code": "CCC CCC"}
        ready.wait()
        return browser.post("/sign-in/code", data=data).status_code

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(guess, range(8)))
    assert db_session.scalar(select(SignInRequest.tries)) == 5


def test_the_code_page_without_a_request_leads_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/sign-in/code").location == "/sign-in"


# Known and unknown addresses


def test_known_and_unknown_addresses_get_the_same_answer(
    client: FlaskClient, app: Flask, pat: User, db_session: Session
) -> None:
    strange = app.test_client()
    one, two = ask(client), ask(strange, "eve@example.org")
    assert (one.status_code, one.location, one.get_data()) == (two.status_code, two.location, two.get_data())

    def without_secrets(answer: Any) -> str:
        text = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", answer.get_data(as_text=True))
        return text.replace(ADDRESS, "ADDRESS").replace("eve@example.org", "ADDRESS")

    assert without_secrets(client.get("/sign-in/code")) == without_secrets(strange.get("/sign-in/code"))
    for browser in (client, strange):
        answer = browser.post("/sign-in/code", data={**csrf(browser), "code": "CCC CCC"})
        assert "4 more tries" in answer.get_data(as_text=True)
    assert [mail.to for mail in db_session.scalars(Email.newest())] == [ADDRESS]


def test_asking_with_an_unknown_address_keeps_no_trace_of_it(client: FlaskClient, db_session: Session) -> None:
    ask(client, "eve@example.org")
    assert db_session.scalar(select(func.count()).select_from(Email)) == 0
    assert db_session.scalar(select(func.count()).select_from(User)) == 0
    assert db_session.scalar(select(SignInRequest.user_id)) is None


def test_an_ended_account_is_like_an_unknown_one(client: FlaskClient, db_session: Session, pat: User) -> None:
    pat.ended_at = NOW
    db_session.commit()
    assert ask(client).location == "/sign-in/code"
    assert db_session.scalar(select(func.count()).select_from(Email)) == 0


@pytest.mark.slow
def test_known_and_unknown_addresses_take_the_same_time(
    client: FlaskClient, app: Flask, pat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from blueprints.accounts import limits

    monkeypatch.setattr(limits, "count", lambda *tries: None)
    data = csrf(client)
    times: dict[str, list[float]] = {ADDRESS: [], "eve@example.org": []}
    for _ in range(100):
        for email, taken in times.items():
            begun = time.perf_counter()
            client.post("/sign-in", data={**data, "email": email})
            taken.append(time.perf_counter() - begun)
    known, unknown = (statistics.median(taken) for taken in times.values())
    assert abs(known - unknown) < 0.3 * known, f"{known * 1000:.1f} ms known, {unknown * 1000:.1f} ms unknown"


def test_the_address_may_be_typed_in_any_case(client: FlaskClient, pat: User, db_session: Session) -> None:
    ask(client, " PAT@Example.org ")
    assert newest_mail(db_session).to == ADDRESS


@pytest.mark.parametrize(
    "typed", ["", "pat", "pat@", "pat@example.org\nBcc: eve@example.org, x", "a@b@c.org", "x" * 5000]
)
def test_what_is_not_an_address_is_refused_at_its_field(
    client: FlaskClient, pat: User, db_session: Session, typed: str
) -> None:
    answer = ask(client, typed)
    assert answer.status_code == 422
    assert answer.page.title.startswith("Error:")
    assert "Write it like pat@example.org." in answer.page.text
    assert db_session.scalar(select(func.count()).select_from(Email)) == 0


# Too many


def test_asking_for_one_account_is_limited_from_everywhere_but_a_link_still_works(
    app: Flask, client: FlaskClient, pat: User, db_session: Session
) -> None:
    for n in range(5):
        app.config["NOW"] = NOW + timedelta(seconds=n)
        attacker = app.test_client()
        data = {**csrf(attacker), "email": ADDRESS}
        assert attacker.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": f"203.0.113.{n}"}).status_code == 303
    refused = ask(client)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "open the link in the newest" in refused.page.text
    press(client, link_in(newest_mail(db_session)))
    assert is_signed_in(client)


def test_unknown_addresses_are_limited_alike(client: FlaskClient) -> None:
    assert [ask(client, "eve@example.org").status_code for _ in range(6)] == [303] * 5 + [429]


def test_asking_from_one_place_is_limited(client: FlaskClient) -> None:
    statuses = [ask(client, f"eve{n}@example.org").status_code for n in range(21)]
    assert statuses == [303] * 20 + [429]


def test_an_ipv6_household_is_one_place(client: FlaskClient) -> None:
    def ask_from(n: int) -> int:
        data = {**csrf(client), "email": f"eve{n}@example.org"}
        answer = client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": f"2001:db8::{n:x}"})
        return int(answer.status_code)

    assert [ask_from(n) for n in range(21)][-1] == 429


def test_guessing_links_is_limited_and_the_right_one_is_not(
    client: FlaskClient, pat: User, db_session: Session
) -> None:
    ask(client)
    statuses = [press(client, f"/sign-in/link/{n:043}").status_code for n in range(41)]
    assert statuses == [410] * 40 + [429]
    assert press(client, link_in(newest_mail(db_session))).status_code == 303


def test_limits_end_with_their_window(client: FlaskClient, app: Flask) -> None:
    for _ in range(6):
        ask(client)
    app.config["NOW"] = NOW + timedelta(minutes=15)
    assert ask(client).status_code == 303


# Where it leads


def test_people_land_on_their_desk_or_where_they_were_going(
    client: FlaskClient, db_session: Session, app: Flask
) -> None:
    panel = make_panel(db_session, slug="larkmoor")
    make_lead(db_session, panel, email=ADDRESS)
    ask(client)
    assert press(client, link_in(newest_mail(db_session))).location == "/panels/larkmoor/desk"
    press(client, "/sign-out")
    refused = client.get("/panels/larkmoor/people?page=2")
    assert refused.status_code == 303
    assert 'name="next" type="hidden" value="/panels/larkmoor/people?page=2"' in client.get(refused.location).text
    app.config["NOW"] = NOW + timedelta(minutes=1)
    ask(client, next="/panels/larkmoor/people?page=2")
    elsewhere = app.test_client()
    answer = elsewhere.post(link_in(newest_mail(db_session)), data=csrf(elsewhere))
    assert answer.location == "/panels/larkmoor/people?page=2"


HOSTILE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "%2f%2fevil.example",
    "/%2fevil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "/\r\nLocation: https://evil.example",
    "javascript:alert(1)",
    "evil.example",
    "@evil.example",
    "/" + "a" * 600,
    "/sign-out",
    "/sign-in",
    "",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_next_stays_home(client: FlaskClient, pat: User, db_session: Session, hostile: str) -> None:
    page = client.get("/sign-in", query_string={"next": hostile})
    assert 'name="next" type="hidden" value=""' in page.get_data(as_text=True)
    ask(client, next=hostile)
    assert press(client, link_in(newest_mail(db_session))).location == "/account"


def test_somebody_signed_in_does_not_see_the_sign_in_page(client: FlaskClient, pat: User) -> None:
    sign_in(client, pat)
    assert client.get("/sign-in?next=/panels/x").location == "/panels/x"


# Without mail, and in the demo


def test_without_mail_the_page_says_how_to_get_in(client: FlaskClient, pat: User, settle: Callable[..., Any]) -> None:
    settle(smtp_url=None)
    page = client.get("/sign-in")
    assert "Mail is not set up" in page.page.text
    assert "flask accounts sign-in-link" in page.page.text
    assert ask(client).status_code == 503


def test_the_operator_can_print_a_link(app: Flask, client: FlaskClient, pat: User) -> None:
    printed = app.test_cli_runner().invoke(args=["accounts", "sign-in-link", "PAT@example.org"])
    path = printed.output.split("http://localhost")[1].strip()
    press(client, path)
    assert is_signed_in(client)
    nobody = app.test_cli_runner().invoke(args=["accounts", "sign-in-link", "eve@example.org"])
    assert nobody.exit_code == 1
    assert "Nobody has an account" in nobody.output


def test_an_empty_board_says_how_the_first_person_gets_in(client: FlaskClient) -> None:
    assert "flask accounts setup-link" in client.get("/sign-in").page.text


def test_the_demo_offers_its_people_by_name_and_role(
    client: FlaskClient, db_session: Session, settle: Callable[..., Any]
) -> None:
    panel = make_panel(db_session, slug="larkmoor")
    lead = make_lead(db_session, panel, name="Shanaz")
    make_volunteer(db_session, panel, name="Colin")
    settle(demo=True, smtp_url=None)
    text = client.get("/sign-in").page.text
    assert "Shanaz Panel lead, Larkmoor panel" in text
    assert "Colin Volunteer, Larkmoor panel" in text
    assert press(client, f"/sign-in/as/{lead.id}").location == "/panels/larkmoor/desk"
    assert is_signed_in(client)
    going_on = client.post(f"/sign-in/as/{lead.id}", data={**csrf(client), "next": "/panels/larkmoor/people"})
    assert going_on.location == "/panels/larkmoor/people"
    hostile = client.post(f"/sign-in/as/{lead.id}", data={**csrf(client), "next": "//evil.example"})
    assert hostile.location == "/panels/larkmoor/desk"


def test_the_demo_shows_its_mail_on_a_page(
    client: FlaskClient, pat: User, db_session: Session, settle: Callable[..., Any]
) -> None:
    settle(demo=True, smtp_url=None)
    ask(client)
    assert "/outbox" in client.get("/sign-in/code").page.links().values()
    path = link_in(newest_mail(db_session))
    assert f"http://localhost{path}" in client.get("/outbox").page.links().values()


def test_outside_the_demo_there_is_no_such_thing(client: FlaskClient, pat: User) -> None:
    assert client.get("/outbox").status_code == 404
    assert press(client, f"/sign-in/as/{pat.id}").status_code == 404
    assert "Pat Larkin" not in client.get("/sign-in").page.text
    assert not is_signed_in(client)


def test_a_forged_host_changes_no_link_in_a_mail(
    client: FlaskClient, pat: User, db_session: Session, settle: Callable[..., Any]
) -> None:
    settle(public_url="http://larkmoor.test")
    data = {**csrf(client), "email": ADDRESS}
    client.post("/sign-in", data=data, headers={"X-Forwarded-Host": "evil.example"})
    text = newest_mail(db_session).text
    assert "http://larkmoor.test/sign-in/link/" in text
    assert "evil" not in text
