"""What sample boards, leaflets and walking lists say. Every text, person and number here is invented."""

from __future__ import annotations

from itertools import cycle, islice
from typing import Any

Content = dict[str, Any]

KINDS = ("place", "activity", "group", "network", "help")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Any")
ORDINARY = (
    ("Warm space and a hot drink", "Larkmoor Library, Market Place, a minute’s walk", "10am to 4pm", "Free"),
    ("Knit and natter", "Larkmoor Library, Market Place, a minute’s walk", "Mon, Tue, Thu & Fri, 10am", "50p for tea"),
    ("Larkmoor Men's Shed", "Behind St Oswin's, 9 minutes’ walk", "10am to 1pm", "£2 with tea"),
    ("Phones, tablets and what did I just press", "Packhorse Rooms, 2 minutes’ walk", "2pm to 3pm", "Free"),
    (
        "The Quiet Carriage, autistic adults’ meet-up",
        "Larkmoor Library, 0.9 miles away",
        "Every other Saturday, 2pm",
        "",
    ),
    ("Plot 14, growing together", "Moor Edge allotments, bus 41", "9.30am to 12.30pm", "Free, gloves there"),
    ("Sing for the joy of it", "Tram Street Chapel, 7 minutes’ walk", "Last Fridays, 1pm", "£2, first one free"),
)
LONG = (
    "Sale Moor and Brooklands Intergenerational Singing and Reminiscence Fellowship",
    "St Werburgh and All Angels Community Hall and Garden Room, Packhorse Street, 14 minutes’ walk",
    "First and third Wednesdays, 10.30am to 12.15pm",
    "Give what you can, most give £2",
)
TONGUES = (
    "Clwb Cymraeg Tŷ’r Ŵyl",
    "Grupa rozmów „Żółta łódź”",
    "خواتین کی محفل",
    "مقهى النساء للقهوة والحديث",
    "চা আর গল্পের আসর",
    "茶與閒談小組，每週歡迎新朋友",
)


def slips(count: int, *, week: bool = False) -> list[Content]:
    """So many things, by day. In a week the days have their dates."""
    days = sorted(islice(cycle(range(len(DAYS) - week)), count))
    rows = islice(cycle(ORDINARY), count)
    return [
        {
            "day": f"{DAYS[day]} {day + 2}" if week else DAYS[day],
            "kind": KINDS[at % 5],
            "name": name,
            "place": place,
            "time": time,
            "cost": cost,
            "note": "Not on: half-term" if week and at % 5 == 3 else "",
        }
        for at, (day, (name, place, time, cost)) in enumerate(zip(days, rows, strict=True))
    ]


def board(rows: list[Content], **also: Any) -> Content:
    """A board of these slips."""
    return {
        "sheet": "patch",
        "paper": "a4",
        "ink": "colour",
        "large": False,
        "scheme": "https",
        "host": "hereabouts.example.org",
        "path": "/p/7KQ4MX",
        "code": "7KQ4MX",
        "checked": "3 March 2026",
        "until": "June",
        "ask_for": "Nadia",
        "phone": "0161 496 0118",
        "keeper": "Kept by the Larkmoor panel",
        "patch": "Larkmoor",
        "name": "What’s on near Riverside Surgery",
        "dates": "Most weeks",
        "how": "Just turn up, unless it says ring. Scan the code to see each one, and what is on today.",
        "in_brief": "",
        "week": rows,
        "more": 0,
        **also,
    }


def of_week(rows: list[Content], **also: Any) -> Content:
    return board(rows, name="This week near Riverside Surgery", dates="Monday 2 to Sunday 8 March 2026", **also)


def in_tongues() -> list[Content]:
    """Names in many scripts."""
    rows = slips(len(TONGUES))
    return [row | {"name": name} for row, name in zip(rows, TONGUES, strict=True)]


def at_length() -> list[Content]:
    """Things that are long in every part, between ordinary ones."""
    name, place, time, cost = LONG
    long = {"name": name, "place": place, "time": time, "cost": cost}
    return [row | long if at % 3 == 1 else row for at, row in enumerate(slips(9))]


