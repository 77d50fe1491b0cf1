"""Opening a panel: its first person, its patch, and the things every panel starts with."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import RuleBroken
from models.listing import slug_of
from models.patch import Patch
from models.people import Membership, Panel, Role, User, normal_email
from models.postcodes import Located, PostcodeWrong, locate_postcode, outward_of, read_postcode
from models.school_term import SchoolTerm
from models.synonym import Synonym
from models.team import Team

DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?\Z")
MOST_DISTRICTS = 30


class DistrictsWrong(RuleBroken):
    """The postcode districts cannot be read."""

    message = "Write the first halves of postcodes with blanks between: ZZ1 ZZ2."


@dataclass(frozen=True)
class Opening:
    """What the first person says about themself, the panel and the patch."""

    person: str
    email: str
    panel: str
    patch: str
    postcode: str
    districts: str
    helpers: str
    phone: str
    phone_hours: str


def open_panel(session: Session, opening: Opening, at: datetime) -> Membership:
    """Make the panel, its patch and its first lead, and give them its usual terms and words. Raises RuleBroken."""
    place = _place(session, opening.postcode)
    districts = read_districts(opening.districts) or [outward_of(read_postcode(opening.postcode))]
    user = _person(session, opening, at)
    panel = Panel(
        name=opening.panel,
        slug=free_slug(session, Panel, opening.panel),
        helpers=opening.helpers,
        phone=opening.phone,
        phone_hours=opening.phone_hours,
        created_at=at,
    )
    latitude, longitude = place.degrees
    patch = Patch(
        panel=panel,
        name=opening.patch,
        slug=free_slug(session, Patch, opening.patch),
        postcode_districts=" ".join(districts),
        easting=place.easting,
        northing=place.northing,
        latitude=latitude,
        longitude=longitude,
    )
    if not patch.holds_postcode(read_postcode(opening.postcode)):
        raise PostcodeWrong("This postcode is in none of the districts you wrote. Change one of the two.")
    lead = Membership(user=user, panel=panel, role=Role.LEAD, started_at=at)
    session.add_all([user, panel, patch, lead, *SchoolTerm.usual_for(panel), *Synonym.usual_for(panel, at=at)])
    session.flush()
    return lead


def read_districts(typed: str) -> list[str]:
    """The districts in what was typed, in capitals, each once. Raises DistrictsWrong."""
    districts = list(dict.fromkeys(re.split(r"[\s,;]+", typed.strip().upper()))) if typed.strip() else []
    if len(districts) > MOST_DISTRICTS or any(not DISTRICT.match(district) for district in districts):
        raise DistrictsWrong(field="districts")
    return districts


def _place(session: Session, postcode: str) -> Located:
    place = locate_postcode(session, read_postcode(postcode))
    if place is None:
        raise PostcodeWrong("We do not know this postcode. Try another one in the patch.")
    return place


def _person(session: Session, opening: Opening, at: datetime) -> User:
    """The account with this address, which gains a panel, or a new one."""
    user = session.scalar(select(User).where(User.email == normal_email(opening.email)))
    if user is None:
        return User(name=opening.person, email=normal_email(opening.email), created_at=at)
    user.ended_at = None
    return user


def free_slug(session: Session, table: type[Panel] | type[Patch] | type[Team], name: str) -> str:
    """A readable address that nobody has: "larkmoor", else "larkmoor-2"."""
    slug = slug_of(name)[:56].strip("-") or table.__tablename__
    taken = set(session.scalars(select(table.slug).where(table.slug.startswith(slug, autoescape=True))))
    return next(each for each in [slug, *(f"{slug}-{n}" for n in range(2, 1000))] if each not in taken)
