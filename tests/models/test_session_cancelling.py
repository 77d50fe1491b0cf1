"""Calling a session off: the register, the listing's dates, whoever is expected, and taking it back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.consent import ConsentTo
from models.errors import RuleBroken
from models.listing import Listing
from models.listing_version import ListingVersion
from models.meeting import Meeting
from models.person import Contact
from models.referral_words import State
from models.register import Register
from models.register_words import Mark, RegisterDeed, SessionState
from models.rhythm import Rhythm
from models.session_audience import count, expected_at
from models.session_cancelling import CalledOff, SomebodyCame, call_off, is_called_off, on_after_all
from models.session_dates import meeting_at
from models.session_dates_changing import StillNotOn
from models.session_notice import NoticeOf, SessionNotice, Way
from models.session_time import SessionChange, SessionTime
from tests.people import make_user
from tests.referring import make_person, make_referral
from tests.registering import AT, TEN, TUESDAY, by_organiser, make_register, make_regular, make_weekly_listing, press

MEETING = Meeting(TUESDAY, TEN, time(12))
NEXT = TUESDAY + timedelta(days=7)


def stop(
    session: Session, listing: Listing, meeting: Meeting = MEETING, at: datetime = AT, reason: str = ""
) -> CalledOff:
    acting = by_organiser(make_user(session, name="Derek Lund"))
    return call_off(session, listing, meeting, SessionState.WEATHER, reason, press(at), acting=acting, at=at)


def undo(session: Session, done: CalledOff, at: datetime = AT) -> CalledOff:
    register = done.register
    return on_after_all(session, register.listing, register, press(at), acting=by_organiser(), at=at)


def notices(session: Session, register: Register) -> dict[str, SessionNotice]:
    session.flush()
    return {each.attender.name: each for each in session.scalars(SessionNotice.of_register(register.id))}


class TestCallingOff:
    def test_the_register_is_closed_and_the_listing_says_why_it_is_not_on(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        revision = listing.revision
        done = stop(session, listing, reason="the weather")
        assert (done.is_new, done.register.state, done.register.closed_at) == (True, SessionState.WEATHER, AT)
        known = meeting_at(session, listing, TUESDAY, TEN)
        assert known is not None
        assert (known.is_on, known.reason) == (False, "the weather")
        latest = session.scalars(select(ListingVersion).order_by(ListingVersion.number.desc())).first()
        assert latest is not None
        assert (latest.note, latest.number) == ("Not on: Tuesday 3 March 2026, 10am", revision + 1)
        assert [(entry.deed, entry.words) for entry in done.register.entries] == [
            (RegisterDeed.CANCELLED, "the weather")
        ]

    def test_a_second_press_and_a_second_person_change_nothing(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        stop(session, listing)
        revision, again = listing.revision, stop(session, listing)
        assert (again.is_new, listing.revision, len(listing.session_changes)) == (False, revision, 1)

    def test_a_session_that_people_came_to_cannot_be_called_off(self, session: Session) -> None:
        register = make_register(session)
        register.walk_in("Marlene", press(), acting=by_organiser(), at=AT)
        with pytest.raises(SomebodyCame):
            stop(session, register.listing)

    def test_a_reason_too_long_for_the_board_is_refused(self, session: Session) -> None:
        with pytest.raises(RuleBroken):
            stop(session, make_weekly_listing(session), reason="x" * 121)

    def test_of_two_sessions_on_one_day_the_other_goes_on(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        listing.session_times.append(
            SessionTime(position=1, rhythm=Rhythm.WEEKLY, weekday=1, starts=time(14), ends=time(16))
        )
        session.commit()
        stop(session, listing, Meeting(TUESDAY, time(14), time(16), position=1))
        ten, two = (meeting_at(session, listing, TUESDAY, starts) for starts in (TEN, time(14)))
        assert (ten and ten.is_on, two and two.is_on) == (True, False)

    def test_tomorrows_can_be_called_off_and_so_can_last_weeks(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        make_regular(session, listing, "Ged", 2)
        ahead = stop(session, listing, Meeting(NEXT, TEN, time(12)))
        past = stop(session, listing, Meeting(TUESDAY - timedelta(days=7), TEN, time(12)))
        assert [*notices(session, ahead.register)] == ["Ged"]
        assert notices(session, past.register) == {}  # they know by now

    def test_the_morning_the_clocks_go_back_is_one_session_like_any_other(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        sunday = date(2026, 10, 25)
        listing.session_times = [SessionTime(position=0, rhythm=Rhythm.WEEKLY, weekday=6, starts=TEN, ends=time(12))]
        session.commit()
        before, after = datetime(2026, 10, 25, 11, 59, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)
        make_referral(session, listing, state=State.ACCEPTED, first=sunday)
        meeting = meeting_at(session, listing, sunday, TEN)
        assert meeting is not None
        assert (meeting.is_over(before), meeting.is_over(after)) == (False, True)
        done = stop(session, listing, meeting, before)
        assert notices(session, done.register)["Jeannie"].moved_to == date(2026, 11, 1)

    def test_a_session_on_a_bank_holiday_can_be_called_off_and_put_back(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        listing.session_times = [SessionTime(position=0, rhythm=Rhythm.WEEKLY, weekday=0, starts=TEN, ends=time(12))]
        session.commit()
        easter, at = date(2026, 4, 6), datetime(2026, 4, 5, 9, tzinfo=UTC)
        done = stop(session, listing, Meeting(easter, TEN, time(12)), at)
        undo(session, done, at)
        known = meeting_at(session, listing, easter, TEN)
        assert known is not None
        assert known.is_on


class TestWhoIsTold:
    def test_everybody_expected_hears_it_by_the_one_way_they_gave(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        ways = [
            ("Ama", Contact.EMAIL, "ama@example.org"),
            ("Bob", Contact.TEXT, "07700 900183"),
            ("Cy", Contact.THROUGH, None),
        ]
        for called, contact, reach in ways:
            person = make_person(session, called=called, contact=contact, reach=reach)
            make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY, person=person)
        make_regular(session, listing, "Ged", 1)
        make_regular(session, listing, "Una", 1).reach = "07700 900184"
        counts = count(expected_at(session, listing, MEETING, None, today=TUESDAY))
        assert (counts.mail, counts.ring, counts.worker, counts.nobody, counts.workers) == (1, 2, 1, 1, 3)
        found = notices(session, stop(session, listing).register)
        assert {name: each.way for name, each in found.items()} == {
            "Ama": Way.MAIL, "Bob": Way.RING, "Cy": Way.WORKER, "Ged": Way.NOBODY, "Una": Way.RING,
        }  # fmt: skip
        assert {name for name, each in found.items() if each.told_at is None} == {"Bob", "Ged", "Una"}

    def test_without_their_yes_nobody_writes_to_them(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        person = make_person(session, contact=Contact.EMAIL, reach="ama@example.org")
        referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY, person=person)
        yes = referral.consent_to(ConsentTo.SHARE)
        assert yes is not None
        yes.fields = ["called"]
        (each,) = expected_at(session, listing, MEETING, None, today=TUESDAY)
        assert each.way is Way.WORKER

    def test_whoever_sent_apologies_is_not_told(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        regular = make_regular(session, listing, "Ged", 1)
        register = make_register(session, listing)
        register.mark(regular.id, Mark.APOLOGIES, press(), acting=by_organiser(), at=AT)
        assert notices(session, stop(session, listing).register) == {}

    def test_a_first_day_moves_to_the_next_session_that_is_on(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        listing.session_changes = [SessionChange(position=0, kind="cancelled", on=NEXT, reason="")]
        referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
        done = stop(session, listing)
        in_two_weeks = TUESDAY + timedelta(days=14)
        assert (referral.first_date, referral.first_starts, referral.welcomer) == (
            in_two_weeks, TEN, "Yusuf, brown apron",
        )  # fmt: skip
        assert notices(session, done.register)["Jeannie"].moved_to == in_two_weeks


class TestOnAfterAll:
    def test_the_listing_the_register_and_first_days_stand_as_before(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
        done = stop(session, listing)
        assert undo(session, done).is_new
        known = meeting_at(session, listing, TUESDAY, TEN)
        assert known is not None
        assert known.is_on
        assert (is_called_off(done.register), done.register.is_closed, referral.first_date) == (False, False, TUESDAY)
        assert not undo(session, done).is_new

    def test_only_those_who_were_told_are_told_again(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        make_regular(session, listing, "Ged", 1)
        make_regular(session, listing, "Una", 1)
        make_referral(
            session,
            listing,
            state=State.ACCEPTED,
            first=TUESDAY,
            person=make_person(session, contact=Contact.EMAIL, reach="jeannie@example.org"),
        )
        done = stop(session, listing)
        notices(session, done.register)["Ged"].tick(by=None, at=AT)
        undo(session, done)
        again = notices(session, done.register)
        assert {name: (each.of, each.told_at is None) for name, each in again.items()} == {
            "Ged": (NoticeOf.ON_AGAIN, True), "Jeannie": (NoticeOf.ON_AGAIN, False),
        }  # fmt: skip

    def test_a_closure_of_several_days_is_not_taken_away_unasked(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        listing.session_changes = [SessionChange(position=0, kind="cancelled", on=TUESDAY, until=NEXT, reason="paint")]
        session.commit()
        done = stop(session, listing)
        with pytest.raises(StillNotOn):
            undo(session, done)

    def test_it_can_be_called_off_again(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        make_regular(session, listing, "Ged", 1)
        done = stop(session, listing)
        undo(session, done)
        assert stop(session, listing).is_new
        assert notices(session, done.register)["Ged"].of is NoticeOf.NOT_ON
