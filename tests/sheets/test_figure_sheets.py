"""The sheet for whoever pays, looked at as paper: one page, whole, and every number on it."""

from __future__ import annotations

import re
from functools import cache

import pytest

from blueprints import press
from tests.sheets.contents import ONE_WORD
from tests.sheets.figure_contents import CONTENTS
from tests.sheets.looking import Sheet, faults


@cache
def printed(name: str) -> bytes:
    return press.pdf("figures", CONTENTS[name])


@pytest.mark.parametrize("name", CONTENTS)
def test_it_is_one_whole_page(name: str) -> None:
    assert not faults(printed(name), pages=1)


@pytest.mark.parametrize("name", CONTENTS)
def test_no_letter_is_too_small(name: str) -> None:
    lines = [line for page in Sheet(printed(name)).pages for line in page.lines]
    assert not [line.text for line in lines if line.letters[0].size < 6.95]


@pytest.mark.parametrize("name", [name for name in CONTENTS if "Urdu" not in name])
def test_every_number_and_note_is_on_it(name: str) -> None:
    content, said = CONTENTS[name], re.sub(r"\s+", "", Sheet(printed(name)).words)
    told = [content["period"], content["printed"], *content["notes"], *content["heads"], content["sessions"]]
    told += [cell for row in (*content["rows"], content["total"]) for cell in row]
    told += [words for each in content["short"] for words in each.values()]
    told += [
        words for chart in content["charts"] for words in (chart["title"], *(bar["words"] for bar in chart["bars"]))
    ]
    assert not [words for words in told if re.sub(r"\s+", "", words.replace("'", "’")) not in said]


def test_a_name_that_no_size_holds_is_refused() -> None:
    with pytest.raises(press.DoesNotFit) as refused:
        press.pdf("figures", {**CONTENTS["a full year"], "name": ONE_WORD})
    assert refused.value.part == "name"
