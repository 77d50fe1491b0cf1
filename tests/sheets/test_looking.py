"""The inspection of sheets is no rubber stamp: it finds what is wrong with spoiled ones, and says what."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import typst

from blueprints import press
from tests.sheets.contents import NAMES, SHED, SINGERS
from tests.sheets.looking import Sheet, faults, likeness, unlikeness

BAND = '#place(dx: 5mm, dy: 5mm, rect(width: 60mm, height: 12mm, fill: rgb("#1c4d3a")))\n'
SPOILED = {
    "off the page: 'Larkmoor": "#place(dx: 100mm, dy: 5mm, text(size: 40pt)[Larkmoor])",
    "off the page: 'Shed'": "#place(dx: -12mm, dy: 5mm)[Shed]",
    "on top of each other: 'Tuesdays' and 'Mondays'": "#place(dy: 5mm)[Tuesdays]\n#place(dy: 7mm)[Mondays]",
    "on top of each other: 'Singing' and 'Fellowship'": "#set par(leading: 0.1em)\n#place[Singing\\ Fellowship]",
    "across an edge: 'Tuesdays,10am'": BAND + "#place(dx: 45mm, dy: 9mm, text(fill: red)[Tuesdays, 10am])",
    "not to be seen: 'Tuesdays'": "#place(dy: 5mm, text(fill: white)[Tuesdays])",
    "not to be seen: 'Wednesdays'": BAND + '#place(dx: 9mm, dy: 9mm, text(fill: rgb("#2a5d4a"))[Wednesdays])',
    "2 letters without a shape": "#place(dy: 5mm)[Sing \\u{e000}\\u{e001}]",
    "2 pages, not 1": "Larkmoor #pagebreak() Shed",
}


def compiled(folder: Path, sheet: str, content: dict[str, Any]) -> bytes:
    """As the press does, from other templates, and without being told of missing letters."""
    inputs = {"content": json.dumps(press._with_code(content))}
    return typst.compile(
        folder / f"{sheet}.typ", root=folder, font_paths=press.fonts(), sys_inputs=inputs, format="pdf"
    )


@pytest.mark.parametrize("fault", SPOILED)
def test_a_spoiled_page_is_found_out(fault: str, tmp_path: Path) -> None:
    page = (
        '#set page(width: 148mm, height: 105mm, margin: 15mm)\n#set text(font: ("Lexend", "Noto Sans"), size: 16pt)\n'
    )
    (tmp_path / "spoiled.typ").write_text(page + SPOILED[fault], "utf-8")
    found = faults(compiled(tmp_path, "spoiled", SHED))
    assert any(one.startswith(fault) for one in found), found
    (tmp_path / "sound.typ").write_text(page + "#place(dy: 5mm)[Tuesdays\\ 10am]", "utf-8")
    assert not faults(compiled(tmp_path, "sound", SHED))


@pytest.fixture
def careless(tmp_path: Path) -> Path:
    """Our own templates, in which the name does not give way: it takes the largest size it may."""
    folder = tmp_path / "careless"
    shutil.copytree(press.SHEETS, folder)
    pieces = folder / "listing.typ"
    words = pieces.read_text("utf-8")
    careful = "let most = largest(down(most, least), "
    assert careful in words
    pieces.write_text(words.replace(careful, "let most = ((sizes, _) => sizes.first())(down(most, least), "), "utf-8")
    return folder


@pytest.mark.parametrize("strips", [0, 10])
@pytest.mark.parametrize("design", ["notice", "bold"])
def test_a_poster_on_which_the_name_does_not_give_way_is_found_out(careless: Path, design: str, strips: int) -> None:
    for name in (SINGERS["name"], NAMES["Urdu"] * 2, NAMES["Chinese"] * 2):
        content = {**SHED, "name": name, "design": design, "paper": "a4", "strips": strips}
        assert not faults(press.pdf("poster", content))
        assert faults(compiled(careless, "poster", content))
    assert not faults(compiled(careless, "poster", {**SHED, "name": "Shed", "design": design, "paper": "a4"}))


def test_a_likeness_tells_a_poster_from_one_that_has_moved() -> None:
    def seen(**more: Any) -> str:
        content = {**SHED, "design": "notice", "paper": "a4", "strips": 10, **more}
        return likeness(Sheet(press.pdf("poster", content)).pages[0].picture(40))

    assert unlikeness(seen(), seen(path="/p/7KQ4MW")) <= 2
    assert unlikeness(seen(), seen(strips=0)) > 5
    assert unlikeness(seen(), seen(about="")) > 2
    assert unlikeness(seen(), seen(ink="saving")) > 5
    assert unlikeness(seen(), seen(design="bold")) > 5
