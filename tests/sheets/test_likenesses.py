"""The main samples look as they did when somebody last looked at them."""

from __future__ import annotations

import pytest

from tests.sheets.likenesses import SAMPLES, now, remembered
from tests.sheets.looking import unlikeness

MOST = 3
"""Steps of 25. A line of text that moves by its own height makes four to eight."""


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_looks_as_it_did(name: str) -> None:
    then = remembered()[name]
    today = now(name)
    assert len(today) == len(then)
    for side, (before, after) in enumerate(zip(then, today, strict=True)):
        assert unlikeness(before, after) <= MOST, f"page {side + 1} looks different: see tests/sheets/likenesses.py"
