"""The people of a panel: inviting, roles, ending; and the first person of all."""

from __future__ import annotations

import re
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

from models.invitation import Invitation
from models.outbox import Email
from models.patch import Patch
from models.people import Membership, Panel, Role, User
from models.place import PostcodeSector
from tests.conftest import NOW
from tests.people import csrf, make_lead, make_panel, make_user, make_volunteer, sign_in

NEW = "new@example.org"


@pytest.fixture
def panel(db_session: Session) -> Panel:
    return make_panel(db_session, slug="larkmoor")


@pytest.fixture
def lead(client: FlaskClient, db_session: Session, panel: Panel) -> User:
    """Shanaz, who leads the panel and is signed in at `client`."""
    person = make_lead(db_session, panel, name="Shanaz")
    sign_in(client, person)
    return person


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


def post(client: FlaskClient, path: str, **fields: str) -> Any:
    return client.post(path, data={**csrf(client), **fields})


def invite(client: FlaskClient, email: str = NEW, role: str = "volunteer") -> Any:
    return post(client, "/panels/larkmoor/invitations", email=email, role=role)


def link(session: Session) -> str:
    session.expire_all()
    mail = session.scalar(Email.newest())
    assert mail is not None
    found = re.search(r"http://localhost(/invitations/\S+)", mail.text)
    assert found
    return found[1]


def the_invitation(session: Session) -> Invitation:
    session.expire_all()
    return session.scalars(select(Invitation)).one()


# Inviting


@pytest.mark.usefixtures("lead")
def test_a_lead_invites_and_somebody_new_joins(
    client: FlaskClient, visitor: FlaskClient, db_session: Session, panel: Panel
) -> None:
    assert invite(client).location == "/panels/larkmoor/people"
    page = client.get("/panels/larkmoor/people").page
    assert "The invitation is written" in page.text
    assert NEW in page.text
    path = link(db_session)
    shown = visitor.get(path)
    assert "Shanaz asks you to help keep the board for Larkmoor panel, as a volunteer" in words_of(shown)
    assert NEW in words_of(shown)
    assert post(visitor, path, name="Bea").location == "/panels/larkmoor/desk"
    assert visitor.get("/account").status_code == 200
    db_session.expire_all()
    assert [m.user.name for m in panel.memberships] == ["Shanaz", "Bea"]


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", answer.get_data(as_text=True)).split())


@pytest.mark.usefixtures("lead")
def test_the_mail_names_nobody(client: FlaskClient, db_session: Session) -> None:
    invite(client)
    mail = db_session.scalars(Email.newest()).one()
    assert "Shanaz" not in mail.text + mail.subject
    assert mail.to == NEW


@pytest.mark.usefixtures("lead")
def test_looking_at_an_invitation_uses_nothing_up(
    client: FlaskClient, visitor: FlaskClient, db_session: Session
) -> None:
    invite(client)
    for _ in range(3):
        answer = visitor.get(link(db_session))
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert the_invitation(db_session).accepted_at is None


@pytest.mark.usefixtures("lead")
def test_an_invitation_is_accepted_once_even_at_the_same_moment(
    client: FlaskClient, app: Flask, db_session: Session
) -> None:
    invite(client)
    path = link(db_session)
    db_session.rollback()
    ready = Barrier(4)

    def join(n: int) -> int:
        browser = app.test_client()
        data = {**csrf(browser), "name": f"Bea {n}"}
        ready.wait()
        return browser.post(path, data=data).status_code

    with ThreadPoolExecutor(4) as hands:
        statuses = sorted(hands.map(join, range(4)))
    assert statuses == [303, 410, 410, 410]
    assert db_session.scalar(select(func.count()).select_from(User)) == 2


