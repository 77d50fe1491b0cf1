"""Cards: a listing in few words, right at this moment and after every change."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from blueprints.card_words import cost_words
from blueprints.cards import Card, cards_for
from models.listing import Listing
from models.patch import Patch
from models.patterns import Pattern
from models.session_time import SessionTime
from models.term_dates import Term
from models.vocabulary import Cost, Kind, Room
from tests.models.search_corpus import listing, populate


@pytest.fixture
def patch(db_session: Session, now: datetime) -> Patch:
    return populate(db_session, now)


@pytest.fixture
def kiln(db_session: Session, now: datetime, patch: Patch) -> Listing:
    made = listing(patch.panel, patch, now, name="Kiln club", summary="Clay.")
    made.session_times = [SessionTime.from_pattern(Pattern.weekly(1, time(11), time(12, 30)))]
    db_session.add(made)
    db_session.commit()
    return made


def card_of(session: Session, row: Listing, now: datetime) -> Card:
    return cards_for(session, [row], now=now)[0]


def test_a_card_carries_the_next_meeting_and_moves_on_when_it_is_over(
    db_session: Session, now: datetime, kiln: Listing
) -> None:
    first = card_of(db_session, kiln, now)
    assert first.next is not None
    assert (first.next.day_words, first.next.is_today) == ("Today, Tuesday 3 March, 11am", True)
    assert (first.next.leaf_day, first.next.leaf_date, first.next.leaf_month) == ("Tue", 3, "Mar")
    assert first.place_words == "until 12.30pm"
    under_way = card_of(db_session, kiln, now + timedelta(hours=2))
    assert under_way.next == first.next
    after = card_of(db_session, kiln, now + timedelta(hours=3))
    assert after.next is not None
    assert after.next.day_words == "Tuesday 10 March, 11am"
    earlier = card_of(db_session, kiln, now - timedelta(days=8))
    assert earlier.next is not None
    assert earlier.next.day_words == "Tomorrow, Tuesday 24 February, 11am"


def test_a_change_shows_on_the_next_card(db_session: Session, now: datetime, kiln: Listing) -> None:
    assert card_of(db_session, kiln, now).name == "Kiln club"
    kiln.name = "Loom club"
    db_session.commit()
    assert card_of(db_session, kiln, now).name == "Loom club"
    kiln.pause(until=date(2026, 4, 1), reason="", by=None, at=now, today=now.date())
    db_session.commit()
    paused = card_of(db_session, kiln, now)
    assert paused.room is not None
    assert (paused.room.level, paused.room.words) == ("paused", "Paused until 1 April")
    assert paused.next is not None
    assert paused.next.day_words == "Tuesday 7 April, 11am"


def test_a_stopped_listing_still_has_a_card_that_says_so(db_session: Session, now: datetime, kiln: Listing) -> None:
    kiln.stop(reason="", by=None, at=now)
    db_session.commit()
    stopped = card_of(db_session, kiln, now)
    assert stopped.next is None
    assert stopped.room is not None
    assert stopped.room.words == "This has stopped"


def test_room_freshness_and_any_time_are_said(db_session: Session, now: datetime, patch: Patch, kiln: Listing) -> None:
    kiln.room, kiln.full_until = Room.FULL, date(2026, 4, 10)
    kiln.checked_at = now - timedelta(days=21)
    bench = listing(patch.panel, patch, now, name="A bench", kind=Kind.PLACE, any_time=True, checked_at=None)
    db_session.add(bench)
    db_session.commit()
    full = card_of(db_session, kiln, now)
    assert full.room is not None
    assert (full.room.level, full.room.words) == ("full", "Full until 10 April")
    assert full.fresh.words == "Checked 3 weeks ago"
    card = card_of(db_session, bench, now)
    assert (card.next, card.any_time_words, card.room) == (None, "Any time", None)
    assert (card.fresh.level, card.fresh.words) == ("old", "Not checked yet")


def test_cards_come_in_the_order_asked_for_and_strangers_ids_are_left_out(
    db_session: Session, now: datetime, kiln: Listing, patch: Patch
) -> None:
    other = listing(patch.panel, patch, now, name="Another")
    db_session.add(other)
    db_session.commit()
    ids = [other.id, patch.id, kiln.id]
    assert [card.id for card in cards_for(db_session, ids, now=now)] == [other.id, kiln.id]


def test_term_time_meetings_go_by_the_panels_terms(
    db_session: Session, now: datetime, kiln: Listing, patch: Patch
) -> None:
    from models.school_term import SchoolTerm

    kiln.session_times[0].term_time_only = True
    db_session.commit()
    assert card_of(db_session, kiln, now).next is None
    term = Term("Spring", date(2026, 3, 9), date(2026, 3, 27))
    db_session.add(SchoolTerm(panel=patch.panel, name=term.name, starts_on=term.starts_on, ends_on=term.ends_on))
    db_session.commit()
    card = card_of(db_session, kiln, now)
    assert card.next is not None
    assert card.next.day_words == "Tuesday 10 March, 11am"


@pytest.mark.parametrize(
    ("cost", "note", "words"),
    [
        (Cost.FREE, "", "Free"),
        (Cost.UP_TO_3, "£2, tea included", "£2, tea included"),
        (Cost.DONATION, "A pot by the door", "Donation: a pot by the door"),
        (Cost.FREE, "free cup, then buy your own", "Free cup, then buy your own"),
        (Cost.UP_TO_5, "word " * 30, "£3 to £5"),
    ],
)
def test_the_cost_is_said_plainly(cost: Cost, note: str, words: str) -> None:
    assert cost_words(cost, note) == words
