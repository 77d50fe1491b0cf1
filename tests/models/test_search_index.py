"""The index follows every change by itself, in the same transaction."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.card_facts import facts_of
from models.group import AddressShown, Group, Venue
from models.listing import Listing
from models.patch import Patch
from models.patterns import Pattern
from models.search import Query, search
from models.search_entry import card_rows
from models.search_index import reindex, tidy
from models.session_time import SessionTime
from models.synonym import Synonym, SynonymWrong, usual_synonyms
from tests.models.search_corpus import EAST, NORTH, ROWS, listing, populate


@pytest.fixture
def patch(session: Session, now: datetime) -> Patch:
    return populate(session, now)


@pytest.fixture
def kiln(session: Session, now: datetime, patch: Patch) -> Listing:
    made = listing(patch.panel, patch, now, name="Kiln club", summary="Clay and glaze.")
    session.add(made)
    session.flush()
    return made


def total(session: Session, now: datetime, words: str = "", **more: object) -> int:
    return search(session, Query(words=words, exactly=True, **more), now=now).total  # type: ignore[arg-type]


def test_a_new_listing_is_found_at_once(session: Session, now: datetime, kiln: Listing) -> None:
    assert total(session, now, "glaze") == 1


def test_a_changed_listing_is_found_by_its_new_words_only(session: Session, now: datetime, kiln: Listing) -> None:
    kiln.name, kiln.summary = "Loom club", "Warp and weft."
    session.flush()
    assert (total(session, now, "kiln"), total(session, now, "weft")) == (0, 1)


def test_stopping_and_taking_off_the_board_take_it_out_and_restarting_brings_it_back(
    session: Session, now: datetime, kiln: Listing
) -> None:
    kiln.stop(reason="", by=None, at=now)
    session.flush()
    assert total(session, now, "kiln") == 0
    kiln.restart()
    session.flush()
    assert total(session, now, "kiln") == 1
    kiln.take_off_the_board()
    session.flush()
    assert total(session, now, "kiln") == 0


def test_a_deleted_listing_is_gone_and_its_words_with_it(session: Session, now: datetime, kiln: Listing) -> None:
    session.delete(kiln)
    session.flush()
    assert total(session, now, "kiln") == 0
    count = session.execute(text("SELECT listings FROM find_vocabulary WHERE word = 'kiln'")).scalar()
    assert count == 0
    assert search(session, Query(words="kilns"), now=now).total == 0


def test_new_times_are_found_by_their_days(session: Session, now: datetime, kiln: Listing) -> None:
    assert total(session, now, "kiln", days=frozenset({"sat"})) == 0
    kiln.session_times = [SessionTime.from_pattern(Pattern.weekly(5, time(10), time(12)))]
    session.flush()
    assert total(session, now, "kiln", days=frozenset({"sat"})) == 1
    kiln.session_times[0].weekday = 3
    session.flush()
    assert total(session, now, "kiln", days=frozenset({"sat"})) == 0
    assert total(session, now, "kiln", days=frozenset({"thu"})) == 1


def test_a_venue_a_group_and_a_patch_that_change_reach_their_listings(
    session: Session, now: datetime, patch: Patch, kiln: Listing
) -> None:
    kiln.venue = Venue(panel_id=patch.panel_id, name="Plum House", easting=EAST, northing=NORTH, created_at=now)
    kiln.group = Group(panel_id=patch.panel_id, name="Slipware society", created_at=now)
    session.flush()
    assert (total(session, now, "plum"), total(session, now, "slipware")) == (1, 1)
    kiln.venue.name, kiln.group.name, patch.name = "Pear House", "Earthenware society", "Quincetown"
    session.flush()
    assert (total(session, now, "plum"), total(session, now, "pear")) == (0, 1)
    assert (total(session, now, "slipware"), total(session, now, "earthenware")) == (0, 1)
    assert total(session, now, "quincetown") == len(ROWS) + 1


def test_what_the_public_may_not_read_cannot_be_searched_for(
    session: Session, now: datetime, patch: Patch, kiln: Listing
) -> None:
    kiln.venue = Venue(
        panel_id=patch.panel_id, name="Damson Cottage", street="14 Medlar Lane", area="Moorside", postcode="ZZ4 1AB",
        address_shown=AddressShown.STREET, created_at=now,
    )  # fmt: skip
    kiln.contact_name, kiln.contact_phone, kiln.panel_note = "Wilhelmina", "0161 496 0999", "owes tuppence"
    session.flush()
    assert total(session, now, "medlar") == 1
    for secret in ("damson", "wilhelmina", "tuppence", "0999", "1ab"):
        assert total(session, now, secret) == 0, secret
    assert "Damson" not in str(facts_of(kiln))


def test_a_rolled_back_change_leaves_the_index_as_it_was(session: Session, now: datetime, kiln: Listing) -> None:
    session.commit()
    kiln.name = "Anvil club"
    session.flush()
    session.rollback()
    assert (total(session, now, "anvil"), total(session, now, "kiln")) == (0, 1)


def test_filling_the_index_again_changes_nothing(session: Session, now: datetime, patch: Patch) -> None:
    before = [hit.listing_id for hit in search(session, Query(words="coffee"), now=now).hits]
    words = session.execute(text("SELECT word, listings FROM find_vocabulary WHERE listings > 0")).all()
    assert reindex(session) == len(ROWS)
    assert [hit.listing_id for hit in search(session, Query(words="coffee"), now=now).hits] == before
    again = session.execute(text("SELECT word, listings FROM find_vocabulary WHERE listings > 0")).all()
    assert {tuple(row) for row in again} == {tuple(row) for row in words}


@pytest.mark.parametrize("pages", [None, 100])
def test_tidying_changes_nothing_that_is_found(
    session: Session, now: datetime, kiln: Listing, pages: int | None
) -> None:
    before = [hit.listing_id for hit in search(session, Query(words="coffee"), now=now).hits]
    tidy(session, pages)
    assert [hit.listing_id for hit in search(session, Query(words="coffee"), now=now).hits] == before


def test_the_fingerprint_changes_with_what_a_card_says(session: Session, now: datetime, kiln: Listing) -> None:
    def mark() -> int:
        return next(iter(card_rows(session, [kiln.id])))[1]

    first = mark()
    kiln.paused_at, kiln.paused_until = now, date(2026, 4, 1)
    session.flush()
    second = mark()
    kiln.panel_note = "seen by nobody else"
    session.flush()
    assert first != second == mark()


def test_a_new_synonym_is_used_at_once_and_can_be_taken_away(session: Session, now: datetime, kiln: Listing) -> None:
    assert search(session, Query(words="mudlarks"), now=now).total == 0
    line = Synonym.make(kiln.panel, "Mudlarks!", "clay, need:making", by=None, at=now)
    session.add(line)
    session.flush()
    found = search(session, Query(words="mudlarks"), now=now)
    assert session.get_one(Listing, found.hits[0].listing_id) is kiln
    session.delete(line)
    session.flush()
    assert search(session, Query(words="mudlarks"), now=now).total == 0


@pytest.mark.parametrize(
    ("term", "means"), [("", "clay"), ("!!", "clay"), ("mud", ""), ("mud", "need:nonsense"), ("mud", "mud")]
)
def test_a_synonym_that_makes_no_sense_is_refused_with_the_field_to_mend(now: datetime, term: str, means: str) -> None:
    with pytest.raises(SynonymWrong) as refused:
        Synonym.make(None, term, means, by=None, at=now)
    assert refused.value.field in ("term", "means")


def test_the_usual_synonyms_make_sense_and_none_stands_twice(now: datetime) -> None:
    pairs = usual_synonyms()
    assert len(pairs) >= 150
    assert len({term for term, _ in pairs}) == len(pairs)
    for term, means in pairs:
        Synonym.make(None, term, means, by=None, at=now)
