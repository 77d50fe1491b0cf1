"""The board of what is on near a wall, looked at as paper."""

from __future__ import annotations

from functools import cache

import pytest

from blueprints import press
from tests.sheets import patch_contents as say
from tests.sheets.codes import at_an_angle, blurred, codes_in, turned, white_round
from tests.sheets.looking import Sheet, faults, squeezed

BOARDS = say.boards()
LEAST = {"a3": 11.5, "a4": 9.5, "a5": 8.5}


@cache
def printed(name: str) -> bytes:
    return press.pdf("patch", BOARDS[name])


def opened(name: str) -> Sheet:
    return Sheet(printed(name))


def as_set(words: str) -> str:
    return squeezed(words.replace("'", "’"))


@pytest.mark.parametrize("name", BOARDS)
def test_nothing_runs_off_over_or_out_of_the_sheet(name: str) -> None:
    assert not faults(printed(name))


@pytest.mark.parametrize("name", BOARDS)
def test_no_letter_is_too_small(name: str) -> None:
    content = BOARDS[name]
    least = 24.0 if content["large"] else LEAST[content["paper"]]
    small = {letter.text: letter.size for letter in opened(name).pages[0].letters if letter.size < least - 0.05}
    assert set("".join(small)) <= set(content["host"])
    assert not small or min(small.values()) >= 8


@pytest.mark.parametrize("name", BOARDS)
def test_every_board_says_who_keeps_it_and_until_when_it_may_be_trusted(name: str) -> None:
    content = BOARDS[name]
    written = squeezed(opened(name).pages[0].words)
    for part in (
        f"Correct on {content['checked']}.",
        f"After {content['until']}, check the code.",
        *(content[key] for key in ("keeper", "patch", "dates", "host", "path", "in_brief", "phone")),
    ):
        assert as_set(part) in written
    assert "…" not in written


@pytest.mark.parametrize("name", BOARDS)
def test_its_code_is_read_and_keeps_its_white(name: str) -> None:
    content = BOARDS[name]
    picture = opened(name).pages[0].picture(150, grey=True)
    [code] = codes_in(picture)
    assert code.text == f"https://{content['host']}{content['path']}"
    assert code.side(150) >= 24.8
    assert white_round(picture, code, 37 if len(code.text) > 44 else 33) >= 3


@pytest.mark.parametrize("name", ["week", "week-a5", "forty"])
def test_its_code_is_read_from_copies_that_are_blurred_turned_or_seen_from_below(name: str) -> None:
    picture = opened(name).pages[0].picture(150, grey=True)
    for seen in (blurred(picture, 1.5), turned(picture, 7), turned(picture, 180), at_an_angle(picture, 0.15)):
        assert [code.text for code in codes_in(seen)] == ["https://hereabouts.example.org/p/7KQ4MX"]


@pytest.mark.parametrize("name", BOARDS)
def test_it_is_tagged_titled_and_read_aloud_by_day(name: str) -> None:
    content, sheet = BOARDS[name], opened(name)
    days = {row["day"] for row in content["week"]}
    assert sheet.tags.count("H1") == sheet.tags.count("Figure") == 1
    assert sheet.tags.count("H2") <= len(days)
    assert bool(sheet.tags.count("H2")) is bool(days)
    assert sheet.language == "en-GB"
    assert sheet.title == f"{content['name']}, {content['dates']}"


@pytest.mark.parametrize("name", ["ten", "ten-saving", "nobody-to-ask", "long"])
def test_slips_are_read_in_order_each_day_said_once(name: str) -> None:
    content = BOARDS[name]
    written, at = squeezed(opened(name).pages[0].words), 0
    for before, row in zip([{"day": ""}, *content["week"]], content["week"], strict=False):
        if before["day"] != row["day"]:
            at = written.index(squeezed(row["day"]), at)
        for part in (row["name"], row["place"], row["time"], row["cost"], row["note"]):
            at = written.index(as_set(part), at)
    assert at < written.index("Correcton")


@pytest.mark.parametrize("name", ["forty", "near-a5-saving", "near-large-saving", "week-large"])
def test_what_has_no_room_is_counted(name: str) -> None:
    content = BOARDS[name]
    written = squeezed(opened(name).pages[0].words)
    shown = sum(written.count(as_set(row[0])) for row in say.ORDINARY)
    assert 2 <= shown < len(content["week"])
    left_out = len(content["week"]) + content["more"] - shown
    assert f"And{left_out}morewhenyouscan." in written


