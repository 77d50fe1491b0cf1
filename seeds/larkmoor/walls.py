"""The walls of Larkmoor and Hollinfold, and what hangs on them: new, faded, forgotten, and out of date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.poster_choice import Choice, Design, Ink, Paper, Sheet
from models.site import SiteKind
from models.vocabulary import Kind, Need


@dataclass(frozen=True, slots=True)
class Wall:
    """A site and where it stands (metres)."""

    panel: str
    kind: SiteKind
    name: str
    street: str
    postcode: str
    easting: int
    northing: int
    agreed_by: str
    where_exactly: str
    note: str = ""
    weeks: int = 8
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Hanging:
    """A poster: what about, where, how long ago it was printed and put up (None: still on the desk), and how often it
    is scanned in a week. `was` is what it says instead of what is true now. `down` is days since it was taken down."""

    listing: str
    wall: str
    printed: int
    up: int | None
    by: str = ""
    scans: float = 0
    choice: Choice = field(default_factory=Choice)
    was: Mapping[str, Any] = field(default_factory=dict)
    down: int | None = None
    looked: int | None = None
    spot: str = ""
    patch: str = "larkmoor"


WALLS = {
    "surgery": Wall(
        "larkmoor", SiteKind.SURGERY, "Market Surgery", "8 Market Place", "ZZ4 1AB", 396350, 400660,
        "Mrs Okafor, practice manager", "Waiting room, board left of the hatch. Ask at the desk for pins",
        "Nothing about money lenders, please.", weeks=6,
    ),
    "chemist": Wall(
        "larkmoor", SiteKind.CHEMIST, "Packhorse Pharmacy", "3 Packhorse Street", "ZZ4 1DH", 396300, 400515,
        "Mr Ferris", "Inside of the door glass, facing in: A4 only",
    ),
    "library": Wall(
        "larkmoor", SiteKind.LIBRARY, "Larkmoor Library", "2 Market Place", "ZZ4 1AA", 396430, 400630,
        "Miriam on the desk", "The long board by the lift. They move things about",
    ),
    "chippy": Wall(
        "larkmoor", SiteKind.FOOD, "The Golden Fry", "20 Bridge Parade", "ZZ4 3EJ", 396510, 401200,
        "Stavros", "Beside the queue, above the vinegar", "Good on a Friday. Bring a wipe.",
    ),
    "tramstop": Wall(
        "larkmoor", SiteKind.BOARD, "Tram stop noticeboard", "Bridge Parade", "ZZ4 3EA", 396560, 401240,
        "The town council: Imran has the key", "Right-hand door of the case", weeks=10,
    ),
    "parkgates": Wall(
        "larkmoor", SiteKind.BOARD, "Park Gates noticeboard", "Sough Lane", "ZZ4 7PB", 397230, 400570,
        "Friends of Pickersgill Park", "Under the map. The lock sticks",
    ),
    "skylark": Wall(
        "larkmoor", SiteKind.SHOP, "Skylark Stores", "40 Skylark Road", "ZZ5 1SK", 398240, 401240,
        "Mrs Patel", "Window by the yellow door", "Cards on the counter as well.",
    ),
    "peewit": Wall(
        "larkmoor", SiteKind.HOUSING, "Peewit Court", "Dunlin Drive", "ZZ5 2PW", 398990, 400830,
        "Carol, the scheme manager", "Lobby, beside the post boxes", "Large print goes first here.",
    ),
    "hilda": Wall(
        "larkmoor", SiteKind.FAITH, "St Hilda’s porch", "Lapwing Close", "ZZ5 2LA", 398930, 400900,
        "Reverend Jan", "Porch, left-hand side",
    ),
    "launderette": Wall(
        "larkmoor", SiteKind.SHOP, "The Wash House launderette", "9 Bridge Parade", "ZZ4 3EE", 396455, 401170,
        "Nobody we know of now", "Over the dryers", "Changed hands in spring.",
    ),
    "shuttle": Wall(
        "larkmoor", SiteKind.PUB, "The Shuttle", "9 Weighhouse Lane", "ZZ4 1XB", 396200, 400680,
        "Denise", "Corridor to the back room", ended=40,
    ),
    "institute": Wall(
        "hollinfold", SiteKind.HALL, "Hollinfold Institute", "Church Fold", "ZZ6 1AB", 394300, 399280,
        "The caretaker", "Glass case by the steps. Roger has the key",
    ),
    "damson": Wall(
        "hollinfold", SiteKind.SURGERY, "Damson Lane Surgery", "2 Damson Lane", "ZZ6 3DL", 394900, 398740,
        "Jill at the front desk", "Behind the water cooler",
    ),
}  # fmt: skip

STRIPS = Choice(strips=True)
BOLD = Choice(design=Design.BOLD)
QUIET = Choice(design=Design.QUIET, strips=True)
LARGE = Choice(large=True)
NEAR = Choice(sheet=Sheet.NEAR)
CARDS = Choice(sheet=Sheet.CARDS)
AT_THE_PARADE = {"where": {"place": "4 The Parade", "address": "The Parade, Larkmoor ZZ4 1PP", "way_in": ""}}

HANGINGS = (
    # Good walls: up, true, and looked at.
    Hanging("bench", "parkgates", 24, 22, "Dot", 3.5, looked=8),
    Hanging("chatty", "surgery", 40, 38, "Kasia", 6, STRIPS, looked=12),
    Hanging("grief", "surgery", 40, 38, "Kasia", 2, QUIET, spot="Inside the quiet room, by the tissues"),
    Hanging("", "surgery", 12, 11, "Kasia", 9, NEAR),
    Hanging("english", "library", 19, 19, "Hafsa", 4, Choice(languages=("pl", "ur", "bn"))),
    Hanging("walk", "tramstop", 61, 60, "Imran", 5, BOLD, looked=20),
    Hanging("warm-hilda", "hilda", 33, 31, "Winston", 1, LARGE),
    Hanging("chatty", "chippy", 26, 25, "Stavros himself", 7, Choice(paper=Paper.A5)),
    Hanging("foodclub", "skylark", 15, 13, "Winston", 4, CARDS),
    # Time to look again.
    Hanging("memory", "chemist", 75, 74, "Dot", 1.5, QUIET),
    Hanging("cards", "peewit", 90, 88, "Winston", 0.6, LARGE),
    # Nobody scans these.
    Hanging("jigsaw", "launderette", 80, 79, "Trevor", 0),
    Hanging("chatty", "launderette", 80, 79, "Trevor", 0, Choice(ink=Ink.SAVING)),
    # What they say is not true any more.
    Hanging(
        "lockup", "surgery", 120, 118, "Dot", 2.5, STRIPS,
        was={"facts": "£1 in the sweet tin. The ramp is behind the door: shout."},
    ),
    Hanging(
        "things", "chippy", 64, 63, "Kasia", 1,
        was={"when": {"day": "Fridays", "time": "2pm to 4pm", "short": "Fridays, 2pm"}},
    ),
    Hanging("ponies", "skylark", 45, 44, "Femi", 0.7),
    # One that moved, still told the old way on three walls.
    Hanging("advice", "surgery", 330, 329, "Trevor", 2, was=AT_THE_PARADE, spot="Downstairs toilet, door"),
    Hanging("advice", "launderette", 330, 328, "Trevor", 0, STRIPS, was=AT_THE_PARADE),
    Hanging("advice", "peewit", 328, 326, "Trevor", 0.4, LARGE, was=AT_THE_PARADE),
    # Stopped, and still up.
    Hanging("advice-old", "launderette", 400, 399, "Trevor", 0, BOLD),
    Hanging("parade-youth", "surgery", 420, 419, "Dot", 0.8, spot="Behind the weighing scales"),
    Hanging("bees", "parkgates", 130, 129, "Dot", 0.4, BOLD),
    # Made, and waiting for somebody with drawing pins.
    Hanging("repair", "library", 2, None, choice=STRIPS),
    Hanging("", "library", 1, None, choice=Choice(sheet=Sheet.MISSING, strips=True)),
    Hanging("", "peewit", 1, None, choice=Choice(sheet=Sheet.NEAR, large=True), patch="tenter-moor"),
    # Down, and its code still works.
    Hanging("games", "shuttle", 200, 198, "Dot", 1, BOLD, down=40),
    Hanging("", "institute", 9, 8, "Roger", 3, Choice(sheet=Sheet.WEEK), patch="hollinfold"),
    Hanging(
        "", "damson", 30, 29, "Gillian", 2,
        Choice(sheet=Sheet.NEAR, kinds=(Kind.ACTIVITY, Kind.GROUP), needs=(Need.COMPANY, Need.ACTIVE)),
        patch="hollinfold",
    ),
    Hanging("plot", "parkgates", 5, None, choice=Choice(paper=Paper.FOLD)),
)  # fmt: skip

TRANSLATIONS = (
    (
        "english", "pl", "Rozmowy po angielsku", "W każdy wtorek o 10:00, biblioteka w Larkmoor",
        "Bezpłatnie. Bez formularzy. Będzie herbata.", "Kasia Wrona",
    ),
    (
        "english", "ur", "انگریزی میں بات چیت", "ہر منگل، صبح 10 بجے، لارک مور لائبریری",
        "مفت۔ کوئی فارم نہیں، بس آ جائیں۔ چائے بھی ملے گی۔", "Imran Sheikh",
    ),
    (
        "english", "bn", "ইংরেজিতে কথাবার্তা", "প্রতি মঙ্গলবার, সকাল ১০টা, লার্কমুর লাইব্রেরি",
        "বিনামূল্যে। কোনো ফর্ম নেই, শুধু চলে আসুন। চা থাকবে।", "Hafsa Begum",
    ),
    ("foodclub", "pl", "Klub spożywczy", "W każdą środę, Tenter Centre", "Trzy funty za torbę.", ""),
)  # fmt: skip
"""Listing, language, title, when and where, a note, and the speaker who read it."""
