"""What introductions may be asked to say: the ordinary and the hard. All of it invented."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Flask

from blueprints.introduction_sheet import Introduction, introduction
from tests.sheets.contents import LONG_HOST, NAMES

JOAN: dict[str, str] = {
    "called": "Joan",
    "group": "Larkmoor Men’s Shed",
    "code": "4T9WMX",
    "patch": "Larkmoor",
    "ask_for": "Brian",
    "first": "Tuesday 10 March, 10am",
    "pattern": "Tuesdays, 10am to 1pm",
    "place": "The lock-up behind St Oswin’s",
    "address": "Mill Lane, Larkmoor ZZ4 7QP",
    "way_in": "Green door on the left. Ring the bell and wait a moment. One low step, with a rail",
    "welcomer": "Sheila will be at the gate from ten to ten, in a blue coat.",
    "wish": "A seat with a back, near the door",
    "helper": "Nadia",
    "helper_phone": "0161 496 0118",
}
LONG = {
    **JOAN,
    "called": "Bartholomew-James",
    "surname": "Featherstonehaugh-Cholmondeley",
    "group": "the Sale Moor and Brooklands Intergenerational Singing and Reminiscence Fellowship",
    "patch": "Larkmoor and the Upper Brooklands",
    "ask_for": "Gwenllian or her brother Iwan",
    "first": "Wednesday 23 September, 10.30am to 12.15pm",
    "place": "St Werburgh and All Angels Community Hall and Garden Room",
    "address": "Upper Brooklands Crescent, Larkmoor ZZ14 7QP",
    "way_in": "Side gate on Chapel Walk, then the ramp to the blue door. Ring the lower bell, and wait, because it is a"
    " long corridor.",
    "wish": "A seat with a back near the door, somebody who speaks up, large print, and a break at eleven",
}
URDU = {
    **JOAN,
    "called": "زینب",
    "group": NAMES["Urdu"],
    "ask_for": "نسرین",
    "place": "لارک مور لائبریری",
    "way_in": "سبز دروازہ، گھنٹی بجائیں",
    "wish": "دروازے کے پاس ایک کرسی",
}
TOLD: dict[str, dict[str, str]] = {
    "plain": JOAN,
    "surname": {**JOAN, "surname": "Ellis"},
    "long": LONG,
    "Urdu": URDU,
    "nobody yet": {**JOAN, "welcomer": "", "ask_for": ""},
    "no date": {**JOAN, "first": ""},
    "no time at all": {**JOAN, "first": "", "pattern": ""},
    "no place": {**JOAN, "place": "", "address": "", "way_in": ""},
    "address alone": {**JOAN, "place": ""},
    "nobody to ring": {**JOAN, "helper": "", "helper_phone": ""},
    "bare": {key: JOAN[key] for key in ("called", "group", "code", "patch")},
    "45 letters": {**JOAN, "called": "Maria Encarnación Esperanza", "surname": "Fernández-Quiroga"},
    "long address": {**JOAN, "address": "Flat 4, the Old Ropeworks, 112 to 118 Upper Brooklands Crescent, ZZ14 7QP"},
    **{
        script: {**JOAN, "called": NAMES[script], "ask_for": NAMES[script]} for script in ("Arabic", "Bengali", "Welsh")
    },
    **{f"group in {script}": {**JOAN, "group": NAMES[script]} for script in ("Chinese", "Hindi", "Hebrew", "marks")},
}


def sheet_of(told: dict[str, str], *, large: bool = False, saving: bool = False, host: str = "") -> dict[str, Any]:
    """The content of the sheet, as a site at `host` makes it."""
    site = Flask("a site")
    site.config["SETTINGS"] = SimpleNamespace(public_url=f"https://{host or 'hereabouts.example.org'}")
    with site.app_context():
        return introduction(Introduction(**told), large=large, saving=saving)


CONTENTS: dict[str, dict[str, Any]] = {
    f"{name}{', large' if large else ''}": sheet_of(told, large=large)
    for name, told in TOLD.items()
    for large in (False, True)
}
CONTENTS |= {
    "saving": sheet_of(JOAN, saving=True),
    "saving, large": sheet_of(JOAN, saving=True, large=True),
    "long host": sheet_of(LONG, host=LONG_HOST),
    "long host, large": sheet_of(LONG, host=LONG_HOST, large=True),
    "trial host": sheet_of(JOAN, host="localhost:5100"),
}
