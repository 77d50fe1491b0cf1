"""What cards, bookmarks and the question poster may be asked to say: the ordinary and the hard. All of it invented."""

from __future__ import annotations

from typing import Any

from models.poster_choice import Ink

Content = dict[str, Any]

CODE = {"scheme": "https", "host": "hereabouts.example.org", "path": "/p/7KQ4MX", "code": "7KQ4MX"}
KEPT = {"checked": "14 November 2026", "until": "February 2027", "keeper": "Kept by the Larkmoor panel"}
HOSTS = ("hereabouts.example.org", "localhost:5100", "noticeboard.larkmoor-and-district.example.org")

NAMES = {
    "Welsh": ("Côr Llŷn a’r Ŵyl Fach", "Côr Llŷn"),
    "Polish": ("Żółta łódź: śpiewamy, gramy i pijemy herbatę", "Żółta łódź"),
    "Urdu": ("ساتھی دوپہر کا کھانا اور گپ شپ", "ساتھی کھانا"),
    "Arabic": ("مائدة الغداء والحديث مع الجيران", "مائدة الغداء"),
    "Bengali": ("প্রতিবেশীদের সঙ্গে দুপুরের খাবার", "দুপুরের খাবার"),
    "Chinese": ("星期二中文茶会和太极拳小组", "中文茶会"),
}
LONG_NAME = "Sale Moor and Brooklands Intergenerational Singing and Reminiscence Fellowship"
STATES = ("Not on until Thursday 10 December.", "Full until 22 December. Ring first.", "This has stopped.")


def listing(sheet: str, **other: Any) -> Content:
    """A listing as the posters' room tells it."""
    return {
        "sheet": sheet,
        "design": "notice",
        "paper": "a4",
        "ink": Ink.COLOUR.value,
        "large": False,
        "strips": 0,
        "kind": "activity",
        "name": "The chatty table at the Blue Kettle",
        "short_name": "Chatty table",
        "about": "A round table in a café where you are meant to talk to strangers.",
        "when": {"day": "Mondays and Fridays", "time": "10.30am to noon", "short": "Mon & Fri, 10.30am"},
        "where": {
            "place": "The Blue Kettle café",
            "address": "14 Bridge Parade, Larkmoor ZZ4 3EJ",
            "way_in": "Round table at the back, past the cake",
        },
        "facts": "First cup is on the Kettle. Step-free entrance. Opposite the tram stop.",
        "first_time": [
            "You are met by Sandra, who owns the place and the apron.",
            "You can just watch. Leave when you like.",
            "Sandra brings you a drink and tells you everybody’s name once.",
        ],
        "ask_for": "Sandra",
        "phone": "0161 496 0155",
        "state": "",
        "patch": "Larkmoor town",
        **CODE,
        **KEPT,
        **other,
    }


def board(sheet: str, **other: Any) -> Content:
    """The whole board, as cards and bookmarks tell it."""
    told = {
        "kind": "network",
        "name": "What’s on in Larkmoor town",
        "short_name": "What’s on in Larkmoor town",
        "about": "Things to do, places to be and people to ask, all close by.",
        "when": {"day": "Every day", "time": "on your phone", "short": "Every day, on your phone"},
        "where": {"place": "Larkmoor town", "address": "", "way_in": ""},
        "facts": "Free. No account, nothing to join.",
        "first_time": ["Point your phone at the square.", "Nobody is told that you looked."],
        "ask_for": "Bernadette and Imran",
        "phone": "0161 496 0110",
    }
    return listing(sheet, **{**told, **other})


