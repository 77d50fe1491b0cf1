"""Talk to someone who helps people find things: by oneself, or sent by somebody else, and the team's side of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.enquiry import Closing, EnquiryState, ReferralSource
from models.patch import Patch
from models.person import Contact
from models.team import Team
from tests.asking import JEANNIE, enquiries, fill_in, mails, make_enquiry, make_source, send_later
from tests.boards import make_listing
from tests.conftest import NOW
from tests.filling import send
from tests.inspecting_client import InspectingClient
from tests.people import make_patch, make_user
from tests.referring import make_link_worker, make_team, sign_in_and_prove

SENT_BY = {**JEANNIE, "called": "Stan", "said_yes": "yes"}


@pytest.fixture
def patch(db_session: Session) -> Patch:
    return make_patch(db_session, slug="larkmoor")


@pytest.fixture
def team(db_session: Session, patch: Patch) -> Team:
    return make_team(db_session, patches=[patch])


@pytest.fixture
def source(db_session: Session, team: Team) -> ReferralSource:
    return make_source(db_session, team)


@pytest.fixture
def worker(app: Flask, db_session: Session, team: Team) -> FlaskClient:
    """A link worker's browser."""
    client = InspectingClient(app, app.response_class, use_cookies=True)
    return sign_in_and_prove(client, make_link_worker(db_session, team))


def test_somebody_asks_to_be_rung(
    app: Flask, client: FlaskClient, db_session: Session, patch: Patch, team: Team
) -> None:
    answers = {**JEANNIE, "good_times": "after 2", "needs": ["company", "grief"], "about": "It is quiet here."}
    answer = fill_in(app, client, "/patches/larkmoor/talk", {**answers, "communication": ["support-hearing-aid"]})
    assert answer.status_code == 303
    (enquiry,) = enquiries(db_session)
    assert (enquiry.team_id, enquiry.patch_id, enquiry.source_id) == (team.id, patch.id, None)
    assert (enquiry.needs, enquiry.about) == (["company", "grief"], "It is quiet here.")
    person = enquiry.person
    assert (person.called, person.reach, person.good_times) == ("Jeannie", "07700 900182", "after 2")
    assert (person.communication, person.message_safe) == (["support-hearing-aid"], True)
    assert [entry.action for entry in db_session.scalars(AuditEntry.about(enquiry.id))] == ["received"]
    page = client.get(answer.location).page
    assert page.heading == "We have it"
    assert "0161 496 0118" in page.text


def test_the_team_hears_of_it_by_a_mail_with_a_reference(
    app: Flask, client: FlaskClient, db_session: Session, team: Team
) -> None:
    filled = {**JEANNIE, "contact": "email", "email_address": "jeannie@example.org", "about": "It is quiet here."}
    fill_in(app, client, "/patches/larkmoor/talk", {**filled, "needs": ["grief"]})
    (enquiry,) = enquiries(db_session)
    (to_team,), (to_person,) = mails(db_session, "enquiry-received"), mails(db_session, "asking-received")
    assert (to_team.to, to_person.to) == (team.email, "jeannie@example.org")
    assert f"/enquiries/{enquiry.id}" in to_team.text
    for mail in (to_team, to_person):
        said = f"{mail.subject}\n{mail.text}"
        assert enquiry.reference[:3] in said
        for secret in ("Jeannie", "quiet", "rief", "Larkmoor"):
            assert secret not in said


def test_where_no_team_serves_the_patch_there_is_a_phone(
    client: FlaskClient, db_session: Session, patch: Patch
) -> None:
    ended = make_team(db_session, patches=[patch])
    ended.ended_at = NOW
    db_session.commit()
    answer = client.get("/patches/larkmoor/talk")
    assert answer.status_code == 200
    assert "Shanaz and Colin" in answer.page.text
    assert "0161 496 0123" in answer.page.text
    assert not list(answer.page.all("form"))
    assert client.post("/patches/larkmoor/talk", data=JEANNIE).status_code == 409
    assert enquiries(db_session) == []


