"""Finished pages are kept while they are true, and no longer."""

from datetime import timedelta

import pytest
from flask import Flask

from blueprints.public.kept_pages import KeptPage, KeptPages, finished, kept_page
from tests.conftest import NOW

A_MINUTE = timedelta(minutes=1)


def page(html: str = "<p>Lockside Shed</p>", stamp: object = 1) -> KeptPage:
    return finished(html, stamp, NOW, NOW + A_MINUTE)  # type: ignore[arg-type]


def test_a_page_is_found_while_its_stamp_is_the_same_and_its_words_are_right() -> None:
    pages = KeptPages()
    made = page()
    pages.keep("shed", made)
    assert pages.find("shed", 1, NOW) is made
    assert pages.find("shed", 2, NOW) is None
    assert pages.find("shed", 1, NOW + A_MINUTE) is None
    assert pages.find("shed", 1, NOW - A_MINUTE) is None
    assert pages.find("choir", 1, NOW) is None


def test_the_longest_unused_is_thrown_away_when_there_is_no_room() -> None:
    size = len(page().squeezed)
    pages = KeptPages(most_bytes=2 * size)
    for name in ("shed", "choir"):
        pages.keep(name, page())
    pages.find("shed", 1, NOW)
    pages.keep("bench", page())
    assert pages.find("choir", 1, NOW) is None
    assert pages.find("shed", 1, NOW)
    assert pages.bytes == 2 * size
    pages.keep("shed", page())
    assert pages.bytes == 2 * size


@pytest.mark.parametrize(
    ("accepts", "encoding"), [("gzip, deflate, br", "gzip"), ("", None), ("gzip;q=0", None), ("identity", None)]
)
def test_every_browser_gets_what_it_can_read(app: Flask, accepts: str, encoding: str | None) -> None:
    with app.test_request_context(headers={"Accept-Encoding": accepts}):
        answer = kept_page(None, 1, NOW, lambda: ("<p>Lockside Shed</p>", None))
    assert answer.headers.get("Content-Encoding") == encoding
    assert (answer.get_data() == b"<p>Lockside Shed</p>") is (encoding is None)
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_page_with_somebodys_list_in_it_is_made_each_time(app: Flask) -> None:
    made = []
    for name in ("same", "same", None, None):
        with app.test_request_context():
            kept_page(name and (name, NOW), 1, NOW, lambda: (made.append(1) or "", None))  # type: ignore[func-returns-value]
    assert len(made) == 3
