"""After sending: the list, one referral, how it goes on and ends, and its paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints import press
from models.audit import AuditEntry, broken_links
from models.call import Call, CallAbout
from models.intake import Intake
from models.listing import Listing
from models.outbox import Email
from models.people import User
from models.referral import Referral
from models.referral_words import State
from models.team import Team
from tests.filling import send
from tests.inspecting_client import InspectingClient
from tests.people import csrf
from tests.referring import (
    SENT_AT,
    make_hosted_listing,
    make_link_worker,
    make_person,
    make_referral,
    make_team,
    sign_in_and_prove,
)

NAME = "Jeannie"
LAST_WEEK = SENT_AT - timedelta(days=7)


@pytest.fixture
def listing(db_session: Session) -> Listing:
    return make_hosted_listing(db_session)


@pytest.fixture
def team(db_session: Session, listing: Listing) -> Team:
    return make_team(db_session, patches=[listing.patch])


@pytest.fixture
def user(db_session: Session, team: Team) -> User:
    return make_link_worker(db_session, team)


@pytest.fixture
def worker(user: User, client: FlaskClient) -> FlaskClient:
    return sign_in_and_prove(client, user)


@pytest.fixture
def refer(db_session: Session, listing: Listing, team: Team, user: User) -> Callable[..., Referral]:
    def made(state: State = State.SENT, **more: Any) -> Referral:
        return make_referral(db_session, more.pop("listing", listing), state=state, team=team, by=user, **more)

    return made


def now_of(session: Session, referral: Referral) -> Referral:
    session.expire_all()
    return session.get_one(Referral, referral.id)


def call_for(session: Session, referral: Referral, about: CallAbout) -> Call:
    session.expire_all()
    rows = select(Call).where(Call.referral_id == referral.id, Call.about == about, Call.done_at.is_(None))
    return session.scalars(rows).one()


# The list


@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_a_referral_in_every_state_says_where_it_stands(
    worker: FlaskClient, refer: Callable[..., Referral], state: State, team: Team
) -> None:
    made = refer(state)
    page = worker.get(f"/referrals/{made.id}").page
    assert page.heading == f"Referral {made.reference[:3]} {made.reference[3:]}"
    assert NAME not in page.title
    assert NAME in page.text
    assert state.label in page.text
    sees = "They can see it now." if made.is_seen_by_group else "They see nothing of it now."
    assert sees in page.text
    pile = "ended" if made.ended_at else ""
    assert NAME in worker.get(f"/teams/{team.slug}/referrals?state={pile}").page.text


def test_the_list_is_in_piles_with_their_numbers(
    worker: FlaskClient, refer: Callable[..., Referral], team: Team, db_session: Session
) -> None:
    for state in (State.SENT, State.SEEN, State.NO_REPLY, State.WAITING, State.DECLINED, State.CAME, State.DRAFT):
        refer(state, person=make_person(db_session, called=f"Person {state.label}"))
    page = worker.get(f"/teams/{team.slug}/referrals").page
    for words in ("All that is going on (5)", "Waiting for an answer (2)", "No reply (1)", "Answered (2)", "Came (1)"):
        assert words in page.text
    assert "Ended (1)" in page.text
    ringing = worker.get(f"/teams/{team.slug}/referrals?state=to-ring").page
    assert "Person No reply" in ringing.text
    assert "Person Sent" not in ringing.text
    assert "Person Not sent yet" in worker.get(f"/teams/{team.slug}/referrals?state=draft").page.text


def test_mine_are_told_from_the_teams(
    worker: FlaskClient, refer: Callable[..., Referral], team: Team, listing: Listing, db_session: Session
) -> None:
    refer()
    tom = make_link_worker(db_session, team, name="Tom Entwistle")
    make_referral(db_session, listing, team=team, by=tom, person=make_person(db_session, called="Ravi"))
    everybody, mine = (worker.get(f"/teams/{team.slug}/referrals{end}").page for end in ("", "?whose=mine"))
    assert "Ravi" in everybody.text
    assert "Tom Entwistle" in everybody.text
    assert "Ravi" not in mine.text
    assert NAME in mine.text


def test_pages_of_twenty_five(
    worker: FlaskClient, refer: Callable[..., Referral], team: Team, db_session: Session
) -> None:
    for number in range(27):
        refer(person=make_person(db_session, called=f"Nr{number:02}"), at=SENT_AT + timedelta(seconds=number))
    first, second = (worker.get(f"/teams/{team.slug}/referrals?page={n}").page for n in (1, 2))
    assert "1 to 25 of 27" in first.text
    assert "Nr26" in first.text
    assert "26 to 27 of 27" in second.text
    assert "Nr00" in second.text
    for odd in ("0", "-1", "999999", "x", "%00"):
        assert worker.get(f"/teams/{team.slug}/referrals?page={odd}&state={odd}&whose={odd}").status_code == 200


def test_a_referral_is_found_by_reference_or_by_name_and_no_name_stands_in_an_address(
    worker: FlaskClient, refer: Callable[..., Referral], team: Team, db_session: Session
) -> None:
    made = refer()
    refer(person=make_person(db_session, called="Ravi"))
    page = worker.get(f"/teams/{team.slug}/referrals").page
    by_code = send(worker, page, {"who": f"{made.reference[:3]} {made.reference[3:].lower()}"}, action="/search")
    assert by_code.location == f"/referrals/{made.id}"
    by_name = send(worker, page, {"who": "jean"}, action="/search")
    assert by_name.status_code == 200
    assert NAME in by_name.text
    assert "Ravi" not in by_name.text
    nobody = send(worker, page, {"who": "Zz"}, action="/search")
    assert "Nobody of that name" in nobody.text
    long = send(worker, page, {"who": "x" * 81}, action="/search")
    assert long.status_code == 422
    assert "Keep it under 80 letters." in long.text
    empty = send(worker, page, {"who": " "}, action="/search")
    assert "Nobody of that name" in empty.text


def test_a_name_of_six_letters_is_looked_for_as_a_name_too(
    worker: FlaskClient, refer: Callable[..., Referral], team: Team, db_session: Session
) -> None:
    refer(person=make_person(db_session, called="Andrea"))
    page = worker.get(f"/teams/{team.slug}/referrals").page
    assert "Andrea" in send(worker, page, {"who": "Andrea"}, action="/search").text


def test_the_list_writes_one_row_into_the_trail_for_each_page(
    worker: FlaskClient, refer: Callable[..., Referral], team: Team, db_session: Session
) -> None:
    refer()
    refer()
    worker.get(f"/teams/{team.slug}/referrals")
    rows = db_session.scalars(AuditEntry.about(team.id)).all()
    assert [(row.action, row.fields) for row in rows] == [("looked at a list", ["called"])]


# Who may look


def test_another_team_and_a_stranger_get_nothing(
    app: Flask, client: FlaskClient, refer: Callable[..., Referral], db_session: Session, team: Team
) -> None:
    made = refer(State.ACCEPTED)
    call = call_for(db_session, made, CallAbout.ACCEPTED)
    other = InspectingClient(app, app.response_class, use_cookies=True)
    sign_in_and_prove(other, make_link_worker(db_session, make_team(db_session, name="Hollinfold link workers")))
    ends = ("", "/looks", "/coming", "/answer", "/withdrawal", "/stopping", "/follow-up", "/alternatives")
    ends += ("/wellbeing", "/wellbeing/before", "/introduction")
    for address in (
        *(f"/referrals/{made.id}{end}" for end in ends),
        f"/calls/{call.id}",
        f"/teams/{team.slug}/referrals",
    ):
        assert other.get(address).status_code == 404, address
        assert client.get(address).location.startswith("/sign-in"), address
    posts = ("/coming", "/mistake", "/answer", "/withdrawal", "/stopping", "/settling", "/follow-up", "/undo")
    posts += ("/wellbeing/after", "/introduction.pdf", "/introduction/page")
    for address in (*(f"/referrals/{made.id}{end}" for end in posts), f"/calls/{call.id}"):
        assert other.post(address, data=csrf(other)).status_code == 404, address
    assert now_of(db_session, made).state is State.ACCEPTED


def test_every_look_is_in_the_trail_and_the_trail_can_be_printed(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer()
    worker.get(f"/referrals/{made.id}")
    page = worker.get(f"/referrals/{made.id}/looks").page
    assert "Looked" in page.text
    assert "Shanaz Malik" in page.text
    assert "how to reach them" in page.text
    assert NAME not in page.text
    trail = db_session.scalars(AuditEntry.about(made.id)).all()
    assert trail[-1].action == "looked"
    assert not broken_links(trail)


# How it goes on


def test_the_worker_writes_down_that_they_came_as_told_by_phone(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.ACCEPTED, first=date(2026, 3, 3))
    page = worker.get(f"/referrals/{made.id}/coming").page
    answer = send(worker, page, {"answer": "came", "on": "today"}, action="/coming")
    assert answer.location == f"/referrals/{made.id}"
    made = now_of(db_session, made)
    assert made.state is State.CAME
    assert made.came_on == date(2026, 3, 3)
    assert (made.steps[-1].how, made.steps[-1].part) == ("phone", "link-worker")
    assert call_for(db_session, made, CallAbout.FIRST_SESSION).due_on == date(2026, 3, 5)
    again = send(worker, page, {"answer": "came", "on": "today"}, action="/coming")
    assert again.status_code == 303
    assert len(now_of(db_session, made).steps) == 4


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Say whether they came."),
        ({"answer": "came", "on": "next Friday"}, "still to come"),
        ({"answer": "came", "on": "the day"}, "could not read the date"),
    ],
)
def test_a_slip_about_coming_is_said(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session, answers: dict[str, str], words: str
) -> None:
    made = refer(State.ACCEPTED)
    page = worker.get(f"/referrals/{made.id}/coming").page
    refused = send(worker, page, answers, action="/coming")
    assert refused.status_code == 422
    assert words in refused.text
    assert now_of(db_session, made).state is State.ACCEPTED


def test_not_coming_asks_for_a_friendly_call_and_they_stay_welcome(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.ACCEPTED, at=LAST_WEEK)
    page = worker.get(f"/referrals/{made.id}/coming").page
    send(worker, page, {"answer": "did-not-come"}, action="/coming")
    made = now_of(db_session, made)
    assert made.state is State.ACCEPTED
    assert made.no_shows == 1
    call_for(db_session, made, CallAbout.NO_SHOW)


def test_came_can_be_put_right_and_settled_only_after_it(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.CAME, at=LAST_WEEK)
    page = worker.get(f"/referrals/{made.id}").page
    send(worker, page, action="/mistake")
    assert now_of(db_session, made).state is State.ACCEPTED
    stale = send(worker, page, action="/settling")
    assert stale.status_code == 303
    assert now_of(db_session, made).state is State.ACCEPTED
    again = refer(State.CAME, at=LAST_WEEK)
    send(worker, worker.get(f"/referrals/{again.id}").page, action="/settling")
    assert now_of(db_session, again).state is State.SETTLED


def test_it_is_taken_back_without_a_reason_and_the_group_loses_sight(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.SEEN)
    page = worker.get(f"/referrals/{made.id}/withdrawal").page
    assert "loses sight" in page.text
    for _ in range(2):
        assert send(worker, page, action="/withdrawal").location == f"/referrals/{made.id}"
    made = now_of(db_session, made)
    assert made.state is State.WITHDRAWN
    assert not made.is_seen_by_group
    assert [step.deed for step in made.steps].count("withdrawn") == 1
    assert worker.get(f"/referrals/{made.id}/withdrawal").status_code == 303


def test_stopping_needs_a_reason_from_the_list(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.CAME, at=LAST_WEEK)
    page = worker.get(f"/referrals/{made.id}/stopping").page
    assert send(worker, page, action="/stopping").status_code == 422
    assert send(worker, page, {"reason": "bored"}, action="/stopping").status_code == 422
    assert send(worker, page, {"reason": "moved-away"}, action="/stopping").status_code == 303
    made = now_of(db_session, made)
    assert made.state is State.STOPPED
    assert "Moved away" in worker.get(f"/referrals/{made.id}").page.text


def test_they_may_stop_being_asked_and_are_as_welcome_as_before(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.CAME, at=LAST_WEEK)
    call_for(db_session, made, CallAbout.FIRST_SESSION)
    send(worker, worker.get(f"/referrals/{made.id}/follow-up").page, action="/follow-up")
    made = now_of(db_session, made)
    assert made.state is State.CAME
    assert not made.follow_up_agreed
    assert not db_session.scalars(Call.open_of(made)).all()
    page = worker.get(f"/referrals/{made.id}").page
    assert "yes, taken back since" in page.text
    assert worker.get(f"/referrals/{made.id}/follow-up").status_code == 303


def test_no_reply_shows_whom_to_ring_and_takes_the_answer(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session
) -> None:
    made = refer(State.NO_REPLY)
    page = worker.get(f"/referrals/{made.id}").page
    assert "Ring Derek at Lockside Shed: 0161 496 0133" in page.text
    form = worker.get(f"/referrals/{made.id}/answer").page
    assert "Tuesday 3 March" in form.html, "the next date stands there"
    assert "Choose why." in send(worker, form, {"answer": "no"}, action="/answer").text
    past = send(worker, form, {"answer": "yes", "first": "1 March 2026"}, action="/answer")
    assert "still to come" in past.text
    send(worker, form, {"answer": "yes", "first": "10 March", "welcomer": "Yusuf"}, action="/answer")
    made = now_of(db_session, made)
    assert (made.state, made.first_date, made.welcomer) == (State.ACCEPTED, date(2026, 3, 10), "Yusuf")
    assert made.first_starts is not None
    assert made.steps[-1].how == "phone"


@pytest.mark.parametrize(
    ("answers", "state"),
    [({"answer": "wait", "until": "1 May"}, State.WAITING), ({"answer": "no", "reason": "access"}, State.DECLINED)],
)
def test_other_answers_by_phone(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session, answers: dict[str, str], state: State
) -> None:
    made = refer(State.SEEN)
    send(worker, worker.get(f"/referrals/{made.id}/answer").page, answers, action="/answer")
    assert now_of(db_session, made).state is state


def test_the_last_place_by_phone_is_told_kindly(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session, listing: Listing
) -> None:
    made = refer(State.SEEN)
    db_session.add(Intake(listing_id=listing.id, places_left=0, changed_at=SENT_AT))
    db_session.commit()
    form = worker.get(f"/referrals/{made.id}/answer").page
    refused = send(worker, form, {"answer": "yes", "first": "10 March", "welcomer": "Yusuf"}, action="/answer")
    assert refused.status_code == 422
    assert "The last place has just gone" in refused.text
    assert "Yusuf" in refused.text


# On paper


def test_the_introduction_says_no_reason_and_a_surname_only_when_ticked(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session, listing: Listing
) -> None:
    made = refer(State.ACCEPTED, first=date(2026, 3, 10), must_know="Falls easily.")
    page = worker.get(f"/referrals/{made.id}/introduction").page
    form, paper = ".pdf" if press.can_print() else "/page", f"/referrals/{made.id}/introduction/page"
    plain = send(worker, page, {"surname": "Quigley"}, action=form, to=paper)
    assert "Hello, I’m Jeannie." in plain.text
    assert "Quigley" not in plain.text
    assert "Tuesday 10 March" in plain.text
    assert f"/i/{made.arrival_code}" in plain.text
    for never in ("Falls easily", "link worker", "referr", "07700"):
        assert never not in plain.page.text
    ticked = send(worker, page, {"surname": "Quigley", "with_surname": "y"}, action=form, to=paper)
    assert "Hello, I’m Jeannie Quigley." in ticked.text
    db_session.expire_all()
    actions = [row.action for row in db_session.scalars(AuditEntry.about(made.id))]
    assert actions.count("printed introduction") == 2


def test_the_sheet_comes_off_the_press(worker: FlaskClient, refer: Callable[..., Referral]) -> None:
    if not press.can_print():
        pytest.skip("no press here")
    made = refer(State.ACCEPTED)
    page = worker.get(f"/referrals/{made.id}/introduction").page
    for more, pages in (({}, 1), ({"large": "y"}, 2)):
        answer = send(worker, page, more, action=".pdf")
        assert answer.mimetype == "application/pdf"
        assert press.pages_in(answer.data) == pages
        assert "no-store" in answer.headers["Cache-Control"]
        assert NAME not in answer.headers["Content-Disposition"]


def test_a_surname_too_long_for_the_sheet_is_said(worker: FlaskClient, refer: Callable[..., Referral]) -> None:
    made = refer()
    page = worker.get(f"/referrals/{made.id}/introduction").page
    address = f"/referrals/{made.id}/introduction/page"
    refused = worker.post(address, data={**csrf(worker), "surname": "x" * 61, "with_surname": "y"})
    assert refused.status_code == 422
    assert page.heading.startswith("Print the introduction")


def test_there_is_no_introduction_once_it_has_ended(worker: FlaskClient, refer: Callable[..., Referral]) -> None:
    made = refer(State.DECLINED)
    assert worker.get(f"/referrals/{made.id}/introduction").location == f"/referrals/{made.id}"
    answer = worker.post(f"/referrals/{made.id}/introduction/page", data=csrf(worker))
    assert answer.location == f"/referrals/{made.id}"


def test_erased_people_are_shown_as_somebody(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session, team: Team
) -> None:
    from models.acting import BY_THE_CLOCK

    made = refer(State.ACCEPTED)
    made.erase(acting=BY_THE_CLOCK, at=SENT_AT)
    made.person.erase(SENT_AT)
    db_session.commit()
    assert "Somebody" in worker.get(f"/referrals/{made.id}").page.text
    assert "Somebody" in worker.get(f"/teams/{team.slug}/referrals").page.text
    for end in ("alternatives", "wellbeing", "looks", "introduction", "coming"):
        assert worker.get(f"/referrals/{made.id}/{end}").status_code == 200
    assert worker.get(f"/referrals/{made.id}/wellbeing/before").status_code == 303


def test_what_a_colleague_does_is_news(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session, team: Team, listing: Listing
) -> None:
    tom = make_link_worker(db_session, team, name="Tom Entwistle", email="tom@example.org")
    made = make_referral(db_session, listing, state=State.SEEN, team=team, by=tom)
    send(worker, worker.get(f"/referrals/{made.id}/withdrawal").page, action="/withdrawal")
    news = db_session.scalars(select(Email).where(Email.event == "referral-news")).all()
    assert [mail.to for mail in news] == ["tom@example.org"]


def test_mails_about_what_is_done_here_hold_no_name(
    worker: FlaskClient, refer: Callable[..., Referral], db_session: Session, listing: Listing
) -> None:
    made = refer(State.SEEN)
    send(worker, worker.get(f"/referrals/{made.id}/withdrawal").page, action="/withdrawal")
    mails = db_session.scalars(select(Email)).all()
    assert "referral-withdrawn" in [mail.event for mail in mails]
    for mail in mails:
        assert NAME not in mail.subject + mail.text
        assert listing.name not in mail.subject + mail.text
