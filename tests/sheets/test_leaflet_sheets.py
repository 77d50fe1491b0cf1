"""The leaflet of a short list and the walking list of walls, looked at as paper."""

from __future__ import annotations

import re
from functools import cache

import pytest

from blueprints import press
from tests.sheets import patch_contents as say
from tests.sheets.codes import at_an_angle, blurred, codes_in, turned, white_round
from tests.sheets.looking import Sheet, faults, squeezed

LEAFLETS = say.leaflets()
WALKS = {"none": say.walk(0), "one": say.walk(1), "nine": say.walk(9), "saving": say.walk(4, ink="saving")}


@cache
def printed(sheet: str, name: str) -> bytes:
    return press.pdf(sheet, (LEAFLETS if sheet == "leaflet" else WALKS)[name], pages=None)


def opened(name: str, sheet: str = "leaflet") -> Sheet:
    return Sheet(printed(sheet, name))


def as_set(words: str) -> str:
    return squeezed(words.replace("'", "’"))


def page_of(sheet: Sheet, words: str) -> list[int]:
    """The pages on which these words stand."""
    return [at for at, page in enumerate(sheet.pages) if as_set(words) in squeezed(page.words)]


@pytest.mark.parametrize(
    ("sheet", "name"), [("leaflet", name) for name in LEAFLETS] + [("walk", name) for name in WALKS]
)
def test_nothing_runs_off_over_or_out_of_the_sheet(sheet: str, name: str) -> None:
    assert not faults(printed(sheet, name), pages=len(opened(name, sheet).pages))


@pytest.mark.parametrize("name", LEAFLETS)
def test_letters_are_large_enough_and_every_page_has_its_number(name: str) -> None:
    sheet = opened(name)
    least = 24 if LEAFLETS[name]["large"] else 12
    for at, page in enumerate(sheet.pages, 1):
        small = [line.text for line in page.lines if line.letters[0].size < least - 0.05]
        assert not small or (not LEAFLETS[name]["large"] and "".join(small) == LEAFLETS[name]["host"])
        assert f"Page {at} of {len(sheet.pages)}" in page.words
        assert LEAFLETS[name]["printed"] in page.words


@pytest.mark.parametrize("name", LEAFLETS)
def test_everything_on_the_list_is_there_in_its_order(name: str) -> None:
    content, written = LEAFLETS[name], squeezed(opened(name).words)
    assert written.index(as_set(content["title"])) < written.index(as_set(content["intro"])[:20])
    assert as_set(content["host"]) in written
    assert "shortlist" not in written
    for thing in content["things"]:
        if not re.search("[\u0600-\u06ff\u0980-\u09ff]", thing["name"]):
            assert as_set(thing["name"]) in written
        for words in (thing["state"], thing["fresh"], *(words for pair in thing["facts"] for words in pair)):
            assert as_set(words) in written
    assert written.count("Mynotes") >= len(content["things"])


@pytest.mark.parametrize("name", ["three", "twelve", "three-large", "twelve-large"])
def test_a_thing_is_never_split_over_pages(name: str) -> None:
    sheet = opened(name)
    for at, page in enumerate(sheet.pages):
        shown = squeezed(page.words)
        kinds = sum(shown.count(words) for words in ("Somewheretobe", "Somethingtodo", "Agrouptojoin"))
        kinds += sum(shown.count(words) for words in ("Neighboursintouch", "Helpandadvice"))
        assert shown.count("Checkedwiththem") == kinds
        assert shown.count("Mynotes") == kinds or at == kinds == 0


def test_a_short_list_in_ordinary_letters_takes_few_pages() -> None:
    assert len(opened("one").pages) == 1
    assert len(opened("three").pages) <= 2
    assert len(opened("twelve").pages) <= 4


@pytest.mark.parametrize("name", LEAFLETS)
def test_its_code_is_read_from_a_plain_copy(name: str) -> None:
    content = LEAFLETS[name]
    picture = opened(name).pages[0].picture(150, grey=True)
    [code] = codes_in(picture)
    assert code.text == f"https://{content['host']}{content['path']}"
    modules = press._with_code(content)["modules"]
    assert code.side(150) >= max(25, 0.5 * modules)
    assert white_round(picture, code, modules) >= 3


