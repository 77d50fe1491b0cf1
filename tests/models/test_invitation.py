"""Invitations, memberships and opening a panel."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.invitation import Invitation, InvitationEnded
from models.opening import DistrictsWrong, Opening, open_panel, read_districts
from models.patch import Patch
from models.people import AlreadyAMember, LastLead, Membership, Panel, Role, User
from models.place import PostcodeSector
from models.postcodes import PostcodeWrong
from models.school_term import SchoolTerm
from models.setup_link import SetupLink, SetupLinkEnded
from models.synonym import Synonym
from tests.people import make_lead, make_membership, make_panel, make_user

SECRET, WEEK = "s" * 43, timedelta(days=7)


@pytest.fixture
def panel(session: Session) -> Panel:
    return make_panel(session)


@pytest.fixture
def lead(session: Session, panel: Panel) -> User:
    return make_lead(session, panel)


def invite(session: Session, panel: Panel, by: User, at: datetime, secret: str = SECRET, **more: object) -> Invitation:
    said = {"email": "New@Example.org ", "role": Role.VOLUNTEER, **more}
    return Invitation.invite(session, to=panel, secret=secret, by=by, at=at, lasts=WEEK, **said)  # type: ignore[arg-type]


def found(session: Session, secret: str, at: datetime) -> Invitation | None:
    return session.scalar(Invitation.with_secret(secret, at))


def test_accepting_makes_the_account_and_the_membership(
    session: Session, panel: Panel, lead: User, now: datetime
) -> None:
    user = invite(session, panel, lead, now, role=Role.LEAD).accept(session, name="Bea", at=now)
    session.refresh(user, ["memberships"])
    assert (user.name, user.email, user.leads(panel)) == ("Bea", "new@example.org", True)
    assert user.memberships[0].started_by == lead


def test_an_invitation_works_once(session: Session, panel: Panel, lead: User, now: datetime) -> None:
    invitation = invite(session, panel, lead, now)
    invitation.accept(session, name="Bea", at=now)
    assert found(session, SECRET, now) is None
    with pytest.raises(InvitationEnded):
        invitation.accept(session, name="Eve", at=now)


def test_an_invitation_runs_out_after_a_week(session: Session, panel: Panel, lead: User, now: datetime) -> None:
    invitation = invite(session, panel, lead, now)
    assert found(session, SECRET, now + WEEK - timedelta(seconds=1))
    assert found(session, SECRET, now + WEEK) is None
    with pytest.raises(InvitationEnded):
        invitation.accept(session, name="Bea", at=now + WEEK)


def test_a_withdrawn_invitation_opens_nothing(session: Session, panel: Panel, lead: User, now: datetime) -> None:
    invitation = invite(session, panel, lead, now)
    invitation.withdraw(by=lead, at=now)
    session.flush()
    assert found(session, SECRET, now) is None
    with pytest.raises(InvitationEnded):
        invitation.accept(session, name="Bea", at=now)


def test_an_accepted_invitation_cannot_be_withdrawn(session: Session, panel: Panel, lead: User, now: datetime) -> None:
    invitation = invite(session, panel, lead, now)
    invitation.accept(session, name="Bea", at=now)
    session.refresh(invitation)
    with pytest.raises(InvitationEnded):
        invitation.withdraw(by=lead, at=now)


def test_inviting_again_renews_the_link_and_ends_the_older_one(
    session: Session, panel: Panel, lead: User, now: datetime
) -> None:
    first = invite(session, panel, lead, now)
    again = invite(session, panel, lead, now + timedelta(days=1), secret="r" * 43, role=Role.LEAD)
    assert again is first
    assert found(session, SECRET, now) is None
    assert found(session, "r" * 43, now + WEEK) is not None
    assert again.role is Role.LEAD


def test_members_are_not_invited_again_until_their_membership_ended(
    session: Session, panel: Panel, lead: User, now: datetime
) -> None:
    membership = make_membership(session, make_user(session, email="new@example.org"), panel)
    with pytest.raises(AlreadyAMember) as refused:
        invite(session, panel, lead, now)
    assert refused.value.field == "email"
    membership.end(by=lead, at=now)
    session.commit()
    invite(session, panel, lead, now).accept(session, name="ignored", at=now)
    session.refresh(membership.user, ["memberships"])
    assert membership.user.keeps(panel)
    assert membership.user.name == "Pat Larkin"


def test_an_ended_account_comes_back_by_invitation(session: Session, panel: Panel, lead: User, now: datetime) -> None:
    user = make_user(session, email="new@example.org", ended_at=now)
    invite(session, panel, lead, now).accept(session, name="Bea", at=now)
    assert (user.name, user.is_active) == ("Bea", True)


def test_the_last_lead_stays(session: Session, panel: Panel, lead: User, now: datetime) -> None:
    membership = lead.memberships[0]
    with pytest.raises(LastLead):
        membership.end(by=lead, at=now)
    with pytest.raises(LastLead):
        membership.change_role(Role.VOLUNTEER)
    make_lead(session, panel)
    membership.change_role(Role.VOLUNTEER)


# Opening a panel


def opening(**more: str) -> Opening:
    said = {
        "person": "Shanaz",
        "email": "Shanaz@example.org",
        "panel": "Larkmoor panel",
        "patch": "Larkmoor",
        "postcode": "zz41ab",
        "districts": "zz4, ZZ1 zz4",
        "helpers": "Shanaz and Colin",
        "phone": "0161 496 0123",
        "phone_hours": "",
    }
    return Opening(**(said | more))


@pytest.fixture
def sector(session: Session) -> PostcodeSector:
    row = PostcodeSector(sector="ZZ4 1", easting=378_100, northing=392_200, latitude=53.426, longitude=-2.331)
    session.add(row)
    session.commit()
    return row


def test_opening_a_panel_makes_everything_it_starts_with(
    session: Session, sector: PostcodeSector, now: datetime
) -> None:
    lead = open_panel(session, opening(), now)
    patch = session.scalars(select(Patch)).one()
    assert (lead.role, lead.user.email, lead.panel.slug) == (Role.LEAD, "shanaz@example.org", "larkmoor-panel")
    assert (patch.slug, patch.districts, patch.easting) == ("larkmoor", ("ZZ4", "ZZ1"), 378_100)
    assert patch.latitude is not None
    assert 49 < patch.latitude < 61
    assert session.scalars(SchoolTerm.of(lead.panel)).first() is not None
    assert session.scalars(select(Synonym)).first() is not None


def test_a_second_panel_gets_its_own_address_and_may_have_the_same_person(
    session: Session, sector: PostcodeSector, now: datetime
) -> None:
    first = open_panel(session, opening(), now)
    second = open_panel(session, opening(), now)
    assert second.panel.slug == "larkmoor-panel-2"
    assert second.user == first.user


def test_without_districts_the_patch_has_that_of_its_postcode(
    session: Session, sector: PostcodeSector, now: datetime
) -> None:
    open_panel(session, opening(districts=""), now)
    assert session.scalars(select(Patch)).one().districts == ("ZZ4",)


@pytest.mark.parametrize(
    ("wrong", "refusal", "field"),
    [
        ({"postcode": "nonsense"}, PostcodeWrong, "postcode"),
        ({"postcode": "ZZ9 9ZZ"}, PostcodeWrong, "postcode"),
        ({"districts": "ZZ1"}, PostcodeWrong, "postcode"),
        ({"districts": "Larkmoor"}, DistrictsWrong, "districts"),
    ],
)
def test_a_place_that_cannot_be_is_refused_at_its_field(
    session: Session,
    sector: PostcodeSector,
    now: datetime,
    wrong: dict[str, str],
    refusal: type[DistrictsWrong],
    field: str,
) -> None:
    with pytest.raises(refusal) as refused:
        open_panel(session, opening(**wrong), now)
    assert refused.value.field == field


def test_districts_are_read_as_people_write_them() -> None:
    assert read_districts(" zz1;ZZ4,\n zz1 ") == ["ZZ1", "ZZ4"]
    assert read_districts("  ") == []


def test_a_setup_link_works_once_for_a_day(session: Session, now: datetime) -> None:
    link = SetupLink.make(session, secret=SECRET, at=now)
    session.flush()
    assert session.scalar(SetupLink.with_secret(SECRET, now + timedelta(hours=23))) is link
    assert session.scalar(SetupLink.with_secret(SECRET, now + timedelta(hours=24))) is None
    link.use_up(session, now)
    assert session.scalar(SetupLink.with_secret(SECRET, now)) is None
    with pytest.raises(SetupLinkEnded):
        link.use_up(session, now)


def test_a_new_setup_link_ends_the_unused_one(session: Session, now: datetime) -> None:
    SetupLink.make(session, secret=SECRET, at=now)
    session.flush()
    SetupLink.make(session, secret="r" * 43, at=now)
    session.flush()
    assert session.scalar(SetupLink.with_secret(SECRET, now)) is None
    assert session.scalar(SetupLink.with_secret("r" * 43, now)) is not None


def test_running_memberships_are_unique(session: Session, panel: Panel, now: datetime) -> None:
    from sqlalchemy.exc import IntegrityError

    user = make_user(session)
    make_membership(session, user, panel)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(Membership(user=user, panel=panel, role=Role.LEAD, started_at=now))
