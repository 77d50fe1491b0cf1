"""Register and referral never say different things, whichever way it was said."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import register_arrival
from models.attendance import Attendance
from models.intake import ListingFull, intake_of
from models.listing import Listing
from models.meeting import Meeting
from models.referral import Referral
from models.referral_words import State
from models.register import Register
from models.register_words import Mark, SessionState
from models.rhythm import Rhythm
from models.session_cancelling import call_off
from models.session_time import SessionTime
from tests.referring import by_link, make_referral
from tests.registering import AT, TEN, TUESDAY, by_organiser, make_register, make_weekly_listing, press

LATER = AT + timedelta(hours=3)


def arrive(session: Session, referral: Referral, at: datetime = AT) -> Register | None:
    register = register_arrival.hold_day(session, referral, at.date(), acting=by_link(), at=at)
    register_arrival.arrive(register, referral, key=uuid.uuid4(), acting=by_link(), at=at)
    return register


def say(session: Session, referral: Referral, came: bool, on: date = TUESDAY, at: datetime = AT) -> None:
    register = register_arrival.hold_day(session, referral, on, acting=by_link(), at=at)
    register_arrival.note_coming(register, referral, came, on=on, key=uuid.uuid4(), acting=by_link(), at=at)


def marks(session: Session, referral: Referral) -> dict[date, Mark | None]:
    session.flush()
    return {
        row.on: row.mark for row in session.scalars(select(Attendance).where(Attendance.attender_id == referral.id))
    }


def expected(session: Session, listing: Listing | None = None, state: State = State.ACCEPTED) -> Referral:
    return make_referral(session, listing or make_weekly_listing(session), state=state, first=TUESDAY)


def test_who_arrives_with_their_introduction_is_marked_in_todays_register(session: Session) -> None:
    for state in (State.ACCEPTED, State.SENT, State.WAITING):
        referral = expected(session, state=state)
        register = arrive(session, referral)
        assert (referral.state, referral.came_on, marks(session, referral)) == (
            State.CAME,
            TUESDAY,
            {TUESDAY: Mark.CAME},
        )
        assert register is not None
        assert (register.named, register.named_new, register.named_referred) == (1, 1, 1)


def test_on_a_day_without_a_session_only_the_referral_moves(session: Session) -> None:
    referral = expected(session)
    assert arrive(session, referral, AT + timedelta(days=1)) is None
    assert (referral.state, marks(session, referral)) == (State.CAME, {})


def test_a_session_that_was_called_off_is_not_marked(session: Session) -> None:
    listing = make_weekly_listing(session)
    acting, meeting = by_organiser(), Meeting(TUESDAY, TEN, time(12))
    call_off(session, listing, meeting, SessionState.WEATHER, "", press(), acting=acting, at=AT)
    assert arrive(session, expected(session, listing)) is None


def test_of_two_sessions_today_it_is_the_nearest_unless_one_was_said(session: Session) -> None:
    listing = make_weekly_listing(session)
    listing.session_times.append(
        SessionTime(position=1, rhythm=Rhythm.WEEKLY, weekday=1, starts=time(14), ends=time(16))
    )
    session.commit()
    register = arrive(session, expected(session, listing), LATER)
    assert register is not None
    assert register.starts == time(14)
    asked = expected(session, listing)
    asked.first_starts = TEN
    register = arrive(session, asked, LATER)
    assert register is not None
    assert register.starts == TEN


def test_the_last_place_that_has_gone_marks_nobody(session: Session) -> None:
    referral = expected(session, state=State.SENT)
    intake_of(session, referral.listing, AT).places_left = 0
    session.commit()
    try:
        arrive(session, referral)
    except ListingFull:
        session.rollback()
    assert (referral.state, marks(session, referral)) == (State.SENT, {})


def test_what_is_said_beside_their_name_stands_in_the_register_of_that_day(session: Session) -> None:
    came, missed = expected(session), expected(session)
    say(session, came, True, at=LATER + timedelta(days=2))
    say(session, missed, False)
    say(session, missed, False, at=LATER)
    assert (came.came_on, marks(session, came)) == (TUESDAY, {TUESDAY: Mark.CAME})
    assert (missed.state, missed.no_shows, marks(session, missed)) == (State.ACCEPTED, 1, {TUESDAY: Mark.ABSENT})


def test_a_day_that_was_closed_keeps_both_to_be_settled(session: Session) -> None:
    referral = expected(session)
    register = make_register(session, referral.listing)
    register.mark(referral.id, Mark.ABSENT, press(), acting=by_organiser(), at=AT)
    register.close(SessionState.NOBODY, press(), acting=by_organiser(), at=AT)
    say(session, referral, True, at=LATER)
    line = session.scalars(select(Attendance)).one()
    assert (line.mark, line.other_mark, line.is_disputed, referral.state) == (
        Mark.ABSENT, Mark.CAME, True, State.CAME,
    )  # fmt: skip
    register.reopen("He was there", press(), acting=by_organiser(), at=LATER)
    register.settle(referral.id, Mark.ABSENT, press(), acting=by_organiser(), at=LATER)
    assert referral.state is State.ACCEPTED


def take_back(session: Session, referral: Referral, at: datetime) -> None:
    day = referral.came_on
    assert day is not None
    register = register_arrival.hold_day(session, referral, day, acting=by_link(), at=at, make=False)
    register_arrival.take_back(session, register, referral, key=uuid.uuid4(), acting=by_link(), at=at)


def test_a_mistake_takes_the_mark_away_as_well(session: Session) -> None:
    referral = expected(session)
    arrive(session, referral)
    take_back(session, referral, LATER)
    assert (referral.state, referral.came_on, marks(session, referral)) == (State.ACCEPTED, None, {TUESDAY: None})


def test_who_came_on_a_later_day_came_for_the_first_time_then(session: Session) -> None:
    referral = expected(session)
    arrive(session, referral)
    a_week = AT + timedelta(days=7)
    register = make_register(session, referral.listing, on=a_week.date(), at=a_week)
    register.mark(referral.id, Mark.CAME, press(a_week), acting=by_organiser(), at=a_week)
    take_back(session, referral, a_week)
    assert (referral.state, referral.came_on) == (State.CAME, a_week.date())


def test_the_morning_the_clocks_go_back(session: Session) -> None:
    listing = make_weekly_listing(session)
    sunday = date(2026, 10, 25)
    listing.session_times = [SessionTime(position=0, rhythm=Rhythm.WEEKLY, weekday=6, starts=TEN, ends=time(12))]
    session.commit()
    referral = make_referral(session, listing, state=State.ACCEPTED, first=sunday)
    arrive(session, referral, datetime(2026, 10, 25, 10, 5, tzinfo=UTC))
    assert (referral.came_on, marks(session, referral)) == (sunday, {sunday: Mark.CAME})
