"""Private shortlists: whose they are, beginning and ending them, and putting things on them beside the search."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.intake import Intake
from models.listing import Listing
from models.patch import Patch
from models.people import User
from models.place import PostcodeSector
from models.private_list import PrivateList
from models.referral_words import State
from models.team import Team
from models.vocabulary import Access, Kind, Need
from tests.boards import make_listing
from tests.conftest import NOW
from tests.inspecting_client import InspectingClient
from tests.people import csrf, make_patch, make_volunteer
from tests.referring import (
    by_link,
    make_hosted_listing,
    make_link_worker,
    make_organiser,
    make_referral,
    make_team,
    sign_in_and_prove,
)

HTMX = {"HX-Request": "true"}
Arrive = Callable[[User], FlaskClient]


@pytest.fixture
def patch(db_session: Session) -> Patch:
    return make_patch(db_session, slug="larkmoor-town")


@pytest.fixture
def team(db_session: Session, patch: Patch) -> Team:
    return make_team(db_session, patches=[patch])


@pytest.fixture
def shanaz(db_session: Session, team: Team) -> User:
    return make_link_worker(db_session, team)


@pytest.fixture
def arrive(app: Flask) -> Arrive:
    """arrive(user): their own browser, with the second step shown."""
    return lambda user: sign_in_and_prove(InspectingClient(app, app.response_class, use_cookies=True), user)


@pytest.fixture
def worker(shanaz: User, arrive: Arrive) -> FlaskClient:
    return arrive(shanaz)


@pytest.fixture
def shed(db_session: Session, patch: Patch) -> Listing:
    return make_hosted_listing(db_session, patch, name="Lockside Shed", needs=[Need.COMPANY], access=[Access.STEP_FREE])


def make_list(session: Session, team: Team, by: User, *listings: Listing, **more: Any) -> PrivateList:
    kept = PrivateList(
        team=team,
        made_by=by,
        created_at=NOW,
        used_at=NOW,
        **{
            "title": "Tuesday, likes gardens",
            "needs": [],
            "access": [],
            "listing_ids": [each.id.hex for each in listings],
            **more,
        },
    )
    session.add(kept)
    session.commit()
    return kept


@pytest.fixture
def kept(db_session: Session, team: Team, shanaz: User) -> PrivateList:
    return make_list(db_session, team, shanaz, needs=["company"])


def at(kept: PrivateList, ending: str = "") -> str:
    return f"/lists/{kept.id}{ending}"


def on_list(session: Session, kept: PrivateList) -> list[uuid.UUID]:
    session.expire_all()
    found = session.get_one(PrivateList, kept.id).ids
    session.rollback()
    return found


def lists_of(team: Team) -> str:
    return f"/teams/{team.slug}/lists"


# Beginning, changing, ending


def test_a_team_without_lists_is_told_how_to_begin(worker: FlaskClient, team: Team) -> None:
    page = worker.get(lists_of(team)).page  # type: ignore[attr-defined]
    assert "No lists yet" in page.text
    assert page.links()["Begin a list"] == f"{lists_of(team)}/new"


def test_a_list_is_begun_once_however_often_the_button_is_pressed(
    worker: FlaskClient, team: Team, db_session: Session
) -> None:
    form = {"title": "Tuesday, likes gardens", "need": ["company", "nature"], "access": ["step-free"]}
    sent = {**csrf(worker), **form, "form_key": str(uuid.uuid4())}
    answers = [worker.post(f"{lists_of(team)}/new", data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    made = db_session.scalars(select(PrivateList)).one()
    assert (made.title, made.needs, made.access) == ("Tuesday, likes gardens", ["company", "nature"], ["step-free"])
    assert made.team_id == team.id
    text = worker.get(lists_of(team)).page.text  # type: ignore[attr-defined]
    assert "Looking for: Company or Nature and growing. It must have: Step-free entrance." in text
    assert "Nothing on it. Last used today. Begun by Shanaz Malik." in text


@pytest.mark.parametrize(
    ("title", "said"),
    [("Jean Smith", "looks like a name"), ("Depression, Tuesdays", "name of an illness"),
     ("Ring 07700 900182", "looks like a phone number")],
)  # fmt: skip
def test_a_telling_title_is_asked_about_once_and_then_taken(
    worker: FlaskClient, team: Team, db_session: Session, title: str, said: str
) -> None:
    sent = {**csrf(worker), "title": title, "need": ["company"]}
    asked = worker.post(f"{lists_of(team)}/new", data=sent)
    assert asked.status_code == 422
    assert said in asked.page.text  # type: ignore[attr-defined]
    assert [box.get("value") for box in asked.page.all("input") if box.get("checked") is not None] == ["company"]  # type: ignore[attr-defined]
    assert db_session.scalars(select(PrivateList)).all() == []
    other = worker.post(f"{lists_of(team)}/new", data={**sent, "title": "Mrs Patel", "warned_of": title})
    assert other.status_code == 422, "another title is asked about by itself"
    taken = worker.post(f"{lists_of(team)}/new", data={**sent, "warned_of": title})
    assert taken.status_code == 303


def test_a_list_without_a_title_is_refused_and_keeps_what_was_ticked(worker: FlaskClient, team: Team) -> None:
    answer = worker.post(f"{lists_of(team)}/new", data={**csrf(worker), "title": " ", "access": ["loop"]})
    assert answer.status_code == 422
    page = answer.page  # type: ignore[attr-defined]
    assert "Give it a title" in page.text
    assert page.title.startswith("Error: Begin a list")
    ticked = [box.get("value") for box in page.all("input") if box.get("checked") is not None]
    assert ticked == ["loop"]


def test_a_list_is_called_something_else(worker: FlaskClient, kept: PrivateList, db_session: Session) -> None:
    page = worker.get(at(kept, "/edit")).page  # type: ignore[attr-defined]
    assert [box.get("value") for box in page.all("input") if box.get("checked") is not None] == ["company"]
    sent = {**csrf(worker), "title": "Warm and dry", "access": ["seats"]}
    assert worker.post(at(kept, "/edit"), data=sent).location == at(kept)
    db_session.refresh(kept)
    assert (kept.title, kept.needs, kept.access) == ("Warm and dry", [], ["seats"])


def test_a_list_is_ended_and_the_end_is_taken_back(worker: FlaskClient, kept: PrivateList, team: Team) -> None:
    ended = worker.post(at(kept, "/ending"), data=csrf(worker), follow_redirects=True)
    assert "The list is ended." in ended.text
    assert "likes gardens" not in ended.page.text  # type: ignore[attr-defined]
    assert worker.get(at(kept)).status_code == 404
    assert worker.post(at(kept, "/ending"), data=csrf(worker)).status_code == 404
    back = worker.post(at(kept, "/reopening"), data=csrf(worker), follow_redirects=True)
    assert back.request.path == at(kept)
    assert "The list is back." in back.text
    assert worker.post(at(kept, "/reopening"), data=csrf(worker)).status_code == 404


# Whose they are

PLACES = ("", "/edit", "/compare", "/send", "/sent")
CHANGES = ("/edit", "/ending", "/reopening", "/send", f"/listings/{uuid.uuid4()}", f"/listings/{uuid.uuid4()}/removal",
           f"/listings/{uuid.uuid4()}/move")  # fmt: skip


def test_a_colleague_sees_the_list_and_nobody_else_does(
    db_session: Session, kept: PrivateList, team: Team, patch: Patch, shed: Listing, arrive: Arrive
) -> None:
    tom = arrive(make_link_worker(db_session, team, name="Tom Entwistle"))
    assert all(tom.get(at(kept, place)).status_code == 200 for place in PLACES)
    assert shed.group is not None
    for stranger in (
        make_link_worker(db_session, make_team(db_session, patches=[patch])),
        make_volunteer(db_session, patch.panel),
        make_organiser(db_session, shed.group),
    ):
        client = arrive(stranger)
        for place in PLACES:
            assert client.get(at(kept, place)).status_code == 404, place
            assert client.get(at(kept, place), headers=HTMX).status_code == 404, place
        for place in CHANGES:
            assert client.post(at(kept, place), data=csrf(client)).status_code == 404, place
        assert client.get(lists_of(team)).status_code == 404
        assert client.post(f"{lists_of(team)}/new", data=csrf(client)).status_code == 404


def test_a_stranger_is_shown_the_way_in_and_somebody_unproved_the_second_step(
    client: FlaskClient, signed_in: Callable[[Any], FlaskClient], kept: PrivateList, team: Team, shanaz: User
) -> None:
    for path in (at(kept), lists_of(team)):
        assert "/sign-in" in client.get(path).location
        asked = signed_in(shanaz).get(path)
        assert asked.status_code == 303
        assert "second-factor" in asked.location


def test_pages_of_a_list_are_never_stored(worker: FlaskClient, kept: PrivateList, team: Team) -> None:
    for path in (lists_of(team), *(at(kept, place) for place in PLACES)):
        answer = worker.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'hx-history="false"' in answer.text


# The search beside it


def test_the_search_begins_with_what_the_list_needs_on_the_teams_patches(
    worker: FlaskClient, db_session: Session, team: Team, shanaz: User, patch: Patch, shed: Listing
) -> None:
    make_listing(db_session, patch, "Money mornings", needs=[Need.MONEY])
    make_listing(db_session, patch, "Up the steps", needs=[Need.COMPANY])
    make_listing(db_session, make_patch(db_session), "Far away", needs=[Need.COMPANY], access=[Access.STEP_FREE])
    kept = make_list(db_session, team, shanaz, needs=["company"], access=["step-free"])
    page = worker.get(at(kept)).page  # type: ignore[attr-defined]
    assert shown(page) == ["Lockside Shed"]
    assert "Looking for: Company. It must have: Step-free entrance." in page.text
    everywhere = worker.get(at(kept, "?need=company&access=step-free&patch=everywhere")).page  # type: ignore[attr-defined]
    assert sorted(shown(everywhere)) == ["Far away", "Lockside Shed"]
    unticked = worker.get(at(kept, "?q=&near=&patch=own")).page  # type: ignore[attr-defined]
    assert sorted(shown(unticked)) == ["Lockside Shed", "Money mornings", "Up the steps"]


def test_little_found_tells_what_is_close_and_what_to_leave_out(
    worker: FlaskClient, db_session: Session, kept: PrivateList, patch: Patch
) -> None:
    make_listing(db_session, patch, "Money mornings", needs=[Need.MONEY])
    make_listing(db_session, make_patch(db_session), "Far away", needs=[Need.COMPANY])
    page = worker.get(at(kept)).page  # type: ignore[attr-defined]
    assert "Nothing on the board is quite that" in page.text
    links = page.links()
    assert links["Leave out “Company”: 1"] == at(kept, "?patch=own")
    assert links["Look in the other patches too: 1"] == at(kept, "?need=company&patch=everywhere")
    assert "Far away" in page.text


def test_where_the_person_lives_stands_in_the_address_as_a_sector_only(
    worker: FlaskClient, db_session: Session, kept: PrivateList, shed: Listing
) -> None:
    db_session.add(PostcodeSector.at("ZZ4 1", 378_000, 392_500))
    db_session.commit()
    for path in (at(kept), at(kept, "/compare")):
        answer = worker.get(path, query_string={"near": "zz4 1ab", "patch": "own"})
        assert answer.status_code == 303
        assert "near=ZZ4+1" in answer.location.replace("%20", "+")
        assert "1ab" not in answer.location.lower()
        assert "1ab" not in worker.get(answer.location).text.lower()
    part = worker.get(at(kept), query_string={"near": "ZZ4 1AB", "patch": "own", "q": "shed"}, headers=HTMX)
    assert part.headers["HX-Push-Url"] == at(kept, "?q=shed&near=ZZ4+1&patch=own")


def test_any_address_gets_the_page(worker: FlaskClient, kept: PrivateList) -> None:
    for question in ("patch=nowhere&day=zz&page=99", "need=%00&near=Atlantis", "listing=%FF&q=" + "x" * 3_000):
        assert worker.get(at(kept, f"?{question}")).status_code == 200
        assert worker.get(at(kept, f"/compare?{question}")).status_code == 200


def test_a_filter_asks_for_the_results_alone(worker: FlaskClient, kept: PrivateList, shed: Listing) -> None:
    answer = worker.get(at(kept, "?q=shed&patch=own"), headers=HTMX)
    assert answer.text.lstrip().startswith('<section id="results"')
    assert 'id="the-list"' not in answer.text
    assert "HX-Request" in answer.headers["Vary"]


# On the list and off it


def test_what_is_found_goes_on_the_list_and_the_search_stays(
    worker: FlaskClient, db_session: Session, kept: PrivateList, shed: Listing
) -> None:
    page = worker.get(at(kept, "?q=shed&patch=own")).page  # type: ignore[attr-defined]
    action = next(form.get("action") for form in page.all("form") if "listings" in form.get("action", ""))
    assert action == at(kept, f"/listings/{shed.id}?q=shed&patch=own")
    answer = worker.post(action, data=csrf(worker))
    assert answer.location == at(kept, f"?q=shed&patch=own#listing-{shed.short_id}")
    assert worker.post(action, data=csrf(worker)).status_code == 303
    assert on_list(db_session, kept) == [shed.id]
    text = worker.get(at(kept, "?q=shed&patch=own")).page.text  # type: ignore[attr-defined]
    assert "On the list: take it off" in text


def test_with_scripts_the_results_and_the_list_come_back_together(
    worker: FlaskClient, db_session: Session, kept: PrivateList, shed: Listing
) -> None:
    put = at(kept, f"/listings/{shed.id}")
    answer = worker.post(put, data={**csrf(worker), "listing": str(shed.id)}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="cols after" id="beside">')
    assert "On the list: 1" in answer.text
    assert f'value="{shed.id}" form="pick" checked' in answer.text, "what was ticked stays ticked"
    assert '<div hx-swap-oob="innerHTML:#found">It is on the list.</div>' in answer.text
    off = worker.post(f"{put}/removal", data=csrf(worker), headers=HTMX)
    assert "It is off the list." in off.text
    assert 'name="revision" value="0"' in off.text
    worker.post(put, data={**csrf(worker), "revision": "0"}, headers=HTMX)
    assert on_list(db_session, kept) == [shed.id]


def test_the_order_is_the_workers_and_undo_gives_the_place_back(
    worker: FlaskClient, db_session: Session, team: Team, shanaz: User, patch: Patch
) -> None:
    three = [make_listing(db_session, patch, name) for name in ("One", "Two", "Three")]
    ids = [each.id for each in three]
    kept = make_list(db_session, team, shanaz, *three)
    worker.post(at(kept, f"/listings/{ids[2]}/move"), data=csrf(worker))
    assert on_list(db_session, kept) == [ids[0], ids[2], ids[1]]
    page = worker.post(at(kept, f"/listings/{ids[2]}/removal"), data=csrf(worker), follow_redirects=True)
    assert "It is off the list." in page.text
    assert on_list(db_session, kept) == [ids[0], ids[1]]
    worker.post(at(kept, f"/listings/{ids[2]}"), data={**csrf(worker), "revision": "1"})
    assert on_list(db_session, kept) == [ids[0], ids[2], ids[1]]
    for odd in ("-1", "²", "9" * 5_000, "x"):
        worker.post(at(kept, f"/listings/{ids[0]}/removal"), data=csrf(worker))
        worker.post(at(kept, f"/listings/{ids[0]}"), data={**csrf(worker), "revision": odd})
        assert on_list(db_session, kept) == [ids[2], ids[1], ids[0]]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_thirteenth_is_refused_with_what_to_do(
    worker: FlaskClient, db_session: Session, team: Team, shanaz: User, patch: Patch, headers: dict[str, str]
) -> None:
    many = [make_listing(db_session, patch, f"Thing {n}") for n in range(13)]
    kept = make_list(db_session, team, shanaz, *many[:12])
    answer = worker.post(at(kept, f"/listings/{many[12].id}"), data=csrf(worker), headers=headers)
    assert answer.status_code == 422
    assert "There are twelve on this list already. Take one off first." in answer.text
    assert len(on_list(db_session, kept)) == 12


def test_nothing_goes_on_that_a_stranger_could_not_read(
    worker: FlaskClient, db_session: Session, kept: PrivateList, patch: Patch
) -> None:
    draft = make_listing(db_session, patch, "A draft", published_at=None)
    for listing_id in (draft.id, uuid.uuid4()):
        assert worker.post(at(kept, f"/listings/{listing_id}"), data=csrf(worker)).status_code == 404
    assert on_list(db_session, kept) == []


# What the list says


def test_each_thing_says_what_one_needs_to_know_before_asking(
    worker: FlaskClient, db_session: Session, team: Team, shanaz: User, patch: Patch, shed: Listing
) -> None:
    for _ in range(5):
        asked = make_referral(db_session, shed, state=State.SEEN, team=team, by=shanaz, at=NOW - timedelta(days=8))
        asked.put_on_waiting_list(acting=by_link(), at=NOW - timedelta(days=6))
    soon = make_hosted_listing(db_session, patch, name="Singing", published_at=NOW)
    db_session.add(Intake(listing=soon, changed_at=NOW, paused_at=NOW, paused_until=date(2026, 4, 1)))
    bench = make_listing(db_session, patch, "Bench", kind=Kind.PLACE, any_time=True, times=())
    kept = make_list(db_session, team, shanaz, shed, soon, bench)
    page = worker.get(at(kept)).page  # type: ignore[attr-defined]
    entry = said_of(page, shed)
    assert "Today, Tuesday 3 March, 10am" in entry
    assert "Room for new people" in entry
    assert "Usually answers in 2 working days" in entry
    assert f"/referrals/new?listing={shed.id}&list_id={kept.id}" in page.links().values()
    assert "Taking nobody new until 1 April" in said_of(page, soon)
    assert "Refer to" not in said_of(page, soon)
    assert "Nobody to ask: just go." in said_of(page, bench)
    assert "Usually" not in said_of(page, bench)


def test_paused_stopped_and_vanished_things_say_so_and_cannot_be_referred_to(
    worker: FlaskClient, db_session: Session, team: Team, shanaz: User, patch: Patch
) -> None:
    paused = make_hosted_listing(db_session, patch, name="Paused", paused_at=NOW, paused_until=date(2026, 5, 1))
    stopped = make_hosted_listing(db_session, patch, name="Stopped", stopped_at=NOW)
    draft = make_listing(db_session, patch, "Secret draft", published_at=None)
    kept = make_list(db_session, team, shanaz, paused, stopped, draft)
    page = worker.get(at(kept)).page  # type: ignore[attr-defined]
    assert "Paused until 1 May" in said_of(page, paused)
    assert "Taking nobody new until 1 May" in said_of(page, paused)
    assert "This has stopped." in said_of(page, stopped)
    assert "Something that has gone from the board" in said_of(page, draft)
    assert "Secret draft" not in page.text
    assert not any("listing=" in url and "/referrals/new" in url for url in page.links().values())
    assert worker.post(at(kept, f"/listings/{draft.id}/removal"), data=csrf(worker)).status_code == 303
    assert on_list(db_session, kept) == [paused.id, stopped.id]


def test_the_leaflet_holds_the_list_in_its_order_and_nobodys_name(
    worker: FlaskClient, db_session: Session, team: Team, shanaz: User, patch: Patch, shed: Listing
) -> None:
    other = make_listing(db_session, patch, "Walk")
    kept = make_list(db_session, team, shanaz, other, shed)
    links = worker.get(at(kept)).page.links()  # type: ignore[attr-defined]
    for words, ending in (("Print it", ""), ("In large print", "&large=1")):
        address = links[words]
        assert address.split("?")[1] == f"list={other.short_id}.{shed.short_id}{ending}"
        paper = worker.get(address.replace(".pdf", ""))
        assert "gardens" not in paper.text
        assert paper.text.index("Walk") < paper.text.index("Lockside Shed")


def shown(page: Any) -> list[str]:
    """The names of the cards, in order."""
    return ["".join(heading.itertext()).strip() for heading in page.all("h3") if heading.find("a") is not None]


def said_of(page: Any, listing: Listing) -> str:
    entry = next(each for each in page.all("li") if each.get("id") == f"on-listing-{listing.short_id}")
    return " ".join("".join(entry.itertext()).split())
