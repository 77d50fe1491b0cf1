"""The sheets of one listing, in every size, design, ink and script, are looked at with a ruler."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from blueprints import press
from models.vocabulary import Kind
from tests.sheets.contents import (
    BENCH,
    FOLDED,
    LONG_HOST,
    NAMES,
    SHED,
    SINGERS,
    SLIPS,
    STREET,
    TALK,
    TEA,
    WALK,
    Content,
    without,
)
from tests.sheets.looking import Sheet, faults, squeezed
from tests.sheets.pictures import SHAPES, sample_picture

DESIGNS = ("notice", "bold", "quiet")
SIZES = (("a3", 0), ("a3", 10), ("a4", 0), ("a4", 10), ("a5", 0))
LISTINGS = {"shed": SHED, "walk": WALK, "tea": TEA, "bench": BENCH, "singers": SINGERS, "street": STREET}
SHEETS_OF_ONE = (("notice", 10), ("bold", 0), ("quiet", 10))
DESIGNS_WITH_SIZES = (("notice", "a4", 10), ("bold", "a5", 0), ("quiet", "a3", 10))
ROOT = Path(press.SHEETS).parent.parent


def poster(content: Content, design: str = "notice", paper: str = "a4", strips: int = 0, **more: object) -> Content:
    return {**content, "design": design, "paper": paper, "strips": strips, **more}


def talk(*tongues: str, **more: object) -> Content:
    return {**TALK, "languages": [SLIPS[tongue] for tongue in tongues], **more}


def words_of(made: bytes) -> str:
    return squeezed(Sheet(made).words.replace("\u200b", ""))


@pytest.mark.parametrize("ink", ["colour", "saving"])
@pytest.mark.parametrize(("paper", "strips"), SIZES)
@pytest.mark.parametrize("design", DESIGNS)
def test_every_poster_is_one_clean_page(design: str, paper: str, strips: int, ink: str) -> None:
    for name in ("shed", "tea", "bench", "singers") if ink == "colour" else ("walk", "street", "singers"):
        listing = LISTINGS[name]
        made = press.pdf("poster", poster(listing, design, paper, strips, ink=ink))
        assert not faults(made), name
        said = words_of(made)
        assert squeezed(listing["name"].replace("'", "’")) in said
        assert squeezed(listing["keeper"].replace("'", "’")) in said
        assert f"Correcton{squeezed(listing['checked'])}." in said
        assert listing["host"] in said
        assert listing["path"] in said


@pytest.mark.parametrize("third", range(3))
def test_a_name_in_any_script_is_set_whole(third: int) -> None:
    for at, (script, name) in enumerate(NAMES.items()):
        # each in two designs of three
        for turn in (0, 1) if script != "longest place" else ():
            design, strips = SHEETS_OF_ONE[(at + turn) % 3]
            if at % 3 == third:
                assert not faults(press.pdf("poster", poster({**SHED, "name": name}, design, strips=strips))), script


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("script", ["Arabic", "Urdu", "Farsi", "Hebrew"])
def test_a_name_written_from_the_right_stands_on_the_right(script: str, design: str) -> None:
    page = Sheet(press.pdf("poster", poster({**SHED, "name": NAMES[script]}, design))).pages[0]
    largest = max(letter.size for letter in page.letters if not letter.text.isascii())
    edge = max(letter.box.right for letter in page.letters if letter.size == largest)
    margin = {"notice": 21, "bold": 17, "quiet": 22}[design]
    assert edge == pytest.approx(page.width - margin, abs=2)


def test_other_parts_may_be_in_other_scripts_too() -> None:
    urdu, bengali = SLIPS["ur"], SLIPS["bn"]
    listing = {**SHED, "about": urdu["note"], "facts": bengali["note"], "keeper": NAMES["Polish"], "ask_for": "نسرین"}
    listing["first_time"] = [urdu["title"], bengali["title"], SLIPS["zh"]["note"]]
    listing["where"] = {"place": NAMES["Tamil"], "address": NAMES["Chinese"], "way_in": SLIPS["ar"]["note"]}
    for design, strips in SHEETS_OF_ONE:
        assert not faults(press.pdf("poster", poster(listing, design, strips=strips)))
    assert not faults(press.pdf("large", listing))
    assert not faults(press.pdf("fold", {**listing, "description": [urdu["note"]] * 3}, pages=2), pages=2)


@pytest.mark.parametrize("missing", ["about", "facts", "first_time", "phone", "ask_for", "when", "where", "until"])
def test_what_is_missing_closes_up(missing: str) -> None:
    posters = [("poster", poster(one, *how)) for one, how in zip((SHED, TEA, SINGERS), DESIGNS_WITH_SIZES, strict=True)]
    for sheet, content in (*posters, ("large", TEA), ("fold", SHED)):
        pages = 2 if sheet == "fold" else 1
        made = press.pdf(sheet, without(content, missing), pages=pages)
        assert not faults(made, pages=pages)
        said = words_of(made)
        assert "None" not in said
        assert ("Yourfirsttime" in said) <= (missing != "first_time")
        assert ("Afterthat,checkthecode." in said) == (missing == "until")


@pytest.mark.parametrize("part", ["place", "address", "way_in"])
def test_a_place_may_be_known_in_part(part: str) -> None:
    for design, strips in SHEETS_OF_ONE:
        assert not faults(press.pdf("poster", poster(without(SHED, f"where.{part}"), design, strips=strips)))


@pytest.mark.parametrize(
    "state", ["Not on until Monday 4 May.", "This has stopped.", "Full until Monday 14 September. Ring first."]
)
def test_a_paused_or_stopped_listing_says_so(state: str) -> None:
    for listing, how in zip((SHED, TEA, SINGERS), DESIGNS_WITH_SIZES, strict=True):
        told = {**listing, "state": state, "languages": [SLIPS["pl"]]}
        for sheet in ("poster", "large", "languages", "fold"):
            pages = 2 if sheet == "fold" else 1
            made = press.pdf(sheet, poster(told, *how) if sheet == "poster" else told, pages=pages)
            assert not faults(made, pages=pages)
            assert squeezed(state) in words_of(made)
            assert "Justturnup" not in words_of(made)


@pytest.mark.parametrize("host", [LONG_HOST, "localhost:5100", "a.uk"])
def test_any_web_address_fits(host: str) -> None:
    for design in DESIGNS:
        for paper, strips in SIZES if host == LONG_HOST else (("a4", 10),):
            made = press.pdf("poster", poster({**SHED, "host": host}, design, paper, strips))
            assert not faults(made)
            assert words_of(made).count(host) >= (11 if strips else 1)
    assert not faults(press.pdf("large", {**SHED, "host": host}))
    assert not faults(press.pdf("languages", talk("ur", "pl", host=host)))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("design", DESIGNS)
def test_a_picture_has_its_place(design: str, shape: str) -> None:
    for paper, strips in SIZES if shape == "wide" else (("a4", 0), ("a4", 10)):
        made = press.pdf("poster", poster(SHED, design, paper, strips, picture=sample_picture(shape)))
        assert not faults(made)
        sheet = Sheet(made)
        assert sheet.alternatives == ["A shed below green hills", f"QR code for {SHED['host']}{SHED['path']}"]
        least = 35 * {"a3": 2**0.5, "a4": 1, "a5": 0.5**0.5}[paper]
        (shown,) = sheet.pages[0].pictures
        assert shown.bottom - shown.top >= least - 0.1
    if shape != "wide":
        return
    grey = sample_picture(shape, grey=True)
    assert not faults(press.pdf("poster", poster(TEA, design, picture=grey, ink="saving")))
    assert not faults(press.pdf("poster", poster(without(WALK, "about"), design, picture=grey)))
    assert not faults(press.pdf("fold", {**FOLDED, "picture": grey}, pages=2), pages=2)


@pytest.mark.parametrize(("paper", "ink"), [("a4", "colour"), ("a3", "saving")])
def test_large_print_has_no_word_under_24_points(paper: str, ink: str) -> None:
    for listing in (*LISTINGS.values(), {**TEA, "name": NAMES["Urdu"]}, {**TEA, "name": NAMES["Chinese"]}):
        made = press.pdf("large", {**listing, "paper": paper, "ink": ink})
        assert not faults(made)
        assert min(letter.size for letter in Sheet(made).pages[0].letters) >= 23.99


@pytest.mark.parametrize(("sheet", "least"), [("poster", 8), ("languages", 7.9), ("fold", 8)])
def test_no_letter_is_smaller_than_can_be_read(sheet: str, least: float) -> None:
    for paper, strips in SIZES if sheet == "poster" else (("a4", 0),):
        content = {**poster(SINGERS, "notice", paper, strips), "languages": [SLIPS["ur"], SLIPS["pl"]]}
        pages = Sheet(press.pdf(sheet, content, pages=None)).pages
        assert min(letter.size for page in pages for letter in page.letters) >= least - 0.01


@pytest.mark.parametrize("tongue", SLIPS)
def test_each_language_has_its_slip(tongue: str) -> None:
    assert not faults(press.pdf("languages", talk(tongue)))
    if tongue == "ur":
        assert not faults(press.pdf("languages", talk(tongue, nastaliq=False, paper="a3", ink="saving")))


@pytest.mark.parametrize("tongue", [tongue for tongue, slip in SLIPS.items() if slip.get("dir") == "rtl"])
def test_a_slip_from_the_right_ends_on_the_left(tongue: str) -> None:
    stop = {**SLIPS[tongue], "note": SLIPS[tongue]["note"].rstrip(".۔") + "!"}
    for nastaliq in (True, False):
        page = Sheet(press.pdf("languages", {**TALK, "languages": [stop], "nastaliq": nastaliq})).pages[0]
        (end,) = [letter for letter in page.letters if letter.text == "!"]
        note = [letter.box for letter in page.letters if abs(letter.foot[1] - end.foot[1]) < 3]
        assert end.box.left <= min(box.left for box in note) + 0.5


def test_chinese_takes_the_forms_of_its_region() -> None:
    def seen(region: str) -> bytes:
        slip = {"lang": region, "language": "中文", "title": "直骨房，每。", "when": "直骨房，每。"}
        return Sheet(press.pdf("languages", {**TALK, "languages": [slip]})).pages[0].picture(50).tobytes()

    assert seen("zh") == seen("zh-CN") == seen("zh-Hans")
    assert seen("zh-TW") == seen("zh-Hant")
    assert seen("zh") != seen("zh-TW")


@pytest.mark.parametrize(
    "tongues",
    [
        ("ur", "pl", "bn"),
        ("ur", "pl", "bn", "zh", "pa", "ar"),
        ("cy", "ro", "fa", "gu", "hi", "zh-tw"),
        ("uk", "so", "ta", "ur", "ar", "fa"),
        ("ur", "fa", "ar", "bn"),
    ],
)
def test_up_to_six_languages_share_a_sheet(tongues: tuple[str, ...]) -> None:
    for more in ({}, {"nastaliq": False}, {"paper": "a3"}, {"ink": "saving"})[: 4 if "zh" in tongues else 1]:
        assert not faults(press.pdf("languages", talk(*tongues, **more)))


@pytest.mark.parametrize("listing", [FOLDED, SINGERS, BENCH, STREET, {**FOLDED, **TEA}, {**FOLDED, **SINGERS}])
def test_a_half_fold_has_two_clean_sides(listing: Content) -> None:
    for ink in ("colour", "saving"):
        assert not faults(press.pdf("fold", {**listing, "ink": ink}, pages=2), pages=2)


def test_the_colours_are_those_of_the_web_and_kinds_are_called_alike() -> None:
    sheet = (ROOT / "templates" / "sheets" / "look.typ").read_text("utf-8")
    style = (ROOT / "static" / "css" / "hereabouts.css").read_text("utf-8")
    web = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", style.split("}")[0]))
    names = {"ink": "ink", "soft": "soft", "deep": "green", "line": "line", "felt": "board", "marigold": "gold"}
    for ours, theirs in names.items():
        assert re.search(rf'\b{ours}: rgb\("(#[0-9a-f]+)"\)', sheet)[1] == web[theirs]
    for kind in Kind:
        assert f'{kind}: (colour: rgb("{web[kind]}"), words: "{kind.label}")' in sheet
