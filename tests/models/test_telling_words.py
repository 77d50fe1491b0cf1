"""What free text gives away is pointed out, needs are let pass, and despair is heard."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import telling_numbers, telling_terms
from models.accessible import GROUPS, DayNeed
from models.telling_numbers import is_nhs_number
from models.telling_terms import LONGEST
from models.telling_words import MOST, Telling, crisis, warnings
from models.vocabulary import Access, Need
from tests.reading_age import grade

LISTED = json.loads((files("models") / "telling_words.json").read_text("utf-8"))
N, P, E, Z, A = Telling.NHS_NUMBER, Telling.PHONE, Telling.EMAIL, Telling.POSTCODE, Telling.ADDRESS
B, D, M = Telling.DATE_OF_BIRTH, Telling.DIAGNOSIS, Telling.MEDICINE


def told(text: str) -> list[tuple[Telling, str]]:
    return [(each.kind, each.found) for each in warnings(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("999 012 3454", [(N, "999 012 3454")]),
        ("Her number is 9990123454, ask Nadia.", [(N, "9990123454")]),
        ("999-012-3454", [(N, "999-012-3454")]),
        ("9 9 9 0 1 2 3 4 5 4", [(N, "9 9 9 0 1 2 3 4 5 4")]),
        ("999\N{NO-BREAK SPACE}012\n3454", [(N, "999 012 3454")]),
        ("９９９０１２３４５４", [(N, "９９９０１２３４５４")]),
        ("Room 4 999 012 3454", [(N, "999 012 3454")]),
        ("NHS no. 123 456 7890 (with a slip)", [(N, "NHS no. 123 456 7890")]),
        ("999 012 3455", []),
        ("0000000000 and 9999999999", [(P, "0000000000")]),
        ("1 2 3 4 5 6 7 8 9 10", []),
        ("0161 496 0118", [(P, "0161 496 0118")]),
        ("Ring 07700 900123 or (0161) 496 0142.", [(P, "07700 900123"), (P, "(0161) 496 0142")]),
        ("+44 7700 900 123", [(P, "+44 7700 900 123")]),
        ("7700900123", [(P, "7700900123")]),
        ("999, 111 and 116 123", []),
        ("Tuesday 10 March 2026, 10am to 12.30, 2 buses: 41, 42. £2.50", []),
        ("10/03/2026 14:00-15:30", []),
        ("joan.smith+shed@example.org", [(E, "joan.smith+shed@example.org")]),
        ("meet me @ the shed", []),
        ("Lives at 14 Mill Lane, zz4 7qp.", [(A, "14 Mill Lane"), (Z, "zz4 7qp")]),
        ("12b, Upper Brooklands Crescent", [(A, "12b, Upper Brooklands Crescent")]),
        ("5 minutes down Mill Lane", []),
        ("Take the M1 2nd exit at ZZ4", []),
        ("born 3/4/46", [(B, "born 3/4/46")]),
        ("DOB: 3 April 46", [(B, "DOB: 3 April 46")]),
        ("03.04.1946 and 3rd of April 1946", [(B, "03.04.1946"), (B, "3rd of April 1946")]),
        ("1946-04-03", [(B, "1946-04-03")]),
        ("born in Salford", []),
        ("Since March 2024", []),
    ],
)
def test_numbers_and_addresses(text: str, expected: list[tuple[Telling, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She has COPD and depression.", [(D, "COPD"), (D, "depression")]),
        ("anxiety disorder", [(D, "anxiety disorder")]),
        ("Bi-polar, schizophrenic", [(D, "Bi-polar"), (D, "schizophrenic")]),
        ("Early dementia, or Alzheimer’s", [(D, "dementia"), (D, "Alzheimer")]),
        ("Parkinson's", [(D, "Parkinson's")]),
        ("type 2 diabetic on metformin", [(D, "diabetic"), (M, "metformin")]),
        ("had a stroke the week before", [(D, "stroke")]),
        ("He is autistic. HIV+", [(D, "autistic"), (D, "HIV")]),
        ("has MS, ME or TB", [(D, "MS"), (D, "ME"), (D, "TB")]),
        ("DEPRESSION", [(D, "DEPRESSION")]),
        ("dépression", [(D, "dépression")]),
        ("de\u00adpression", [(D, "de\u00adpression")]),
        ("Sertraline 50 mg and sleeping tablets", [(M, "Sertraline"), (M, "sleeping tablets")]),
        ("cancer, Cancer and cancers", [(D, "cancer"), (D, "cancers")]),
    ],
)
def test_illnesses_and_medicines(text: str, expected: list[tuple[Telling, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "hard of hearing, wears hearing aids",
        "uses a wheelchair, or walks with two sticks",
        "deaf, and blind in one eye",
        "dementia-friendly café, autism-friendly hour",
        "A cancerian who loves a depressing film",
        "I am glad to come, and anxious to please",
        "Please ring me. RING ME AT NOON PLEASE, MS PATEL",
        "Ms Patel will add me to the list",
        "loves to stroke the cat, and breast-stroke",
        "She is sad and lonely since her husband died",
        "likes plant pots, short walks of 3 kms, and the manic Monday quiz",
        "a lithium battery, and a stroke of luck",
        "tiara, amen, dispatch, coping, therapist's garden",
        "Getting over a loss. Not good in crowds. Needs a toilet near by.",
    ],
)
def test_needs_and_ordinary_words_pass(text: str) -> None:
    assert told(text) == []
    assert not crisis(text)


def test_no_need_that_a_form_offers_is_taken_for_an_illness() -> None:
    kinds = [*(kind for _heading, kind in GROUPS), DayNeed, Access, Need]
    labels = [each.label for kind in kinds for each in kind] + [each.said for _heading, kind in GROUPS for each in kind]
    assert [label for label in labels if warnings(label) or crisis(label)] == []


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "He talked about suicide.",
        "feeling SUICIDAL",
        "I'd be better off dead",
        "I don’t want to live any more",
        "dont want to be here anymore",
        "just end it all",
        "self-harm",
        "took an overdose",
        "can't go on like this",
        "K\u200bill my\u00adself",
    ],
)
def test_despair_is_heard(text: str) -> None:
    assert crisis(text)


@pytest.mark.parametrize(
    "text",
    ["", "She can't go on Tuesdays", "He can’t carry on bags", "to die for", "dead end road", "the end of it all"],
)
def test_plain_talk_is_no_despair(text: str) -> None:
    assert not crisis(text)


def test_each_caution_says_what_was_found_and_what_to_do() -> None:
    (caution,) = warnings("Fine, but depression.")
    assert caution.message.startswith("“depression” looks like the name of an illness. Say what would help, not why.")
    assert grade(f"This looks like {kind.label}. {kind.advice}" for kind in Telling) < 5


def test_a_piece_is_told_once_and_many_are_cut_short() -> None:
    assert told("cancer CANCER cancer") == [(D, "cancer")]
    assert len(warnings(", ".join(LISTED["diagnoses"]))) == MOST
    assert told("x" * LONGEST + " depression") == []


def test_the_list_says_whose_it_is_and_holds_nothing_twice() -> None:
    assert LISTED["source"].startswith("our own list")
    assert date.fromisoformat(LISTED["as_of"]) >= date(2026, 11, 1)
    for name in ("diagnoses", "abbreviations", "medicines", "not_meant", "crisis"):
        terms = LISTED[name]
        assert terms == sorted(set(terms)), name
        shape = r"[A-Z]{2,5}" if name == "abbreviations" else r"[a-z0-9]+( [a-z0-9]+)*\*?"
        assert [term for term in terms if not re.fullmatch(shape, term)] == [], name


@pytest.mark.parametrize("name", ["diagnoses", "medicines"])
def test_every_word_of_the_list_is_found_in_a_sentence(name: str) -> None:
    kind = D if name == "diagnoses" else M
    for term in LISTED[name]:
        found = told(f"It is {term.removesuffix('*')}, they say")
        assert found, term
        assert found[0][0] is kind, term


def test_every_word_of_despair_is_heard_and_nothing_that_is_not_meant_is() -> None:
    assert [term for term in LISTED["crisis"] if not crisis(f"They {term.removesuffix('*')} today")] == []
    assert [phrase for phrase in LISTED["not_meant"] if warnings(f"A {phrase} today")] == []


@given(st.integers(0, 999_999_999), st.sampled_from(["{}{}{}", "{} {} {}", "{}-{}-{}", "{}.{}.{}"]), st.text("abc ,"))
def test_every_nhs_number_is_found_however_it_is_written(first: int, form: str, around: str) -> None:
    nine = f"{first:09}"
    right = [f"{nine}{last}" for last in range(10) if is_nhs_number(f"{nine}{last}")]
    assert len(right) <= 1
    for number in right:
        written = form.format(number[:3], number[3:6], number[6:])
        assert told(f"{around} {written} {around}") in ([(N, written)], [(B, written)])


@pytest.mark.parametrize("digits", ["9999999999", "0000000000", "9990123455", "999012345", "99901234540", ""])
def test_what_is_no_nhs_number(digits: str) -> None:
    assert not is_nhs_number(digits)


PIECES = st.sampled_from([*"09 .-@\n’'\u200b\u0301é", "999 012 3454", "cancer", "MS", "a@b.c", "1 a lane", "kill", "ﬁ"])


@given(st.text() | st.lists(PIECES | st.characters()).map("".join))
def test_any_text_is_read_and_what_is_found_stands_in_it(text: str) -> None:
    crisis(text)
    for caution in warnings(text):
        assert caution.found
        assert caution.found in " ".join(text.split())


EXPRESSIONS = {
    f"{module.__name__}.{name}": value
    for module in (telling_numbers, telling_terms)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}
WORST = [
    "1 ab cd ef ",
    "1 ab cd ",
    "a.",
    "a@a.",
    "1.1.19",
    "born 1 ",
    "nhs no 1 ",
    "3rd of april ",
    "zz4 7",
    "1 - ",
    "stroke ",
]


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_no_text_is_slow_for_an_expression(name: str) -> None:
    for piece in WORST:
        assert seconds(lambda text: EXPRESSIONS[name].findall(text), piece) <= 0.1, piece


@pytest.mark.parametrize("piece", WORST)
def test_no_text_is_slow_to_read(piece: str) -> None:
    assert seconds(warnings, piece) + seconds(crisis, piece) <= 0.2


def seconds(read: Callable[[str], object], piece: str) -> float:
    """How long it takes over 50 kB made of this piece, at the quicker of two tries."""
    text, took = piece * (50_000 // len(piece)), []
    for _ in range(2):
        began = time.thread_time()
        read(text)
        took.append(time.thread_time() - began)
    return min(took)
