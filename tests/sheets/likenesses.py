"""What the main samples look like, spot by spot, since somebody last looked at them and was content.

After a change of looks: look at every sheet, then `python -m tests.sheets.likenesses` remembers them anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from blueprints import press
from tests.sheets.contents import BENCH, FOLDED, NAMES, SHED, SINGERS, SLIPS, TALK, TEA, WALK
from tests.sheets.introductions import CONTENTS as INTRODUCTIONS
from tests.sheets.looking import Sheet, likeness
from tests.sheets.pictures import sample_picture

REMEMBERED = Path(__file__).with_name("likenesses.json")
SAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "notice a4 strips": ("poster", {**SHED, "design": "notice", "paper": "a4", "strips": 10}),
    "notice a4 strips saving": ("poster", {**SHED, "design": "notice", "paper": "a4", "strips": 10, "ink": "saving"}),
    "notice a3": ("poster", {**SHED, "design": "notice", "paper": "a3"}),
    "notice a5 long": ("poster", {**SINGERS, "design": "notice", "paper": "a5"}),
    "notice a4 picture": ("poster", {**WALK, "design": "notice", "paper": "a4", "picture": sample_picture()}),
    "bold a4 strips": ("poster", {**WALK, "design": "bold", "paper": "a4", "strips": 10}),
    "bold a4 upright": ("poster", {**SHED, "design": "bold", "paper": "a4", "picture": sample_picture("upright")}),
    "bold a5 Arabic": ("poster", {**TEA, "design": "bold", "paper": "a5", "name": NAMES["Arabic"]}),
    "quiet a4 strips": ("poster", {**TEA, "design": "quiet", "paper": "a4", "strips": 10}),
    "quiet a3 long": ("poster", {**SINGERS, "design": "quiet", "paper": "a3"}),
    "notice a4 paused": ("poster", {**BENCH, "design": "notice", "paper": "a4", "state": "This has stopped"}),
    "large a4": ("large", SHED),
    "large a3 long": ("large", {**SINGERS, "paper": "a3"}),
    "languages a4": (
        "languages",
        {**TALK, "nastaliq": False, "languages": [SLIPS[tongue] for tongue in ("ur", "pl", "bn")]},
    ),
    "languages a3": (
        "languages",
        {**TALK, "paper": "a3", "languages": [SLIPS[t] for t in ("cy", "ro", "gu", "hi", "zh")]},
    ),
    "fold": ("fold", FOLDED),
    "introduction": ("introduction", INTRODUCTIONS["plain"]),
    "introduction long": ("introduction", INTRODUCTIONS["long"]),
    "introduction large": ("introduction_large", INTRODUCTIONS["plain, large"]),
}


def now(name: str) -> list[str]:
    """How a sample looks today, side by side."""
    sheet, content = SAMPLES[name]
    return [likeness(page.picture(40, grey=True)) for page in Sheet(press.pdf(sheet, content, pages=None)).pages]


def remembered() -> dict[str, list[str]]:
    return json.loads(REMEMBERED.read_text("utf-8"))


if __name__ == "__main__":
    REMEMBERED.write_text(json.dumps({name: now(name) for name in SAMPLES}, indent=1) + "\n", "utf-8")