@pytest.mark.usefixtures("lead")
def test_used_late_withdrawn_and_wrong_invitations_look_the_same(
    client: FlaskClient, visitor: FlaskClient, app: Flask, db_session: Session
) -> None:
    invite(client)
    withdrawn = link(db_session)
    post(client, f"/panels/larkmoor/invitations/{the_invitation(db_session).id}/withdrawal")
    app.config["NOW"] = NOW + timedelta(hours=1)
    invite(client)
    late = link(db_session)
    app.config["NOW"] = NOW + timedelta(days=7, hours=1)
    for path in (withdrawn, late, "/invitations/" + "x" * 43):
        for answer in (visitor.get(path), post(visitor, path, name="Bea")):
            assert answer.status_code == 410
            assert "This invitation no longer works" in words_of(answer)
    assert db_session.scalar(select(func.count()).select_from(User)) == 1


@pytest.mark.usefixtures("lead")
def test_sending_again_makes_a_new_link_and_ends_the_old_one(
    client: FlaskClient, visitor: FlaskClient, app: Flask, db_session: Session
) -> None:
    invite(client)
    older = link(db_session)
    app.config["NOW"] = NOW + timedelta(hours=1)
    post(client, f"/panels/larkmoor/invitations/{the_invitation(db_session).id}/renewal")
    assert visitor.get(older).status_code == 410
    assert visitor.get(link(db_session)).status_code == 200


@pytest.mark.usefixtures("lead")
def test_pressing_twice_writes_one_mail(client: FlaskClient, db_session: Session) -> None:
    invite(client)
    invite(client)
    assert db_session.scalar(select(func.count()).select_from(Email)) == 1


@pytest.mark.usefixtures("lead")
def test_an_existing_person_just_accepts_and_signs_in_as_always(
    client: FlaskClient, visitor: FlaskClient, db_session: Session, panel: Panel
) -> None:
    known = make_user(db_session, name="Bea", email=NEW)
    invite(client)
    assert 'name="name"' not in visitor.get(link(db_session)).get_data(as_text=True)
    answer = post(visitor, link(db_session), name="Eve")
    assert answer.location == "/sign-in?next=/panels/larkmoor/desk"
    assert visitor.get("/account").status_code == 303, "a week-old link is not a way into an account"
    db_session.expire_all()
    assert known.name == "Bea"
    assert known.keeps(panel)


@pytest.mark.usefixtures("lead")
def test_an_invitation_is_only_for_its_address(client: FlaskClient, db_session: Session, panel: Panel) -> None:
    invite(client)
    answer = client.get(link(db_session))
    assert "You are signed in with another address" in answer.page.text
    assert post(client, link(db_session), name="Shanaz").status_code == 409
    db_session.expire_all()
    assert len(panel.memberships) == 1


@pytest.mark.usefixtures("lead")
def test_members_are_not_invited_again(client: FlaskClient, db_session: Session, panel: Panel) -> None:
    make_volunteer(db_session, panel, email=NEW)
    answer = invite(client)
    assert answer.status_code == 422
    assert "already on the panel" in answer.page.text


@pytest.mark.usefixtures("lead")
def test_only_the_two_roles_can_be_given(client: FlaskClient, db_session: Session) -> None:
    assert invite(client, role="operator").status_code == 422
    assert db_session.scalar(select(func.count()).select_from(Invitation)) == 0


@pytest.mark.usefixtures("lead")
def test_the_page_says_what_became_of_the_mail(
    client: FlaskClient, db_session: Session, settle: Callable[..., Any]
) -> None:
    settle(smtp_url="smtp://127.0.0.1:9")
    invite(client)
    assert "We have written the mail; it has not left yet" in client.get("/panels/larkmoor/people").page.text
    mail = db_session.scalars(Email.newest()).one()
    mail.give_up(NOW)
    db_session.commit()
    assert "The mail could not be delivered." in client.get("/panels/larkmoor/people").page.text


# Who may do what


