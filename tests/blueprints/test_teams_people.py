"""The people of teams and of groups: inviting, roles, ending, a lost second step; opening a team; where people land."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.group import Group
from models.invitation import Invitation
from models.organiser import Organiser
from models.outbox import Email
from models.passkey import Passkey
from models.patch import Patch
from models.people import Panel, Role, User
from models.signed_in_session import SignedInSession
from models.team import Team, TeamMembership
from tests.boards import make_group
from tests.conftest import NOW
from tests.people import csrf, make_lead, make_membership, make_panel, make_patch, make_user, make_volunteer, sign_in
from tests.referring import make_link_worker, make_organiser, make_team, make_team_lead, sign_in_and_prove

SLUG = "larkmoor-link-workers"
HOME = f"/teams/{SLUG}"
NEW = "new@example.org"


@pytest.fixture
def patch(db_session: Session) -> Patch:
    return make_patch(db_session, make_panel(db_session, slug="larkmoor"))


@pytest.fixture
def team(db_session: Session, patch: Patch) -> Team:
    return make_team(db_session, patches=[patch], slug=SLUG)


@pytest.fixture
def lead(client: FlaskClient, db_session: Session, team: Team) -> User:
    """Priya, who leads the team, signed in at `client` with her second step."""
    person = make_team_lead(db_session, team)
    sign_in_and_prove(client, person)
    return person


@pytest.fixture
def group(db_session: Session, patch: Patch) -> Group:
    return make_group(db_session, patch)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


def post(client: FlaskClient, path: str, **fields: Any) -> Any:
    return client.post(path, data={**csrf(client), **fields})


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", answer.text).split())


def newest_mail(session: Session) -> Email:
    session.expire_all()
    mail = session.scalar(Email.newest().limit(1))
    assert mail is not None
    return mail


def link(session: Session) -> str:
    found = re.search(r"http://localhost(/invitations/\S+)", newest_mail(session).text)
    assert found
    return found[1]


def membership_of(session: Session, user: User) -> uuid.UUID:
    return session.scalars(TeamMembership.of(user)).one().id


# A team's people


@pytest.mark.usefixtures("lead")
def test_a_team_lead_invites_a_link_worker_who_joins(
    client: FlaskClient, visitor: FlaskClient, db_session: Session, team: Team
) -> None:
    assert post(client, f"{HOME}/invitations", email=NEW, role="link-worker").location == f"{HOME}/people"
    assert NEW in client.get(f"{HOME}/people").text
    mail = newest_mail(db_session)
    assert "Priya" not in mail.text + mail.subject
    shown = words_of(visitor.get(link(db_session)))
    assert "Priya Raman asks you to join Larkmoor link workers, as a link worker." in shown
    assert "you also set up a second step" in shown
    assert post(visitor, link(db_session), name="Tom").location == f"{HOME}/desk"
    assert visitor.get(f"{HOME}/desk").location.startswith("/account/second-factor"), "no desk without a second step"
    db_session.expire_all()
    assert [(m.user.name, m.role) for m in team.memberships] == [
        ("Priya Raman", Role.TEAM_LEAD),
        ("Tom", Role.LINK_WORKER),
    ]


@pytest.mark.usefixtures("lead")
def test_roles_of_a_panel_are_not_given_on_a_team(client: FlaskClient, db_session: Session) -> None:
    for role in ("lead", "volunteer", "organiser", ""):
        answer = post(client, f"{HOME}/invitations", email=NEW, role=role)
        assert answer.status_code == 422, role
        assert NEW in answer.text
    assert db_session.scalar(select(func.count()).select_from(Invitation)) == 0


@pytest.mark.usefixtures("lead")
def test_an_invitation_to_a_team_is_sent_again_and_taken_back(
    client: FlaskClient, visitor: FlaskClient, app: Flask, db_session: Session
) -> None:
    post(client, f"{HOME}/invitations", email=NEW, role="team-lead")
    older, asked = link(db_session), db_session.scalars(select(Invitation)).one().id
    app.config["NOW"] = NOW + timedelta(minutes=10)
    post(client, f"{HOME}/invitations/{asked}/renewal")
    newer = link(db_session)
    assert [visitor.get(older).status_code, visitor.get(newer).status_code] == [410, 200]
    post(client, f"{HOME}/invitations/{asked}/withdrawal")
    assert visitor.get(newer).status_code == 410


@pytest.mark.usefixtures("lead")
def test_a_member_of_the_team_is_not_invited_again(client: FlaskClient, db_session: Session, team: Team) -> None:
    make_link_worker(db_session, team, email=NEW)
    answer = post(client, f"{HOME}/invitations", email=NEW, role="link-worker")
    assert answer.status_code == 422
    assert "already on the team" in answer.text


def test_the_last_lead_of_a_team_stays(client: FlaskClient, db_session: Session, lead: User) -> None:
    own = membership_of(db_session, lead)
    for what in ("ending", "role"):
        answer = post(client, f"{HOME}/people/{own}/{what}", role="link-worker")
        assert answer.status_code == 409
        assert "A team needs at least one lead" in answer.text
    assert db_session.scalars(Team.led_by(lead)).all()


@pytest.mark.usefixtures("lead")
def test_a_role_is_changed_and_a_membership_ended_with_a_second_look(
    client: FlaskClient, visitor: FlaskClient, db_session: Session, team: Team
) -> None:
    tom = make_link_worker(db_session, team, name="Tom")
    his = membership_of(db_session, tom)
    sign_in_and_prove(visitor, tom)
    assert visitor.get(f"{HOME}/people").status_code == 200
    assert "Leaving the team" in client.get(f"{HOME}/people/{his}").text
    post(client, f"{HOME}/people/{his}/role", role="team-lead")
    db_session.expire_all()
    assert db_session.scalars(Team.led_by(tom)).all() == [team]
    assert "End the membership of Tom?" in client.get(f"{HOME}/people/{his}/ending").text
    post(client, f"{HOME}/people/{his}/ending")
    assert visitor.get(f"{HOME}/people").status_code == 404


def test_a_link_worker_sees_colleagues_without_addresses(client: FlaskClient, db_session: Session, team: Team) -> None:
    priya = make_team_lead(db_session, team, email="priya@example.org")
    tom = make_link_worker(db_session, team)
    sign_in_and_prove(client, tom)
    page = client.get(f"{HOME}/people").text
    assert "Priya Raman" in page
    assert "priya@example.org" not in page
    hers = membership_of(db_session, priya)
    for path in (f"{HOME}/people/{hers}", f"{HOME}/people/{hers}/ending", f"{HOME}/people/{hers}/second-step"):
        assert client.get(path).status_code == 404
        assert post(client, path).status_code in (404, 405)
    assert post(client, f"{HOME}/invitations", email=NEW, role="team-lead").status_code == 404


@pytest.mark.usefixtures("lead")
def test_people_of_another_team_do_not_exist_here(client: FlaskClient, db_session: Session) -> None:
    ruth = make_team_lead(db_session, make_team(db_session), name="Ruth")
    hers = membership_of(db_session, ruth)
    for path in (f"{HOME}/people/{hers}", f"{HOME}/people/{hers}/ending", f"{HOME}/people/{hers}/second-step"):
        assert client.get(path).status_code == 404
    for what in ("role", "ending", "second-step"):
        assert post(client, f"{HOME}/people/{hers}/{what}", role="link-worker").status_code == 404


# A lost second step


def test_a_lead_starts_a_colleagues_second_step_again(
    client: FlaskClient, visitor: FlaskClient, db_session: Session, lead: User, team: Team
) -> None:
    tom = make_link_worker(db_session, team, name="Tom", email="tom@example.org")
    db_session.add(
        Passkey(user=tom, credential_id=b"1", public_key=b"2", sign_count=0, name="Phone", added_at=NOW)
    )  # fmt: skip
    db_session.commit()
    sign_in_and_prove(visitor, tom)
    path = f"{HOME}/people/{membership_of(db_session, tom)}/second-step"
    assert "in person or on a phone number you know" in words_of(client.get(path))
    assert db_session.scalars(Passkey.running(tom)).all(), "looking changes nothing"
    assert post(client, path).location == f"{HOME}/people"
    db_session.expire_all()
    assert db_session.scalars(Passkey.running(tom)).all() == []
    assert visitor.get("/account").status_code == 303, "signed out everywhere"
    mail = newest_mail(db_session)
    assert (mail.to, mail.subject) == ("tom@example.org", "Please set up your second step again")
    [note] = db_session.scalars(select(AuditEntry)).all()
    assert (note.action, note.by_id, note.subject) == ("reset second step", lead.id, "team_membership")


def test_nobody_starts_their_own_second_step_again_here(client: FlaskClient, db_session: Session, lead: User) -> None:
    path = f"{HOME}/people/{membership_of(db_session, lead)}/second-step"
    answer = post(client, path)
    assert answer.status_code == 409
    assert "Ask another lead" in answer.text


@pytest.mark.usefixtures("lead")
def test_a_reset_asks_for_a_fresh_proof(client: FlaskClient, app: Flask, db_session: Session, team: Team) -> None:
    tom = make_link_worker(db_session, team, name="Tom")
    sign_in(app.test_client(), tom)
    app.config["NOW"] = NOW + timedelta(minutes=20)
    client.get(f"{HOME}/people")
    answer = post(client, f"{HOME}/people/{membership_of(db_session, tom)}/second-step")
    assert answer.status_code != 303 or "second-factor" in answer.location
    running = SignedInSession.user_id == tom.id, SignedInSession.ended_at.is_(None)
    assert db_session.scalar(select(func.count()).select_from(SignedInSession).where(*running)) == 1


# A group's organisers


def test_somebody_on_the_panel_invites_an_organiser_who_joins(
    client: FlaskClient, visitor: FlaskClient, db_session: Session, group: Group
) -> None:
    sign_in_and_prove(client, make_volunteer(db_session, group.panel, name="Dot"))
    home = f"/groups/{group.id}"
    assert "Nobody yet" in client.get(f"{home}/organisers").text
    assert post(client, f"{home}/invitations", email=NEW).location == f"{home}/organisers"
    mail = newest_mail(db_session)
    assert "Lockside" not in mail.text + mail.subject
    assert "Dot asks you to be an organiser of Lockside Shed here." in words_of(visitor.get(link(db_session)))
    assert post(visitor, link(db_session), name="Derek").location == "/hosting"
    db_session.expire_all()
    [his] = db_session.scalars(Organiser.of(group)).all()
    assert his.user.name == "Derek"
    assert client.get(f"{home}/organisers/{his.id}/ending").status_code == 200
    post(client, f"{home}/organisers/{his.id}/ending")
    db_session.expire_all()
    assert db_session.scalars(Organiser.of(group)).all() == []


def test_organisers_look_after_their_own_group_alone(
    client: FlaskClient, db_session: Session, patch: Patch, group: Group
) -> None:
    other = make_group(db_session, patch, "St Hilda’s")
    jan = make_organiser(db_session, other, name="Jan")
    sign_in_and_prove(client, make_organiser(db_session, group))
    assert client.get(f"/groups/{group.id}/organisers").status_code == 200
    assert post(client, f"/groups/{group.id}/invitations", email=NEW).status_code == 303
    assert client.get(f"/groups/{other.id}/organisers").status_code == 404
    assert post(client, f"/groups/{other.id}/invitations", email=NEW).status_code == 404
    hers = db_session.scalars(Organiser.of(other)).one().id
    assert jan.name == "Jan"
    for home in (group, other):
        assert post(client, f"/groups/{home.id}/organisers/{hers}/ending").status_code == 404


def test_the_people_of_a_group_are_shown_with_the_second_step_only(
    client: FlaskClient, db_session: Session, group: Group
) -> None:
    derek = make_organiser(db_session, group)
    sign_in(client, derek)
    assert client.get(f"/groups/{group.id}/organisers").location.startswith("/account/second-factor")
    for stranger in (make_lead(db_session, make_panel(db_session)), make_team_lead(db_session)):
        sign_in_and_prove(client, stranger)
        assert client.get(f"/groups/{group.id}/organisers").status_code == 404


# Opening a team, and who serves


def open_a_team(client: FlaskClient, **more: Any) -> Any:
    usual = {
        "name": "Larkmoor link workers", "organisation": "Lark Valley Surgeries", "phone": "0161 496 0118",
        "phone_hours": "weekdays", "email": "team@example.org", "lead_email": NEW, "form_key": uuid.uuid4(),
    }  # fmt: skip
    return post(client, "/panels/larkmoor/teams", **{**usual, **more})


@pytest.fixture
def panel_lead(client: FlaskClient, db_session: Session, patch: Patch) -> User:
    person = make_lead(db_session, patch.panel, name="Bernadette")
    sign_in(client, person)
    return person


@pytest.mark.usefixtures("panel_lead")
def test_a_panel_lead_opens_a_team_and_its_lead_is_invited(
    client: FlaskClient, visitor: FlaskClient, db_session: Session, patch: Patch
) -> None:
    assert "None yet" in client.get("/panels/larkmoor/teams").text
    assert open_a_team(client).location == "/panels/larkmoor/teams"
    team = db_session.scalars(select(Team)).one()
    assert (team.slug, team.patches) == (SLUG, [patch])
    assert "as the team’s lead" in words_of(visitor.get(link(db_session)))
    assert post(visitor, link(db_session), name="Priya").location == f"{HOME}/desk"
    assert client.get(f"{HOME}/desk").status_code == 404, "who opened it does not see what it keeps"


@pytest.mark.usefixtures("panel_lead")
def test_a_double_press_opens_one_team(client: FlaskClient, db_session: Session) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        open_a_team(client, form_key=key)
    assert db_session.scalar(select(func.count()).select_from(Team)) == 1
    assert db_session.scalar(select(func.count()).select_from(Email)) == 1


@pytest.mark.usefixtures("panel_lead")
def test_a_refused_team_keeps_what_was_typed(client: FlaskClient, db_session: Session) -> None:
    answer = open_a_team(client, lead_email="nothing")
    assert answer.status_code == 422
    assert "Lark Valley Surgeries" in answer.text
    assert db_session.scalar(select(func.count()).select_from(Team)) == 0


@pytest.mark.usefixtures("panel_lead")
def test_a_team_is_taken_off_the_patches_and_put_back(
    client: FlaskClient, db_session: Session, team: Team, patch: Patch
) -> None:
    other = make_patch(db_session, patch.panel, "Tenter Moor")
    path = f"/panels/larkmoor/teams/{team.id}"
    assert "Take Larkmoor link workers off your patches?" in client.get(f"{path}/ending").text
    post(client, f"{path}/ending")
    db_session.expire_all()
    assert team.patches == []
    page = client.get("/panels/larkmoor/teams").text
    assert f'action="{path}/return"' in page
    assert f'value="{patch.slug}"' in page
    post(client, f"{path}/return", revision=patch.slug)
    db_session.expire_all()
    assert team.patches == [patch]
    assert other not in team.patches


@pytest.mark.usefixtures("panel_lead")
def test_a_team_from_next_door_is_let_in(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    elsewhere = make_team(db_session, patches=[make_patch(db_session, make_panel(db_session))], name="Hollinfold")
    assert "A team from next door" in client.get("/panels/larkmoor/teams").text
    post(client, "/panels/larkmoor/teams/serving", team=elsewhere.slug)
    db_session.expire_all()
    assert patch in elsewhere.patches
    assert post(client, "/panels/larkmoor/teams/serving", team="nobody").status_code == 422


def test_volunteers_and_other_panels_open_no_team(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    for person in (make_volunteer(db_session, patch.panel), make_lead(db_session, make_panel(db_session))):
        sign_in(client, person)
        assert client.get("/panels/larkmoor/teams").status_code == 404
        assert open_a_team(client).status_code == 404


@pytest.mark.usefixtures("panel_lead")
def test_the_operator_opens_a_team_with_a_command(
    app: Flask, visitor: FlaskClient, db_session: Session, patch: Patch
) -> None:
    said = app.test_cli_runner().invoke(
        args=["teams", "open", "--panel", "larkmoor", "--name", "Larkmoor link workers", "--lead", NEW]
    )
    assert said.exit_code == 0, said.output
    assert "as the team’s lead" in words_of(visitor.get(said.output.split("http://localhost")[1].strip()))
    assert db_session.scalars(select(Team)).one().patches == [patch]
    wrong = app.test_cli_runner().invoke(args=["teams", "open", "--panel", "nowhere", "--name", "x", "--lead", NEW])
    assert "There is no panel of this name" in wrong.output


# Where people land, and the way between their places


def test_people_land_where_they_belong(client: FlaskClient, db_session: Session, group: Group, team: Team) -> None:
    at_panel = make_volunteer(db_session, group.panel)
    landings = {
        at_panel: "/panels/larkmoor/desk",
        make_link_worker(db_session, team): f"{HOME}/desk",
        make_organiser(db_session, group): "/hosting",
        make_user(db_session): "/account",
    }
    for person, desk in landings.items():
        sign_in(client, person)
        assert client.get("/sign-in").location == desk
        assert desk == "/account" or client.get("/desk").location == desk


def test_somebody_of_three_places_finds_the_way_to_each(
    client: FlaskClient, db_session: Session, group: Group, team: Team
) -> None:
    winston = make_organiser(db_session, group, name="Winston")
    panel = db_session.get_one(Panel, group.panel_id)

    make_membership(db_session, winston, panel)
    db_session.add(TeamMembership(user=winston, team=team, role=Role.LINK_WORKER, started_at=NOW))
    db_session.commit()
    sign_in(client, winston)
    for page in (client.get("/desk").text, client.get("/account").text):
        for desk in ("/panels/larkmoor/desk", f"{HOME}/desk", "/hosting"):
            assert f'href="{desk}"' in page
