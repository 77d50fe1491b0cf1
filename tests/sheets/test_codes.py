"""The code on every sheet of a listing is read as phones read it, and is large and white enough."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest
from PIL import Image

from blueprints import press
from blueprints.qr import qr_for_paper
from tests.sheets.codes import at_an_angle, blurred, codes_in, turned, white_round
from tests.sheets.contents import FOLDED, LONG_HOST, SHED, SINGERS, SLIPS, TALK, TEA
from tests.sheets.looking import Sheet
from tests.sheets.pictures import sample_picture

DPI = 150
SHEETS: dict[str, tuple[str, dict[str, Any]]] = {
    "notice a4": ("poster", {**SHED, "design": "notice", "paper": "a4", "strips": 10}),
    "notice a5": ("poster", {**SINGERS, "design": "notice", "paper": "a5"}),
    "bold a3": ("poster", {**SHED, "design": "bold", "paper": "a3", "strips": 10}),
    "bold a5": ("poster", {**TEA, "design": "bold", "paper": "a5", "ink": "saving"}),
    "quiet a4": ("poster", {**SINGERS, "design": "quiet", "paper": "a4", "strips": 10, "picture": sample_picture()}),
    "long host a5": ("poster", {**SHED, "design": "quiet", "paper": "a5", "host": LONG_HOST}),
    "large": ("large", SINGERS),
    "languages": (
        "languages",
        {**TALK, "languages": [SLIPS[tongue] for tongue in ("uk", "so", "ta", "ur", "ar", "fa")]},
    ),
    "fold": ("fold", FOLDED),
}
WAYS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "straight": lambda picture: picture,
    "in grey": lambda picture: picture.convert("L"),
    "blurred": blurred,
    "turned 7 degrees": lambda picture: turned(picture, 7),
    "turned 20 degrees": lambda picture: turned(picture, 20),
    "at an angle": at_an_angle,
    "at an angle in grey and blurred": lambda picture: blurred(at_an_angle(picture.convert("L")), 1.2),
}


@lru_cache
def page_of(name: str, dpi: float = DPI) -> Image.Image:
    sheet, content = SHEETS[name]
    return Sheet(press.pdf(sheet, content, pages=None)).pages[0].picture(dpi)


def address_of(name: str) -> str:
    content = SHEETS[name][1]
    return f"https://{content['host']}{content['path']}"


@pytest.mark.parametrize("name", SHEETS)
def test_the_code_is_read_however_it_is_looked_at(name: str) -> None:
    for way, seen in WAYS.items():
        assert [code.text for code in codes_in(seen(page_of(name)))] == [address_of(name)], way


@pytest.mark.parametrize("name", SHEETS)
def test_the_code_is_25_mm_or_more_with_four_squares_of_white(name: str) -> None:
    (code,) = codes_in(page_of(name))
    _, modules = qr_for_paper(address_of(name))
    assert code.side(DPI) >= 25
    assert white_round(page_of(name), code, modules) == 4


@pytest.mark.parametrize("name", ["notice a4", "long host a5"])
def test_a_code_of_25_mm_would_still_be_read(name: str) -> None:
    (code,) = codes_in(page_of(name))
    smaller = page_of(name, DPI * 25 / code.side(DPI))
    for way in ("straight", "in grey", "turned 20 degrees", "at an angle"):
        assert [found.text for found in codes_in(WAYS[way](smaller))] == [address_of(name)], way


def test_a_code_is_read_with_a_pin_through_it_and_a_corner_folded() -> None:
    picture = page_of("notice a4").copy()
    (code,) = codes_in(picture)
    (left, top), _, (right, bottom), _ = code.corners
    side = right - left
    picture.paste("#b04030", (left + side // 2, top + side // 2, left + side * 7 // 10, top + side * 7 // 10))
    picture.paste("white", (right - side // 6, bottom - side // 6, right + 9, bottom + 9))
    assert [found.text for found in codes_in(picture)] == [address_of("notice a4")]
