"""The printed register and the lists beside it, looked at as paper: whole, readable, tickable, and silent about why."""

from __future__ import annotations

import re
from datetime import date, time
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from blueprints.register_sheet import LEAST_BLANKS, NO_NAME, Row, list_sheet, print_sheet, register_sheet
from models.meeting import Meeting
from models.register_words import Keeping
from tests.sheets.codes import blurred, codes_in, turned, white_round
from tests.sheets.contents import NAMES as SCRIPTS
from tests.sheets.looking import Sheet, faults, squeezed

TUESDAY = date(2026, 3, 3)
MEETING = Meeting(TUESDAY, time(10), time(12))
FIRST_NAMES = ("Abdul", "Bronwen", "Derek", "Big Geoff", "Siân", "Łukasz", "Mr Olusanya", "Pat", "Tŵm", "Zofia")
FORTY = "Maria Encarnación Esperanza de los Ángel"
CODE = "https://hereabouts.example.org/r/7KQ4MX"
LONG_NAME = "Tip of the Tongue, singing for memory and for everybody who likes a tune on a Tuesday"


def somebody(name: str, first: str | None = None) -> Any:
    """A line of the register; `first`: who meets them the first time."""
    return SimpleNamespace(name=name, is_first=first is not None, referral=SimpleNamespace(welcomer=first))


def people(number: int) -> list[Any]:
    return [somebody(f"{FIRST_NAMES[n % 10]} {chr(65 + n // 10)}", "Sheila" if n < 2 else None) for n in range(number)]


def content(
    lines: list[Any], *, keeping: Keeping = Keeping.NAMES, name: str = "Larkmoor Men’s Shed", host: str = ""
) -> dict[str, Any]:
    site = Flask("a site")
    site.config["SETTINGS"] = SimpleNamespace(public_url=f"https://{host or 'hereabouts.example.org'}")
    listing = SimpleNamespace(
        name=name, patch=SimpleNamespace(name="Larkmoor"), venue=SimpleNamespace(name="The lock-up behind St Oswin’s")
    )
    register: Any = SimpleNamespace(keeping=keeping, code="7KQ4MX", listing=listing)
    with site.app_context():
        return register_sheet(register, MEETING, lines, today=TUESDAY)


NINE = [somebody("Joan", "Sheila"), somebody("Jeannie", "Yusuf, in the brown apron"), *people(9)[2:]]
HARD = [
    somebody(FORTY, "Bartholomew"),
    somebody("W" * 20 + " " + "W" * 19, ""),
    somebody("W" * 40),
    *(somebody(SCRIPTS[script], "Yusuf") for script in ("Arabic", "Bengali", "Chinese", "Hindi")),
    somebody("Krzysztof Wiśniewski-Dąbrowski"),
]
CONTENTS: dict[str, dict[str, Any]] = {
    "four": content(people(4)),
    "nine": content(NINE),
    "nine in one black": {**content(NINE), "ink": "saving"},
    "seventeen": content(people(17)),
    "sixty": content(people(60)),
    "two hundred": content(people(200)),
    "hard names": content(HARD, name=LONG_NAME),
    "a long address": content(NINE, host="noticeboard.communities-of-greater-larkmoor.example.org.uk"),
    "nobody expected": content([]),
    "heads": content(NINE, keeping=Keeping.HEADS),
}
PAGES = {"sixty": 3, "two hundred": 9}


@cache
def opened(name: str) -> Sheet:
    return Sheet(made(name))


@cache
def made(name: str) -> bytes:
    return print_sheet("register", CONTENTS[name])


@pytest.mark.parametrize("name", CONTENTS)
def test_it_is_whole_and_no_letter_is_too_small(name: str) -> None:
    assert not faults(made(name), pages=PAGES.get(name, 1))
    small = [line.text for page in opened(name).pages for line in page.lines if line.letters[0].size < 7.9]
    assert [words for words in small if words != "W" * 40] == []


