"""Any number of plausible listings, for measuring and for trying at size. Not part of the demo.

    generate(session, 20_000, seed=1)

The same number and seed make the same world. Rows go in as bulk statements and the search index is filled at the end;
the caller commits.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.check import Check
from models.country_sectors import middles_of_great_britain
from models.group import Group, Venue
from models.listing import Listing
from models.national_grid import degrees_of
from models.patch import Patch
from models.people import Membership, Panel, Role, User
from models.school_term import SchoolTerm
from models.search_index import reindex
from models.session_time import SessionTime
from models.term_dates import USUAL_TERMS
from seeds.generated_listings import World, check_of, group_of, listing_of, times_of, venue_of
from seeds.generated_words import BEFORE, ENDS, STARTS

LISTINGS_A_PATCH = 60
VENUES_A_PATCH = 24
GROUPS_A_PATCH = 16
PATCHES_A_PANEL = 10
BATCH = 2_000
Row = dict[str, Any]


def generate(session: Session, n: int, seed: int = 1, *, now: datetime | None = None) -> None:
    """Add `n` listings, spread over one patch for each 60 of them, and fill the search index."""
    chance = random.Random(seed)
    world = World(chance, now or datetime.now(UTC))
    patches = _patches(session, world, max(1, n // LISTINGS_A_PATCH))
    for start in range(0, len(patches), BATCH // LISTINGS_A_PATCH):
        rows = _Rows()
        for number, patch in enumerate(patches[start : start + BATCH // LISTINGS_A_PATCH], start):
            count = n // len(patches) + (number < n % len(patches))
            rows.add_patch(world, patch, count)
        rows.insert(session)
    session.flush()
    reindex(session)


class _Rows:
    """Rows of several tables, gathered and then written table by table."""

    def __init__(self) -> None:
        self.venues: list[Row] = []
        self.groups: list[Row] = []
        self.listings: list[Row] = []
        self.times: list[Row] = []
        self.checks: list[Row] = []

    def add_patch(self, world: World, patch: Row, count: int) -> None:
        """A patch's venues and groups, and so many listings that use them."""
        venues = [venue_of(world, patch) for _ in range(VENUES_A_PATCH)]
        groups = [group_of(world, patch) for _ in range(GROUPS_A_PATCH)]
        self.venues += venues
        self.groups += groups
        for _ in range(count):
            listing, patterns = listing_of(world, patch, venues, groups)
            self.listings.append(listing)
            self.times += times_of(world, listing, patterns)
            self.checks += check_of(world, listing)

    def insert(self, session: Session) -> None:
        """Write them, the ones that others point at first."""
        for table, rows in (
            (Venue, self.venues),
            (Group, self.groups),
            (Listing, self.listings),
            (SessionTime, self.times),
            (Check, self.checks),
        ):
            if rows:
                session.connection().execute(insert(table.__table__), rows)  # type: ignore[arg-type]


def _patches(session: Session, world: World, count: int) -> list[Row]:
    """Panels and patches, each patch around the middle of a real postcode sector under an invented name."""
    middles = world.chance.choices(middles_of_great_britain(), k=count)
    names = _place_names(world.chance, count)
    panels: list[Row] = []
    patches: list[Row] = []
    for number, (easting, northing) in enumerate(middles):
        name = next(names)
        if number % PATCHES_A_PANEL == 0:
            panels.append(_panel(world, name, number))
        latitude, longitude = degrees_of(easting, northing)
        patches.append(
            {
                "id": world.new_id(),
                "panel_id": panels[-1]["id"],
                "slug": f"{name.lower().replace(' ', '-')}-{number}",
                "name": name,
                "about": f"{name} and the streets around it.",
                "postcode_districts": f"ZZ{10 + number % 90}",
                "easting": easting,
                "northing": northing,
                "latitude": latitude,
                "longitude": longitude,
            }
        )
    connection = session.connection()
    connection.execute(insert(Panel.__table__), panels)  # type: ignore[arg-type]
    connection.execute(insert(Patch.__table__), patches)  # type: ignore[arg-type]
    _people(session, world, panels)
    terms = [
        {"id": world.new_id(), "panel_id": panel["id"], "name": t.name, "starts_on": t.starts_on, "ends_on": t.ends_on}
        for panel in panels
        for t in USUAL_TERMS
    ]
    connection.execute(insert(SchoolTerm.__table__), terms)  # type: ignore[arg-type]
    return patches


def _panel(world: World, name: str, number: int) -> Row:
    return {
        "id": world.new_id(),
        "slug": f"{name.lower().replace(' ', '-')}-{number}",
        "name": f"{name} panel",
        "helpers": "The panel",
        "phone": world.phone(),
        "phone_hours": "Weekdays, 10am to 3pm",
        "email": f"panel{number}@example.org",
        "welcome": "",
        "next_meeting": "",
        "created_at": world.now,
    }


def _people(session: Session, world: World, panels: list[Row]) -> None:
    """One lead for each panel: lead1@example.org and so on."""
    leads = [
        {"id": world.new_id(), "name": world.name(), "email": f"lead{number}@example.org", "created_at": world.now}
        for number, _ in enumerate(panels, 1)
    ]
    memberships = [
        {
            "id": world.new_id(),
            "user_id": lead["id"],
            "panel_id": panel["id"],
            "role": Role.LEAD,
            "started_at": world.now,
        }
        for lead, panel in zip(leads, panels, strict=True)
    ]
    session.connection().execute(insert(User.__table__), leads)  # type: ignore[arg-type]
    session.connection().execute(insert(Membership.__table__), memberships)  # type: ignore[arg-type]


def _place_names(chance: random.Random, count: int) -> Iterator[str]:
    """Invented place names, none twice while they last."""
    every = [f"{before}{start}{end}" for before in BEFORE for start in STARTS for end in ENDS]
    chance.shuffle(every)
    for number in range(count):
        again = number // len(every)
        yield every[number % len(every)] + (f" {again + 1}" if again else "")
