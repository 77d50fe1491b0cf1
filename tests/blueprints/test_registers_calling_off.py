"""Calling a session off: one press, everybody hears it, the board says so at once; and on after all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.acting import How
from models.audit import AuditEntry
from models.listing import Listing
from models.outbox import Email
from models.people import User
from models.person import Contact, OwnLink
from models.referral import Referral
from models.referral_words import Source, State
from models.register import Register
from models.register_words import Mark, SessionState
from models.session_notice import SessionNotice
from tests.at_once import all_at_once
from tests.filling import form_of, send, values_of
from tests.inspecting_client import Page
from tests.people import make_volunteer, sign_in
from tests.referring import make_organiser, make_person, make_referral, prove
from tests.registering import AT, TUESDAY, by_organiser, make_register, make_regular, press

SignedIn = Callable[[Any], FlaskClient]
NEXT = TUESDAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def tuesday(app: Flask) -> None:
    app.config["NOW"] = AT


@pytest.fixture
def jeannie(db_session: Session, listing: Listing) -> Referral:
    """Expected today for the first time, with an email address, sent by a link worker."""
    person = make_person(db_session, contact=Contact.EMAIL, reach="jeannie@example.org")
    return make_referral(db_session, listing, state=State.ACCEPTED, first=TUESDAY, person=person)


def here(listing: Listing, ending: str = "calling-off", day: str = "2026-03-03") -> str:
    return f"/registers/{listing.id}/{day}T1000/{ending}"


def call_off(client: FlaskClient, listing: Listing, **answers: str) -> Page:
    page = Page(client.get(here(listing)).text)
    answer = send(client, page, answers, action="/calling-off", press=("state", "weather"))
    assert answer.status_code == 303
    return Page(client.get(here(listing)).text)


def mails(session: Session, event: str) -> list[Email]:
    session.expire_all()
    return list(session.scalars(select(Email).where(Email.event == event).order_by(Email.to)))


def test_who_would_be_told_is_counted_before_the_press(
    host: FlaskClient, listing: Listing, jeannie: Referral, db_session: Session
) -> None:
    make_regular(db_session, listing, "Ged", 1)
    page = Page(host.get(here(listing)).text)
    assert page.heading == "Call it off"
    for words in ("1 gets an email", "1 link worker gets an email", "1 regular has no contact with us"):
        assert words in page.text
    assert "Jeannie" not in page.text
    assert db_session.scalar(select(Register).where(Register.on == TUESDAY)) is None


def test_the_board_says_so_at_once_everywhere(
    host: FlaskClient, client: FlaskClient, listing: Listing, app: Flask
) -> None:
    pages = [f"/listings/{listing.id}/{listing.slug}", f"/patches/{listing.patch.slug}"]
    pages.append(f"/listings/{listing.id}/calendar.ics")
    before = [client.get(page).text for page in pages]
    call_off(host, listing, reason="the weather")
    for page, was in zip(pages, before, strict=True):
        assert client.get(page).text != was, page
    assert "Not on: the weather" in client.get(pages[0]).text
    assert "Not on: the weather" in client.get(pages[1]).text


def test_person_and_link_worker_are_told_once_with_no_name(
    host: FlaskClient, listing: Listing, jeannie: Referral, db_session: Session
) -> None:
    page = call_off(host, listing, reason="illness")
    (theirs,), (team,) = mails(db_session, "session-not-on"), mails(db_session, "session-not-on-team")
    assert (theirs.to, team.to) == ("jeannie@example.org", jeannie.news_address)
    assert mails(db_session, "referral-news") == mails(db_session, "asking-answered") == []
    reference = f"{jeannie.reference[:3]} {jeannie.reference[3:]}"
    for mail in (theirs, team):
        assert "Tuesday 3 March, 10am" in mail.subject
        assert reference in mail.text
        assert "Tuesday 10 March, 10am" in mail.text
        assert not {"Jeannie", listing.name, "illness"} & {*mail.text.split(), *mail.subject.split()}
        assert listing.name not in mail.subject + mail.text
    assert "0161" in theirs.text
    assert db_session.get_one(Referral, jeannie.id).first_date == NEXT
    assert "1 was to come for the first time, and is asked to come Tuesday 10 March" in page.text


def test_the_link_worker_of_somebody_who_settled_long_ago_hears_nothing(
    host: FlaskClient, listing: Listing, db_session: Session
) -> None:
    bill = make_regular(db_session, listing, "Bill", 1)
    bill.referral_id = make_referral(db_session, listing, state=State.SETTLED).id
    db_session.commit()
    assert "link worker" not in Page(host.get(here(listing)).text).text
    assert "link worker" not in call_off(host, listing).text
    assert mails(db_session, "session-not-on-team") == []


def test_who_has_a_private_link_gets_it_again(host: FlaskClient, listing: Listing, db_session: Session) -> None:
    person = make_person(db_session, contact=Contact.EMAIL, reach="ama@example.org")
    asked = make_referral(db_session, listing, state=State.ACCEPTED, first=TUESDAY, person=person, source=Source.ASKED)
    db_session.add(OwnLink(secret_print="x" * 64, referral_id=asked.id, made_at=AT))
    db_session.commit()
    call_off(host, listing)
    (mail,) = mails(db_session, "session-not-on")
    assert "/mine/" in mail.text


def test_one_link_worker_gets_one_mail_for_everybody(
    host: FlaskClient, listing: Listing, jeannie: Referral, db_session: Session
) -> None:
    other = make_referral(
        db_session, listing, state=State.ACCEPTED, first=TUESDAY, team=jeannie.team, by=jeannie.referred_by
    )
    call_off(host, listing)
    (mail,) = mails(db_session, "session-not-on-team")
    assert all(f"{each.reference[:3]} {each.reference[3:]}" in mail.text for each in (jeannie, other))


def test_two_marks_that_differ_are_settled_before_it_is_called_off(
    host: FlaskClient, listing: Listing, derek: User, db_session: Session
) -> None:
    """One of them may say that somebody came."""
    ged = make_regular(db_session, listing, "Ged", 1)
    register = make_register(db_session, listing)
    for said, by in ((Mark.ABSENT, derek), (Mark.CAME, make_organiser(db_session, listing.group, name="Una Bell"))):
        register.mark(ged.id, said, press(seen=0), acting=by_organiser(by), at=AT)
    db_session.commit()
    page = Page(host.get(here(listing)).text)
    answer = send(host, page, action="/calling-off", press=("state", "weather"))
    assert answer.status_code == 422
    assert "Two marks differ. Say which one is right" in answer.text
    assert mails(db_session, "session-not-on") == []


def test_pressed_twice_and_by_two_people_at_once_everybody_hears_it_once(
    app: Flask, listing: Listing, derek: User, jeannie: Referral, db_session: Session
) -> None:
    assert listing.group is not None
    una = make_organiser(db_session, listing.group, name="Una Bell")
    path, presses = here(listing), []
    for user in (derek, derek, una):
        client = FlaskClient(app, app.response_class, use_cookies=True)
        sign_in(client, user)
        sent = values_of(form_of(Page(client.get(path).text), action="/calling-off"))
        sent.setlist("state", ["weather"])
        presses.append(partial(client.post, path, data=sent))
    db_session.rollback()
    answers = all_at_once(presses[:3])
    presses[0]()
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len(mails(db_session, "session-not-on")) == 1
    assert db_session.scalars(select(Register)).one().state is SessionState.WEATHER


def test_a_session_that_people_came_to_says_so_instead(
    host: FlaskClient, listing: Listing, derek: User, db_session: Session
) -> None:
    page = Page(host.get(here(listing)).text)
    regular = make_regular(db_session, listing, "Ged", 0)
    assert regular.times == 1
    assert "1 came" in Page(host.get(here(listing)).text).text
    answer = send(host, page, action="/calling-off", press=("state", "weather"))
    assert answer.status_code == 422
    assert "People came to this one" in answer.text


def test_what_was_typed_stays_when_it_is_too_long(host: FlaskClient, listing: Listing) -> None:
    page = Page(host.get(here(listing)).text)
    answer = send(host, page, {"words": "x" * 121}, action="/calling-off", press=("state", "cancelled"))
    assert answer.status_code == 422
    assert "Keep it to 120 letters" in answer.text
    assert "x" * 121 in answer.text


@pytest.mark.parametrize("words", ["<script>x</script>", "' OR 1=1 --", "\x00\u202e", "e\u0301" * 60, "🌧" * 30, "  "])
def test_odd_words_are_a_reason_like_any_other(
    host: FlaskClient, client: FlaskClient, listing: Listing, words: str
) -> None:
    call_off(host, listing, words=words)
    assert "<script>x" not in client.get(f"/listings/{listing.id}/{listing.slug}").text


@pytest.mark.parametrize("field", ["reason", "state", "form_key"])
def test_what_no_page_of_ours_would_send_is_answered_calmly(host: FlaskClient, listing: Listing, field: str) -> None:
    sent = values_of(form_of(Page(host.get(here(listing)).text), action="/calling-off"))
    sent.setlist(field, ["\x00nothing", "own"])
    assert host.post(here(listing), data=sent).status_code in (303, 422)


class TestRinging:
    @pytest.fixture
    def page(self, host: FlaskClient, listing: Listing, db_session: Session) -> Page:
        make_referral(db_session, listing, state=State.ACCEPTED, first=TUESDAY)
        make_regular(db_session, listing, "Ged", 1)
        make_regular(db_session, listing, "Una", 1).reach = "07700 900184"
        db_session.commit()
        return call_off(host, listing)

    def test_names_stand_there_and_numbers_only_after_the_second_step(
        self, page: Page, app: Flask, listing: Listing, derek: User, db_session: Session
    ) -> None:
        assert all(name in page.text for name in ("Jeannie", "Una", "Ged"))
        assert "07700" not in page.html
        assert "1 has no contact with us" in page.text
        client = app.test_client()
        token = sign_in(client, derek)
        unproved = send(client, Page(client.get(here(listing)).text), action="/numbers")
        assert "07700" not in unproved.text
        prove(client, token)
        shown = send(client, Page(client.get(here(listing)).text), action="/numbers")
        assert all(number in shown.text for number in ("07700 900182", "07700 900184"))
        assert shown.headers["Cache-Control"] == "no-store"
        seen = db_session.scalars(select(AuditEntry).where(AuditEntry.action == "saw contact")).all()
        assert {(entry.subject, entry.how, entry.by_id) for entry in seen} == {
            ("referral", How.REGISTER, derek.id), ("attender", How.REGISTER, derek.id),
        }  # fmt: skip

    def test_who_was_told_is_ticked_and_unticked(
        self, page: Page, host: FlaskClient, listing: Listing, db_session: Session
    ) -> None:
        form = next(form for form in page.all("form") if "/told/" in form.get("action", ""))
        path = form.get("action")
        send(host, page, to=path, action=path.rpartition("/")[2] if path else None, press=("told", "yes"))
        after = Page(host.get(here(listing)).text)
        assert "Told by Derek Lund" in after.text
        send(host, after, action=path.rpartition("/")[2] if path else None, press=("told", "no"))
        db_session.expire_all()
        assert all(each.told_at is None for each in db_session.scalars(select(SessionNotice)))

    def test_there_is_a_note_for_the_door(self, page: Page, host: FlaskClient, listing: Listing) -> None:
        note = Page(host.get(here(listing, "door-note")).text)
        assert note.heading == "Not on today"
        assert listing.name in note.text
        assert "Tuesday 10 March, 10am" in note.text
        assert "Ged" not in note.text

    def test_nobody_else_gets_in(self, page: Page, signed_in: SignedIn, listing: Listing, db_session: Session) -> None:
        stranger = signed_in(make_volunteer(db_session))
        notice = db_session.scalars(select(SessionNotice)).first()
        assert notice is not None
        assert stranger.get(here(listing)).status_code == 404
        assert stranger.get(here(listing, "door-note")).status_code == 404
        for ending in ("calling-off", "on-after-all", "numbers", f"told/{notice.id}"):
            assert stranger.post(here(listing, ending)).status_code in (403, 404)
        db_session.expire_all()
        assert db_session.get_one(SessionNotice, notice.id).told_at is None


def test_on_after_all_tells_those_who_were_told_and_the_board(
    host: FlaskClient, client: FlaskClient, listing: Listing, jeannie: Referral, db_session: Session
) -> None:
    make_regular(db_session, listing, "Ged", 1)
    page = call_off(host, listing)
    for _ in range(2):
        assert send(host, page, action="/on-after-all").status_code == 303
    (theirs,), (team,) = mails(db_session, "session-on-again"), mails(db_session, "session-on-again-team")
    assert (theirs.to, team.to) == ("jeannie@example.org", jeannie.news_address)
    assert "on after all" in theirs.text
    assert mails(db_session, "referral-news") == []
    assert db_session.get_one(Referral, jeannie.id).first_date == TUESDAY
    after = Page(host.get(here(listing)).text)
    assert after.heading == "On after all"
    assert "Ged" not in after.text
    assert "Not on" not in client.get(f"/listings/{listing.id}/{listing.slug}").text


def test_a_storm_is_called_off_the_day_before(host: FlaskClient, listing: Listing, db_session: Session) -> None:
    make_regular(db_session, listing, "Ged", 1)
    ahead = here(listing, day="2026-03-10")
    page = Page(host.get(ahead).text)
    assert send(host, page, action="/calling-off", press=("state", "weather")).status_code == 303
    assert "Not on" in Page(host.get(ahead).text).heading
