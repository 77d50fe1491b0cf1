"""Codes that are read out, typed from paper, and never used twice."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.poster_codes import MOST_TRIES, mint_code
from models.short_code import ALPHABET, LENGTH, new_code, read_code, spoken
from tests.people import make_patch
from tests.walls import make_poster

LOOK_ALIKE = ("0OQD", "1IL", "5S", "8B", "2Z", "UV", "6G")
CODES = st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_no_two_letters_of_a_code_are_easily_mistaken() -> None:
    for alike in LOOK_ALIKE[1:]:
        assert sum(letter in ALPHABET for letter in alike) <= 1, alike
    assert not set("0O") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 23


@given(CODES, st.sampled_from([str.lower, str.upper, str.title]), st.sampled_from(["", " ", "-", "–", " . ", "\u00a0"]))
def test_a_code_is_read_however_it_is_spaced_or_cased(code: str, case: type, between: str) -> None:
    typed = between.join((code[:3], code[3:]))
    assert read_code(f" {case(typed)} ") == code
    assert read_code(f"hereabouts.example.org/p/{case(typed)}") == code
    assert read_code(spoken(code)) == code


@given(st.text(max_size=300))
def test_anything_at_all_is_a_code_or_none(typed: str) -> None:
    code = read_code(typed)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


@pytest.mark.parametrize(
    ("typed", "code"),
    [("7kq 4mz", "7KQ4M2"), ("GGGGGG", "666666"), ("7KQ4MO", None), ("7KQ4M", None), ("7KQ4MXX", None), ("", None),
     ("/", None), ("p/7KQ4MX/", "7KQ4MX"), ("7KQ4MX" * 50, None), ("7K\x00Q4MX", None)],
)  # fmt: skip
def test_slips_that_can_only_mean_one_thing_are_forgiven(typed: str, code: str | None) -> None:
    assert read_code(typed) == code


def test_codes_are_spread_over_all_there_are() -> None:
    chance = random.Random(1)
    codes = {new_code(chance.choice) for _ in range(2_000)}
    assert len(codes) == 2_000
    assert {letter for code in codes for letter in code} == set(ALPHABET)


def test_a_code_that_somebody_has_is_not_minted_again(session: Session) -> None:
    patch = make_patch(session)
    make_poster(session, patch, code="222222")
    choices = iter("222222" * 3 + "222223")
    assert mint_code(session, lambda _: next(choices)) == "222223"
    with pytest.raises(RuntimeError):
        mint_code(session, lambda _: "2")
    assert MOST_TRIES >= 10


def test_of_two_who_mint_the_same_code_at_once_the_table_refuses_one(session: Session) -> None:
    patch = make_patch(session)
    make_poster(session, patch, code="222222")
    with pytest.raises(IntegrityError):
        make_poster(session, patch, code="222222")
    session.rollback()
