"""The teams room: the desk, what changed, the team's own facts, who sends people."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.enquiry import Enquiry, ReferralSource, SourceKind
from models.listing_contents import save
from models.listing_version import Deed
from models.patch import Patch
from models.people import User
from models.referral_words import State
from models.team import LawfulBasis, Team
from tests.boards import make_listing
from tests.conftest import NOW
from tests.people import csrf, make_lead, make_panel, make_patch, make_volunteer, sign_in
from tests.referring import (
    make_hosted_listing,
    make_link_worker,
    make_person,
    make_referral,
    make_team,
    make_team_lead,
    sign_in_and_prove,
)

SLUG = "larkmoor-link-workers"
HOME = f"/teams/{SLUG}"


@pytest.fixture
def patch(db_session: Session) -> Patch:
    return make_patch(db_session)


@pytest.fixture
def team(db_session: Session, patch: Patch) -> Team:
    return make_team(db_session, patches=[patch], slug=SLUG)


@pytest.fixture
def worker(client: FlaskClient, db_session: Session, team: Team) -> User:
    """Tom, a link worker, signed in at `client` with his second step."""
    person = make_link_worker(db_session, team, name="Tom Entwistle")
    sign_in_and_prove(client, person)
    return person


@pytest.fixture
def lead(client: FlaskClient, db_session: Session, team: Team) -> User:
    """Priya, who leads the team, signed in at `client` with her second step."""
    person = make_team_lead(db_session, team)
    sign_in_and_prove(client, person)
    return person


def post(client: FlaskClient, path: str, **fields: Any) -> Any:
    return client.post(path, data={**csrf(client), **fields})


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


# The desk


@pytest.mark.usefixtures("worker")
def test_an_empty_desk_says_what_to_do_first(client: FlaskClient) -> None:
    page = client.get(f"{HOME}/desk")
    assert page.page.heading == "Your desk"
    assert "Begin with one person" in words_of(page)
    assert "Nobody needs a call today" in words_of(page)


def test_the_desk_shows_what_waits_and_what_came_back(
    client: FlaskClient, db_session: Session, worker: User, team: Team
) -> None:
    listing = make_hosted_listing(db_session, team.patches[0], name="Lockside Shed")
    stories = {State.SENT: "Ivy", State.SEEN: "Sam", State.ACCEPTED: "Jeannie", State.CAME: "Nasreen"}
    for state, name in stories.items():
        make_referral(
            db_session, listing, team=team, by=worker, state=state, person=make_person(db_session, called=name)
        )
    said = words_of(client.get(f"{HOME}/desk"))
    assert "Jeannie , Lockside Shed Tell them when to come Since yesterday. Referred by Tom Entwistle" in said
    assert "Ivy , Lockside Shed An answer is promised by Monday 16 March Sent" in said
    assert "Sam , Lockside Shed An answer is promised by Monday 16 March Seen" in said
    assert "First time: Today, Tuesday 3 March. Welcomed by Yusuf, brown apron" in said
    assert "Came on" in said


def test_a_look_at_the_desk_is_noted_once(client: FlaskClient, db_session: Session, worker: User, team: Team) -> None:
    answer = client.get(f"{HOME}/desk")
    assert answer.headers["Cache-Control"] == "no-store"
    trail = db_session.scalars(AuditEntry.about(team.id)).all()
    assert [(each.action, each.by_id, each.subject, each.fields) for each in trail] == [
        ("looked at the desk", worker.id, "team", ["called"])
    ]


@pytest.mark.usefixtures("worker")
def test_a_pile_of_many_shows_six_and_leads_to_all(client: FlaskClient, db_session: Session, team: Team) -> None:
    listing = make_hosted_listing(db_session, team.patches[0])
    by = make_link_worker(db_session, team)
    for _ in range(8):
        make_referral(db_session, listing, team=team, by=by)
    page = client.get(f"{HOME}/desk")
    assert f'href="{HOME}/referrals?state=waiting-for-an-answer&amp;whose=all">See all 8<' in page.text
    assert len(re.findall(r'class="slot', page.text.partition('id="unanswered"')[2].partition("</section>")[0])) == 6


def test_an_enquiry_has_a_name_for_whoever_helps(
    client: FlaskClient, db_session: Session, worker: User, team: Team
) -> None:
    person = make_person(db_session, called="Gloria")
    asked = Enquiry(reference="234CDE", team_id=team.id, person=person, received_at=NOW - timedelta(days=2))
    db_session.add(asked)
    db_session.commit()
    page = client.get(f"{HOME}/desk")
    assert "Reference 234 CDE Asked 2 days ago New" in words_of(page)
    assert "Gloria" not in page.text
    asked.take(by=worker, at=NOW)
    db_session.commit()
    assert "Gloria Asked 2 days ago Being helped" in words_of(client.get(f"{HOME}/desk"))


@pytest.mark.usefixtures("worker")
def test_what_changed_this_week_is_told_with_a_link(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    listing = make_listing(db_session, patch, "Tea at the Porch")
    save(listing, Deed.ADDED, by=None, at=NOW - timedelta(days=30))
    listing.pause(until=None, reason="The boiler is broken.", by=None, at=NOW, today=NOW.date())
    save(listing, Deed.PAUSED, by=None, at=NOW)
    db_session.commit()
    for path in ("desk", "changes"):
        page = client.get(f"{HOME}/{path}")
        assert "Tea at the Porch" in page.text
        assert "The boiler is broken Changed today Paused" in words_of(page)
        assert f'href="/listings/{listing.id}/tea-at-the-porch"' in page.text


@pytest.mark.usefixtures("worker")
def test_a_week_without_changes_says_so(client: FlaskClient) -> None:
    assert "Nothing changed" in client.get(f"{HOME}/changes").text


# Who may


PAGES = ("desk", "changes", "about", "sources", "people")


def test_members_of_the_panel_see_nothing_of_the_team(client: FlaskClient, db_session: Session, team: Team) -> None:
    for person in (make_volunteer(db_session, team.patches[0].panel), make_lead(db_session, team.patches[0].panel)):
        sign_in_and_prove(client, person)
        for page in PAGES:
            assert client.get(f"{HOME}/{page}").status_code == 404, page


def test_another_teams_lead_sees_nothing_of_it(client: FlaskClient, db_session: Session, team: Team) -> None:
    sign_in_and_prove(client, make_team_lead(db_session, make_team(db_session)))
    for page in PAGES:
        assert client.get(f"{HOME}/{page}").status_code == 404, page
    assert post(client, f"{HOME}/about", name="Ours now").status_code == 404
    assert post(client, f"{HOME}/sources", name="Ours now").status_code == 404
    assert team.name == "Larkmoor link workers"


@pytest.mark.usefixtures("team")
def test_a_stranger_is_shown_the_way_in(client: FlaskClient) -> None:
    for page in PAGES:
        assert client.get(f"{HOME}/{page}").location == f"/sign-in?next={HOME}/{page}"


def test_without_the_second_step_nothing_is_shown(client: FlaskClient, db_session: Session, team: Team) -> None:
    sign_in(client, make_link_worker(db_session, team))
    for page in PAGES:
        answer = client.get(f"{HOME}/{page}")
        assert answer.status_code == 303
        assert answer.location.startswith("/account/second-factor")
    assert db_session.scalar(select(func.count()).select_from(AuditEntry)) == 0


# The team's own facts


ABOUT = {
    "name": "Lark Valley link workers", "organisation": "Lark Valley Surgeries", "phone": "01614960118",
    "phone_hours": "weekdays", "email": "team@example.org",
    "urgent": "Adults: 0161 496 0199\n\nChildren: 0161 496 0198",
    "lawful_basis": "public-task",
}  # fmt: skip


@pytest.mark.usefixtures("lead")
def test_a_lead_changes_the_teams_facts(client: FlaskClient, db_session: Session, team: Team, patch: Patch) -> None:
    assert post(client, f"{HOME}/about", **ABOUT, patches=patch.slug).location == f"{HOME}/about"
    db_session.expire_all()
    assert (team.name, team.phone, team.slug) == ("Lark Valley link workers", "0161 496 0118", SLUG)
    assert team.lawful_basis is LawfulBasis.PUBLIC_TASK
    assert team.urgent_lines == ["Adults: 0161 496 0199", "Children: 0161 496 0198"]


@pytest.mark.usefixtures("lead")
def test_refused_facts_keep_what_was_typed(client: FlaskClient, db_session: Session, team: Team) -> None:
    answer = post(client, f"{HOME}/about", **{**ABOUT, "phone": "0161 496"}, patches=team.patches[0].slug)
    assert answer.status_code == 422
    assert "Add the missing digits" in answer.text
    assert "Lark Valley Surgeries" in answer.text
    none_ticked = post(client, f"{HOME}/about", **ABOUT)
    assert none_ticked.status_code == 422
    assert "Tick one at least" in none_ticked.text
    db_session.expire_all()
    assert len(team.patches) == 1


@pytest.mark.usefixtures("lead")
def test_a_lead_ticks_only_patches_of_panels_that_agreed(
    client: FlaskClient, db_session: Session, team: Team, patch: Patch
) -> None:
    beside = make_patch(db_session, patch.panel, "Tenter Moor")
    foreign = make_patch(db_session, make_panel(db_session), "Hollinfold")
    page = client.get(f"{HOME}/about").text
    assert "Tenter Moor" in page
    assert "Hollinfold" not in page
    post(client, f"{HOME}/about", **ABOUT, patches=[patch.slug, beside.slug])
    assert post(client, f"{HOME}/about", **ABOUT, patches=[patch.slug, foreign.slug]).status_code == 422
    db_session.expire_all()
    assert {each.name for each in team.patches} == {"Larkmoor", "Tenter Moor"}


@pytest.mark.usefixtures("worker")
def test_a_link_worker_reads_the_facts_and_cannot_change_them(client: FlaskClient) -> None:
    page = client.get(f"{HOME}/about")
    assert "0161 496 0118" in page.text
    assert "<textarea" not in page.text
    assert post(client, f"{HOME}/about", **ABOUT).status_code == 404


# Who sends people


def add_source(client: FlaskClient, **more: Any) -> Any:
    usual = {"name": "Goit Street Pharmacy", "kind": "pharmacy", "email": "mill@example.org", "form_key": uuid.uuid4()}
    return post(client, f"{HOME}/sources", **{**usual, **more})


@pytest.mark.usefixtures("lead")
def test_a_lead_gives_a_pharmacy_an_address_to_print(client: FlaskClient, db_session: Session) -> None:
    answer = add_source(client)
    source = db_session.scalars(select(ReferralSource)).one()
    assert source.kind is SourceKind.PHARMACY
    assert answer.location == f"{HOME}/sources/{source.id}/sheet"
    sheet = client.get(answer.location)
    assert f"/help/{source.code}" in sheet.text
    assert "<svg" in sheet.text
    assert "Goit Street Pharmacy" in sheet.text


@pytest.mark.usefixtures("lead")
def test_a_double_press_adds_one_source(client: FlaskClient, db_session: Session) -> None:
    key = uuid.uuid4()
    assert add_source(client, form_key=key).location == add_source(client, form_key=key).location
    assert db_session.scalar(select(func.count()).select_from(ReferralSource)) == 1


@pytest.mark.usefixtures("lead")
def test_a_refused_source_keeps_what_was_typed(client: FlaskClient) -> None:
    answer = add_source(client, email="nothing")
    assert answer.status_code == 422
    assert 'value="Goit Street Pharmacy"' in answer.text


@pytest.mark.usefixtures("lead")
def test_a_source_is_ended_and_brought_back(client: FlaskClient, db_session: Session, team: Team) -> None:
    add_source(client)
    source = db_session.scalars(select(ReferralSource)).one()
    post(client, f"{HOME}/sources/{source.id}/ending")
    page = client.get(f"{HOME}/sources")
    assert "Goit Street Pharmacy" not in page.text
    undo = f"{HOME}/sources/{source.id}/return"
    assert f'action="{undo}"' in page.text
    post(client, undo)
    db_session.expire_all()
    assert db_session.scalars(ReferralSource.of_team(team)).all() == [source]


@pytest.mark.usefixtures("lead")
def test_small_numbers_of_a_source_are_not_told(client: FlaskClient, db_session: Session, team: Team) -> None:
    for number, name in ((0, "The school"), (4, "The pharmacy"), (5, "The job centre")):
        source = ReferralSource(team=team, kind=SourceKind.OTHER, name=name, code=f"234CD{number + 2}", created_at=NOW)
        db_session.add(source)
        for n in range(number):
            person = make_person(db_session)
            db_session.add(
                Enquiry(reference=f"{number}{n}CDEF", team=team, source=source, person=person, received_at=NOW)
            )
    db_session.commit()
    said = words_of(client.get(f"{HOME}/sources"))
    assert "The job centre Somebody else 5" in said
    assert "The pharmacy Somebody else fewer than 5" in said
    assert "The school Somebody else nobody yet" in said


@pytest.mark.usefixtures("worker")
def test_a_link_worker_sees_the_sources_and_changes_nothing(
    client: FlaskClient, db_session: Session, team: Team
) -> None:
    source = ReferralSource(team=team, kind=SourceKind.HOUSING, name="Tenter Homes", code="234CDE", created_at=NOW)
    db_session.add(source)
    db_session.commit()
    page = client.get(f"{HOME}/sources")
    assert "Tenter Homes" in page.text
    assert "<form class" not in page.text
    assert client.get(f"{HOME}/sources/{source.id}/sheet").status_code == 200
    assert post(client, f"{HOME}/sources/{source.id}/ending").status_code == 404
    assert add_source(client).status_code == 404


@pytest.mark.usefixtures("lead")
def test_another_teams_source_does_not_exist(client: FlaskClient, db_session: Session) -> None:
    other = ReferralSource(
        team=make_team(db_session), kind=SourceKind.HOUSING, name="Tenter Homes", code="234CDE", created_at=NOW
    )
    db_session.add(other)
    db_session.commit()
    assert client.get(f"{HOME}/sources/{other.id}/sheet").status_code == 404
    for what in ("ending", "return"):
        assert post(client, f"{HOME}/sources/{other.id}/{what}").status_code == 404
