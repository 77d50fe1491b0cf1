"""What no sheet can hold is refused, naming the part to shorten; it never runs off, is cut, or comes out as boxes."""

from __future__ import annotations

from typing import Any

import pytest

from blueprints import press
from tests.sheets.contents import BENCH, FOLDED, MANY_LETTERS, NAMES, ONE_WORD, SHED, SINGERS, SLIPS, TALK, saying
from tests.sheets.looking import Sheet, faults
from tests.sheets.pictures import sample_picture

SHEETS: dict[str, tuple[str, dict[str, Any]]] = {
    "notice with strips": ("poster", {"design": "notice", "paper": "a4", "strips": 10}),
    "small notice": ("poster", {"design": "notice", "paper": "a5"}),
    "bold": ("poster", {"design": "bold", "paper": "a4"}),
    "quiet with strips": ("poster", {"design": "quiet", "paper": "a4", "strips": 10}),
    "large": ("large", {}),
    "languages": ("languages", {"languages": [SLIPS["ur"], SLIPS["pl"]]}),
    "fold": ("fold", {key: FOLDED[key] for key in ("description", "details")}),
}
PARTS = {
    "name": "name",
    "about": "about",
    "when.day": "when",
    "where.place": "place",
    "where.address": "address",
    "where.way_in": "way_in",
    "facts": "facts",
    "ask_for": "ask_for",
    "phone": "phone",
    "keeper": "keeper",
    "state": "state",
    "patch": "patch",
}
GIVES_WAY = {
    ("large", "about"),
    ("large", "where.way_in"),
    ("large", "patch"),
    ("languages", "facts"),
    ("fold", "facts"),
}


def test_every_part_that_can_be_refused_has_a_name_for_people() -> None:
    for part in (*PARTS.values(), "short_name", "first_time", "description", "details", "languages"):
        assert str(press.DoesNotFit(part)).startswith(press.PARTS[part])


@pytest.mark.parametrize("words", [MANY_LETTERS, ONE_WORD], ids=["5,000 letters", "one word of 200"])
@pytest.mark.parametrize("place", PARTS)
def test_an_endless_text_is_refused_by_name(place: str, words: str) -> None:
    for name, (sheet, more) in SHEETS.items():
        part, made = made_or_refused(sheet, saying({**SHED, **more}, place, words))
        if made:
            # some sheets do not show it, and large print leaves out what can wait
            assert (name, place) in GIVES_WAY, name
            assert not faults(made, pages=2 if sheet == "fold" else 1), name
            assert words not in Sheet(made).words
        else:
            assert part == PARTS[place], name


def made_or_refused(sheet: str, content: dict[str, Any]) -> tuple[str, bytes]:
    try:
        return "", press.pdf(sheet, content, pages=None)
    except press.DoesNotFit as refused:
        return refused.part, b""


@pytest.mark.parametrize("words", [MANY_LETTERS, ONE_WORD], ids=["5,000 letters", "one word of 200"])
def test_what_only_one_sheet_says_is_refused_there(words: str) -> None:
    def refused(sheet: str, content: dict[str, Any]) -> str:
        with pytest.raises(press.DoesNotFit) as found:
            press.pdf(sheet, content, pages=None)
        return found.value.part

    for part in ("title", "when", "note", "language"):
        assert refused("languages", {**TALK, "languages": [SLIPS["bn"], {**SLIPS["pl"], part: words}]}) == "languages"
        assert refused("languages", {**TALK, "languages": [{**SLIPS["ur"], part: words}]}) == "languages"
    assert refused("fold", {**FOLDED, "description": [words]}) == "description"
    assert refused("fold", {**FOLDED, "details": [["Getting there", words]]}) == "details"
    assert refused("fold", {**FOLDED, "details": [[words, "By bus."]]}) == "details"


def test_none_and_seven_languages_are_refused() -> None:
    for tongues in ([], [SLIPS["pl"]] * 7):
        with pytest.raises(press.DoesNotFit) as found:
            press.pdf("languages", {**TALK, "languages": tongues})
        assert found.value.part == "languages"


@pytest.mark.parametrize("sheet", ["poster", "large", "fold"])
def test_a_long_first_time_gives_way_line_by_line(sheet: str) -> None:
    lines = ["Come in and find a chair by the stove, or stand, as you like." for _ in range(30)]
    pages = 2 if sheet == "fold" else 1
    made = press.pdf(sheet, {**SHED, "first_time": lines, "design": "notice", "paper": "a4"}, pages=pages)
    assert not faults(made, pages=pages)
    shown = Sheet(made).words.count("Come in and")
    assert 0 < shown < 30
    assert ("More when you scan." in Sheet(made).words) == (sheet != "large")


def test_a_picture_gives_way_before_words_and_then_is_refused() -> None:
    sizes = []
    for listing in (BENCH, SINGERS):
        made = press.pdf("poster", {**listing, "design": "notice", "paper": "a4", "picture": sample_picture()})
        (shown,) = Sheet(made).pages[0].pictures
        sizes.append(shown.bottom - shown.top)
    assert sizes[0] > sizes[1] >= 35
    crowded = {**SINGERS, "design": "bold", "paper": "a4", "strips": 10}
    assert not faults(press.pdf("poster", crowded))
    with pytest.raises(press.DoesNotFit, match=r"no room for the picture.*larger sheet") as found:
        press.pdf("poster", {**crowded, "picture": sample_picture()})
    assert found.value.part == "picture"


def test_the_longest_place_name_is_refused_where_it_would_break_and_set_where_it_would_not() -> None:
    named = {**SHED, "name": NAMES["longest place"], "design": "notice", "paper": "a4"}
    with pytest.raises(press.DoesNotFit) as found:
        press.pdf("poster", named)
    assert found.value.part == "name"
    assert not faults(press.pdf("poster", {**named, "name": named["name"][:34]}))


@pytest.mark.parametrize("sign", ["\ue000", "\U000f0001", "𓀀", "𐤀"])
@pytest.mark.parametrize("sheet", ["poster", "large", "fold"])
def test_letters_without_a_shape_are_refused_by_name(sheet: str, sign: str) -> None:
    with pytest.raises(press.NoLetters) as found:
        press.pdf(sheet, {**SHED, "name": f"Sing {sign} sing", "design": "notice", "paper": "a4"}, pages=None)
    assert found.value.text == sign


def test_emoji_are_set() -> None:
    emoji = {
        **SHED,
        "name": NAMES["emoji"],
        "about": "Tea ☕, cake 🍰, families 👨‍👩‍👧 and flags 🇬🇧",
        "facts": "½ price, 5 m² 😀",
    }
    for design in ("notice", "bold", "quiet"):
        assert not faults(press.pdf("poster", {**emoji, "design": design, "paper": "a4"}))
