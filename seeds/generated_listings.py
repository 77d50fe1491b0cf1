"""One generated venue, group, listing or time: rows for bulk statements, put together by chance."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from models.group import AddressShown
from models.national_grid import degrees_of
from models.patterns import Pattern
from models.rhythm import LAST, Rhythm
from models.vocabulary import Access, ContactShown, Cost, HowChecked, JustWatch, Kind, Room
from models.when_short import short_pattern
from seeds.generated_words import (
    ACTIVITIES,
    FOR_WHOM,
    HALLS,
    HOW_IT_GOES,
    LANGUAGES,
    NAMES,
    ODD_TRUTHS,
    SAINTS,
    STREET_ENDS,
    STREETS,
)

Row = dict[str, Any]
PATCH_RADIUS = 1_800
"""Metres: most of a patch lies within this of its middle."""
COSTS = [Cost.FREE] * 11 + [Cost.DONATION] * 3 + [Cost.UP_TO_3] * 5 + [Cost.UP_TO_5]
STARTS_AT = [time(hour, minute) for hour in (9, 10, 10, 11, 13, 14, 14, 18, 19) for minute in (0, 30)]
LENGTHS = [timedelta(minutes=minutes) for minutes in (60, 90, 120, 150)]

PLAIN_TIMES = (
    "rhythm", "weekday", "interval", "nth", "on_date", "starts", "ends", "anchor", "valid_from", "valid_until",
    "term_time_only", "not_on_bank_holidays", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """Where chance and the time come from."""

    chance: random.Random
    now: datetime

    def new_id(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def name(self) -> str:
        return self.chance.choice(NAMES)

    def phone(self) -> str:
        return f"0161 496 0{self.chance.randrange(1000):03}"

    def some(self, words: list[str], most: int) -> list[str]:
        """A few of them, in their own order."""
        chosen = set(self.chance.sample(range(len(words)), self.chance.randint(0, most)))
        return [word for number, word in enumerate(words) if number in chosen]


def venue_of(world: World, patch: Row) -> Row:
    """A hall, café or hut near the middle of a patch."""
    chance = world.chance
    street = f"{chance.choice(STREETS)} {chance.choice(STREET_ENDS)}"
    easting = patch["easting"] + int(chance.gauss(0, PATCH_RADIUS / 2))
    northing = patch["northing"] + int(chance.gauss(0, PATCH_RADIUS / 2))
    latitude, longitude = degrees_of(easting, northing)
    name = chance.choice(HALLS).format(place=patch["name"], street=street, saint=chance.choice(SAINTS))
    letters = "".join(chance.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
    return {
        "id": world.new_id(),
        "panel_id": patch["panel_id"],
        "name": name,
        "street": f"{chance.randint(1, 140)} {street}",
        "area": patch["name"],
        "postcode": f"{patch['postcode_districts']} {chance.randrange(1, 10)}{letters}",
        "address_shown": AddressShown.FULL if chance.random() < 0.95 else AddressShown.AREA,
        "easting": easting,
        "northing": northing,
        "latitude": latitude,
        "longitude": longitude,
        "created_at": world.now - timedelta(days=400),
    }


def group_of(world: World, patch: Row) -> Row:
    """A group that keeps a few listings."""
    name = f"{patch['name']} {world.chance.choice(ACTIVITIES)[0]} friends"
    return {
        "id": world.new_id(),
        "panel_id": patch["panel_id"],
        "name": name[:120],
        "about": "",
        "website": "",
        "email": "",
        "phone": world.phone(),
        "created_at": world.now - timedelta(days=400),
    }


def listing_of(world: World, patch: Row, venues: list[Row], groups: list[Row]) -> tuple[Row, list[Pattern]]:
    """A published listing and its times. One in 25 is paused and one in 40 has stopped."""
    chance = world.chance
    what, kind, needs, begins = chance.choice(ACTIVITIES)
    venue, whom, greeter, other = chance.choice(venues), chance.choice(FOR_WHOM), world.name(), world.name()
    any_time = kind in (Kind.NETWORK, Kind.PLACE) and chance.random() < 0.6
    patterns = [] if any_time else _patterns(chance)
    added = world.now - timedelta(days=chance.randint(20, 900))
    checked = world.now - timedelta(days=chance.randint(0, 240)) if chance.random() < 0.9 else None
    name = f"{patch['name']} {what}" if chance.random() < 0.5 else f"{what[0].upper()}{what[1:]} at {venue['name']}"
    cost = chance.choice(COSTS)
    truths = chance.sample(ODD_TRUTHS, 2)
    paused, stopped = chance.random() < 0.04, chance.random() < 0.025
    return {
        "id": world.new_id(),
        "panel_id": patch["panel_id"],
        "patch_id": patch["id"],
        "group_id": chance.choice(groups)["id"] if chance.random() < 0.65 else None,
        "venue_id": venue["id"],
        "import_id": None,
        "kind": kind,
        "name": name[:100],
        "short_name": what[0].upper() + what[1:][:27],
        "short_pattern": short_pattern(patterns, any_time=any_time),
        "summary": f"{begins}. For {whom}.",
        "description": " ".join(
            [f"{begins}.", truths[0], chance.choice(HOW_IT_GOES).format(name=greeter, other=other), truths[1]]
        ),
        "needs": needs.split() + (["low-mood"] if chance.random() < 0.1 and "low-mood" not in needs else []),
        "for_whom": f"For {whom}",
        "minimum_age": None,
        "maximum_age": None,
        "languages": chance.choice(LANGUAGES),
        "any_time": any_time,
        "when_note": "",
        "way_in": f"Side door on {venue['street'].lstrip('0123456789 ')}.",
        "getting_there": f"Bus {chance.randint(1, 99)}, {chance.randint(1, 9)} minutes’ walk.",
        "lift_offered": chance.random() < 0.1,
        "greeter": greeter,
        "first_ten_minutes": f"{greeter} says hello and finds you a chair.",
        "just_watch": chance.choice([JustWatch.YES, JustWatch.YES, JustWatch.ASK, JustWatch.UNKNOWN]),
        "leave_any_time": True,
        "bring": "",
        "companion_offered": chance.random() < 0.2,
        "cost": cost,
        "cost_note": "",
        "access": world.some(list(Access), 6),
        "access_note": "",
        "room": chance.choice([Room.OPEN, Room.OPEN, Room.FEW]),
        "full_until": None,
        "places": None,
        "places_taken": None,
        "contact_name": greeter,
        "contact_phone": world.phone(),
        "contact_email": f"{greeter.lower()}@example.org" if chance.random() < 0.4 else "",
        "contact_shown": ContactShown.PUBLIC if chance.random() < 0.9 else ContactShown.PANEL,
        "website": "https://example.org/what-is-on" if chance.random() < 0.5 else "",
        "panel_note": "",
        "created_at": added,
        "created_by_id": None,
        "published_at": added,
        "published_by_id": None,
        "paused_at": world.now if paused else None,
        "paused_by_id": None,
        "paused_until": (world.now + timedelta(days=30)).date() if paused else None,
        "stopped_at": world.now if stopped else None,
        "stopped_by_id": None,
        "state_reason": "A short rest." if paused or stopped else "",
        "checked_at": checked,
        "checked_how": HowChecked.PHONED if checked else None,
        "changed_at": added,
        "revision": 0,
    }, patterns


def times_of(world: World, listing: Row, patterns: list[Pattern]) -> list[Row]:
    """The rows of its session times."""
    return [
        {
            "id": world.new_id(),
            "listing_id": listing["id"],
            "position": position,
            **{name: getattr(pattern, name) for name in PLAIN_TIMES},
            "months": " ".join(map(str, sorted(pattern.months))),
        }
        for position, pattern in enumerate(patterns)
    ]


def check_of(world: World, listing: Row) -> list[Row]:
    """Its latest check, if it has one."""
    if listing["checked_at"] is None:
        return []
    return [
        {
            "id": world.new_id(),
            "listing_id": listing["id"],
            "at": listing["checked_at"],
            "by_id": None,
            "how": listing["checked_how"],
            "note": "",
        }
    ]


def _patterns(chance: random.Random) -> list[Pattern]:
    first = _pattern(chance, chance.randrange(7), chance.choice(STARTS_AT))
    if chance.random() < 0.8 or first.rhythm is not Rhythm.WEEKLY:
        return [first]
    return [first, _pattern(chance, (first.meets_on + 2) % 7, first.starts, weekly=True)]


def _pattern(chance: random.Random, weekday: int, starts: time, *, weekly: bool = False) -> Pattern:
    ends = (datetime.combine(datetime.min, starts) + chance.choice(LENGTHS)).time()
    turn = 0.0 if weekly else chance.random()
    if turn < 0.7:
        return Pattern.weekly(weekday, starts, ends, term_time_only=chance.random() < 0.15)
    if turn < 0.9:
        return Pattern.monthly(chance.choice([1, 2, 3, 4, LAST]), weekday, starts, ends)
    anchor = datetime(2026, 1, 5 + weekday).date()  # that week's Monday is the 5th
    return Pattern.every_n_weeks(anchor, starts, ends)
