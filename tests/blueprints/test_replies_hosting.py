"""The organiser's signed-in pages: who asks, who is coming, and how to reach them behind the second step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.intake import intake_of
from models.listing import Listing
from models.might_come import MightCome
from models.people import User
from models.referral import Referral
from models.referral_words import Decline, State
from tests.boards import make_group
from tests.conftest import NOW
from tests.filling import send
from tests.inspecting_client import Page
from tests.people import csrf, make_patch, make_volunteer
from tests.referring import (
    by_link,
    make_hosted_listing,
    make_organiser,
    make_person,
    make_referral,
    sign_in_and_prove,
)

NAME, NUMBER = "Jeannie", "07700 900182"
SignedIn = Callable[[Any], FlaskClient]


@pytest.fixture
def listing(db_session: Session) -> Listing:
    return make_hosted_listing(db_session)


def page_of(client: FlaskClient, referral: Referral) -> Page:
    answer = client.get(f"/hosting/{referral.id}")
    assert answer.status_code == 200
    return answer.page  # type: ignore[attr-defined,no-any-return]


def again(session: Session, referral: Referral) -> Referral:
    session.expire_all()
    return session.get_one(Referral, referral.id)


def test_an_empty_page_says_what_will_stand_there(host: FlaskClient) -> None:
    page = host.get("/hosting")
    assert "Nobody waits for an answer" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_somebody_who_hosts_nothing_has_no_such_page(
    signed_in: SignedIn, db_session: Session, listing: Listing
) -> None:
    from tests.people import make_user

    assert signed_in(make_user(db_session)).get("/hosting").status_code == 404


def test_the_page_lists_who_asks_who_comes_and_who_waits_in_order(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    def somebody(name: str, state: State, minutes: int = 0) -> Referral:
        from tests.referring import SENT_AT

        person = make_person(db_session, called=name)
        return make_referral(db_session, listing, state=state, person=person, at=SENT_AT + timedelta(minutes=minutes))

    asking = somebody("Zelda", State.SENT)
    somebody("Second", State.WAITING, 5)
    somebody("First", State.WAITING)
    coming = somebody("Ann", State.ACCEPTED)
    somebody("Gone", State.DECLINED)
    db_session.add(MightCome(listing_id=listing.id, called="Mo", received_at=NOW, delete_at=NOW + timedelta(days=30)))
    db_session.commit()
    text = host.get("/hosting").page.text  # type: ignore[attr-defined]
    assert "Zelda" not in text
    assert "Gone" not in text
    assert f"{asking.reference[:3]} {asking.reference[3:]}" in text
    assert text.index("First") < text.index("Second")
    for shown in ("Ann", "Yusuf, brown apron", "Tuesday 3 March", "Mo", "By Monday 16 March"):
        assert shown in text, shown
    assert NUMBER not in text
    looked = [entry.action for entry in db_session.scalars(AuditEntry.about(coming.id))]
    assert looked[-1] == "looked"


def test_a_referral_nobody_has_opened_shows_its_button_first(
    host: FlaskClient, db_session: Session, listing: Listing, derek: User
) -> None:
    referral = make_referral(db_session, listing)
    page = page_of(host, referral)
    assert NAME not in page.text
    assert again(db_session, referral).state is State.SENT
    answer = send(host, page, action="/sight")
    assert answer.status_code == 303
    assert NAME in page_of(host, referral).text
    referral = again(db_session, referral)
    assert (referral.state, referral.steps[-1].by_id) == (State.SEEN, derek.id)


def test_a_yes_signed_in_says_who_said_it(
    host: FlaskClient, db_session: Session, listing: Listing, derek: User
) -> None:
    referral = make_referral(db_session, listing, state=State.SEEN)
    page = page_of(host, referral)
    for _ in range(2):
        answer = send(host, page, {"first": "2026-03-10T10:00", "welcomer": "Jan at the hatch"}, action="/answer")
        assert answer.status_code == 303
    referral = again(db_session, referral)
    assert (referral.state, referral.welcomer) == (State.ACCEPTED, "Jan at the hatch")
    assert [step.deed.value for step in referral.steps].count("accepted") == 1
    assert referral.steps[-1].by_id == derek.id
    assert "Tuesday 10 March, 10am" in page_of(host, referral).text


def test_after_the_promise_has_passed_a_yes_is_still_welcome(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    referral = make_referral(db_session, listing, state=State.NO_REPLY)
    page = page_of(host, referral)
    assert "You can still answer" in page.text
    assert send(host, page, {"first": "2026-03-10T10:00"}, action="/answer").status_code == 303
    assert again(db_session, referral).state is State.ACCEPTED


def test_how_to_reach_them_asks_for_the_second_step_and_is_noted(
    host: FlaskClient, db_session: Session, listing: Listing, derek: User, app: Any
) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED)
    page = page_of(host, referral)
    assert NUMBER not in page.html
    assert "after 2" not in page.html
    refused = send(host, page, action="/contact")
    assert refused.status_code == 403
    assert NUMBER not in refused.text
    assert host.get(f"/hosting/{referral.id}/contact").status_code == 405
    sign_in_and_prove(host, derek)
    shown = send(host, page_of(host, referral), action="/contact")
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    for told in (NUMBER, "after 2", "You may leave one"):
        assert told in shown.text
    entry = db_session.scalars(AuditEntry.about(referral.id).where(AuditEntry.action == "saw contact")).one()
    assert set(entry.fields) >= {"reach", "contact", "good_times", "message_safe"}
    assert entry.by_id == derek.id
    assert NUMBER not in page_of(host, referral).html


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.SETTLED, State.STOPPED])
def test_when_it_has_ended_everything_is_gone(
    signed_in: SignedIn, db_session: Session, listing: Listing, derek: User, client: FlaskClient, state: State
) -> None:
    referral = make_referral(db_session, listing, state=state)
    sign_in_and_prove(client, derek)
    assert client.get(f"/hosting/{referral.id}").status_code == 404
    for deed in ("sight", "contact", "call", "mistake"):
        answer = client.post(f"/hosting/{referral.id}/{deed}", data=csrf(client))
        assert answer.status_code == 404, deed
        assert NAME not in answer.text
    assert NAME not in client.get("/hosting").text


def test_another_groups_organiser_sees_nothing(db_session: Session, listing: Listing, client: FlaskClient) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED)
    other = make_organiser(db_session, make_group(db_session, listing.patch, "Goitside Singers"), name="Jan")
    sign_in_and_prove(client, other)
    assert client.get(f"/hosting/{referral.id}").status_code == 404
    assert NAME not in client.get("/hosting").text
    for deed in ("sight", "answer", "first-date", "regret", "coming", "mistake", "call", "contact"):
        assert client.post(f"/hosting/{referral.id}/{deed}", data=csrf(client)).status_code == 404, deed
    assert again(db_session, referral).state is State.ACCEPTED


def test_a_panel_member_answers_only_for_what_the_panel_keeps_itself(
    signed_in: SignedIn, db_session: Session, listing: Listing
) -> None:
    volunteer = make_volunteer(db_session, listing.panel)
    of_group = make_referral(db_session, listing, state=State.SEEN)
    own = make_hosted_listing(db_session, listing.patch, name="The long table", group_id=None)
    of_panel = make_referral(db_session, own, state=State.SEEN)
    client = signed_in(volunteer)
    assert client.get(f"/hosting/{of_group.id}").status_code == 404
    page = page_of(client, of_panel)
    assert send(client, page, {"first": "2026-03-10T10:00"}, action="/answer").status_code == 303
    assert again(db_session, of_panel).steps[-1].part.value == "panel"


def test_the_second_of_two_organisers_sees_who_answered(
    signed_in: SignedIn, db_session: Session, listing: Listing, host: FlaskClient
) -> None:
    assert listing.group is not None
    jan = signed_in(make_organiser(db_session, listing.group, name="Jan Blythe"))
    for said, words in ({"answer": "no", "why": "full"}, "not this time"), ({"first": "2026-03-10T10:00"}, "welcome"):
        referral = make_referral(db_session, listing, state=State.SEEN)
        hers, his = page_of(jan, referral), page_of(host, referral)
        assert send(jan, hers, said, action="/answer").status_code == 303
        second = send(host, his, {"first": "2026-03-17T10:00"}, action="/answer")
        assert second.status_code == 409
        assert "Jan Blythe answered" in second.text
        assert words in second.text
        assert NAME not in second.text
    assert again(db_session, referral).first_date == date(2026, 3, 10)


def test_the_last_place_has_just_gone(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    referral = make_referral(db_session, listing, state=State.SEEN)
    page = page_of(host, referral)
    intake_of(db_session, listing, NOW).places_left = 0
    db_session.commit()
    full = send(host, page, {"first": "2026-03-10T10:00"}, action="/answer")
    assert full.status_code == 409
    assert send(host, Page(full.text), action="/answer").status_code == 303
    assert again(db_session, referral).state is State.WAITING
    waiting = send(host, page_of(host, referral), {"first": "2026-03-10T10:00"}, action="/answer")
    assert waiting.status_code == 409
    assert "keeps their place on the waiting list" in waiting.text


def test_another_day_for_somebody_who_may_come(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED)
    page = page_of(host, referral)
    assert send(host, page, {"first": "other", "other_day": ""}, action="/first-date").status_code == 422
    answer = send(host, page, {"first": "2026-03-17T10:00", "welcomer": "Jan"}, action="/first-date")
    assert answer.status_code == 303
    referral = again(db_session, referral)
    assert (referral.first_date, referral.welcomer) == (date(2026, 3, 17), "Jan")


@pytest.mark.parametrize("reason", list(Decline))
def test_it_cannot_be_after_all(host: FlaskClient, db_session: Session, listing: Listing, reason: Decline) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED)
    page = page_of(host, referral)
    assert send(host, page, action="/regret").status_code == 422
    answer = send(host, page, {"why": reason.value}, action="/regret")
    assert answer.location == "/hosting"
    assert again(db_session, referral).state is State.DECLINED
    assert host.get(f"/hosting/{referral.id}").status_code == 404


def test_a_no_after_a_yes_gives_the_place_to_the_first_who_waits(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    intake_of(db_session, listing, NOW).places_left = 1
    accepted = make_referral(db_session, listing, state=State.ACCEPTED)
    first = make_referral(db_session, listing, state=State.WAITING)
    send(host, page_of(host, accepted), {"why": "other"}, action="/regret")
    assert again(db_session, first).has_place
    page = page_of(host, first)
    assert "A place is kept for them" in page.text
    assert send(host, page, {"first": "2026-03-10T10:00"}, action="/answer").status_code == 303
    assert again(db_session, first).state is State.ACCEPTED


@pytest.mark.parametrize("pressed", ["yes", "no"])
def test_came_and_did_not_come(host: FlaskClient, db_session: Session, listing: Listing, pressed: str) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED, first=date(2026, 3, 2))
    page = page_of(host, referral)
    for _ in range(2):
        answer = send(host, page, action="/coming", press=("came", pressed))
        assert answer.status_code == 303
    referral = again(db_session, referral)
    assert (referral.state, referral.no_shows) == ((State.CAME, 0) if pressed == "yes" else (State.ACCEPTED, 1))
    if pressed == "yes":
        page = page_of(host, referral)
        assert "They came on Monday 2 March" in page.text
        send(host, page, action="/mistake")
        assert again(db_session, referral).state is State.ACCEPTED


def test_a_call_is_asked_for_in_any_state_with_the_numbers_above_it(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    for state in (State.ACCEPTED, State.CAME):
        referral = make_referral(db_session, listing, state=state, first=date(2026, 3, 2))
        page = page_of(host, referral)
        assert page.text.index("999") < page.text.index("to ring me")
        for _ in range(2):
            assert send(host, page, action="/call").status_code == 303
        deeds = [step.deed.value for step in again(db_session, referral).steps]
        assert deeds.count("asked-for-a-call") == 1


def test_looking_signed_in_is_noted_and_changes_nothing_else(
    host: FlaskClient, db_session: Session, listing: Listing, derek: User
) -> None:
    referral = make_referral(db_session, listing, state=State.SEEN)
    steps = len(referral.steps)
    page_of(host, referral)
    referral = again(db_session, referral)
    assert len(referral.steps) == steps
    entry = db_session.scalars(AuditEntry.about(referral.id)).all()[-1]
    assert (entry.action, entry.by_id, entry.part.value) == ("looked", derek.id, "organiser")


def test_an_organiser_who_has_left_sees_nothing(
    host: FlaskClient, db_session: Session, listing: Listing, derek: User
) -> None:
    from models.organiser import Organiser

    referral = make_referral(db_session, listing, state=State.ACCEPTED)
    assert listing.group is not None
    db_session.scalars(Organiser.of(listing.group)).one().end(by=derek, at=NOW)
    db_session.commit()
    assert host.get(f"/hosting/{referral.id}").status_code == 404
    assert host.get("/hosting").status_code == 404


def test_no_page_of_another_patch_leaks_a_name(signed_in: SignedIn, db_session: Session, listing: Listing) -> None:
    make_referral(db_session, listing, state=State.ACCEPTED)
    elsewhere = make_hosted_listing(db_session, make_patch(db_session, name="Hollinfold"), name="Tea")
    assert elsewhere.group is not None
    client = signed_in(make_organiser(db_session, elsewhere.group))
    assert NAME not in client.get("/hosting").text


def test_the_words_of_an_ended_one_are_gone_from_the_list(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    referral = make_referral(db_session, listing, state=State.WAITING)
    assert NAME in host.get("/hosting").text
    referral.decline(Decline.OTHER, acting=by_link(), at=NOW)
    db_session.commit()
    assert NAME not in host.get("/hosting").text
