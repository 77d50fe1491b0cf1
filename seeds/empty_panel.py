"""A panel on its first evening: one patch, one lead, nothing on the board."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.national_grid import degrees_of
from models.patch import Patch
from models.people import Membership, Panel, Role, User
from models.place import PostcodeSector
from models.school_term import SchoolTerm
from models.synonym import Synonym
from seeds.larkmoor.map import SECTORS

MIDDLE = (396400, 400700)


def empty_panel(session: Session, now: datetime) -> None:
    """Fill an empty database with a panel that has not begun. Nothing is committed."""
    panel = Panel(
        slug="larkmoor",
        name="Larkmoor panel",
        helpers="Bernadette",
        phone="0161 496 0110",
        email="panel@larkmoor.example.org",
        created_at=now,
    )
    lead = User(name="Bernadette Quigley", email="bernadette@example.org", created_at=now)
    latitude, longitude = degrees_of(*MIDDLE)
    patch = Patch(
        slug="larkmoor",
        panel=panel,
        name="Larkmoor",
        postcode_districts="ZZ4 ZZ5 ZZ6",
        easting=MIDDLE[0],
        northing=MIDDLE[1],
        latitude=latitude,
        longitude=longitude,
    )
    session.add_all([panel, lead, patch, Membership(user=lead, panel=panel, role=Role.LEAD, started_at=now)])
    session.add_all(PostcodeSector.at(sector, *middle) for sector, middle in SECTORS.items())
    session.add_all(SchoolTerm.usual_for(panel))
    session.add_all(Synonym.usual_for(panel, at=now))
    session.flush()
