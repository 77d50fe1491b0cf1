"""The waiting list: first come, first offered; and a listing that ends leaves nobody on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.errors import RuleBroken
from models.intake import intake_of
from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.referral import Referral
from models.referral_stepping import take_untold
from models.referral_words import TO_ANSWER, Decline, State
from models.referral_words import Deed as Done
from models.unanswered import StillAsked, decline_all, refuse_while_asked
from models.waiting_list import place_freed, set_places
from tests.conftest import NOW
from tests.referring import SENT_AT, by_link, make_hosted_listing, make_referral


@pytest.fixture
def listing(session: Session) -> Listing:
    return make_hosted_listing(session)


def waiting(session: Session, listing: Listing, number: int) -> list[Referral]:
    return [
        make_referral(session, listing, state=State.WAITING, at=SENT_AT + timedelta(minutes=each))
        for each in range(number)
    ]


def test_the_longest_waiting_comes_first(session: Session, listing: Listing) -> None:
    rows = waiting(session, listing, 3)
    intake_of(session, listing, NOW).places_left = 0
    session.flush()
    freed = [place_freed(session, listing, acting=by_link(), at=NOW) for _ in range(4)]
    assert freed == [*rows, None]
    assert intake_of(session, listing, NOW).places_left == 1


def test_nobody_is_offered_a_place_that_nobody_counts(session: Session, listing: Listing) -> None:
    (row,) = waiting(session, listing, 1)
    assert place_freed(session, listing, acting=by_link(), at=NOW) is None
    assert set_places(session, listing, None, acting=by_link(), by=None, at=NOW) == []
    assert not row.has_place


def test_a_place_offered_and_refused_goes_to_the_next(session: Session, listing: Listing) -> None:
    first, second = waiting(session, listing, 2)
    assert set_places(session, listing, 1, acting=by_link(), by=None, at=NOW) == [first]
    first.decline(Decline.CHANGED_MIND, acting=by_link(), at=NOW)
    assert second.has_place
    assert intake_of(session, listing, NOW).places_left == 0


def test_places_are_a_number_from_none_up(session: Session, listing: Listing) -> None:
    with pytest.raises(RuleBroken):
        set_places(session, listing, -1, acting=by_link(), by=None, at=NOW)
    assert set_places(session, listing, 0, acting=by_link(), by=None, at=NOW) == []


@pytest.mark.parametrize("state", TO_ANSWER)
def test_a_listing_that_somebody_waits_to_hear_from_does_not_end(
    session: Session, listing: Listing, state: State
) -> None:
    make_referral(session, listing, state=state)
    with pytest.raises(StillAsked, match="One person still waits"):
        refuse_while_asked(session, listing)
    listing.stop(reason="", by=None, at=NOW)
    with pytest.raises(StillAsked):
        save(listing, Deed.STOPPED, by=None, at=NOW)


@pytest.mark.parametrize("state", [state for state in State if state not in TO_ANSWER])
def test_others_do_not_hold_it(session: Session, listing: Listing, state: State) -> None:
    make_referral(session, listing, state=state)
    refuse_while_asked(session, listing)


def test_answering_all_leaves_nobody_waiting_and_offers_no_place_on_the_way(session: Session, listing: Listing) -> None:
    rows = [*waiting(session, listing, 2), make_referral(session, listing)]
    set_places(session, listing, 1, acting=by_link(), by=None, at=NOW)
    take_untold(session)
    assert decline_all(session, listing, acting=by_link(), at=NOW) == 3
    assert {row.state for row in rows} == {State.DECLINED}
    assert {deed for _, deed in take_untold(session)} == {Done.DECLINED}
    refuse_while_asked(session, listing)
