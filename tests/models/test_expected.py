"""Who is suggested next time: after a long break, where a group meets seldom, in term time, after storms."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from models.expected import lines_of
from models.listing import Listing
from models.register_closing import WasCalledOff
from models.register_words import Lift, Mark, SessionState
from models.rhythm import Rhythm
from models.school_term import SchoolTerm
from models.session_cancelling import call_off
from models.session_dates import meeting_at, meetings_between
from models.session_time import SessionTime
from tests.registering import TEN, TUESDAY, by_organiser, make_register, make_weekly_listing, press


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def hold(session: Session, listing: Listing, on: date, *names: str) -> None:
    """A session to which these came, each for the first time."""
    register = make_register(session, listing, on=on, at=moment(on))
    for name in names:
        register.walk_in(name, press(moment(on)), acting=by_organiser(), at=moment(on))
    session.commit()


def storm(session: Session, listing: Listing, on: date) -> None:
    meeting = meeting_at(session, listing, on, TEN)
    assert meeting is not None
    at, acting = moment(on), by_organiser()
    call_off(session, listing, meeting, SessionState.WEATHER, "", press(at), acting=acting, at=at)
    session.commit()


def suggested(session: Session, listing: Listing, on: date) -> list[str]:
    return [line.name for line in lines_of(session, listing.id, on, None, today=on)]


def test_after_a_long_summer_whoever_came_to_one_of_the_last_four_sessions(session: Session) -> None:
    listing = make_weekly_listing(session)
    for weeks, name in enumerate(("Fifth", "Fourth", "Third", "Second", "Last")):
        hold(session, listing, TUESDAY + timedelta(weeks=weeks), name)
    september = TUESDAY + timedelta(weeks=16)
    assert suggested(session, listing, september) == ["Fourth", "Last", "Second", "Third"]


def test_a_group_that_meets_once_a_month_suggests_who_came_in_the_last_four_months(session: Session) -> None:
    listing = make_weekly_listing(session)
    listing.session_times = [
        SessionTime(position=0, rhythm=Rhythm.MONTHLY, weekday=1, nth=1, starts=TEN, ends=time(12))
    ]
    session.commit()
    days = [each.date for each in meetings_between(session, listing, date(2026, 1, 1), date(2026, 7, 31))]
    for day, name in zip(days, ("January", "February", "March", "April", "May", "June"), strict=False):
        hold(session, listing, day, name)
    assert suggested(session, listing, days[6]) == ["April", "June", "March", "May"]


def test_what_was_called_off_is_none_of_the_last_four(session: Session) -> None:
    listing = make_weekly_listing(session)
    hold(session, listing, TUESDAY, "Marlene")
    for weeks in (9, 10, 11, 12):
        storm(session, listing, TUESDAY + timedelta(weeks=weeks))
    assert suggested(session, listing, TUESDAY + timedelta(weeks=13)) == ["Marlene"]


def test_in_term_time_the_first_session_of_a_term_suggests_the_last_one_s_people(session: Session) -> None:
    listing = make_weekly_listing(session)
    listing.session_times[0].term_time_only = True
    for first, last in ((date(2026, 1, 5), date(2026, 3, 27)), (date(2026, 9, 1), date(2026, 12, 18))):
        session.add(SchoolTerm(panel=listing.panel, name="Term", starts_on=first, ends_on=last))
    session.commit()
    days = [each.date for each in meetings_between(session, listing, date(2026, 3, 1), date(2026, 9, 30))]
    spring, autumn = [day for day in days if day.month == 3], [day for day in days if day.month == 9]
    hold(session, listing, spring[-1], "Amina", "Bert")
    assert suggested(session, listing, autumn[0]) == ["Amina", "Bert"]


def test_whoever_left_comes_back_by_coming(session: Session) -> None:
    listing = make_weekly_listing(session)
    hold(session, listing, TUESDAY, "Marlene")
    register = make_register(session, listing, on=TUESDAY + timedelta(days=7), at=moment(TUESDAY + timedelta(days=7)))
    (line,) = lines_of(session, listing.id, register.on, register, today=register.on)
    assert line.attender is not None
    line.attender.left_at = moment(TUESDAY)
    assert lines_of(session, listing.id, register.on, register, today=register.on) == []
    at = moment(register.on)
    register.mark(line.who, Mark.CAME, press(at), acting=by_organiser(), at=at)
    assert line.attender.left_at is None
    assert line.lift is Lift.NONE


def test_a_session_that_was_called_off_is_not_opened_by_the_back_door(session: Session) -> None:
    listing = make_weekly_listing(session)
    storm(session, listing, TUESDAY)
    register = make_register(session, listing)
    with pytest.raises(WasCalledOff):
        register.reopen("A slip", press(), acting=by_organiser(), at=moment(TUESDAY))
