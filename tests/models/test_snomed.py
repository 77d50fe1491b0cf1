"""SNOMED CT codes: every one passes its check digit, says where it comes from, and stands beside its outcome."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.snomed import CODES, CodeWrong, Outcome, codes_for, is_concept, passes_verhoeff, read_codes

WRITTEN = json.loads((files("models") / "snomed.json").read_text("utf-8"))
NUMBERS = st.integers(0, 10**17).map(str)


@pytest.mark.parametrize(
    ("outcome", "code", "term"),
    [
        ("accepted-by-person", "871731000000106", "Referral to social prescribing service (procedure)"),
        ("declined-by-person", "871711000000103", "Social prescribing declined (situation)"),
        ("offered", "871691000000100", "Social prescribing offered (finding)"),
        ("physical-activity", "390893007", "Referral to physical activity program (procedure)"),
        ("easy-read", "796161000000101", "Requires information in Easyread"),
        (
            "access-needs-asked",
            "1053561000000108",
            "Information and communication accessibility needs assessment (procedure)",
        ),
    ],
)
def test_each_outcome_has_its_code(outcome: str, code: str, term: str) -> None:
    assert [(each.code, each.term) for each in codes_for(outcome)] == [(code, term)]
    assert codes_for(Outcome(outcome)) == codes_for(outcome)


def test_an_outcome_without_a_code_shows_none() -> None:
    assert codes_for("came") == []


def test_every_code_says_when_to_use_it_and_who_says_so() -> None:
    assert {each.outcome for each in CODES.codes} == set(Outcome)
    assert all(each.use and each.source and each.outcome.label for each in CODES.codes)
    assert len({each.code for each in CODES.codes}) == len(CODES.codes)


def test_the_list_has_a_source_a_date_and_a_warning() -> None:
    assert CODES.source
    assert CODES.as_of >= date(2026, 11, 1)
    assert "Check each code" in CODES.warning
    assert CODES.browser.startswith("https://")


@pytest.mark.parametrize("code", ["22298006", "73211009", "38341003", "195967001", "871731000000106"])
def test_real_concepts_pass(code: str) -> None:
    assert is_concept(code)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("1577041000000100", id="published once, and wrong"),
        pytest.param("871731000000107", id="another check digit"),
        pytest.param("871713000000106", id="two digits the wrong way round"),
        pytest.param("871731000000 106", id="a blank"),
        pytest.param("٨٧١٧٣١٠٠٠٠٠٠١٠٦", id="other figures"),
        pytest.param("0871731000000106", id="a nought before"),
        pytest.param("754804010", id="a description, not a concept"),
        pytest.param("", id="nothing"),
        pytest.param("871731", id="cut short"),
        pytest.param("8717310000001060000000", id="too long"),
    ],
)
def test_what_is_no_concept(code: str) -> None:
    assert not is_concept(code)


def test_a_wrong_code_in_the_file_is_refused_by_name() -> None:
    wrong = {**WRITTEN, "codes": [*WRITTEN["codes"], {**WRITTEN["codes"][0], "code": "1577041000000100"}]}
    with pytest.raises(CodeWrong, match="1577041000000100"):
        read_codes(wrong)


def test_the_check_of_verhoeff_by_a_known_example() -> None:
    assert passes_verhoeff("2363")
    assert not any(passes_verhoeff(f"236{last}") for last in "012456789")


@given(NUMBERS)
def test_one_check_digit_fits_each_number(number: str) -> None:
    assert sum(passes_verhoeff(f"{number}{last}") for last in range(10)) == 1


@given(st.integers(0, 5), st.data())
def test_one_wrong_digit_or_two_neighbours_swapped_are_always_seen(which: int, data: st.DataObject) -> None:
    code = CODES.codes[which].code
    at = data.draw(st.integers(0, len(code) - 2))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[at]]))
    assert not passes_verhoeff(code[:at] + digit + code[at + 1 :])
    if code[at] != code[at + 1]:
        assert not passes_verhoeff(code[:at] + code[at + 1] + code[at] + code[at + 2 :])