def test_a_large_sheet_shows_more_than_a_small_one() -> None:
    rows = say.slips(40)

    def shown(paper: str) -> int:
        written = squeezed(Sheet(press.pdf("patch", say.board(rows, paper=paper))).words)
        return sum(written.count(as_set(row[0])) for row in say.ORDINARY)

    assert shown("a5") >= 6
    assert shown("a4") >= 12
    assert shown("a3") > shown("a4")


def test_every_day_keeps_something_when_slips_are_left_out() -> None:
    written = squeezed(opened("forty").pages[0].words)
    assert all(day in written for day in say.DAYS)


def test_a_board_with_nothing_on_it_says_what_to_do() -> None:
    assert "Nothing is on this board just now." in opened("empty").words
    assert "Nothing like this is on the board just now." in opened("empty-of-a-kind").words
    assert "3 when you scan." in opened("empty-of-a-kind").words


def test_a_board_with_room_says_so() -> None:
    assert "There is room here" in opened("one").words
    assert "There is room here" not in opened("ten").words


@pytest.mark.parametrize("name", ["week", "ten-saving"])
def test_the_pins_on_it_are_explained_once(name: str) -> None:
    written = opened(name).words
    for words in ("Something to do", "A group to join", "Somewhere to be", "Neighbours in touch", "Help and advice"):
        assert written.count(words) == 1


def test_what_is_not_on_says_so_on_its_slip() -> None:
    rows = [row | {"note": "Not on: half-term" if at == 4 else ""} for at, row in enumerate(say.slips(7))]
    page = Sheet(press.pdf("patch", say.of_week(rows))).pages[0]
    [note] = [line for line in page.lines if line.text == "Noton:half-term"]
    [slip] = [fill for fill in page.fills if note.box.inside(fill) and 100 < fill.right - fill.left < 190]
    [place] = [line for line in page.lines if line.text == as_set(rows[4]["place"])]
    assert place.box.inside(slip)


def test_saving_ink_prints_no_felt() -> None:
    felt, white = (opened(name).pages[0].picture(20).convert("RGB").getpixel((3, 3)) for name in ("ten", "ten-saving"))
    assert felt == (235, 226, 208)
    assert white == (255, 255, 255)


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"name": "Larkmoor " * 600}, "name"),
        ({"name": "L" * 5000}, "name"),
        ({"dates": "Monday 2 March " * 350}, "when"),
        ({"in_brief": "W" * 5000}, "about"),
        ({"keeper": "Kept by " * 600}, "keeper"),
        ({"keeper": "K" * 5000}, "keeper"),
        ({"ask_for": "Nadia " * 800}, "ask_for"),
        ({"phone": "0" * 5000}, "phone"),
        ({"patch": "Larkmoor " * 600}, "patch"),
        ({"host": "larkmoor-" * 40 + ".example.org"}, "host"),
    ],
)
@pytest.mark.parametrize("large", [False, True])
def test_what_is_far_too_long_is_refused_by_name(changed: say.Content, part: str, large: bool) -> None:
    with pytest.raises(press.DoesNotFit) as refused:
        press.pdf("patch", say.board(say.slips(1), large=large, **changed))
    assert refused.value.part == part


@pytest.mark.parametrize("key", ["how", "in_brief"])
def test_a_line_that_is_far_too_long_is_refused_and_in_large_print_left_out(key: str) -> None:
    also = {key: "Just turn up. " * 360}
    with pytest.raises(press.DoesNotFit) as refused:
        press.pdf("patch", say.board(say.slips(2), **also))
    assert refused.value.part == "about"
    large = Sheet(press.pdf("patch", say.board(say.slips(3), large=True, **also)))
    assert "Just turn up. Just turn up." not in large.words


def test_large_print_says_how_it_works_where_there_is_room() -> None:
    assert "Just turn up" in Sheet(press.pdf("patch", say.board(say.slips(1), large=True))).words


@pytest.mark.parametrize(
    ("key", "part"), [("name", "name"), ("place", "place"), ("time", "when"), ("cost", "facts"), ("note", "state")]
)
@pytest.mark.parametrize("letters", ["Larkmoor " * 560, "L" * 5000])
def test_a_slip_that_is_far_too_long_is_refused_by_its_part(key: str, part: str, letters: str) -> None:
    rows = say.slips(2)
    rows[1][key] = letters
    with pytest.raises(press.DoesNotFit) as refused:
        press.pdf("patch", say.board(rows))
    assert refused.value.part == part
