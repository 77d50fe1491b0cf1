"""The introduction, looked at as paper: whole, readable, in the person's voice, and silent about all else."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import Any

import pytest

from blueprints import press
from blueprints.introduction_sheet import Introduction, any_of, print_introduction
from models.telling_words import Telling, warnings
from tests.sheets.codes import at_an_angle, blurred, codes_in, turned, white_round
from tests.sheets.contents import MANY_LETTERS, ONE_WORD
from tests.sheets.introductions import CONTENTS, JOAN, TOLD, sheet_of
from tests.sheets.looking import Sheet, faults, squeezed

LATIN = [name for name in CONTENTS if not re.search("Urdu|Arabic|Bengali|Hebrew|Hindi", name)]
ADDRESS = "https://hereabouts.example.org/i/4T9WMX"
PART = {"called": "name", "surname": "name", "first": "when", "helper_phone": "helper"}


@cache
def printed(name: str) -> bytes:
    return print_introduction(CONTENTS[name])


def opened(name: str) -> Sheet:
    return Sheet(printed(name))


def written(name: str) -> str:
    return squeezed(opened(name).words.replace("\u200b", ""))


def as_set(words: str) -> str:
    """Without hyphens, which are told as something else at the end of a line."""
    return re.sub(r"[\s\u200b\x02\ufffe-]+", "", words.replace("'", "’"))


@pytest.mark.parametrize("name", CONTENTS)
def test_nothing_runs_off_over_or_out_of_the_sheet(name: str) -> None:
    pages = len(opened(name).pages)
    assert pages in ((1, 2) if name.endswith("large") else (1,))
    assert not faults(printed(name), pages=pages)


@pytest.mark.parametrize("name", CONTENTS)
def test_no_letter_is_too_small(name: str) -> None:
    least = 24 if name.endswith("large") else 8
    small = [line.text for page in opened(name).pages for line in page.lines if line.letters[0].size < least - 0.05]
    assert not small


@pytest.mark.parametrize("name", LATIN)
def test_every_word_of_it_is_there(name: str) -> None:
    content, said = CONTENTS[name], as_set(opened(name).words)
    told = [
        content[key] for key in ("hello", "coming", "ask_lead", "ask_for", "scan", "change", "ending", "path", "host")
    ]
    told += [row[part] for row in content["rows"] for part in ("label", "words", "more")]
    assert [words for words in told if as_set(words) not in said] == []


@pytest.mark.parametrize("name", CONTENTS)
def test_its_code_is_read_at_150_dpi_and_keeps_its_white(name: str) -> None:
    content = CONTENTS[name]
    address = f"https://{content['host']}{content['path']}"
    modules = 33 + 4 * sum(len(address) > most for most in (34, 44, 58, 64))
    picture = opened(name).pages[-1].picture(150, grey=True)
    (found,) = codes_in(picture)
    assert found.text == address
    assert found.side(150) >= 29
    assert white_round(picture, found, modules) >= 3


@pytest.mark.parametrize("name", ["plain", "long", "saving", "plain, large", "long, large"])
def test_a_code_that_is_blurred_turned_or_seen_from_below_is_read(name: str) -> None:
    picture = opened(name).pages[-1].picture(150, grey=True)
    for seen in (blurred(picture, 1.2), turned(picture, 7), turned(picture, 180), at_an_angle(picture, 0.12)):
        assert [code.text for code in codes_in(seen)] == [ADDRESS]


@pytest.mark.parametrize("name", CONTENTS)
def test_it_is_tagged_and_its_title_names_nobody(name: str) -> None:
    content, sheet = CONTENTS[name], opened(name)
    assert sheet.tags.count("H1") == 1
    assert sheet.alternatives == [f"QR code for {content['host']}{content['path']}"]
    assert sheet.language == "en-GB"
    assert sheet.title in ("An introduction", "An introduction, large print")


@pytest.mark.parametrize("name", ["plain", "plain, large", "no date", "saving"])
def test_words_come_in_the_order_in_which_they_are_said(name: str) -> None:
    parts = [
        "Hello, I’m Joan.",
        "I’m coming",
        "Please may I see",
        "When",
        "Where",
        "Getting in",
        "Looking out",
        "I’d like",
    ]
    places = [written(name).find(squeezed(part)) for part in [*parts, "please scan this"]]
    assert -1 not in places
    assert places == sorted(places)


def test_large_print_begins_with_whom_to_see_and_says_to_turn_over() -> None:
    front, back = opened("plain, large").pages
    assert "Brian" in front.words
    assert "Tuesday 10 March" in front.words
    assert "Please turn over" in front.words
    assert "Joan, page 2 of 2" in back.words
    assert len(opened("bare, large").pages) == 1
    assert "turn over" not in opened("bare, large").words


def test_there_is_a_surname_only_when_it_was_given() -> None:
    assert "Hello,I’mJoan.I’m" in written("plain")
    assert "Hello,I’mJoanEllis." in written("surname")
    assert "Ellis" not in written("plain")


def test_it_has_no_place_for_a_reason_or_an_illness() -> None:
    named = {field.name for field in fields(Introduction)}
    assert not named & {"reason", "diagnosis", "team", "note", "born", "nhs_number", "phone", "email", "why"}
    for name in ("plain", "long", "bare", "plain, large"):
        kinds = {caution.kind for caution in warnings(opened(name).words)}
        assert kinds <= {Telling.PHONE, Telling.POSTCODE, Telling.ADDRESS}, name
        assert not re.search(r"prescri|refer|link worker|surgery|doctor|\bNHS\b|health", opened(name).words, re.I), name


def test_what_is_not_known_leaves_no_label_behind() -> None:
    assert "SomebodywillIdon’tknowwhoyet" in written("nobody yet").replace(".", "")
    assert "It’smyfirsttime" in written("nobody yet")
    assert "PleasemayIsee" not in written("nobody yet")
    assert "Pleasescanthis" in written("nobody yet")
    assert "AnyTuesday,10amto1pm" in written("no date")
    assert "When" not in written("no time at all")
    assert "Where" not in written("no place")
    assert "Gettingin" not in written("no place")
    assert "Ifplanschange" not in written("nobody to ring")
    assert [row["label"] for row in CONTENTS["bare"]["rows"]] == ["Looking out for me"]
    assert CONTENTS["address alone"]["rows"][1] == {
        "label": "Where",
        "part": "place",
        "words": "Mill Lane, Larkmoor ZZ4 7QP",
        "more": "",
    }


@pytest.mark.parametrize(
    ("helper", "phone", "said"),
    [
        ("Nadia", "0161 496 0118", "If plans change, ring Nadia on 0161 496 0118."),
        ("", "0161 496 0118", "If plans change, ring 0161 496 0118."),
        ("Nadia", "", "If plans change, please tell Nadia."),
        ("", "", ""),
    ],
)
def test_whom_to_ring_when_plans_change(helper: str, phone: str, said: str) -> None:
    assert sheet_of({**JOAN, "helper": helper, "helper_phone": phone})["change"] == said


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("Tuesdays, 10am to 1pm", "Any Tuesday, 10am to 1pm"),
        ("First Thursdays, 2pm", "Any first Thursday, 2pm"),
        ("Tuesdays and Fridays, 10am", "Any Tuesday or Friday, 10am"),
        ("Mondays, Tuesdays & Fridays", "Any Monday, Tuesday or Friday"),
        ("Weekdays, 9am", "Any weekday, 9am"),
        ("Every day, 9am to 5pm", "Any day, 9am to 5pm"),
        ("Every Tuesday at 10am", "Any Tuesday at 10am"),
        ("Every other Wednesday, 2pm", "Every other Wednesday, 2pm"),
        ("Any time", "Any time"),
        ("Mon to Fri, 10am", "Mon to Fri, 10am"),
        ("", ""),
    ],
)
def test_when_it_is_on_says_when_they_may_come(pattern: str, said: str) -> None:
    assert any_of(pattern) == said


def test_unseen_marks_are_taken_out() -> None:
    content = sheet_of({**JOAN, "called": "\u202eJo\u200ban\n", "group": "The\tshed"})
    assert content["hello"] == "Hello, I’m Joan."
    assert content["group"] == "The shed"


@pytest.mark.parametrize("large", [False, True], ids=["ordinary", "large"])
@pytest.mark.parametrize("words", [MANY_LETTERS, ONE_WORD], ids=["5,000 letters", "one word of 200"])
@pytest.mark.parametrize(
    "field", [each for each in JOAN if each not in ("code", "pattern", "helper_phone")] + ["surname"]
)
def test_an_endless_text_is_refused_by_name(field: str, words: str, large: bool) -> None:
    content = sheet_of({**JOAN, field: words}, large=large)
    if large and field == "patch":
        return  # large print does not say it
    with pytest.raises(press.DoesNotFit) as refused:
        print_introduction(content)
    assert refused.value.part == PART.get(field, field)
    assert refused.value.part in press.PARTS


@pytest.mark.parametrize("large", [False, True], ids=["ordinary", "large"])
@pytest.mark.parametrize("length", [60, 120, 200, 300])
def test_a_text_of_any_length_is_set_whole_or_refused(length: int, large: bool) -> None:
    for field in ("group", "ask_for", "place", "address", "way_in", "welcomer", "wish"):
        words = (MANY_LETTERS[:length]).rsplit(" ", 1)[0]
        content = sheet_of({**JOAN, field: words}, large=large)
        part, made = made_or_refused(content)
        assert part in ("", field)
        assert not made or squeezed(words) in squeezed(Sheet(made).words), field
        assert not made or not faults(made, pages=len(Sheet(made).pages)), field


def made_or_refused(content: dict[str, Any]) -> tuple[str, bytes]:
    try:
        return "", print_introduction(content)
    except press.DoesNotFit as refused:
        return refused.part, b""


def test_characters_that_no_font_has_are_named() -> None:
    with pytest.raises(press.NoLetters):
        print_introduction(sheet_of({**JOAN, "called": "Jo\U000e0100an\U00013000"}))


def test_no_text_is_a_command() -> None:
    words = "#panic(1) $x$ *b* `c` <d> @e \\ {{7*7}}"
    assert squeezed(words) in squeezed(Sheet(print_introduction(sheet_of({**JOAN, "wish": words}))).words)


def test_saving_ink_fills_nothing_in() -> None:
    for name in ("saving", "saving, large"):
        colours: Any = opened(name).pages[0].picture(60).convert("RGB").getcolors(1 << 20)
        assert all(max(colour) - min(colour) < 24 for _count, colour in colours)
        dark = sum(count for count, colour in colours if sum(colour) < 384)
        assert dark / sum(count for count, _colour in colours) < 0.12


def test_the_same_words_give_the_same_sheet() -> None:
    assert print_introduction(CONTENTS["plain"]) == printed("plain")
    assert set(TOLD) <= set(CONTENTS)