@pytest.mark.parametrize("slug", ["nowhere", "x" * 300, "%00", "Lark moor", "é"])
def test_an_unknown_patch_is_no_page(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/patches/{slug}/talk").status_code == 404


def test_public_pages_lead_there_where_a_team_serves_the_patch(
    app: Flask, client: FlaskClient, db_session: Session, patch: Patch
) -> None:
    stopped = make_listing(db_session, patch, "Old choir", stopped_at=NOW)
    words, link = "Talk to someone who helps people find things", "/patches/larkmoor/talk"
    pages = ("/patches/larkmoor", "/", f"/listings/{stopped.id}/old-choir", "/find?q=zzyzzx&patch=larkmoor")

    def body(path: str) -> str:
        return client.get(path).text.partition("<footer")[0]

    assert not any(link in body(path) for path in pages)
    make_team(db_session, patches=[patch])
    app.extensions.pop("kept_pages", None)
    for path in pages:
        assert link in body(path), path
        assert words.casefold() in client.get(path).text.casefold()


def test_under_age_sent_twice_and_too_many(app: Flask, client: FlaskClient, db_session: Session, team: Team) -> None:
    young = fill_in(app, client, "/patches/larkmoor/talk", {**JEANNIE, "age": "child"})
    assert young.status_code == 422
    assert "Ask a grown-up you trust" in young.page.text
    assert enquiries(db_session) == []
    page = client.get("/patches/larkmoor/talk").page
    for _ in range(2):
        assert send_later(app, client, page, JEANNIE).status_code == 303
    assert len(enquiries(db_session)) == 1
    statuses = [fill_in(app, client, "/patches/larkmoor/talk", JEANNIE).status_code for _ in range(9)]
    assert statuses == [303] * 8 + [429]


def test_crisis_numbers_stand_beside_the_box_and_cautions_come_once(
    app: Flask, client: FlaskClient, db_session: Session, team: Team
) -> None:
    page = client.get("/patches/larkmoor/talk").page
    form = page.html.split("<form")[1].split("</form>")[0]
    for number in ("999", "111", "116 123"):
        assert number in form
    answer = send_later(app, client, page, {**JEANNIE, "about": "My NHS number is 943 476 5919."})
    assert answer.status_code == 422
    assert "Take it out" in answer.page.text
    assert send_later(app, client, answer.page, {"about": "I feel low."}).status_code == 303


def test_others_send_the_person_in_front_of_them(
    app: Flask, client: FlaskClient, db_session: Session, patch: Patch, source: ReferralSource
) -> None:
    page = client.get(f"/help/{source.code}").page
    assert page.heading == "Help for the person in front of you"
    assert "From Moorview Homes" in page.text
    answer = send_later(app, client, page, {**SENT_BY, "needs": ["housing"]})
    assert answer.status_code == 303
    (enquiry,) = enquiries(db_session)
    assert (enquiry.source_id, enquiry.patch_id) == (source.id, patch.id)
    assert enquiry.person.spoken_for_by == "Moorview Homes"
    thanks = client.get(answer.location).page
    assert enquiry.reference[:3] in thanks.text
    assert "Stan" not in thanks.text
    trail = db_session.scalars(AuditEntry.about(enquiry.id)).all()
    assert trail[0].part.value == "source"


def test_a_school_may_send_somebody_of_13_and_nobody_younger(
    app: Flask, client: FlaskClient, db_session: Session, worker: FlaskClient, source: ReferralSource
) -> None:
    path = f"/help/{source.code}"
    answer = fill_in(app, client, path, {**SENT_BY, "age": "child"})
    assert answer.status_code == 422
    assert "We write down nobody under 13." in answer.page.text
    assert fill_in(app, client, path, {**SENT_BY, "age": "young"}).status_code == 303
    (enquiry,) = enquiries(db_session)
    assert enquiry.person.is_adult is False
    assert "talk to a grown-up of theirs" in worker.get(f"/enquiries/{enquiry.id}").text


def test_a_source_needs_their_yes_and_may_stand_between(
    app: Flask, client: FlaskClient, db_session: Session, source: ReferralSource
) -> None:
    for said in ("no", ""):
        answer = fill_in(app, client, f"/help/{source.code}", {**SENT_BY, "said_yes": said})
        assert answer.status_code == 422
        assert 'value="Stan"' in answer.text
    assert enquiries(db_session) == []
    fill_in(app, client, f"/help/{source.code}", {**SENT_BY, "contact": "through"})
    person = enquiries(db_session)[0].person
    assert (person.contact, person.reach) == (Contact.THROUGH, "")


def test_a_team_of_two_patches_is_told_which(
    app: Flask, client: FlaskClient, db_session: Session, patch: Patch
) -> None:
    other = make_patch(db_session, patch.panel, "Hollinfold", slug="hollinfold")
    source = make_source(db_session, make_team(db_session, patches=[patch, other]))
    path = f"/help/{source.code}"
    for wrong in ("", "atlantis"):
        assert fill_in(app, client, path, {**SENT_BY, "patch": wrong}).status_code == 422
    assert fill_in(app, client, path, {**SENT_BY, "patch": "hollinfold"}).status_code == 303
    assert enquiries(db_session)[0].patch_id == other.id


def test_a_source_hears_how_it_stands_and_nothing_more(
    app: Flask, client: FlaskClient, worker: FlaskClient, db_session: Session, source: ReferralSource
) -> None:
    fill_in(app, client, f"/help/{source.code}", {**SENT_BY, "about": "His flat is damp.", "needs": ["housing"]})
    (enquiry,) = enquiries(db_session)
    page = worker.get(f"/enquiries/{enquiry.id}").page  # type: ignore[attr-defined]
    for _ in range(2):
        assert send(worker, page, action="/helper").status_code == 303
    page = worker.get(f"/enquiries/{enquiry.id}").page  # type: ignore[attr-defined]
    assert send(worker, page, {"how": "helped"}, action="/closing").status_code == 303
    told = mails(db_session, "enquiry-source-news")
    assert sorted(mail.subject.split(":")[0] for mail in told) == ["Being helped", "Closed", "Received"]
    assert {mail.to for mail in told} == {source.email}
    for mail in told:
        for secret in ("Stan", "damp", "ousing", "07700", "We found things"):
            assert secret not in f"{mail.subject}\n{mail.text}"


@pytest.mark.parametrize("code", ["222222", "nothing", "%00", "x" * 500, "é"])
def test_an_unknown_source_is_a_kind_page(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/help/{code}")
    assert (answer.status_code, answer.page.heading) == (404, "This address does not work")


def test_an_ended_source_is_like_an_unknown_one(
    client: FlaskClient, db_session: Session, source: ReferralSource
) -> None:
    source.ended_at = NOW
    db_session.commit()
    assert client.get(f"/help/{source.code}").status_code == 404
    assert client.post(f"/help/{source.code}", data=SENT_BY).status_code == 404
    assert enquiries(db_session) == []


class TestTheTeamsSide:
    """Who waits, who is being helped, what was closed lately."""

    def test_the_oldest_waits_on_top_and_names_stand_only_beside_ones_own(
        self, worker: FlaskClient, db_session: Session, team: Team
    ) -> None:
        from datetime import timedelta

        late = make_enquiry(db_session, team, received_at=NOW - timedelta(hours=1), needs=["music"])
        early = make_enquiry(db_session, team, received_at=NOW - timedelta(days=3), needs=["money"])
        path = f"/teams/{team.slug}/enquiries"
        page: Any = worker.get(path).page  # type: ignore[attr-defined]
        assert page.text.index("Money, debt") < page.text.index("Music and singing")
        assert "Jeannie" not in page.text
        send(worker, worker.get(f"/enquiries/{late.id}").page, action="/helper")  # type: ignore[attr-defined]
        page = worker.get(path).page  # type: ignore[attr-defined]
        assert "You are helping (1) Jeannie" in page.text
        db_session.expire_all()
        assert early.state is EnquiryState.RECEIVED

    def test_an_empty_page_says_what_comes_next(self, worker: FlaskClient, team: Team) -> None:
        page: Any = worker.get(f"/teams/{team.slug}/enquiries").page  # type: ignore[attr-defined]
        assert "Nobody is waiting" in page.text

    def test_looking_closely_is_noted(self, worker: FlaskClient, db_session: Session, team: Team) -> None:
        enquiry = make_enquiry(db_session, team)
        page: Any = worker.get(f"/enquiries/{enquiry.id}").page  # type: ignore[attr-defined]
        for words in ("Jeannie", "07700 900182", "My husband died", "after 2", "A message is safe there."):
            assert words in page.text
        (entry,) = db_session.scalars(AuditEntry.about(enquiry.id)).all()
        assert (entry.action, entry.part.value) == ("looked", "link-worker")
        assert entry.by_id is not None

    def test_a_list_begins_from_its_needs(self, worker: FlaskClient, db_session: Session, team: Team) -> None:
        enquiry = make_enquiry(db_session, team)
        page: Any = worker.get(f"/enquiries/{enquiry.id}").page  # type: ignore[attr-defined]
        begun: Any = worker.get(page.links()["Begin a list"]).page  # type: ignore[attr-defined]
        ticked = {box.get("value") for box in begun.all("input") if box.get("checked") is not None}
        assert {"company", "grief"} <= ticked

    def test_a_colleague_takes_over(self, app: Flask, worker: FlaskClient, db_session: Session, team: Team) -> None:
        tom = make_link_worker(db_session, team, name="Tom Entwistle")
        enquiry = make_enquiry(db_session, team, taken_at=NOW, taken_by=tom)
        page: Any = worker.get(f"/enquiries/{enquiry.id}").page  # type: ignore[attr-defined]
        assert "Tom Entwistle has been helping" in page.text
        send(worker, page, action="/helper")
        db_session.expire_all()
        assert enquiry.taken_by is not None
        assert enquiry.taken_by.name == "Shanaz Malik"

    def test_closing_needs_a_reason_and_is_done_once(
        self, worker: FlaskClient, db_session: Session, team: Team
    ) -> None:
        tom = make_link_worker(db_session, team, name="Tom Entwistle")
        enquiry = make_enquiry(db_session, team, taken_at=NOW, taken_by=tom)
        page: Any = worker.get(f"/enquiries/{enquiry.id}").page  # type: ignore[attr-defined]
        for wrong in ("", "taken-back", "nonsense"):
            assert send(worker, page, {"how": wrong}, action="/closing").status_code == 422
        for how in ("helped", "no-contact"):
            assert send(worker, page, {"how": how}, action="/closing").status_code == 303
        db_session.expire_all()
        assert enquiry.closed_how is Closing.HELPED
        shown: Any = worker.get(f"/enquiries/{enquiry.id}").page  # type: ignore[attr-defined]
        assert "This has been closed already." in shown.text
        listed: Any = worker.get(f"/teams/{team.slug}/enquiries").page  # type: ignore[attr-defined]
        assert "We found things together" in listed.text

    def test_other_teams_and_strangers_see_nothing(
        self, app: Flask, client: FlaskClient, db_session: Session, team: Team, signed_in: Callable[..., FlaskClient]
    ) -> None:
        enquiry = make_enquiry(db_session, team)
        other = InspectingClient(app, app.response_class, use_cookies=True)
        sign_in_and_prove(other, make_link_worker(db_session, make_team(db_session, name="Hollinfold link workers")))
        nobody = signed_in(make_user(db_session))
        for path in (f"/enquiries/{enquiry.id}", f"/teams/{team.slug}/enquiries"):
            assert client.get(path).status_code == 303
            assert nobody.get(path).status_code == 404
            assert other.get(path).status_code == 404

    def test_without_the_second_step_nothing_is_shown(
        self, app: Flask, db_session: Session, team: Team, signed_in: Callable[..., FlaskClient]
    ) -> None:
        enquiry = make_enquiry(db_session, team)
        unproved = signed_in(make_link_worker(db_session, team))
        for path in (f"/enquiries/{enquiry.id}", f"/teams/{team.slug}/enquiries"):
            answer = unproved.get(path)
            assert answer.status_code == 303
            assert "second-factor" in answer.location

    def test_hostile_words_stay_words(self, worker: FlaskClient, db_session: Session, team: Team) -> None:
        from tests.referring import make_person

        person = make_person(db_session, called="<script>alert(1)</script>", good_times="{{ 7 * 7 }}")
        enquiry = make_enquiry(db_session, team, person=person, about="<img src=x onerror=1>")
        html = worker.get(f"/enquiries/{enquiry.id}").text
        assert "<script>alert" not in html
        assert "<img src=x" not in html