def boards() -> dict[str, Content]:
    """Every board that the tests look at, by a name for it."""
    near, week = slips(12), slips(12, week=True)
    return {
        "empty": board([]),
        "empty-of-a-kind": board([], in_brief="Something to do · Company · In Polish", more=3, ink="saving"),
        "empty-large": board([], large=True),
        "one": board(slips(1)),
        "ten": board(slips(10)),
        "ten-saving": board(slips(10), ink="saving", more=9),
        "forty": board(slips(40)),
        "week": of_week(week, more=8),
        "week-a5": of_week(slips(8, week=True), paper="a5", until="8 March", more=16),
        "week-large": of_week(slips(5, week=True), large=True, more=7),
        "near-a3": board(slips(16), paper="a3", more=24),
        "near-a3-large": board(near, paper="a3", large=True),
        "near-a5-saving": board(near, paper="a5", ink="saving"),
        "near-large-saving": board(slips(5), large=True, ink="saving"),
        "tongues": board(in_tongues(), patch="Tŷ’r Ŵyl", ask_for="نادیہ", name="Co się dzieje blisko: Riverside"),
        "tongues-large": board(in_tongues(), large=True),
        "long": board(
            at_length(),
            name="What’s on near Brooklands and Sale Moor Family Medical Practice",
            patch="Brooklands, Sale Moor and the Canal Villages",
            host="noticeboard.larkmoor-and-district.example.org",
            ask_for="Bernadette, Imran and Oluwaseun",
            keeper="Kept by the Brooklands, Sale Moor and Canal Villages panel. Nadia helps people find things to do.",
        ),
        "long-a5": board(at_length(), paper="a5"),
        "long-large": board(at_length(), large=True),
        "nobody-to-ask": board(slips(6), ask_for="", phone="", how=""),
        "only-a-phone": board(slips(6), ask_for="", large=True),
        "mixed": board(
            [
                row | {"name": f"{name} 茶 and 茶館", "place": "Oswin’s 茶 everybody, tea with walking with Żółta for"}
                for row, name in zip(slips(6), TONGUES, strict=True)
                if name.isascii() or "Clwb" in name or "Grupa" in name
            ],
            name="What’s on near the 茶 (upstairs) singing room",
        ),
        "with-paths": board([row | {"path": "/p/2HX6DK"} for row in slips(10)]),
    }


FACTS = [
    ["When", "Mondays, 2pm to 4pm"],
    ["Where", "Larkmoor Library, Market Place, ZZ1 1AA. A minute’s walk from the surgery."],
    ["First time", "Come in by the side door. Maureen is at the table by the window. You can just watch first."],
    ["Ask", "Bernadette, 0161 496 0110"],
    ["Cost", "Free, wool there"],
]


def things(count: int) -> list[Content]:
    """So many things of a short list, each like none before it."""
    names = [*TONGUES, *(row[0] for row in ORDINARY)][:count]
    return [
        {
            "kind": KINDS[at % 5],
            "name": name,
            "summary": "Bring what you are making, or start something. No need to be good at it." if at % 3 else "",
            "facts": FACTS[: 1 + at % 5],
            "state": "Not on until 12 January 2027" if at == 1 else "",
            "fresh": "Checked with them on 3 March 2026",
        }
        for at, name in enumerate(names)
    ]


def leaflet(listed: list[Content], **also: Any) -> Content:
    """The short list of somebody, with an address as long as such a list makes it."""
    count = "1 thing" if len(listed) == 1 else f"{len(listed)} things"
    return {
        "title": f"{count} to try",
        "intro": "Nobody minds if you change your mind. To ask about any of these, ring Nadia on 0161 496 0118.",
        "things": listed,
        "scheme": "https",
        "host": "hereabouts.example.org",
        "path": "/shortlist?list=" + ",".join("aB3dE5gH7jK9mN2pQ4sT6v" for _ in listed),
        "printed": "Printed on 3 March 2026",
        "checked": "3 March 2026",
        "until": "June",
        "patch": "Larkmoor",
        "large": False,
        "ink": "colour",
        **also,
    }


def leaflets() -> dict[str, Content]:
    return {
        "one": leaflet(things(1)),
        "three": leaflet(things(3)),
        "three-saving": leaflet(things(3), ink="saving", patch=""),
        "three-large": leaflet(things(3), large=True),
        "twelve": leaflet(things(12)),
        "twelve-large": leaflet(things(12), large=True),
        "long": leaflet(
            [thing | {"name": LONG[0], "summary": LONG[1] * 3} for thing in things(4)],
            host="noticeboard.larkmoor-and-district.example.org",
            patch="Brooklands, Sale Moor and the Canal Villages",
        ),
        "bare": leaflet([thing | {"facts": [], "fresh": "", "summary": ""} for thing in things(2)]),
    }


TASKS = [
    {"verb": "Take down", "what": "Knit and natter (by the lift)", "code": "7KQ 4MX", "why": "It stopped."},
    {"verb": "Replace", "what": "What’s on near Riverside Surgery", "code": "3WT 8HP", "why": "Two days have changed."},
    {"verb": "Put up", "what": "Larkmoor Men's Shed", "code": "9DM 2RX", "why": ""},
    {"verb": "Look", "what": LONG[0], "code": "4GV 7NC", "why": "Nobody has looked since November."},
]


def walk(count: int, **also: Any) -> Content:
    """A walk past so many walls."""
    names = ("Riverside Surgery", "Larkmoor Library", "Sklep „Żółta łódź”", "Tŷ’r Ŵyl", "চা ঘর", LONG[1])
    return {
        "title": f"A walk past {count} walls",
        "printed": "Tuesday 3 March 2026",
        "patch": "Larkmoor panel",
        "stops": [
            {
                "number": at,
                "name": names[at % len(names)],
                "kind": "Library",
                "address": "14 Canal Street, Larkmoor ZZ1 2AB",
                "exactly": "The corkboard left of the desk" if at % 3 else "",
                "agreed_by": "Mrs Okafor at the desk" if at % 2 else "",
                "away": "" if at == 1 else "6 minutes’ walk",
                "tasks": TASKS[: at % 5],
            }
            for at in range(1, count + 1)
        ],
        **also,
    }
