"""Cards, bookmarks and the poster that asks what is missing, looked at as paper."""

from __future__ import annotations

from functools import cache

import pytest

from blueprints import press
from tests.sheets import small_contents as say
from tests.sheets.codes import at_an_angle, blurred, codes_in, turned, white_round
from tests.sheets.looking import Sheet, faults, squeezed

CONTENTS = say.every()
CODES = {"cards": 10, "bookmarks": 4, "missing": 1}
LEAST = {"cards": 7.0, "bookmarks": 7.0, "missing": 8.0}
ADDRESS = "https://hereabouts.example.org/p/7KQ4MX"
ASKING = [name for name in CONTENTS if name.startswith("missing")]
SMALL = [name for name in CONTENTS if not name.startswith("missing")]


@cache
def printed(name: str) -> bytes:
    return press.pdf(CONTENTS[name]["sheet"], CONTENTS[name])


def opened(name: str) -> Sheet:
    return Sheet(printed(name))


@pytest.mark.parametrize("name", CONTENTS)
def test_nothing_runs_off_over_or_out_of_the_sheet(name: str) -> None:
    assert not faults(printed(name))


@pytest.mark.parametrize("name", CONTENTS)
def test_no_letter_is_too_small_and_every_sheet_says_what_it_must(name: str) -> None:
    content, sheet = CONTENTS[name], opened(name)
    page = sheet.pages[0]
    assert min(letter.size for letter in page.letters) >= LEAST[content["sheet"]] - 0.05
    written = squeezed(page.words)
    for part in (content["keeper"], f"Correct on {content['checked']}.", "check the code.", content["path"]):
        assert squeezed(part.replace("'", "’")) in written
    assert squeezed(content["host"]) in written
    assert "\u200b" not in written
    assert "…" not in written.replace("Writeithere…", "") or content["strips"]


@pytest.mark.parametrize("name", CONTENTS)
def test_every_code_on_it_is_read_and_keeps_its_white(name: str) -> None:
    content = CONTENTS[name]
    picture = opened(name).pages[0].picture(150, grey=True)
    found = codes_in(picture)
    assert [code.text for code in found] == [f"https://{content['host']}{content['path']}"] * CODES[content["sheet"]]
    modules = 33 + 4 * sum(len(found[0].text) > most for most in (34, 44, 58, 64))
    for code in found:
        assert code.side(150) >= 24.8
        assert white_round(picture, code, modules) >= 3


@pytest.mark.parametrize("name", ["cards-plain", "bookmarks-plain", "missing-a4-10-plain", "missing-a5-0-plain"])
def test_codes_are_read_from_copies_that_are_blurred_turned_or_seen_from_below(name: str) -> None:
    wanted = CODES[CONTENTS[name]["sheet"]]
    picture = opened(name).pages[0].picture(150, grey=True)
    for seen in (blurred(picture, 1.2), turned(picture, 7), turned(picture, 180), at_an_angle(picture, 0.12)):
        assert [code.text for code in codes_in(seen)] == [ADDRESS] * wanted


@pytest.mark.parametrize("name", CONTENTS)
def test_it_is_tagged_titled_and_read_aloud_once(name: str) -> None:
    content, sheet = CONTENTS[name], opened(name)
    assert sheet.tags.count("H1") == 1
    assert sheet.tags.count("Figure") == 1
    assert sheet.language == "en-GB"
    assert sheet.title.startswith(content["name"])
    assert sheet.told.Root.MarkInfo.Marked


def test_words_come_in_the_order_in_which_they_are_said() -> None:
    for name, parts in {
        "cards-plain": (
            "Chatty table",
            "Mondays",
            "Blue Kettle",
            "Ask for Sandra",
            "hereabouts",
            "Correct on",
            "Kept by",
        ),
        "bookmarks-plain": (
            "Something to do",
            "The chatty",
            "Mondays",
            "Your first time",
            "Ask for Sandra",
            "hereabouts",
        ),
        "missing-a4-10-plain": (
            "What is missing",
            "Something you",
            "A slow walk",
            "Write it",
            "Tell Bernadette",
            "Correct on",
        ),
    }.items():
        written = squeezed(opened(name).words)
        places = [written.find(squeezed(part)) for part in parts]
        assert -1 not in places
        assert places == sorted(places)


def test_ten_cards_and_four_bookmarks_are_all_alike() -> None:
    for name, count in {"cards-plain": 10, "bookmarks-plain": 4, "cards-Urdu": 10}.items():
        assert squeezed(opened(name).words).count("Keptby") == count


def test_what_has_changed_is_said_on_a_card_and_a_bookmark() -> None:
    for sheet in ("cards", "bookmarks"):
        for at, state in enumerate(say.STATES):
            assert squeezed(state) in squeezed(opened(f"{sheet}-state-{at}").words)


def test_with_nobody_to_ask_for_the_label_says_what_to_do() -> None:
    for sheet in ("cards", "bookmarks"):
        assert "Ringfirst0161" in squeezed(opened(f"{sheet}-nobody").words)
        assert "Justturnup" in squeezed(opened(f"{sheet}-just-turn-up").words)
        assert "0161" not in squeezed(opened(f"{sheet}-no-phone").words)


def test_the_poster_has_lines_to_write_on_when_they_are_asked_for() -> None:
    assert "Write it here" in opened("missing-a4-0-plain").words
    assert "Write it here" not in opened("missing-a4-0-no-lines").words


def test_saving_ink_fills_nothing_in() -> None:
    for name in ("cards-saving", "bookmarks-saving", "missing-a4-0-saving"):
        picture = opened(name).pages[0].picture(60)
        colours = picture.convert("RGB").getcolors(1 << 20)
        assert colours
        assert all(max(pixel) - min(pixel) < 12 for _, pixel in colours if isinstance(pixel, tuple))


@pytest.mark.parametrize("sheet", ["cards", "bookmarks", "missing"])
@pytest.mark.parametrize("text", ["far too long " * 400, "w" * 5000])
def test_five_thousand_letters_are_refused_by_the_part_that_has_them(sheet: str, text: str) -> None:
    parts = ["name", "keeper", "ask_for", "phone"]
    parts += ["about", "patch"] if sheet == "missing" else ["place", "when", "state"]
    for part in parts:
        content = say.missing() if sheet == "missing" else say.listing(sheet)
        if part == "place":
            content["where"] = {**content["where"], "place": text}
        elif part == "when":
            content["when"] = {"day": text, "time": "", "short": text}
        else:
            content[part] = text
        if part == "name":
            content["short_name"] = text
        with pytest.raises(press.DoesNotFit) as refused:
            press.pdf(sheet, content)
        assert refused.value.part in {part, "short_name" if part == "name" else part}