@pytest.mark.parametrize("name", CONTENTS)
def test_everybody_stands_on_it_in_order_with_room_for_walk_ins(name: str) -> None:
    sheet, said = opened(name), squeezed(opened(name).words.replace("\u200b", ""))
    if name == "hard names":
        for words in (FORTY, "Krzysztof", "Firsttime"):
            assert squeezed(words) in said
        return
    places = [said.find(squeezed(person["name"])) for person in CONTENTS[name]["people"]]
    assert -1 not in places
    assert places == sorted(places)
    assert sheet.tags.count("H1") == 1
    assert (sheet.title, sheet.language) == ("A register", "en-GB")
    for words in ("This session", "Money taken", "Filled in by", CONTENTS[name]["safe"]):
        assert squeezed(words) in said, words


def test_pages_are_numbered_and_each_has_its_code() -> None:
    for at, page in enumerate(opened("two hundred").pages, 1):
        assert f"page {at} of 9" in page.words
        assert "Tuesday 3 March" in page.words
        if at in (1, 9):
            assert [code.text for code in codes_in(page.picture(150, grey=True))] == [CODE]
    assert "Walked in" in opened("two hundred").pages[-1].words
    assert "page" not in opened("nine").words
    assert LEAST_BLANKS >= 6


@pytest.mark.parametrize("name", ["nine", "nine in one black", "a long address", "heads"])
def test_its_code_is_read_and_keeps_its_white(name: str) -> None:
    address = f"https://{CONTENTS[name]['host']}{CONTENTS[name]['path']}"
    modules = 33 + 4 * sum(len(address) > most for most in (34, 44, 58, 64))
    picture = opened(name).pages[0].picture(150, grey=True)
    for seen in (picture, blurred(picture, 1.2), turned(picture, 7)):
        assert [code.text for code in codes_in(seen)] == [address]
    (found,) = codes_in(picture)
    assert found.side(150) >= 29
    assert white_round(picture, found, modules) >= 3


def test_it_is_silent_about_why_and_about_how_to_reach_anybody() -> None:
    words = opened("nine").words
    assert "First time. Sheila meets them" in words
    assert "apron" not in words
    assert not re.search(r"prescri|refer|link worker|surgery|health|\b0\d{3}", words, re.I)


def test_a_register_of_heads_has_three_boxes_and_no_names() -> None:
    words = opened("heads").words
    for asked in ("How many people", "Of these, new", "Of these, sent by somebody"):
        assert asked in words
    assert "Joan" not in words
    assert "How many in all" not in words


def test_in_one_black_nothing_is_filled_in() -> None:
    colours: Any = opened("nine in one black").pages[0].picture(60).convert("RGB").getcolors(1 << 20)
    assert all(max(colour) - min(colour) < 24 for _count, colour in colours)


def test_a_name_that_no_font_here_has_leaves_room_to_write_it() -> None:
    odd = content([somebody("Jo\U00013000"), somebody("Ann"), somebody("\U00012000")])
    words = Sheet(print_sheet("register", odd)).words
    assert words.count(NO_NAME) == 2
    assert "Ann" in words


def test_no_name_is_a_command() -> None:
    words = "#panic(1) $x$ *b* `c` <d> @e \\"
    assert squeezed(words) in squeezed(Sheet(print_sheet("register", content([somebody(words)]))).words)


@pytest.mark.parametrize("number", [0, 1, 5, 40])
def test_a_list_says_on_each_page_to_shred_it(number: int) -> None:
    row = Row(
        FORTY, "First time", ["Would like a lift", "Ring 07700 900182. You may leave a message.", SCRIPTS["Arabic"]]
    )
    listing: Any = SimpleNamespace(name=LONG_NAME, patch=SimpleNamespace(name="Larkmoor"), venue=None)
    told = list_sheet(listing, MEETING, [row] * number, title="Lifts", lead="Who drives whom.", today=TUESDAY)
    pdf = print_sheet("lifts", told)
    sheet = Sheet(pdf)
    assert not faults(pdf, pages=len(sheet.pages))
    assert sheet.words.count("07700 900182") == number
    assert all("shred it after" in " ".join(page.words.split()) for page in sheet.pages)
    assert len(sheet.pages) == (1 if number < 8 else len(sheet.pages))
