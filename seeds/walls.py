"""Putting up the demo town's posters, and counting who scanned them."""

import random
from collections.abc import Mapping
from datetime import timedelta

from blueprints.picture_files import remake
from blueprints.posters.contents import Subject, check_after_for, content_for
from models.listing import Listing
from models.national_grid import degrees_of
from models.patch import Patch
from models.people import Panel
from models.picture import Picture
from models.placement import Placement
from models.poster import Poster
from models.poster_choice import Sheet
from models.scan_count import ScanCount
from models.short_code import new_code
from models.site import Site
from models.translation import Translation
from seeds.drawings import lock_up_door
from seeds.entry import typeset
from seeds.larkmoor.walls import HANGINGS, TRANSLATIONS, WALLS, Hanging, Wall
from seeds.pinning import World

WEEKS_COUNTED = 12


def hang(world: World, panels: Mapping[str, Panel], listings: Mapping[str, Listing], at: tuple[str, str]) -> None:
    """The walls, the posters on them with their codes at this scheme and host, and twelve weeks of scans."""
    chance = random.Random("larkmoor")  # the same codes in every demo
    sites = {key: _site(world, panels[wall.panel], wall) for key, wall in WALLS.items()}
    world.session.add_all(sites.values())
    _translate(world, listings)
    _draw(world, listings["lockup"])
    world.session.flush()
    for hanging in HANGINGS:
        _hang(world, sites[hanging.wall], listings.get(hanging.listing), hanging, new_code(chance.choice), at, chance)


def _site(world: World, panel: Panel, wall: Wall) -> Site:
    latitude, longitude = degrees_of(wall.easting, wall.northing)
    return Site(
        panel=panel,
        kind=wall.kind,
        name=wall.name,
        street=wall.street,
        postcode=wall.postcode,
        easting=wall.easting,
        northing=wall.northing,
        latitude=latitude,
        longitude=longitude,
        agreed_by=wall.agreed_by,
        where_exactly=wall.where_exactly,
        note=wall.note,
        look_again_weeks=wall.weeks,
        created_at=world.days.ago(420),
        ended_at=None if wall.ended is None else world.days.ago(wall.ended),
    )


def _translate(world: World, listings: Mapping[str, Listing]) -> None:
    for key, language, title, when, note, read_by in TRANSLATIONS:
        listing = listings[key]
        world.session.add(
            Translation(
                listing=listing,
                language=language,
                title=title,
                when=when,
                note=note,
                read_by=read_by,
                changed_at=world.days.ago(20),
                listing_revision=listing.revision,
            )
        )


def _draw(world: World, listing: Listing) -> None:
    drawing = remake(lock_up_door())
    world.session.add(
        Picture(
            listing=listing,
            alt="A green door in a brick wall, with a bell beside it and a bench in front.",
            fingerprint=drawing.fingerprint,
            width=drawing.width,
            height=drawing.height,
            jpeg=drawing.jpeg,
            added_at=world.days.ago(33),
        )
    )


def _hang(
    world: World,
    site: Site,
    listing: Listing | None,
    hanging: Hanging,
    code: str,
    at: tuple[str, str],
    chance: random.Random,
) -> None:
    printed_at = world.days.ago(hanging.printed, hour=10)
    patch: Patch = listing.patch if listing else world.patches[hanging.patch]
    subject = Subject(patch.panel, patch, listing, site, None)
    if hanging.choice.sheet is Sheet.WEEK:
        subject = Subject(patch.panel, patch, listing, site, subject.monday(printed_at))
    content = content_for(hanging.choice, subject, code=code, now=printed_at, at=at) | dict(hanging.was)
    if listing is not None:
        content["state"] = ""  # on the day it was printed it was on
    poster = Poster(code=code, panel=patch.panel, patch=patch, listing=listing, week=subject.week, made_at=printed_at)
    poster.print_as(
        hanging.choice,
        content,
        check_after=check_after_for(subject, hanging.choice, printed_at),
        by=world.people["bernadette"],
        at=printed_at,
    )
    if listing is not None and hanging.was:
        poster.listing_revision = listing.revision - 1
    placement = Placement(poster=poster, site=site, where_exactly=typeset(hanging.spot))
    if hanging.up is not None:
        up_at = world.days.ago(hanging.up, hour=15)
        placement.put_up_at, placement.put_up_by = up_at, hanging.by
        placement.look_again_on = up_at.date() + timedelta(weeks=site.look_again_weeks)
    if hanging.looked is not None:
        placement.looked_at = world.days.ago(hanging.looked, hour=16)
        placement.look_again_on = placement.looked_at.date() + timedelta(weeks=site.look_again_weeks)
    if hanging.down is not None:
        placement.taken_down_at = world.days.ago(hanging.down, hour=12)
    world.session.add_all([poster, placement])
    world.session.flush()
    _scan(world, poster, hanging, chance)


def _scan(world: World, poster: Poster, hanging: Hanging, chance: random.Random) -> None:
    """So many a week, more on weekdays than on Sundays, none before it was up or after it came down."""
    first = min(hanging.up or 0, 7 * WEEKS_COUNTED)
    for days in range(first, (hanging.down or 0) - 1, -1):
        day = world.days.today - timedelta(days=days)
        expected = hanging.scans / 7 * (0.4 if day.weekday() == 6 else 1.1)
        times = sum(chance.random() < expected / 4 for _ in range(4))
        if times:
            world.session.add(ScanCount(poster_id=poster.id, day=day, times=times))
