"""Two panels, their three patches, and the people who keep the boards."""

from dataclasses import dataclass

from models.people import Role


@dataclass(frozen=True, slots=True)
class Keepers:
    """A panel, as `Panel` names things."""

    slug: str
    name: str
    helpers: str
    phone: str
    phone_hours: str
    email: str
    welcome: str
    next_meeting: str


@dataclass(frozen=True, slots=True)
class Area:
    """A patch and its middle (metres)."""

    slug: str
    panel: str
    name: str
    about: str
    districts: str
    easting: int
    northing: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. `ended` days ago, when they have left."""

    key: str
    name: str
    panels: tuple[tuple[str, Role], ...]
    since: int
    ended: int | None = None


PANELS = (
    Keepers(
        "larkmoor",
        "Larkmoor panel",
        "Bernadette and Imran",
        "0161 496 0110",
        "Weekdays, 9.30am to 4pm. Leave a message and one of us rings back",
        "panel@larkmoor.example.org",
        "Six of us keep this board. We live here, we go to most of it, and we ring the rest. If you would rather not"
        " walk in alone, say so: one of us will meet you at the door.",
        "{monday}, 6.30pm, upstairs at the Packhorse Rooms. There is a lift, and usually parkin.",
    ),
    Keepers(
        "hollinfold",
        "Hollinfold panel",
        "Gillian and Roger",
        "0161 496 0120",
        "Mornings, 9am to noon. Roger is in the garden but he takes the phone with him",
        "panel@hollinfold.example.org",
        "Four neighbours with a kettle and a noticeboard. Hollinfold looks as if everybody knows everybody. They do"
        " not, and it can be lonely behind a long hedge. Ring us.",
        "{thursday}, 2pm, the Reading Room. Anybody may come and listen.",
    ),
)

PATCHES = (
    Area(
        "larkmoor",
        "larkmoor",
        "Larkmoor town",
        "From the tram stop down to the canal: the market, the mills that are flats now, the park and the baths.",
        "ZZ4",
        396400,
        400700,
    ),
    Area(
        "tenter-moor",
        "larkmoor",
        "Tenter Moor",
        "The estate on the hill, where the cloth was once hung out to dry and the 84 bus turns round. Every street is"
        " named after a bird.",
        "ZZ5",
        398600,
        401400,
    ),
    Area(
        "hollinfold",
        "hollinfold",
        "Hollinfold",
        "The green, the lanes and the clough. Three buses a day, two of them at school time.",
        "ZZ6",
        394300,
        399000,
    ),
)

PEOPLE = (
    Person("bernadette", "Bernadette Quigley", (("larkmoor", Role.LEAD),), 900),
    Person("imran", "Imran Sheikh", (("larkmoor", Role.LEAD),), 610),
    Person("dot", "Dot Hardcastle", (("larkmoor", Role.VOLUNTEER),), 880),
    Person("kasia", "Kasia Wrona", (("larkmoor", Role.VOLUNTEER),), 340),
    Person("winston", "Winston Pryce", (("larkmoor", Role.VOLUNTEER), ("hollinfold", Role.VOLUNTEER)), 640),
    Person("hafsa", "Hafsa Begum", (("larkmoor", Role.VOLUNTEER),), 260),
    Person("gillian", "Gillian Tranter", (("hollinfold", Role.LEAD),), 700),
    Person("roger", "Roger Halliwell", (("hollinfold", Role.VOLUNTEER),), 690),
    Person("femi", "Femi Adebayo", (("hollinfold", Role.VOLUNTEER),), 200),
    Person("trevor", "Trevor Ogden", (("larkmoor", Role.VOLUNTEER),), 800, ended=60),
)
"""Their address is their key at example.org."""
