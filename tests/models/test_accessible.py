"""Needs of access and communication: every one has its words, and a form, a host and a service each read their own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.accessible import (
    GROUPS,
    CommunicationProfessional,
    CommunicationSupport,
    ContactMethod,
    DayNeed,
    InformationFormat,
    Wanted,
    _words,
    said_by_code,
    words_for,
)
from tests.reading_age import grade

EVERY: list[Wanted] = [each for _heading, kind in GROUPS for each in kind]


def test_a_form_asks_the_four_lists_of_the_standard() -> None:
    assert [kind for _heading, kind in GROUPS] == [
        ContactMethod,
        InformationFormat,
        CommunicationProfessional,
        CommunicationSupport,
    ]
    assert [len(kind) for _heading, kind in GROUPS] == [9, 17, 14, 11]


def test_every_code_has_words_and_every_line_of_words_a_code() -> None:
    assert sorted(each.value for each in EVERY) == sorted(_words())
    assert all(each.label and each.said and each.term for each in EVERY)


def test_no_code_stands_in_two_lists() -> None:
    codes = [each.value for each in EVERY] + [each.value for each in DayNeed]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z0-9-]{3,40}", code) for code in codes)


def test_no_two_needs_read_alike() -> None:
    for _heading, kind in GROUPS:
        assert len({each.label for each in kind}) == len(kind)
    said = [each.said for each in EVERY] + [each.said for each in DayNeed]
    assert len(said) == len(set(said))
    assert len({each.term for each in EVERY}) == len(EVERY)


@pytest.mark.parametrize(
    ("need", "term"),
    [
        (InformationFormat.EASY_READ, "Requires information in Easyread"),
        (InformationFormat.LARGE_24, "Requires written information in at least 24 point sans serif font"),
        (ContactMethod.TEXT, "Requires contact by short message service text message"),
        (CommunicationProfessional.LIPSPEAKER, "Requires lipspeaker"),
        (CommunicationSupport.LIP_READS, "Does lip read"),
    ],
)
def test_terms_are_those_of_the_standard(need: Wanted, term: str) -> None:
    assert need.term == term


def test_what_a_host_reads_is_a_need_in_plain_words() -> None:
    assert words_for(["format-24-point", "support-hearing-aid", "day-quiet", "day-speak-up"]) == [
        "Needs large print, 24 point",
        "Uses a hearing aid",
        "Somewhere quiet to sit",
        "Speak up: hard of hearing",
    ]


def test_what_old_rows_hold_is_shown_as_it_is_and_nothing_twice() -> None:
    assert words_for(["format-cassette", "", " ", "day-dog", "day-dog"]) == [
        "format-cassette",
        "Bringing an assistance dog",
    ]
    assert words_for([]) == []


@given(st.lists(st.text() | st.sampled_from(sorted(said_by_code()))))
def test_nothing_that_is_kept_can_break_a_page(codes: list[str]) -> None:
    assert len(words_for(codes)) <= len(codes)


def test_no_words_name_an_illness_and_all_are_easy_to_read() -> None:
    shown = [each.said for each in EVERY] + [need.said for need in DayNeed] + [heading for heading, _kind in GROUPS]
    assert grade(f"{words}." for words in shown) < 6
    assert not re.search(r"impair|disab|disorder|patient|suffer|require", " ".join(shown), re.I)
