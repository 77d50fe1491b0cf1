"""Drafts of referrals: listed, thrown away, and seen by nobody else."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.listing import Listing
from models.referral_words import State
from models.team import Team
from tests.blueprints.test_referrals_sending import NAME, agree, begin, drafts, listing, team, tell, to_check, worker
from tests.filling import send
from tests.people import csrf, make_patch, make_user
from tests.referring import make_hosted_listing, make_link_worker, make_referral, make_team, sign_in_and_prove

__all__ = ["listing", "team", "worker"]


def test_drafts_are_listed_and_can_be_thrown_away(
    db_session: Session, listing: Listing, team: Team, worker: FlaskClient
) -> None:
    check = to_check(worker, listing)
    page = worker.get(f"/teams/{team.slug}/referrals?state=draft").page
    assert NAME in page.text
    gone = send(worker, worker.get(check).page, action="/removal", follow_redirects=False)
    assert gone.location.startswith("/teams/")
    (made,) = drafts(db_session)
    assert made.state is State.WITHDRAWN
    assert made.person.called is None
    assert made.must_know is None
    assert NAME not in worker.get(f"/teams/{team.slug}/referrals?state=draft").page.text


def test_throwing_a_draft_away_does_not_touch_the_person_of_another(
    db_session: Session, listing: Listing, team: Team, worker: FlaskClient
) -> None:
    make_hosted_listing(db_session, listing.patch, name="Goitside Singers")
    old = make_referral(db_session, listing, state=State.DECLINED, team=team)
    begun = send(worker, worker.get(f"/referrals/{old.id}/alternatives").page, action="/referrals").location
    worker.post(begun.replace("/consent", "/removal"), data=csrf(worker))
    db_session.expire_all()
    assert old.person.called == "Jeannie"


def test_without_a_listing_the_page_says_what_to_do_first(worker: FlaskClient) -> None:
    assert "Choose a group first" in worker.get("/referrals/new").page.text
    for nonsense in ("%00", "not-an-id", str(uuid.uuid4()), "'"):
        assert "Choose a group first" in worker.get(f"/referrals/new?listing={nonsense}").page.text
    for name in ("again", "list_id"):
        assert worker.get(f"/referrals/new?{name}={uuid.uuid4()}").status_code == 404
        assert worker.get(f"/referrals/new?{name}=x").status_code == 404


def test_a_worker_of_two_teams_says_for_which(db_session: Session, listing: Listing, client: FlaskClient) -> None:
    from models.people import Role
    from models.team import TeamMembership
    from tests.people import MADE_AT

    one, two = make_team(db_session, name="North team"), make_team(db_session, name="South team")
    user = make_link_worker(db_session, one)
    db_session.add(TeamMembership(user=user, team=two, role=Role.LINK_WORKER, started_at=MADE_AT))
    db_session.commit()
    worker = sign_in_and_prove(client, user)
    page = worker.get(f"/referrals/new?listing={listing.id}").page
    refused = send(worker, page, action="/referrals")
    assert refused.status_code == 422
    assert "Choose which team" in refused.text
    send(worker, refused.page, {"team": two.slug}, action="/referrals")
    (made,) = drafts(db_session)
    assert made.team_id == two.id


def test_hostile_words_stay_words(db_session: Session, listing: Listing, worker: FlaskClient) -> None:
    bad = "<script>alert(1)</script>{{7*7}}"
    address = agree(worker, begin(worker, listing)).location
    answer = tell(worker, address, called=bad, must_know=bad)
    page = worker.get(answer.location).page
    assert bad in page.text
    assert "<script>alert" not in page.html


def test_another_teams_drafts_do_not_exist(
    db_session: Session, listing: Listing, worker: FlaskClient, signed_in: Any
) -> None:
    check = to_check(worker, listing)
    base = check.removesuffix("/check")
    stranger = signed_in(make_user(db_session))
    from tests.inspecting_client import InspectingClient

    other = InspectingClient(worker.application, worker.application.response_class, use_cookies=True)
    sign_in_and_prove(other, make_link_worker(db_session, make_team(db_session, name="Hollinfold link workers")))
    for page in ("", "/consent", "/details", "/check", "/instead", "/sent", "/looks", "/introduction", "/wellbeing"):
        for client in (stranger, other):
            assert client.get(base + page).status_code == 404, page
    for page in ("/consent", "/details", "/preview", "/sending", "/removal", "/undo"):
        assert other.post(base + page, data=csrf(other)).status_code == 404, page
    again = other.get(f"/referrals/new?listing={listing.id}&again={base.rpartition('/')[2]}")
    assert again.status_code == 404


def test_nobody_sees_a_draft_without_the_second_step(
    db_session: Session, listing: Listing, worker: FlaskClient, team: Team, signed_in: Any
) -> None:
    check = to_check(worker, listing)
    unproved = signed_in(make_link_worker(db_session, team))
    assert unproved.get(check).location.startswith("/account/second-factor")


def test_every_look_at_a_draft_is_in_the_trail(db_session: Session, listing: Listing, worker: FlaskClient) -> None:
    worker.get(to_check(worker, listing))
    (made,) = drafts(db_session)
    trail = db_session.scalars(AuditEntry.about(made.id)).all()
    assert [entry.action for entry in trail].count("looked") == 2, "the details and the check"
    assert "asked for consent" in [entry.action for entry in trail]
    assert not any(NAME in str(entry.fields) for entry in trail)


def test_patches_need_not_be_served(db_session: Session, worker: FlaskClient) -> None:
    elsewhere = make_hosted_listing(db_session, make_patch(db_session))
    assert begin(worker, elsewhere).endswith("/consent")
    assert drafts(db_session)[0].created_at == datetime(2026, 3, 3, 10, tzinfo=UTC)