@pytest.mark.parametrize("name", ["three", "twelve", "twelve-large"])
def test_its_code_is_read_from_copies_that_are_blurred_turned_or_seen_from_below(name: str) -> None:
    picture = opened(name).pages[0].picture(150, grey=True)
    for seen in (blurred(picture, 0.8), turned(picture, 7), turned(picture, 180), at_an_angle(picture, 0.1)):
        assert [code.text[:8] for code in codes_in(seen)] == ["https://"]


@pytest.mark.parametrize("name", LEAFLETS)
def test_a_leaflet_is_tagged_and_titled(name: str) -> None:
    content, sheet = LEAFLETS[name], opened(name)
    assert sheet.title == content["title"]
    assert sheet.language == "en-GB"
    assert [tag for tag in sheet.tags if tag[0] == "H"] == ["H1", *["H2"] * len(content["things"])]
    assert sheet.tags.count("Figure") == 1


def test_a_walk_names_every_wall_and_every_thing_to_do_in_order() -> None:
    content, written, at = WALKS["nine"], squeezed(opened("nine", "walk").words), 0
    for stop in content["stops"]:
        for words in (stop["away"], as_set(stop["name"]) if stop["name"].isascii() else "", stop["address"]):
            at = written.index(as_set(words), at)
        for words in (stop["exactly"], stop["agreed_by"]):
            at = written.index(as_set(words), at)
        for task in stop["tasks"]:
            for words in (task["verb"], task["what"], task["code"]):
                assert as_set(words) in written[at:]
    assert written.count("Note") == 9


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_is_tagged_numbered_and_large_enough_to_read_standing(name: str) -> None:
    sheet = opened(name, "walk")
    assert sheet.title == WALKS[name]["title"]
    assert [tag for tag in sheet.tags if tag[0] == "H"] == ["H1", *["H2"] * len(WALKS[name]["stops"])]
    for at, page in enumerate(sheet.pages, 1):
        assert f"Page {at} of {len(sheet.pages)}" in page.words
        assert min(letter.size for letter in page.letters) >= 10


def test_a_stop_is_never_split_over_pages() -> None:
    sheet = opened("nine", "walk")
    for page in sheet.pages:
        shown = squeezed(page.words)
        assert shown.count("Library,14CanalStreet") == shown.count("Note")


def test_a_stop_longer_than_a_page_runs_over() -> None:
    content = say.walk(2)
    content["stops"][0]["tasks"] = say.TASKS * 12
    made = press.pdf("walk", content, pages=None)
    assert not faults(made, pages=len(Sheet(made).pages))
    assert squeezed(Sheet(made).words).count("7KQ4MX") == 13


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"title": "Three " * 800}, "title"),
        ({"intro": "W" * 5000}, "about"),
        ({"intro": "Ring us. " * 600}, "about"),
        ({"printed": "Printed on " * 450}, "when"),
        ({"patch": "L" * 5000}, "patch"),
        ({"host": "larkmoor-" * 22 + ".example.org"}, "host"),
    ],
)
@pytest.mark.parametrize("large", [False, True])
def test_what_is_far_too_long_for_a_leaflet_is_refused_by_name(changed: say.Content, part: str, large: bool) -> None:
    with pytest.raises(press.DoesNotFit) as refused:
        press.pdf("leaflet", say.leaflet(say.things(1), large=large, **changed), pages=None)
    assert refused.value.part == part


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"name": "Larkmoor " * 560}, "name"),
        ({"summary": "Larkmoor " * 560}, "about"),
        ({"facts": [["When", "L" * 5000]]}, "details"),
        ({"facts": [["L" * 5000, "Mondays"]]}, "details"),
        ({"state": "Not on " * 700}, "state"),
        ({"fresh": "W" * 5000}, "details"),
    ],
)
def test_a_thing_that_is_far_too_long_is_refused_by_its_part(changed: say.Content, part: str) -> None:
    with pytest.raises(press.DoesNotFit) as refused:
        press.pdf("leaflet", say.leaflet([say.things(1)[0] | changed]), pages=None)
    assert refused.value.part == part


@pytest.mark.parametrize(
    ("key", "part"), [("name", "name"), ("address", "address"), ("exactly", "place"), ("agreed_by", "keeper")]
)
def test_a_wall_that_is_far_too_long_is_refused_by_its_part(key: str, part: str) -> None:
    content = say.walk(2)
    content["stops"][1][key] = "Larkmoor " * 560
    with pytest.raises(press.DoesNotFit) as refused:
        press.pdf("walk", content, pages=None)
    assert refused.value.part == part
