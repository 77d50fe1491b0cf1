"""Two lines that are one person: nothing that either said is lost, and whoever sent them hears that they came."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.call import CallAbout
from models.friendly_call import FriendlyCall, Missed
from models.listing import Listing
from models.referral_clocks import USUAL
from models.referral_words import State
from models.register_joining import BothWereSent
from models.register_marking import NotOnTheList
from models.register_words import Mark
from tests.people import make_user
from tests.referring import make_person, make_referral
from tests.registering import (
    AT,
    TUESDAY,
    by_organiser,
    lines_in,
    make_register,
    make_regular,
    make_weekly_listing,
    press,
)


@pytest.fixture
def listing(session: Session) -> Listing:
    return make_weekly_listing(session)


@pytest.mark.parametrize("turned_round", [False, True])
def test_a_newcomer_who_was_added_as_a_walk_in_came(session: Session, listing: Listing, turned_round: bool) -> None:
    """Nobody had touched their line: the key on the page is their referral's."""
    referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
    register = make_register(session, listing)
    walked_in = register.walk_in("Jeannie", press(), acting=by_organiser(), at=AT).attender_id
    keep, gone = (walked_in, referral.id) if turned_round else (referral.id, walked_in)
    register.join(keep, gone, press(), acting=by_organiser(), at=AT)
    (line,) = lines_in(session, register)
    assert (line.attender_id, line.mark, line.is_referred, line.is_first) == (referral.id, Mark.CAME, True, True)
    assert (register.named, register.named_new, register.named_referred) == (1, 1, 1)
    assert (referral.state, referral.came_on) == (State.CAME, TUESDAY)
    assert [call.about for call in referral.calls if call.done_at is None] == [CallAbout.FIRST_SESSION]


def test_their_first_time_may_be_an_earlier_day(session: Session, listing: Listing) -> None:
    a_week_ago = TUESDAY - timedelta(days=7)
    referral = make_referral(
        session, listing, state=State.ACCEPTED, first=a_week_ago, at=AT - timedelta(days=20), team=None
    )
    known = make_regular(session, listing, "Jeannie", 1)
    register = make_register(session, listing)
    register.mark(known.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
    register.join(referral.id, known.id, press(), acting=by_organiser(), at=AT)
    assert (referral.state, referral.came_on) == (State.CAME, a_week_ago)


def test_two_who_were_both_sent_stay_two(session: Session, listing: Listing) -> None:
    first, second = (
        make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY, person=make_person(session))
        for _ in range(2)
    )
    register = make_register(session, listing)
    with pytest.raises(BothWereSent):
        register.join(first.id, second.id, press(), acting=by_organiser(), at=AT)


def test_pressed_twice_it_is_one_deed_and_a_stranger_is_nobody(session: Session, listing: Listing) -> None:
    ken = make_regular(session, listing, "Ken", 1)
    register = make_register(session, listing)
    kenny = register.walk_in("Kenny", press(), acting=by_organiser(), at=AT).attender_id
    for _ in range(2):
        line = register.join(ken.id, kenny, press(), acting=by_organiser(), at=AT)
        assert line.attender_id == ken.id
    assert ken.times == 2
    for gone in (ken.id, uuid.uuid4()):
        with pytest.raises(NotOnTheList):
            register.join(ken.id, gone, press(), acting=by_organiser(), at=AT)


def test_what_waits_to_be_settled_still_waits(session: Session, listing: Listing) -> None:
    derek, sam = make_user(session, name="Derek"), make_user(session, name="Sam")
    ken = make_regular(session, listing, "Ken", 1)
    register = make_register(session, listing)
    register.mark(ken.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
    twice = make_regular(session, listing, "Kenneth", 2)
    register.mark(twice.id, Mark.CAME, press(seen=0), acting=by_organiser(derek), at=AT)
    register.mark(twice.id, Mark.ABSENT, press(seen=0), acting=by_organiser(sam), at=AT)
    line = register.join(ken.id, twice.id, press(), acting=by_organiser(), at=AT)
    assert (line.mark, line.is_disputed, line.other_mark) == (Mark.CAME, True, Mark.ABSENT)
    register.settle(ken.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
    assert not register.is_disputed


def test_who_rings_them_stays_and_nobody_is_asked_to_ring_a_name_that_went(session: Session, listing: Listing) -> None:
    ken, twice = make_regular(session, listing, "Ken", 3, 2), make_regular(session, listing, "Kenneth", 6, 5)
    twice.agree_ringing("Derek", "07700 900123", said_yes=True, at=AT)
    register = make_register(session, listing)
    session.add(
        FriendlyCall(
            attender_id=twice.id, register_id=register.id, listing_id=listing.id, about=Missed.TWO_GAPS,
            missed_on=TUESDAY - timedelta(days=7), due_on=TUESDAY, created_at=AT,
        )
    )  # fmt: skip
    session.flush()
    register.join(ken.id, twice.id, press(), acting=by_organiser(), at=AT)
    assert (ken.rung_by, ken.reach, ken.times) == ("Derek", "07700 900123", 4)
    assert session.scalars(FriendlyCall.open_of([listing.id])).all() == []


def test_joined_to_a_newcomer_who_had_been_taken_off_the_list_they_are_back(session: Session, listing: Listing) -> None:
    ken = make_regular(session, listing, "Ken", 3, 2)
    ken.leave(at=AT - timedelta(days=3))
    register = make_register(session, listing)
    kenny = register.walk_in("Kenny", press(), acting=by_organiser(), at=AT).attender_id
    register.join(ken.id, kenny, press(), acting=by_organiser(), at=AT)
    assert ken.left_at is None


def test_a_no_show_that_was_a_walk_in_asks_nobody_to_ring(session: Session, listing: Listing) -> None:
    """The day was closed with the newcomer away; then somebody sees that it was the one who walked in."""
    referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
    register = make_register(session, listing)
    walked_in = register.walk_in("Jean", press(), acting=by_organiser(), at=AT).attender_id
    register.mark(referral.id, Mark.ABSENT, press(), acting=by_organiser(), at=AT)
    register.close(None, press(), acting=by_organiser(), at=AT, clocks=USUAL)
    register.reopen("Jean is Jeannie", press(), acting=by_organiser(), at=AT)
    register.join(referral.id, walked_in, press(), acting=by_organiser(), at=AT)
    assert referral.state is State.CAME
    asked = [call.about for call in referral.calls if call.done_at is None]
    assert CallAbout.NO_SHOW not in asked
