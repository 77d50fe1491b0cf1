"""Any words at all may be searched for: no error, an answer in good time, and the same on both databases."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.hostile.town import Visit
from tests.hostile.values import A_MEGABYTE, TEN_THOUSAND_WORDS, TEXTS

LONGEST_WAIT = 1.0
"""Seconds of the processor."""
SYNTAX = "AND OR NOT NEAR NEAR/2 ( ) \" ' * ^ - + : { } & | ! <-> \\ % _ ; -- /* te* name: NULL 0x41 1e999 x-y-z don't"
LETTERS = "tea � ŵ مرحبا 😀 café ßẞ İı ﬁ Ǆ ½ ²"
PIECES = [*SYNTAX.split(), *LETTERS.split(), "\0", "\u202e", "\u0301", "\u200b", "\ufeff", "a" * 300, "1" * 100]
WORDS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join),
)
INSIDES = ("syntax", "fts5", "tsquery", "select ", "sqlite", "psycopg")
USUAL = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def look(visit: Visit) -> Callable[..., str]:
    stranger: FlaskClient = visit()

    def ask(part: bool = False, **asked: str) -> str:
        clean = {name: said.encode("utf-8", "replace").decode() for name, said in asked.items()}
        began = time.thread_time()
        answer = stranger.get("/find", query_string=clean, headers={"HX-Request": "true"} if part else {})
        assert time.thread_time() - began < LONGEST_WAIT, f"slow: {asked}"
        assert answer.status_code == 200, f"{answer.status_code}: {asked}"
        return answer.text

    return ask


@USUAL
@given(words=WORDS, part=st.booleans())
@example(words='"* NEAR( OR -', part=False)
@example(words="AND AND", part=True)
def test_any_words_find_something_or_nothing(look: Callable[..., str], words: str, part: bool) -> None:
    look(part, q=words)


@USUAL
@given(words=WORDS, near=WORDS, within=st.text(max_size=5), day=st.text(max_size=8), page=st.text(max_size=6))
def test_any_words_in_every_box_find_something_or_nothing(
    look: Callable[..., str], words: str, near: str, within: str, day: str, page: str
) -> None:
    look(q=words, near=near, within=within, day=day, page=page, need=words[:20], kind=near[:20], patch=words[:60])


ENDLESS = [
    TEN_THOUSAND_WORDS,
    A_MEGABYTE,
    "tea " * 50_000,
    "a " * 100_000,
    "walkng yoger " * 9,
    "x" * 200,
    "-".join("ab" * 60),
    " ".join(f"zzyq{number}" for number in range(25)),
]


@pytest.mark.parametrize("words", [*ENDLESS, *TEXTS.values()], ids=lambda words: repr(words[:12]))
def test_endless_and_odd_words_are_answered_in_time(look: Callable[..., str], words: str) -> None:
    look(q=words)
    look(near=words)
    look(q=words, near=words, exact="1")


@settings(USUAL, max_examples=40)
@given(words=WORDS)
def test_the_panels_own_looking_up_takes_any_words(visit: Visit, words: str) -> None:
    dot, typed = visit("dot"), words.encode("utf-8", "replace").decode()
    assert dot.get("/panels/larkmoor/words", query_string={"q": typed}).status_code == 200
    assert dot.get("/panels/larkmoor/listings", query_string={"name": typed, "status": typed}).status_code == 200


def test_a_refused_search_never_shows_what_it_was_made_of(app: Flask, look: Callable[..., str]) -> None:
    for words in ('"', "' OR 1=1 --", "*", "NEAR(", "a:b", "{x}"):
        shown = look(q=words).casefold()
        assert not [word for word in ("syntax", "fts5", "tsquery", "select ", "sqlite", "psycopg") if word in shown], (
            words
        )