def missing(**other: Any) -> Content:
    """The poster that asks."""
    return {
        "sheet": "missing",
        "design": "notice",
        "paper": "a4",
        "ink": Ink.COLOUR.value,
        "large": False,
        "strips": 0,
        "name": "What is missing round here?",
        "short_name": "What is missing?",
        "about": "Something you would go to, if only it were there. Tell us, and we will ask around.",
        "examples": ["A Sunday lunch with company", "Somewhere warm after six", "A slow walk", "Help with a form"],
        "lines": True,
        "ask_for": "Bernadette and Imran",
        "phone": "0161 496 0110",
        "patch": "Larkmoor town",
        **CODE,
        **KEPT,
        **other,
    }


LONG_LISTING = {
    "name": LONG_NAME,
    "short_name": "Sale Moor singing fellowship",
    "when": {
        "day": "First and third Wednesday of the month, term time only",
        "time": "10.30am to 12.15pm",
        "short": "1st & 3rd Wed in term, 10.30am",
    },
    "where": {
        "place": "St Werburgh and All Angels Community Hall and Garden Room",
        "address": "Upper Brooklands Crescent, Larkmoor ZZ14 7QP",
        "way_in": "Side gate on Chapel Walk, then the ramp to the blue door",
    },
    "ask_for": "Gwenllian Llewelyn-Pritchard or Iwan",
    "keeper": f"Kept by the {LONG_NAME} with the Larkmoor panel",
    "patch": "Larkmoor, Hollinfold and the Tenter Moor estate",
}
BARE = {
    "when": {},
    "where": {},
    "facts": "",
    "about": "",
    "first_time": [],
    "ask_for": "",
    "phone": "",
    "short_name": "",
}


def every() -> dict[str, Content]:
    """All of them by a name for the test's report."""
    found: dict[str, Content] = {}
    for sheet in ("cards", "bookmarks"):
        hard: dict[str, Content] = {
            "plain": {},
            "saving": {"ink": "saving"},
            "long": LONG_LISTING,
            "bare": BARE,
            "close": {"name": "Gypsy jazz by the quayside", "short_name": "Gypsy jazz, by the quayside"},
            "nobody": {"ask_for": ""},
            "no-phone": {"phone": ""},
            "just-turn-up": {"ask_for": "", "phone": ""},
            "no-short-name": {"short_name": ""},
            "no-times": {"when": {"day": "Ask when it is on", "time": "", "short": ""}},
            **{f"host-{at}": {"host": host} for at, host in enumerate(HOSTS) if at},
            **{f"state-{at}": {"state": state} for at, state in enumerate(STATES)},
            "long-host": {**LONG_LISTING, "host": HOSTS[2]},
            "long-state": {**LONG_LISTING, "ask_for": "Gwenllian or Iwan", "state": STATES[0]},
            **{language: {"name": name, "short_name": short} for language, (name, short) in NAMES.items()},
        }
        found |= {f"{sheet}-{name}": listing(sheet, **other) for name, other in hard.items()}
        found[f"{sheet}-board"] = board(sheet)
    for paper, strips in (("a3", 0), ("a3", 10), ("a4", 0), ("a4", 10), ("a5", 0)):
        on = {"paper": paper, "strips": strips}
        asked: dict[str, Content] = {
            "plain": {},
            "saving": {"ink": "saving"},
            "no-lines": {"lines": False},
            "long-host": {"host": HOSTS[2]},
            "bare": {"ask_for": "", "phone": "", "about": "", "examples": []},
            "long": {
                "about": "Say what you would like, whoever you are, however small it is. " * 2,
                "examples": ["Somewhere warm to sit in the evening", "Intergenerational singing", "Tea", "Rides", "A"],
                "keeper": LONG_LISTING["keeper"],
                "patch": LONG_LISTING["patch"],
                "ask_for": LONG_LISTING["ask_for"],
            },
        }
        of_paper = asked if paper == "a4" else {name: asked[name] for name in ("plain", "bare", "long")}
        found |= {f"missing-{paper}-{strips}-{name}": missing(**on, **other) for name, other in of_paper.items()}
    for language, (name, short) in NAMES.items():
        found[f"missing-{language}"] = missing(name=name, short_name=short, strips=10)
    return found
