"""Several answer at the same moment, by link and signed in: one gets the last place, and the others a kind page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from models.audit import AuditEntry, broken_links
from models.intake import Intake, intake_of
from models.listing import Listing
from models.referral import Referral
from models.referral_words import State
from tests.at_once import all_at_once
from tests.blueprints.test_replies_by_link import link_to, opened
from tests.conftest import NOW
from tests.filling import form_of, values_of
from tests.inspecting_client import Page
from tests.people import sign_in
from tests.referring import make_hosted_listing, make_organiser, make_referral

Press = Callable[[], TestResponse]
ROUNDS = 3


@pytest.fixture
def listing(db_session: Session) -> Listing:
    return make_hosted_listing(db_session)


@pytest.fixture
def visitor(app: Flask) -> Callable[..., FlaskClient]:
    def client(user: Any = None) -> FlaskClient:
        made = FlaskClient(app, app.response_class, use_cookies=True)
        if user is not None:
            sign_in(made, user)
        return made

    return client


def at_once(session: Session, presses: list[Press]) -> list[TestResponse]:
    """Everybody presses at the same moment. The arranging session lets go of the database first."""
    session.rollback()
    return all_at_once(presses)


def filled(page: Page, action: str, **answers: str) -> MultiDict[str, str]:
    values = values_of(form_of(page, action=action))
    for name, said in answers.items():
        values.setlist(name, [said])
    return values


def by_link(session: Session, client: FlaskClient, referral: Referral, **answers: str) -> Press:
    link = link_to(session, referral)
    sent = filled(opened(client, link), "/answer", **answers)
    return lambda: client.post(f"{link}/answer", data=sent)


def signed_in(client: FlaskClient, referral_id: Any, action: str = "/answer", **answers: str) -> Press:
    path = f"/hosting/{referral_id}"
    sent = filled(Page(client.get(path).text), action, **answers)
    return lambda: client.post(f"{path}{action}", data=sent)


def test_of_four_who_take_the_last_place_one_has_it(
    db_session: Session, listing: Listing, visitor: Callable[..., FlaskClient]
) -> None:
    assert listing.group is not None
    for turn in range(ROUNDS):
        intake_of(db_session, listing, NOW).places_left = 1
        referrals = [make_referral(db_session, listing, state=State.SEEN) for _ in range(4)]
        ids = [each.id for each in referrals]
        presses = [by_link(db_session, visitor(), each, first="2026-03-10T10:00") for each in referrals[:2]]
        for each in referrals[2:]:
            derek = make_organiser(db_session, listing.group)
            presses.append(signed_in(visitor(derek), each.id, first="2026-03-10T10:00"))
        answers = at_once(db_session, presses)
        assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409], turn
        for answer in answers:
            assert answer.status_code == 303 or "The last place has just gone" in answer.text
        db_session.expire_all()
        states = [db_session.get_one(Referral, each).state for each in ids]
        assert sorted(states) == [State.ACCEPTED, State.SEEN, State.SEEN, State.SEEN]
        assert db_session.query(Intake).one().places_left == 0
        for each in ids:
            assert not broken_links(db_session.scalars(AuditEntry.about(each)).all())


def test_of_two_answers_to_one_question_the_second_sees_who_was_quicker(
    db_session: Session, listing: Listing, visitor: Callable[..., FlaskClient]
) -> None:
    assert listing.group is not None
    for _ in range(ROUNDS):
        referral = make_referral(db_session, listing, state=State.SEEN)
        referral_id = referral.id
        jan, derek = (make_organiser(db_session, listing.group, name=name) for name in ("Jan Blythe", "Derek Lund"))
        presses = [
            by_link(db_session, visitor(), referral, answer="no", why="full"),
            signed_in(visitor(jan), referral_id, first="2026-03-10T10:00"),
            signed_in(visitor(derek), referral_id, first="2026-03-17T10:00"),
        ]
        statuses = sorted(answer.status_code for answer in at_once(db_session, presses))
        assert statuses in ([303, 409, 409], [303, 409, 410]), statuses
        db_session.expire_all()
        deeds = [step.deed.value for step in db_session.get_one(Referral, referral_id).steps]
        assert deeds.count("accepted") + deeds.count("declined") == 1


def test_a_freed_place_goes_to_the_first_on_the_list_and_to_nobody_who_is_quicker(
    db_session: Session, listing: Listing, visitor: Callable[..., FlaskClient]
) -> None:
    assert listing.group is not None
    intake_of(db_session, listing, NOW).places_left = 1
    leaving = make_referral(db_session, listing, state=State.ACCEPTED)
    first = make_referral(db_session, listing, state=State.WAITING)
    asking = [make_referral(db_session, listing, state=State.SEEN) for _ in range(2)]
    ids = [each.id for each in asking]
    derek = make_organiser(db_session, listing.group)
    presses = [by_link(db_session, visitor(), each, first="2026-03-10T10:00") for each in asking]
    presses.append(signed_in(visitor(derek), leaving.id, "/regret", why="changed-mind"))
    first_id = first.id
    answers = at_once(db_session, presses)
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    db_session.expire_all()
    assert db_session.get_one(Referral, first_id).has_place
    assert {db_session.get_one(Referral, each).state for each in ids} == {State.SEEN}


def test_one_form_sent_four_times_at_once_is_one_answer(
    db_session: Session, listing: Listing, visitor: Callable[..., FlaskClient]
) -> None:
    referral = make_referral(db_session, listing, state=State.SEEN)
    referral_id = referral.id
    press = by_link(db_session, visitor(), referral, first="2026-03-10T10:00")
    answers = at_once(db_session, [press] * 4)
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    db_session.expire_all()
    deeds = [step.deed.value for step in db_session.get_one(Referral, referral_id).steps]
    assert deeds.count("accepted") == 1


def test_two_who_meet_somebody_at_the_door_note_it_once(
    db_session: Session, listing: Listing, visitor: Callable[..., FlaskClient]
) -> None:
    referral = make_referral(db_session, listing, state=State.ACCEPTED)
    referral_id, path = referral.id, f"/i/{referral.arrival_code}"
    presses = []
    for _ in range(3):
        client = visitor()
        sent = filled(Page(client.get(path).text), path)
        presses.append(lambda client=client, sent=sent: client.post(path, data=sent))
    answers = at_once(db_session, presses)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 303]
    db_session.expire_all()
    deeds = [step.deed.value for step in db_session.get_one(Referral, referral_id).steps]
    assert deeds.count("came") == 1
