"""School terms: in one or not, what is refused, and the words for when they run out."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from models.people import Panel
from models.school_term import SchoolTerm, TermWrong, check_term
from models.term_dates import USUAL_TERMS, Term, in_term, terms_run_out_words


def test_both_ends_of_a_term_are_in_it() -> None:
    terms = [Term("Autumn", date(2026, 9, 2), date(2026, 10, 23))]
    assert in_term(date(2026, 9, 2), terms)
    assert in_term(date(2026, 10, 23), terms)
    assert not in_term(date(2026, 9, 1), terms)
    assert not in_term(date(2026, 10, 24), terms)
    assert not in_term(date(2026, 10, 1), [])


def test_the_usual_terms_are_in_order_on_weekdays_and_six_a_year() -> None:
    assert len(USUAL_TERMS) == 18
    for term, following in pairwise(USUAL_TERMS):
        assert term.starts_on < term.ends_on < following.starts_on
    assert all(day.weekday() < 5 for term in USUAL_TERMS for day in (term.starts_on, term.ends_on))
    for number, term in enumerate(USUAL_TERMS):
        check_term(term.starts_on, term.ends_on, USUAL_TERMS[:number])


def test_a_new_panel_is_given_the_usual_terms(session: Session) -> None:
    panel = Panel(slug="larkmoor", name="Larkmoor", created_at=datetime(2026, 3, 3, tzinfo=UTC))
    session.add_all([panel, *SchoolTerm.usual_for(panel)])
    session.commit()
    assert [row.term for row in session.scalars(SchoolTerm.of(panel))] == list(USUAL_TERMS)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field"),
    [
        (date(2026, 9, 2), date(2026, 9, 1), "ends_on"),
        (date(2026, 9, 2), date(2027, 7, 1), "ends_on"),
        (date(2026, 10, 20), date(2026, 12, 1), "starts_on"),
    ],
)
def test_a_term_that_cannot_be_is_refused_at_its_field(starts_on: date, ends_on: date, field: str) -> None:
    others = [Term("Autumn", date(2026, 9, 14), date(2026, 10, 23))]
    with pytest.raises(TermWrong) as refused:
        check_term(starts_on, ends_on, others)
    assert refused.value.field == field


def test_it_says_up_to_when_terms_are_known() -> None:
    assert terms_run_out_words(USUAL_TERMS) == "Term dates after July 2028 are not known yet."
    assert terms_run_out_words([]) == "Term dates are not known yet."