def test_volunteers_see_names_but_no_addresses_and_change_nothing(
    client: FlaskClient, db_session: Session, panel: Panel
) -> None:
    lead = make_lead(db_session, panel, name="Shanaz", email="shanaz@example.org")
    sign_in(client, make_volunteer(db_session, panel, name="Colin"))
    text = client.get("/panels/larkmoor/people").page.text
    assert "Shanaz" in text
    assert "shanaz@example.org" not in text
    assert "Send the invitation" not in text
    membership = lead.memberships[0].id
    assert invite(client).status_code == 404
    assert client.get(f"/panels/larkmoor/people/{membership}").status_code == 404
    assert post(client, f"/panels/larkmoor/people/{membership}/ending").status_code == 404
    assert post(client, f"/panels/larkmoor/people/{membership}/role", role="volunteer").status_code == 404


def test_another_panels_people_do_not_exist(client: FlaskClient, db_session: Session, lead: User) -> None:
    other = make_panel(db_session, slug="tenter-fields")
    theirs = make_lead(db_session, other).memberships[0].id
    for path in ("/panels/tenter-fields/people", f"/panels/larkmoor/people/{theirs}"):
        assert client.get(path).status_code == 404
    for path in (f"/panels/larkmoor/people/{theirs}/ending", f"/panels/larkmoor/people/{theirs}/role"):
        assert post(client, path, role="volunteer").status_code == 404
    assert post(client, "/panels/tenter-fields/invitations", email=NEW, role="lead").status_code == 404


# Changing and ending


@pytest.mark.usefixtures("lead")
def test_a_lead_makes_a_volunteer_a_lead(client: FlaskClient, db_session: Session, panel: Panel) -> None:
    person = make_volunteer(db_session, panel)
    post(client, f"/panels/larkmoor/people/{person.memberships[0].id}/role", role="lead")
    db_session.expire_all()
    assert person.leads(panel)


@pytest.mark.usefixtures("lead")
def test_ending_a_membership_asks_first_and_bites_at_once(
    client: FlaskClient, visitor: FlaskClient, db_session: Session, panel: Panel
) -> None:
    person = make_volunteer(db_session, panel)
    sign_in(visitor, person)
    path = f"/panels/larkmoor/people/{person.memberships[0].id}/ending"
    assert visitor.get("/panels/larkmoor/people").status_code == 200
    assert "invite the same address again" in client.get(path).page.text
    db_session.expire_all()
    assert person.keeps(panel)
    post(client, path)
    assert visitor.get("/panels/larkmoor/people").status_code == 404


def test_the_last_lead_cannot_go(client: FlaskClient, db_session: Session, lead: User, panel: Panel) -> None:
    membership = lead.memberships[0].id
    for ending in ("ending", "role"):
        answer = post(client, f"/panels/larkmoor/people/{membership}/{ending}", role="volunteer")
        assert answer.status_code == 409
        assert "A panel needs at least one lead" in answer.page.text
    db_session.expire_all()
    assert lead.leads(panel)


def test_two_leads_ending_each_other_at_once_leave_one(
    client: FlaskClient, visitor: FlaskClient, db_session: Session, lead: User, panel: Panel
) -> None:
    other = make_lead(db_session, panel)
    sign_in(visitor, other)
    jobs = [(client, other.memberships[0].id), (visitor, lead.memberships[0].id)]
    data = [csrf(browser) for browser, _ in jobs]
    db_session.rollback()
    ready = Barrier(2)

    def end(n: int) -> int:
        browser, membership = jobs[n]
        ready.wait()
        return browser.post(f"/panels/larkmoor/people/{membership}/ending", data=data[n]).status_code

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(end, range(2)))
    leads = select(func.count()).where(Membership.role == Role.LEAD, Membership.ended_at.is_(None))
    assert db_session.scalar(leads) == 1


def test_a_lead_may_leave_when_there_is_another(
    client: FlaskClient, db_session: Session, lead: User, panel: Panel
) -> None:
    make_lead(db_session, panel)
    answer = post(client, f"/panels/larkmoor/people/{lead.memberships[0].id}/ending")
    assert answer.location == "/account"
    assert "You are on no panel just now" in client.get("/account").page.text


# The first person


