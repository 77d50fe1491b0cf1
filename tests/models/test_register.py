"""A register: who is expected, marks and undo, walk-ins, two people at once, closing, and what the referral hears."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.attender import Attender
from models.errors import RuleBroken
from models.expected import lines_of
from models.friendly_call import FriendlyCall
from models.referral_words import State
from models.register import Register
from models.register_closing import NotClosed, ToSettleFirst
from models.register_marking import NotOnTheList
from models.register_pressing import RegisterClosed, StillToCome
from models.register_words import Mark, RegisterDeed, SessionState, Why
from tests.people import make_user
from tests.referring import make_referral
from tests.registering import (
    AT,
    TUESDAY,
    by_organiser,
    make_register,
    make_regular,
    make_weekly_listing,
    press,
)

WEDNESDAY = AT + timedelta(days=1)


def names(session: Session, register: Register) -> list[str]:
    lines = lines_of(session, register.listing_id, register.on, register, today=TUESDAY)
    return [line.name for line in lines]


class TestWhoIsExpected:
    def test_first_timers_stand_at_the_top_then_regulars_by_name(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        make_regular(session, listing, "Winston", 1)
        make_regular(session, listing, "Abdul", 2, 1)
        make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
        lines = lines_of(session, listing.id, TUESDAY, None, today=TUESDAY)
        assert [(line.name, line.is_first) for line in lines] == [
            ("Jeannie", True), ("Abdul", False), ("Winston", False),
        ]  # fmt: skip
        assert [line.why for line in lines] == [Why.EXPECTED, Why.REGULAR, Why.REGULAR]

    def test_somebody_whose_first_day_is_later_is_not_expected_yet(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY + timedelta(days=7))
        assert lines_of(session, listing.id, TUESDAY, None, today=TUESDAY) == []

    def test_somebody_not_seen_for_months_is_not_suggested(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        make_regular(session, listing, "Long Ago", 30)
        for weeks in (4, 3, 2, 1):
            make_regular(session, listing, f"Lately {weeks}", weeks)
        assert "Long Ago" not in [line.name for line in lines_of(session, listing.id, TUESDAY, None, today=TUESDAY)]

    def test_whoever_took_their_referral_back_has_no_name_any_more(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
        register = make_register(session, listing)
        register.mark(referral.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
        assert names(session, register) == ["Jeannie"]
        referral.withdraw(acting=by_organiser(), at=WEDNESDAY)
        assert names(session, register) == ["Somebody"]
        assert register.named == 1


class TestMarking:
    def test_a_first_came_moves_the_referral_and_an_undo_moves_it_back(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
        register = make_register(session, listing)
        line = register.mark(referral.id, Mark.PART, press(), acting=by_organiser(), at=AT)
        assert (referral.state, referral.came_on) == (State.CAME, TUESDAY)
        assert (line.is_first, line.is_referred, line.why) == (True, True, Why.EXPECTED)
        assert (register.named, register.named_new, register.named_referred) == (1, 1, 1)
        register.mark(referral.id, None, press(), acting=by_organiser(), at=AT)
        assert (referral.state, line.mark, register.named) == (State.ACCEPTED, None, 0)

    def test_the_second_time_moves_nothing(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
        first = make_register(session, listing)
        first.mark(referral.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
        a_week = AT + timedelta(days=7)
        second = make_register(session, listing, on=TUESDAY + timedelta(days=7), at=a_week)
        line = second.mark(referral.id, Mark.CAME, press(a_week), acting=by_organiser(), at=a_week)
        assert (line.is_first, line.attender.times, referral.came_on) == (False, 2, TUESDAY)

    def test_a_paper_register_typed_up_late_takes_the_first_time_to_its_own_day(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        a_week = AT + timedelta(days=7)
        later = make_register(session, listing, on=TUESDAY + timedelta(days=7), at=a_week)
        line = later.walk_in("Ken", press(a_week), acting=by_organiser(), at=a_week)
        earlier = make_register(session, listing, at=a_week)
        earlier.mark(line.attender_id, Mark.CAME, press(a_week), acting=by_organiser(), at=a_week)
        assert (line.is_first, earlier.named_new, later.named_new) == (False, 1, 0)

    def test_a_walk_in_that_is_undone_is_nobody_and_can_come_back(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        ged = make_regular(session, listing, "Ged", 1)
        register = make_register(session, listing)
        register.mark(ged.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
        typo = register.walk_in("Kve", press(), acting=by_organiser(), at=AT).attender_id
        register.mark(typo, None, press(), acting=by_organiser(), at=AT)
        assert names(session, register) == ["Ged"]
        assert [each.called for each in session.scalars(Attender.of_listing(listing.id))] == ["Ged"]
        register.mark(typo, Mark.PART, press(), acting=by_organiser(), at=AT)
        assert names(session, register) == ["Kve", "Ged"]
        register.mark(typo, None, press(), acting=by_organiser(), at=AT)
        register.close(None, press(), acting=by_organiser(), at=AT)
        assert names(session, register) == ["Ged"]
        assert session.scalars(FriendlyCall.open_of([listing.id])).all() == []

    def test_a_press_sent_twice_is_one_mark_and_one_walk_in(self, session: Session) -> None:
        register = make_register(session)
        once = press()
        line = register.walk_in("Marlene", once, acting=by_organiser(), at=AT)
        again = register.walk_in("Marlene", once, acting=by_organiser(), at=AT)
        assert (again.id, register.named, register.version) == (line.id, 1, 1)

    def test_nobody_came_to_a_day_that_is_still_to_come_but_apologies_may(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        regular = make_regular(session, listing, "Ged", 1)
        register = make_register(session, listing, on=TUESDAY + timedelta(days=7))
        with pytest.raises(StillToCome):
            register.mark(regular.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
        line = register.mark(regular.id, Mark.APOLOGIES, press(), acting=by_organiser(), at=AT)
        assert (line.mark, line.came) == (Mark.APOLOGIES, False)

    @pytest.mark.parametrize("called", ["", "   ", "07700 900182", "ken@example.org", "K" * 41])
    def test_a_walk_in_is_a_first_name_and_no_more(self, session: Session, called: str) -> None:
        with pytest.raises(RuleBroken) as refused:
            make_register(session).walk_in(called, press(), acting=by_organiser(), at=AT)
        assert refused.value.field == "called"

    def test_nobody_of_another_listing_is_marked_here(self, session: Session) -> None:
        other = make_regular(session, make_weekly_listing(session), "Elsewhere", 1)
        register = make_register(session)
        for who in (other.id, uuid.uuid4(), make_referral(session).id):
            with pytest.raises(NotOnTheList):
                register.mark(who, Mark.CAME, press(), acting=by_organiser(), at=AT)


class TestTwoAtOnce:
    def test_marks_that_differ_are_both_kept_until_somebody_settles(self, session: Session) -> None:
        derek, sam = make_user(session, name="Derek"), make_user(session, name="Sam")
        listing = make_weekly_listing(session)
        ged = make_regular(session, listing, "Ged", 1)
        register = make_register(session, listing)
        register.mark(ged.id, Mark.CAME, press(seen=0), acting=by_organiser(derek), at=AT)
        offline = press(AT - timedelta(minutes=5), seen=0, phone=uuid.uuid4())
        line = register.mark(ged.id, Mark.ABSENT, offline, acting=by_organiser(sam), at=AT + timedelta(hours=1))
        assert (line.mark, line.other_mark, line.is_disputed) == (Mark.CAME, Mark.ABSENT, True)
        assert [entry.stands for entry in register.entries] == [True, False]
        with pytest.raises(ToSettleFirst):
            register.close(None, press(), acting=by_organiser(derek), at=AT)
        register.settle(ged.id, Mark.ABSENT, press(), acting=by_organiser(derek), at=AT)
        assert (line.mark, line.is_disputed, register.named) == (Mark.ABSENT, False, 0)

    def test_marks_that_agree_are_one(self, session: Session) -> None:
        derek, sam = make_user(session, name="Derek"), make_user(session, name="Sam")
        listing = make_weekly_listing(session)
        ged = make_regular(session, listing, "Ged", 1)
        register = make_register(session, listing)
        for user in (derek, sam):
            line = register.mark(ged.id, Mark.CAME, press(seen=0), acting=by_organiser(user), at=AT)
        assert (line.is_disputed, register.named) == (False, 1)

    def test_one_phone_may_change_its_mind_with_no_signal(self, session: Session) -> None:
        derek, phone = make_user(session, name="Derek"), uuid.uuid4()
        listing = make_weekly_listing(session)
        ged = make_regular(session, listing, "Ged", 1)
        register = make_register(session, listing)
        for mark in (Mark.CAME, None, Mark.ABSENT):
            line = register.mark(ged.id, mark, press(seen=0, phone=phone), acting=by_organiser(derek), at=AT)
        assert (line.mark, line.is_disputed) == (Mark.ABSENT, False)

    def test_of_one_persons_two_phones_the_later_press_counts_whichever_arrives_first(self, session: Session) -> None:
        derek = make_user(session, name="Derek")
        listing = make_weekly_listing(session)
        ged = make_regular(session, listing, "Ged", 1)
        register = make_register(session, listing)
        late = press(AT, seen=0, phone=uuid.uuid4())
        early = press(AT - timedelta(minutes=9), seen=0, phone=uuid.uuid4())
        register.mark(ged.id, Mark.CAME, late, acting=by_organiser(derek), at=AT)
        line = register.mark(ged.id, Mark.ABSENT, early, acting=by_organiser(derek), at=AT)
        assert (line.mark, line.is_disputed) == (Mark.CAME, False)

    def test_counts_that_differ_are_both_kept(self, session: Session) -> None:
        derek, sam = make_user(session, name="Derek"), make_user(session, name="Sam")
        register = make_register(session)
        register.count_heads(12, 2, 1, press(seen=0), acting=by_organiser(derek), at=AT)
        register.count_heads(14, 3, 1, press(seen=0), acting=by_organiser(sam), at=AT)
        assert (register.heads, register.other_heads, register.is_disputed) == (12, 14, True)
        register.settle_heads(14, 3, 1, press(), acting=by_organiser(sam), at=AT)
        assert (register.heads, register.heads_new, register.is_disputed) == (14, 3, False)

    def test_one_person_written_down_twice_is_made_one_everywhere(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        ken = make_regular(session, listing, "Ken", 2, 1)
        register = make_register(session, listing)
        register.mark(ken.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
        twice = register.walk_in("Kenny", press(), acting=by_organiser(), at=AT)
        assert register.named == 2
        register.join(ken.id, twice.attender_id, press(), acting=by_organiser(), at=AT)
        assert (register.named, register.named_new, ken.times) == (1, 0, 3)
        assert names(session, register) == ["Ken"]


class TestClosing:
    def test_a_closed_day_is_locked_and_opened_again_with_a_reason(self, session: Session) -> None:
        derek = make_user(session, name="Derek")
        listing = make_weekly_listing(session)
        ged = make_regular(session, listing, "Ged", 1)
        register = make_register(session, listing)
        register.walk_in("Marlene", press(), acting=by_organiser(derek), at=AT)
        register.close(None, press(), acting=by_organiser(derek), at=AT)
        assert (register.state, register.closed_at, register.closed_by) == (SessionState.RAN, AT, derek)
        assert names(session, register) == ["Marlene", "Ged"]
        with pytest.raises(RegisterClosed):
            register.write_note("x", press(), acting=by_organiser(derek), at=AT)
        with pytest.raises(RuleBroken):
            register.reopen(" ", press(), acting=by_organiser(derek), at=AT)
        register.reopen("Ged was there too", press(), acting=by_organiser(derek), at=AT)
        register.mark(ged.id, Mark.CAME, press(), acting=by_organiser(derek), at=AT)
        assert not register.is_closed
        assert RegisterDeed.REOPENED in [entry.deed for entry in register.entries]
        with pytest.raises(NotClosed):
            register.reopen("again", press(), acting=by_organiser(derek), at=AT)

    def test_a_mark_that_arrives_after_closing_is_kept_to_be_settled(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        ged = make_regular(session, listing, "Ged", 1)
        register = make_register(session, listing)
        register.walk_in("Marlene", press(), acting=by_organiser(), at=AT)
        register.close(None, press(), acting=by_organiser(), at=AT)
        line = register.mark(ged.id, Mark.CAME, press(seen=0), acting=by_organiser(), at=AT)
        assert (line.mark, line.other_mark, register.named) == (None, Mark.CAME, 1)
        register.reopen("A mark came late", press(), acting=by_organiser(), at=AT)
        register.settle(ged.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
        register.close(None, press(), acting=by_organiser(), at=AT)
        assert register.named == 2

    @pytest.mark.parametrize(
        ("came", "state"),
        [(True, SessionState.NOBODY), (True, SessionState.WEATHER), (False, None), (False, SessionState.RAN)],
    )
    def test_what_became_of_it_must_agree_with_the_marks(
        self, session: Session, came: bool, state: SessionState | None
    ) -> None:
        register = make_register(session)
        if came:
            register.walk_in("Marlene", press(), acting=by_organiser(), at=AT)
        with pytest.raises(RuleBroken) as refused:
            register.close(state, press(), acting=by_organiser(), at=AT)
        assert refused.value.field == "state"

    def test_a_first_timer_who_did_not_come_is_told_once_when_the_day_is_closed(self, session: Session) -> None:
        listing = make_weekly_listing(session)
        referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
        register = make_register(session, listing)
        register.walk_in("Marlene", press(), acting=by_organiser(), at=AT)
        register.mark(referral.id, Mark.ABSENT, press(), acting=by_organiser(), at=AT)
        assert referral.no_shows == 0
        for _ in range(2):
            register.close(None, press(), acting=by_organiser(), at=AT)
            register.reopen("once more", press(), acting=by_organiser(), at=AT)
        assert (referral.no_shows, referral.state) == (1, State.ACCEPTED)


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2026, 12, 25)])
def test_a_register_hangs_on_its_day_whatever_the_clocks_do(session: Session, day: date) -> None:
    at = datetime(day.year, day.month, day.day, 10, 30, tzinfo=UTC)
    register = make_register(session, on=day, at=at)
    register.walk_in("Marlene", press(at), acting=by_organiser(), at=at)
    assert (register.on, register.named) == (day, 1)


def test_somebody_who_keeps_coming_keeps_their_place_on_the_clock(session: Session) -> None:
    listing = make_weekly_listing(session)
    referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
    for weeks in (0, 1):
        at = AT + timedelta(weeks=weeks)
        register = make_register(session, listing, on=TUESDAY + timedelta(weeks=weeks), at=at)
        register.mark(referral.id, Mark.CAME, press(at), acting=by_organiser(), at=at)
    assert referral.person.last_active_at == AT + timedelta(weeks=1)
