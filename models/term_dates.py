"""School terms as spans of dates: whether a day is in one, and the dates a new panel starts with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from models.rhythm import MONTHS


class Span(Protocol):
    """Anything with a first and a last day: a `Term` here, or a row of models/school_term.py."""

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Term:
    """One unbroken stretch of school, so half of what schools call a term. Both days are school days."""

    name: str
    starts_on: date
    ends_on: date


def in_term(day: date, terms: Iterable[Span]) -> bool:
    """Whether schools are open around this day (a weekend inside a term counts)."""
    return any(term.starts_on <= day <= term.ends_on for term in terms)


def terms_known_until(terms: Sequence[Span]) -> date | None:
    """The last day of the last known term; None when no term is known."""
    return max((term.ends_on for term in terms), default=None)


def terms_run_out_words(terms: Sequence[Span]) -> str:
    """What to say under dates that follow school terms: "Term dates after July 2028 are not known yet."."""
    last = terms_known_until(terms)
    if last is None:
        return "Term dates are not known yet."
    return f"Term dates after {MONTHS[last.month - 1]} {last.year} are not known yet."


def _year(first: int, *spans: tuple[int, int, int, int]) -> tuple[Term, ...]:
    names = ("Autumn term, first half", "Autumn term, second half", "Spring term, first half",
             "Spring term, second half", "Summer term, first half", "Summer term, second half")  # fmt: skip
    return tuple(
        Term(name, date(first + (m1 < 8), m1, d1), date(first + (m2 < 8), m2, d2))
        for name, (m1, d1, m2, d2) in zip(names, spans, strict=True)
    )


USUAL_TERMS: tuple[Term, ...] = (
    *_year(2025, (9, 2, 10, 17), (11, 3, 12, 19), (1, 5, 2, 13), (2, 23, 3, 27), (4, 13, 5, 22), (6, 1, 7, 21)),
    *_year(2026, (9, 2, 10, 23), (11, 2, 12, 18), (1, 4, 2, 12), (2, 22, 3, 25), (4, 12, 5, 28), (6, 7, 7, 21)),
    *_year(2027, (9, 2, 10, 22), (11, 1, 12, 17), (1, 4, 2, 18), (2, 28, 3, 31), (4, 18, 5, 26), (6, 5, 7, 20)),
)
"""Dates to begin with, shaped like those around Greater Manchester (September 2025 to July 2028). Councils differ by a
few days, so a panel puts in its own on the page of school terms."""
