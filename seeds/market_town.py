"""The demo town, from its map to what waits on the panels' desks."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.clock_words import date_words
from models.group import Group, Venue
from models.national_grid import degrees_of
from models.patch import Patch
from models.people import Membership, Panel, User
from models.place import Place, PostcodeSector
from models.school_term import SchoolTerm
from models.synonym import Synonym
from seeds.days import MON, THU, Days
from seeds.entry import Entry, typeset
from seeds.larkmoor import company, food, growing, making, moving, music, neighbours, support
from seeds.larkmoor.groups import GROUPS
from seeds.larkmoor.map import PLACES, SECTORS
from seeds.larkmoor.panels import PANELS, PATCHES, PEOPLE, Keepers
from seeds.larkmoor.venues import HOLLINFOLD, LARKMOOR, Spot
from seeds.pinning import World, pin
from seeds.referring import refer
from seeds.registering import register
from seeds.told import invite, search, tell
from seeds.walls import hang

THEMES = (company, moving, making, growing, music, food, support, neighbours)


def market_town(session: Session, now: datetime, at: tuple[str, str] = ("https", "hereabouts.example.org")) -> None:
    """Fill an empty database with Larkmoor as it is at this moment. Its posters name `at`, a scheme and a host.
    Nothing is committed."""
    days = Days(now)
    panels = {keepers.slug: _panel(keepers, days) for keepers in PANELS}
    session.add_all(panels.values())
    people = _people(session, panels, days)
    patches = _patches(session, panels)
    groups = _groups(session, panels, days)
    venues = {key: _venue(spot, panels["larkmoor"], days) for key, spot in LARKMOOR.items()}
    venues |= {key: _venue(spot, panels["hollinfold"], days) for key, spot in HOLLINFOLD.items()}
    session.add_all(venues.values())
    for panel in panels.values():
        session.add_all(SchoolTerm.usual_for(panel))
        session.add_all(Synonym.usual_for(panel, at=panel.created_at))
    session.flush()
    world = World(session, days, patches, groups, venues, people)
    listings = {entry.key: pin(world, entry) for entry in entries(days)}
    session.add_all(listings.values())
    tell(world, panels, listings)
    invite(world, panels)
    search(world)
    hang(world, panels, listings, at)
    session.flush()
    register(world, listings, refer(world, listings))
    session.flush()


def entries(days: Days) -> list[Entry]:
    """Everything on the boards, theme by theme."""
    return [entry for theme in THEMES for entry in theme.entries(days)]


def _panel(keepers: Keepers, days: Days) -> Panel:
    meeting = {"monday": _meeting(days, MON), "thursday": _meeting(days, THU)}
    return Panel(
        slug=keepers.slug,
        name=keepers.name,
        helpers=keepers.helpers,
        phone=keepers.phone,
        phone_hours=keepers.phone_hours,
        email=keepers.email,
        welcome=typeset(keepers.welcome),
        next_meeting=typeset(keepers.next_meeting.format(**meeting)),
        created_at=days.ago(950),
    )


def _meeting(days: Days, weekday: int) -> str:
    return date_words(days.next(weekday, weeks=1), days.today, weekday=True)


def _people(session: Session, panels: dict[str, Panel], days: Days) -> dict[str, User]:
    people = {}
    for person in PEOPLE:
        user = User(name=person.name, email=f"{person.key}@example.org", created_at=days.ago(person.since))
        session.add(user)
        for panel, role in person.panels:
            membership = Membership(user=user, panel=panels[panel], role=role, started_at=days.ago(person.since))
            if person.ended is not None:
                membership.ended_at = days.ago(person.ended)
            session.add(membership)
        people[person.key] = user
    session.flush()
    return people


def _patches(session: Session, panels: dict[str, Panel]) -> dict[str, Patch]:
    session.add_all(PostcodeSector.at(sector, *middle) for sector, middle in SECTORS.items())
    patches = {}
    for area in PATCHES:
        latitude, longitude = degrees_of(area.easting, area.northing)
        patches[area.slug] = Patch(
            slug=area.slug,
            panel=panels[area.panel],
            name=area.name,
            about=typeset(area.about),
            postcode_districts=area.districts,
            easting=area.easting,
            northing=area.northing,
            latitude=latitude,
            longitude=longitude,
        )
    session.add_all(patches.values())
    for slug, places in PLACES.items():
        session.add_all(Place.named(*place, patch=patches[slug]) for place in places)
    return patches


def _groups(session: Session, panels: dict[str, Panel], days: Days) -> dict[str, Group]:
    groups = {
        body.key: Group(
            panel=panels[body.panel],
            name=typeset(body.name),
            about=typeset(body.about),
            email=body.email,
            phone=body.phone,
            website=body.website,
            created_at=days.ago(400) - timedelta(days=number * 17),
        )
        for number, body in enumerate(GROUPS)
    }
    session.add_all(groups.values())
    return groups


def _venue(spot: Spot, panel: Panel, days: Days) -> Venue:
    latitude, longitude = degrees_of(spot.easting, spot.northing)
    return Venue(
        panel_id=panel.id,
        name=typeset(spot.name),
        street=spot.street,
        area=spot.area,
        postcode=spot.postcode,
        address_shown=spot.shown,
        easting=spot.easting,
        northing=spot.northing,
        latitude=latitude,
        longitude=longitude,
        created_at=days.ago(800),
    )
