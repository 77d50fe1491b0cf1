"""Friendly calls: who is missed, who rings them, and when nobody needs to any more."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attender import Attender
from models.call import Call, CallAbout
from models.follow_up import stop_asking
from models.friendly_call import FriendlyCall, HowTheyAre, Missed, RungAlready
from models.listing import Listing
from models.referral import Referral
from models.referral_words import Source, State
from models.register import Register
from models.register_words import Keeping, Mark, SessionState
from models.rhythm import Rhythm
from models.session_time import SessionTime
from tests.people import make_user
from tests.referring import make_referral
from tests.registering import (
    AT,
    TEN,
    TUESDAY,
    by_organiser,
    make_register,
    make_regular,
    make_weekly_listing,
    press,
)

FILLER = "Winston"
"""Somebody else each time: without anybody a session has not run."""
NEXT_TUESDAY = TUESDAY + timedelta(days=7)


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, 30, tzinfo=UTC)


def hold(session: Session, listing: Listing, on: date, marks: dict[uuid.UUID, Mark | None] | None = None) -> Register:
    """A session that somebody came to, with these marks besides, closed."""
    at = moment(on)
    register = make_register(session, listing, on=on, at=at)
    for who, mark in (marks or {}).items():
        register.mark(who, mark, press(at), acting=by_organiser(), at=at)
    register.walk_in(FILLER, press(at), acting=by_organiser(), at=at)
    register.close(None, press(at), acting=by_organiser(), at=at)
    session.commit()
    return register


def to_ring(session: Session, listing: Listing) -> dict[str, tuple[Missed, date]]:
    session.flush()
    calls = session.scalars(FriendlyCall.open_of([listing.id]))
    return {call.attender.name: (call.about, call.due_on) for call in calls if call.attender.name != FILLER}


def due_calls(session: Session, referral: Referral) -> set[CallAbout]:
    session.flush()
    return {call.about for call in session.scalars(Call.open_of(referral))}


class TestRegulars:
    def test_two_gaps_in_a_row_ask_for_a_call_two_days_later(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        make_regular(session, listing, "Big Col", 2, 1)
        hold(session, listing, TUESDAY)
        assert to_ring(session, listing) == {}
        hold(session, listing, NEXT_TUESDAY)
        assert to_ring(session, listing) == {"Big Col": (Missed.TWO_GAPS, NEXT_TUESDAY + timedelta(days=2))}

    def test_apologies_and_sessions_that_were_not_held_are_no_gaps(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        sorry, quiet = make_regular(session, listing, "Sorry", 2, 1), make_regular(session, listing, "Quiet", 2, 1)
        hold(session, listing, TUESDAY, {quiet.id: Mark.ABSENT})
        storm = make_register(session, listing, on=NEXT_TUESDAY, at=moment(NEXT_TUESDAY))
        storm.close(SessionState.WEATHER, press(), acting=by_organiser(), at=moment(NEXT_TUESDAY))
        assert to_ring(session, listing) == {}
        hold(session, listing, TUESDAY + timedelta(days=14), {sorry.id: Mark.APOLOGIES})
        assert [*to_ring(session, listing)] == ["Quiet"]

    def test_a_session_where_only_heads_are_counted_says_nothing_of_anybody(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        make_regular(session, listing, "Big Col", 2, 1)
        for on in (TUESDAY, NEXT_TUESDAY):
            register = make_register(session, listing, on=on, at=moment(on))
            register.keep_by(Keeping.HEADS, press(), acting=by_organiser(), at=moment(on))
            register.count_heads(9, 0, 0, press(), acting=by_organiser(), at=moment(on))
            register.close(None, press(), acting=by_organiser(), at=moment(on))
        assert to_ring(session, listing) == {}

    def test_whoever_comes_again_is_not_rung(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        regular = make_regular(session, listing, "Big Col", 2, 1)
        hold(session, listing, TUESDAY)
        hold(session, listing, NEXT_TUESDAY)
        hold(session, listing, TUESDAY + timedelta(days=14), {regular.id: Mark.CAME})
        assert to_ring(session, listing) == {}

    def test_one_call_for_each_time_somebody_stays_away(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        regular = make_regular(session, listing, "Big Col", 2, 1)
        days = [TUESDAY + timedelta(weeks=weeks) for weeks in range(6)]
        hold(session, listing, days[0])
        hold(session, listing, days[1])
        call = session.scalars(FriendlyCall.open_of([listing.id])).one()
        call.log(HowTheyAre.COMING_BACK, by=None, at=moment(days[1]))
        hold(session, listing, days[2])
        assert to_ring(session, listing) == {}
        hold(session, listing, days[3], {regular.id: Mark.CAME})
        hold(session, listing, days[4])
        hold(session, listing, days[5])
        assert [*to_ring(session, listing)] == ["Big Col"]

    def test_a_mark_put_right_afterwards_takes_the_call_away(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        regular = make_regular(session, listing, "Big Col", 2, 1)
        hold(session, listing, TUESDAY)
        register, at = hold(session, listing, NEXT_TUESDAY), moment(NEXT_TUESDAY)
        register.reopen("He rang", press(at), acting=by_organiser(), at=at)
        register.mark(regular.id, Mark.APOLOGIES, press(at), acting=by_organiser(), at=at)
        register.close(None, press(at), acting=by_organiser(), at=at)
        assert to_ring(session, listing) == {}

    def test_who_only_comes_on_mondays_is_not_missed_on_other_days(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        listing.session_times = [
            SessionTime(position=n, rhythm=Rhythm.WEEKLY, weekday=day, starts=TEN, ends=time(12))
            for n, day in enumerate((0, 2, 4))
        ]
        session.commit()
        monday = date(2026, 3, 2)
        register = hold(session, listing, monday)
        who = next(row.attender_id for row in register.attendances)
        hold(session, listing, monday + timedelta(days=7), {who: Mark.CAME})
        for days in (9, 11):
            hold(session, listing, monday + timedelta(days=days))
        assert to_ring(session, listing) == {}
        for days in (14, 21):
            hold(session, listing, monday + timedelta(days=days))
        missed = {call.attender_id for call in session.scalars(FriendlyCall.open_of([listing.id]))}
        assert who in missed

    def test_whoever_walked_in_once_to_have_a_look_is_not_rung(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        make_regular(session, listing, "Gordon", 1)
        for on in (TUESDAY, NEXT_TUESDAY):
            hold(session, listing, on)
        assert to_ring(session, listing) == {}

    def test_whoever_stopped_coming_is_not_asked_after(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        make_regular(session, listing, "Big Col", 2, 1).left_at = AT
        hold(session, listing, TUESDAY)
        hold(session, listing, NEXT_TUESDAY)
        assert to_ring(session, listing) == {}


class TestReferred:
    def test_a_first_timer_who_does_not_come_is_rung_by_whoever_asked_for_them(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
        hold(session, listing, TUESDAY, {referral.id: Mark.ABSENT})
        assert due_calls(session, referral) == {CallAbout.NO_SHOW}
        assert to_ring(session, listing) == {}

    @pytest.mark.parametrize("follow_up", [False, True])
    def test_the_group_rings_whoever_has_nobody_else(self, session: Session, follow_up: bool) -> None:
        listing = make_weekly_listing(session)
        source = Source.ASKED if follow_up else Source.LINK_WORKER
        referral = make_referral(
            session, listing, state=State.ACCEPTED, first=TUESDAY, follow_up=follow_up, source=source
        )
        hold(session, listing, TUESDAY, {referral.id: Mark.ABSENT})
        assert to_ring(session, listing) == {"Jeannie": (Missed.NO_SHOW, TUESDAY + timedelta(days=2))}

    def test_two_gaps_go_to_the_link_worker_and_to_the_group_where_somebody_agreed(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
        hold(session, listing, TUESDAY, {referral.id: Mark.CAME})
        hold(session, listing, NEXT_TUESDAY)
        hold(session, listing, TUESDAY + timedelta(days=14))
        assert CallAbout.TWO_GAPS in due_calls(session, referral)
        assert "Jeannie" not in to_ring(session, listing)
        attender = session.get(Attender, referral.id)
        assert attender is not None
        attender.rung_by = "Derek"
        hold(session, listing, TUESDAY + timedelta(days=21), {})
        assert "Jeannie" in to_ring(session, listing)
        hold(session, listing, TUESDAY + timedelta(days=28), {referral.id: Mark.PART})
        assert CallAbout.TWO_GAPS not in due_calls(session, referral)
        assert "Jeannie" not in to_ring(session, listing)

    def test_whoever_does_not_want_to_be_asked_is_taken_off_the_list(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
        hold(session, listing, TUESDAY, {referral.id: Mark.CAME})
        hold(session, listing, NEXT_TUESDAY)
        hold(session, listing, TUESDAY + timedelta(days=14))
        stop_asking(session, referral, acting=by_organiser(), at=AT)
        assert CallAbout.TWO_GAPS not in due_calls(session, referral)


class TestLogging:
    def call(self, session: Session) -> FriendlyCall:
        listing = make_weekly_listing(session)
        make_regular(session, listing, "Big Col", 2, 1)
        hold(session, listing, TUESDAY)
        hold(session, listing, NEXT_TUESDAY)
        return session.scalars(FriendlyCall.open_of([listing.id])).one()

    def test_stopped_coming_leaves_the_list_and_an_undo_brings_both_back(self, session: Session) -> None:
        call = self.call(session)
        call.log(HowTheyAre.NOT_COMING, by=None, at=AT)
        assert call.attender.left_at == AT
        with pytest.raises(RungAlready):
            call.log(HowTheyAre.NO_CALL, by=None, at=AT)
        call.take_back()
        assert (call.attender.left_at, call.done_at) == (None, None)

    def test_no_answer_brings_it_back_tomorrow_and_an_undo_leaves_one(self, session: Session) -> None:
        call = self.call(session)
        call.log(HowTheyAre.NO_ANSWER, by=None, at=AT)
        again = session.scalars(FriendlyCall.open_of([call.listing_id])).one()
        assert (again.id != call.id, again.due_on) == (True, TUESDAY + timedelta(days=1))
        call.take_back()
        assert session.scalars(select(FriendlyCall)).all() == [call]

    def test_whoever_says_i_will_stands_by_their_name(self, session: Session) -> None:
        call = self.call(session)
        call.promise(by=make_user(session, name="Derek Lund"))
        assert call.attender.rung_by == "Derek Lund"