SETUP = {
    "name": "Shanaz Iqbal",
    "email": "Shanaz@example.org",
    "panel": "Larkmoor panel",
    "patch": "Larkmoor",
    "postcode": "zz4 1ab",
    "districts": "ZZ1 ZZ4",
    "helpers": "Shanaz and Colin",
    "phone": "0161 496 0123",
    "phone_hours": "weekdays, 10am to 4pm",
}


@pytest.fixture
def setup_path(app: Flask, db_session: Session) -> str:
    db_session.add(PostcodeSector(sector="ZZ4 1", easting=378_100, northing=392_200, latitude=53.426, longitude=-2.331))
    db_session.commit()
    printed = app.test_cli_runner().invoke(args=["accounts", "setup-link"])
    assert printed.exit_code == 0, printed.output
    return printed.output.split("http://localhost")[1].strip()


def test_the_first_person_opens_a_panel_with_a_printed_link(
    client: FlaskClient, db_session: Session, setup_path: str
) -> None:
    assert client.get(setup_path).page.heading == "Open a panel"
    assert post(client, setup_path, **SETUP).location == "/panels/larkmoor-panel/desk"
    assert client.get("/account").status_code == 200
    user = db_session.scalars(select(User)).one()
    patch = db_session.scalars(select(Patch)).one()
    assert (user.name, user.email) == ("Shanaz Iqbal", "shanaz@example.org")
    assert user.leads(patch.panel)
    assert (patch.name, patch.districts, patch.easting) == ("Larkmoor", ("ZZ1", "ZZ4"), 378_100)
    assert patch.panel.phone_hours == "weekdays, 10am to 4pm"


def test_a_setup_link_works_once_and_for_a_day(client: FlaskClient, app: Flask, setup_path: str) -> None:
    app.config["NOW"] = NOW + timedelta(hours=24)
    assert client.get(setup_path).status_code == 410
    app.config["NOW"] = NOW
    assert client.get(setup_path).status_code == 200
    post(client, setup_path, **SETUP)
    assert client.get(setup_path).status_code == 410
    assert post(client, setup_path, **SETUP).status_code == 410
    assert client.get("/setup/" + "x" * 43).status_code == 410


def test_refused_setup_keeps_the_link_and_what_was_typed(
    client: FlaskClient, db_session: Session, setup_path: str
) -> None:
    answer = post(client, setup_path, **{**SETUP, "postcode": "ZZ9 9ZZ"})
    assert answer.status_code == 422
    assert "We do not know this postcode" in answer.page.text
    assert 'value="Shanaz Iqbal"' in answer.get_data(as_text=True)
    assert db_session.scalar(select(func.count()).select_from(Panel)) == 0
    assert post(client, setup_path).status_code == 422
    assert post(client, setup_path, **SETUP).status_code == 303


def test_a_setup_link_used_at_the_same_moment_opens_one_panel(app: Flask, db_session: Session, setup_path: str) -> None:
    db_session.rollback()
    ready = Barrier(4)

    def open_it(n: int) -> int:
        browser = app.test_client()
        data = {**csrf(browser), **SETUP, "email": f"shanaz{n}@example.org"}
        ready.wait()
        return browser.post(setup_path, data=data).status_code

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(open_it, range(4))) == [303, 410, 410, 410]
    assert db_session.scalar(select(func.count()).select_from(Panel)) == 1


def test_a_later_setup_link_opens_a_further_panel(
    client: FlaskClient, app: Flask, db_session: Session, setup_path: str
) -> None:
    post(client, setup_path, **SETUP)
    printed = app.test_cli_runner().invoke(args=["accounts", "setup-link"]).output
    second = {**SETUP, "panel": "Tenter Fields panel", "patch": "Tenter Fields", "email": "derek@example.org"}
    answer = post(client, printed.split("http://localhost")[1].strip(), **second)
    assert answer.location == "/panels/tenter-fields-panel/desk"
    assert db_session.scalar(select(func.count()).select_from(Panel)) == 2


def test_there_is_no_account_before_the_first(db_session: Session) -> None:
    assert db_session.scalar(select(func.count()).select_from(User)) == 0
