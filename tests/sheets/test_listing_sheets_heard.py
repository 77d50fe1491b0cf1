"""What the sheets of a listing say to a screen reader, to a search in a PDF, and to copy and paste."""

from __future__ import annotations

import pytest

from blueprints import press
from tests.sheets.contents import FOLDED, NAMES, SHED, SINGERS, SLIPS, TALK, TEA, Content
from tests.sheets.hearing import heard, says
from tests.sheets.looking import Sheet
from tests.sheets.pages import structure
from tests.sheets.pictures import sample_picture

FROM_THE_RIGHT = ("Arabic", "Urdu", "Farsi", "Hebrew", "both ways")
SHEETS: dict[str, tuple[str, Content]] = {
    "notice": ("poster", {**SHED, "design": "notice", "paper": "a4", "strips": 10}),
    "bold": ("poster", {**TEA, "design": "bold", "paper": "a3"}),
    "quiet": ("poster", {**SINGERS, "design": "quiet", "paper": "a4", "picture": sample_picture()}),
    "large": ("large", SHED),
    "languages": ("languages", {**TALK, "languages": list(SLIPS.values())[:3]}),
    "fold": ("fold", FOLDED),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_tagged_titled_and_in_british_english(name: str) -> None:
    sheet, content = SHEETS[name]
    made = Sheet(press.pdf(sheet, content, pages=None))
    assert made.told.Root["/MarkInfo"]["/Marked"]
    assert made.language == "en-GB"
    assert made.title.startswith(content["name"])
    assert made.tags.count("H1") == 1
    assert f"QR code for {content['host']}{content['path']}" in made.alternatives
    (top,) = [part for part in structure(made.told.Root.StructTreeRoot) if str(part.S) == "/H1"]
    assert str(top.T) == content["name"].replace("’", "'")


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_read_in_the_order_of_its_importance(name: str) -> None:
    sheet, content = SHEETS[name]
    said = heard(press.pdf(sheet, content, pages=None))
    when, where = content["when"], content["where"]
    order = [content["name"], when["day"], when["time"], where["place"], content["ask_for"], content["path"]]
    order = [words.replace("'", "’") for words in order]
    at = [said.index(words) for words in order]
    assert at == sorted(at), dict(zip(order, at, strict=True))


def test_strips_are_read_aloud_once_and_not_ten_times() -> None:
    sheet, content = SHEETS["notice"]
    made = Sheet(press.pdf(sheet, content))
    assert (
        made.words.count(content["phone"].replace(" ", "\N{NO-BREAK SPACE}")) + made.words.count(content["phone"]) == 11
    )
    bare = Sheet(press.pdf(sheet, {**content, "strips": 0}))
    more = len(made.tags) - len(bare.tags)
    assert 0 < more < 12


def test_a_half_fold_is_read_front_first_then_inside_then_back() -> None:
    made = Sheet(press.pdf("fold", FOLDED, pages=2))
    headings = [
        str(part.T)
        for part in structure(made.told.Root.StructTreeRoot)
        if str(part.S) in ("/H1", "/H2") and "/T" in part
    ]
    assert headings[0] == FOLDED["name"]
    assert headings[1:3] == ["What it is", "Your first time"]
    assert headings[-1] == "Is it still on?"


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_any_script_can_be_heard(script: str) -> None:
    name = NAMES[script][:34] if script == "longest place" else NAMES[script]
    said = heard(press.pdf("poster", {**SHED, "name": name, "design": "notice", "paper": "a4"}))
    assert says(said, name, script in FROM_THE_RIGHT)


@pytest.mark.parametrize("tongue", SLIPS)
def test_each_slip_can_be_heard_in_its_language(tongue: str) -> None:
    slip = SLIPS[tongue]
    said = heard(press.pdf("languages", {**TALK, "languages": [slip]}))
    for part in ("language", "title", "when", "note"):
        assert says(said, slip[part], slip.get("dir") == "rtl"), part


def test_the_same_words_always_make_the_same_bytes() -> None:
    for sheet, content in SHEETS.values():
        assert press.pdf(sheet, content, pages=None) == press.pdf(sheet, content, pages=None)
