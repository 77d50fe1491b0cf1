"""Somebody asks a team to get in touch: who waits, who helps, how it ended, and when it is forgotten."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.enquiry import Closing, Enquiry, EnquiryClosed, EnquiryState, ReferralSource, free_enquiry_reference
from models.team import Team
from tests.asking import make_enquiry, make_source
from tests.people import make_patch
from tests.referring import make_link_worker, make_person, make_team

A_DAY = timedelta(days=1)


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session, patches=[make_patch(session)])


def test_it_is_received_then_helped_then_closed(session: Session, team: Team, now: datetime) -> None:
    worker = make_link_worker(session, team)
    enquiry = make_enquiry(session, team)
    assert enquiry.state is EnquiryState.RECEIVED
    enquiry.take(by=worker, at=now)
    assert (enquiry.state, enquiry.taken_by_id) == (EnquiryState.BEING_HELPED, worker.id)
    enquiry.close(Closing.HELPED, by=worker, at=now + A_DAY)
    assert (enquiry.state, enquiry.closed_how) == (EnquiryState.CLOSED, Closing.HELPED)
    assert enquiry.person.last_active_at == now + A_DAY


def test_a_colleague_takes_over_and_the_first_time_stands(session: Session, team: Team, now: datetime) -> None:
    first, second = make_link_worker(session, team), make_link_worker(session, team)
    enquiry = make_enquiry(session, team)
    enquiry.take(by=first, at=now)
    enquiry.take(by=second, at=now + A_DAY)
    assert (enquiry.taken_at, enquiry.taken_by_id) == (now, second.id)


def test_what_is_closed_is_neither_taken_nor_closed_again(session: Session, team: Team, now: datetime) -> None:
    worker = make_link_worker(session, team)
    enquiry = make_enquiry(session, team)
    enquiry.close(Closing.TAKEN_BACK, by=None, at=now)
    with pytest.raises(EnquiryClosed):
        enquiry.take(by=worker, at=now)
    with pytest.raises(EnquiryClosed):
        enquiry.close(Closing.HELPED, by=worker, at=now)
    assert enquiry.closed_how is Closing.TAKEN_BACK


def test_the_longest_waiting_comes_first_and_those_being_helped_after(
    session: Session, team: Team, now: datetime
) -> None:
    worker = make_link_worker(session, team)
    young, old, helped, closed, _elsewhere = (
        make_enquiry(session, each, received_at=now - days * A_DAY)
        for each, days in ((team, 1), (team, 5), (team, 9), (team, 7), (make_team(session), 3))
    )
    helped.take(by=worker, at=now)
    closed.close(Closing.NO_CONTACT, by=worker, at=now - A_DAY)
    session.commit()
    assert list(session.scalars(Enquiry.open_for(team))) == [old, young, helped]
    assert list(session.scalars(Enquiry.closed_for(team, now - 30 * A_DAY))) == [closed]
    assert list(session.scalars(Enquiry.closed_for(team, now))) == []


def test_only_the_teams_own_people_see_it(session: Session, team: Team) -> None:
    enquiry = make_enquiry(session, team)
    inside, outside = make_link_worker(session, team), make_link_worker(session)
    assert list(session.scalars(Enquiry.visible_to(inside))) == [enquiry]
    assert list(session.scalars(Enquiry.visible_to(outside))) == []


def test_a_source_is_found_by_its_code_while_it_and_its_team_run(session: Session, team: Team, now: datetime) -> None:
    source = make_source(session, team)
    assert session.scalar(ReferralSource.by_code(source.code)) is source
    assert session.scalar(ReferralSource.by_code("000000")) is None
    team.ended_at = now
    assert session.scalar(ReferralSource.by_code(source.code)) is None
    team.ended_at, source.ended_at = None, now
    assert session.scalar(ReferralSource.by_code(source.code)) is None


def test_what_they_wrote_is_sealed(session: Session, team: Team) -> None:
    enquiry = make_enquiry(session, team, person=make_person(session, called="Marigold"))
    raw = str(session.connection().exec_driver_sql("SELECT * FROM enquiry").all())
    raw += str(session.connection().exec_driver_sql("SELECT * FROM person").all())
    assert "My husband" not in raw
    assert "Marigold" not in raw
    session.expire_all()
    assert enquiry.about is not None
    assert enquiry.about.startswith("My husband")


def test_references_are_free_and_can_be_read_out(session: Session, team: Team) -> None:
    taken = make_enquiry(session, team).reference
    assert free_enquiry_reference(session) != taken
    assert len(free_enquiry_reference(session)) == 6
