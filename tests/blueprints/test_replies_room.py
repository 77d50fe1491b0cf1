"""Room for new people: every state ends by itself, and the waiting list comes before anybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.intake import Asking, Intake, intake_of
from models.listing import Listing
from models.listing_version import ListingVersion
from models.outbox import Email
from models.people import User
from models.referral import Referral
from models.referral_words import State
from models.vocabulary import Room
from tests.boards import make_group
from tests.conftest import NOW
from tests.filling import send
from tests.inspecting_client import Page
from tests.people import csrf, make_volunteer, sign_in
from tests.referring import SENT_AT, make_hosted_listing, make_organiser, make_referral

SignedIn = Callable[[Any], FlaskClient]


@pytest.fixture
def listing(db_session: Session) -> Listing:
    return make_hosted_listing(db_session)


@pytest.fixture
def host(signed_in: SignedIn, db_session: Session, listing: Listing) -> FlaskClient:
    assert listing.group is not None
    return signed_in(make_organiser(db_session, listing.group))


def room(client: FlaskClient, listing: Listing) -> Page:
    answer = client.get(f"/listings/{listing.id}/room")
    assert answer.status_code == 200
    return answer.page  # type: ignore[attr-defined,no-any-return]


def say(client: FlaskClient, listing: Listing, **answers: str) -> Any:
    return send(client, room(client, listing), answers, action="/room")


def board(client: FlaskClient, listing: Listing) -> str:
    return str(client.get(f"/listings/{listing.id}/{listing.slug}").page.text)  # type: ignore[attr-defined]


def test_a_few_places_are_counted_and_said(
    host: FlaskClient, client: FlaskClient, db_session: Session, listing: Listing
) -> None:
    assert say(host, listing, taking="few", places_left="2").status_code == 303
    assert "room for 2 more" in room(host, listing).text
    assert "A few places" in board(client, listing)
    db_session.expire_all()
    assert db_session.scalars(select(Intake)).one().places_left == 2
    assert say(host, listing, taking="open").status_code == 303
    assert "Turn up" in board(client, listing)
    db_session.expire_all()
    assert db_session.scalars(select(Intake)).one().places_left is None


def test_full_until_a_day_ends_by_itself(
    host: FlaskClient, client: FlaskClient, listing: Listing, pass_time: Callable[..., Any]
) -> None:
    assert say(host, listing, taking="full", full_until="5 March").status_code == 303
    assert "Full until 5 March" in board(client, listing)
    assert "full until 5 March" in room(host, listing).text
    pass_time(days=2)
    assert "Full" not in board(client, listing)


def test_full_without_a_day_is_full_for_now_and_back(
    host: FlaskClient, client: FlaskClient, db_session: Session, listing: Listing
) -> None:
    assert say(host, listing, taking="full").status_code == 303
    assert "Full for now" in board(client, listing)
    assert "full for now" in room(host, listing).text
    assert say(host, listing, taking="few", places_left="1").status_code == 303
    assert "A few places" in board(client, listing)
    db_session.expire_all()
    assert db_session.get_one(Listing, listing.id).room is Room.FEW


def test_the_entry_of_a_full_listing_can_still_be_mended_and_undone(
    signed_in: SignedIn, db_session: Session, listing: Listing
) -> None:
    panel = signed_in(make_volunteer(db_session, listing.panel))
    say(panel, listing, taking="full")
    edit = f"/listings/{listing.id}/edit"
    page = panel.get(edit).page  # type: ignore[attr-defined]
    saved = send(panel, page, {"summary": "Tea and tools."}, id="listing-form", press=("do", "save"))
    assert saved.status_code == 303
    db_session.expire_all()
    assert (listing.summary, listing.room, listing.full_until) == ("Tea and tools.", Room.FULL, None)
    say(panel, listing, taking="open")
    db_session.expire_all()
    undone = panel.post(f"/listings/{listing.id}/undo/{listing.revision - 1}", data=csrf(panel))
    assert undone.status_code == 303
    db_session.expire_all()
    assert listing.room is Room.FULL


def test_a_counted_full_listing_says_so_after_the_last_yes_and_takes_it_back_after_a_no(
    host: FlaskClient, client: FlaskClient, db_session: Session, listing: Listing
) -> None:
    say(host, listing, taking="few", places_left="1")
    referral = make_referral(db_session, listing, state=State.SEEN)
    page = host.get(f"/hosting/{referral.id}").page  # type: ignore[attr-defined]
    send(host, page, {"first": "2026-03-10T10:00"}, action="/answer")
    assert "Full for now" in board(client, listing)
    page = host.get(f"/hosting/{referral.id}").page  # type: ignore[attr-defined]
    send(host, page, {"why": "changed-mind"}, action="/regret")
    assert "Full for now" not in board(client, listing)


def test_a_pause_takes_nobody_new_and_ends_by_itself(
    host: FlaskClient, db_session: Session, listing: Listing, pass_time: Callable[..., Any]
) -> None:
    assert say(host, listing, taking="paused", paused_until="5 March").status_code == 303
    assert "taking nobody new until 5 March" in room(host, listing).text
    db_session.expire_all()
    intake = db_session.scalars(select(Intake)).one()
    assert intake.is_paused(NOW.date())
    pass_time(days=2)
    sign_in(host, db_session.scalars(select(User)).one())
    assert "Now: room for new people" in room(host, listing).text
    assert say(host, listing, taking="open").status_code == 303
    db_session.expire_all()
    assert db_session.scalars(select(Intake)).one().paused_at is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"taking": "few", "places_left": "many"}, "Put it in figures"),
        ({"taking": "few", "places_left": "-1"}, "Write a number"),
        ({"taking": "few", "places_left": "9999999"}, "Write a number"),
        ({"taking": "full", "full_until": "1 March 2026"}, "Choose a day after today"),
        ({"taking": "full", "full_until": "the ides"}, "could not read"),
        ({"taking": "paused", "paused_until": "1 March 2026"}, "Choose a day after today"),
        ({"taking": "sometimes"}, "Choose from what is offered"),
        ({"asking": "everything"}, "Choose from what is offered"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field_and_nothing_is_lost(
    host: FlaskClient, db_session: Session, listing: Listing, said: dict[str, str], told: str
) -> None:
    refused = say(host, listing, **said)
    assert refused.status_code == 422
    assert told in refused.text
    for typed in said.values():
        assert typed in refused.text or typed in ("sometimes", "everything")
    db_session.expire_all()
    assert db_session.scalars(select(Intake)).all() == []


def test_new_places_go_to_the_waiting_list_first_and_it_says_so(
    host: FlaskClient, db_session: Session, listing: Listing
) -> None:
    say(host, listing, taking="full")
    waiting = [
        make_referral(db_session, listing, state=State.WAITING, at=SENT_AT + timedelta(minutes=n)) for n in range(3)
    ]
    assert "3 people wait for a place" in room(host, listing).text
    answer = say(host, listing, taking="few", places_left="2")
    assert "a place is kept for 2 people" in host.get(answer.location).text
    db_session.expire_all()
    assert [db_session.get_one(Referral, each.id).has_place for each in waiting] == [True, True, False]
    assert db_session.scalars(select(Intake)).one().places_left == 0
    mails = db_session.scalars(select(Email).where(Email.event == "place-offered")).all()
    assert len(mails) == 2
    assert all("Jeannie" not in mail.text + mail.subject for mail in mails)


def test_a_double_press_offers_once_and_an_old_page_is_told(
    host: FlaskClient, signed_in: SignedIn, db_session: Session, listing: Listing
) -> None:
    make_referral(db_session, listing, state=State.WAITING)
    page, other = room(host, listing), make_volunteer(db_session, listing.panel)
    for _ in range(2):
        assert send(host, page, {"taking": "few", "places_left": "3"}, action="/room").status_code == 303
    db_session.expire_all()
    assert db_session.scalars(select(Intake)).one().places_left == 2
    second = send(signed_in(other), page, {"taking": "few", "places_left": "9"}, action="/room")
    assert second.status_code in (403, 422)
    late = signed_in(other)
    stale = room(late, listing)
    say(host, listing, taking="full")
    refused = send(late, stale, {"taking": "few", "places_left": "9"}, action="/room")
    assert refused.status_code == 422
    assert "Somebody changed this" in refused.text
    assert send(late, Page(refused.text), action="/room").status_code == 303


@pytest.mark.parametrize("asking", list(Asking))
def test_what_strangers_may_do(host: FlaskClient, db_session: Session, listing: Listing, asking: Asking) -> None:
    assert say(host, listing, asking=asking.value).status_code == 303
    db_session.expire_all()
    assert db_session.scalars(select(Intake)).one().asking is asking


def test_only_its_group_and_its_panel_may_say(signed_in: SignedIn, db_session: Session, listing: Listing) -> None:
    other = signed_in(make_organiser(db_session, make_group(db_session, listing.patch, "Goitside Singers")))
    elsewhere = signed_in(make_volunteer(db_session))
    for client in (other, elsewhere):
        assert client.get(f"/listings/{listing.id}/room").status_code == 404
        assert client.post(f"/listings/{listing.id}/room", data=csrf(client)).status_code == 404
    panel = signed_in(make_volunteer(db_session, listing.panel))
    assert say(panel, listing, taking="few").status_code == 303
    assert f"/listings/{listing.id}/room" in panel.get(f"/listings/{listing.id}/edit").text


def test_what_the_public_reads_is_kept_in_the_history(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    say(host, listing, taking="full", full_until="1 June")
    db_session.expire_all()
    version = db_session.scalars(select(ListingVersion).where(ListingVersion.listing_id == listing.id)).all()[-1]
    assert version.note == "Room for new people"
    assert version.contents["full_until"] == date(2026, 6, 1).isoformat()


def test_a_listing_that_has_stopped_has_no_room(host: FlaskClient, db_session: Session, listing: Listing) -> None:
    intake_of(db_session, listing, NOW)
    listing.stop(reason="", by=None, at=NOW)
    db_session.commit()
    assert host.get(f"/listings/{listing.id}/room").status_code == 404
