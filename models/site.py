"""Sites: the surgeries, shops and noticeboards whose walls carry posters, and whom to thank for it."""

import re
import uuid
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Select, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.people import Panel, User
from models.place import Place, search_name_of
from models.postcodes import Located, locate_postcode

if TYPE_CHECKING:
    from models.placement import Placement

LOOK_AGAIN_AFTER_WEEKS = 8
"""Unless the panel says otherwise for a wall: paper fades, and drawing pins are borrowed."""

SAME_TOWN = 4_000
"""Metres from the middle of its postcode within which a street of that name is taken for its own."""


class SiteKind(StrEnum):
    """What sort of place has the wall."""

    SURGERY = "surgery"
    CHEMIST = "chemist"
    LIBRARY = "library"
    SHOP = "shop"
    FOOD = "food"
    FAITH = "faith"
    HALL = "hall"
    PUB = "pub"
    BOARD = "board"
    SCHOOL = "school"
    HOUSING = "housing"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "surgery": "Surgery or health centre",
            "chemist": "Chemist",
            "library": "Library",
            "shop": "Shop or post office",
            "food": "Café or chip shop",
            "faith": "Church, mosque or temple",
            "hall": "Hall or community centre",
            "pub": "Pub or club",
            "board": "Outdoor noticeboard",
            "school": "School or nursery",
            "housing": "Flats or sheltered housing",
            "other": "Somewhere else",
        }[self.value]


class Site(Identified, Base):
    """One place with a wall. It lies on the national grid (metres) so that a walk past several has an order."""

    __tablename__ = "site"

    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"), index=True)
    kind: Mapped[SiteKind] = mapped_column(EnumText(SiteKind))
    name: Mapped[str] = mapped_column(String(100))
    street: Mapped[str] = mapped_column(String(160), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    easting: Mapped[int | None]
    northing: Mapped[int | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    agreed_by: Mapped[str] = mapped_column(String(120), default="")
    """Who there said yes: "Mrs Okafor, practice manager"."""
    where_exactly: Mapped[str] = mapped_column(String(200), default="")
    """Which wall: "Inside, left of the hatch; ask at the desk for pins"."""
    note: Mapped[str] = mapped_column(String(300), default="")
    """For the panel: when it is open, what they would rather not have."""
    look_again_weeks: Mapped[int] = mapped_column(default=LOOK_AGAIN_AFTER_WEEKS)
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    panel: Mapped[Panel] = relationship()
    placements: Mapped[list["Placement"]] = relationship(back_populates="site", order_by="Placement.id")

    @property
    def point(self) -> tuple[int, int] | None:
        """Where it lies on the grid, in metres east and north; None when nobody said."""
        return None if self.easting is None or self.northing is None else (self.easting, self.northing)

    @property
    def address(self) -> str:
        """On one line, without the name."""
        return ", ".join(filter(None, (self.street, self.postcode)))

    def lie_at(self, located: Located | None) -> None:
        """Put it on the map; None takes it off."""
        self.easting = located.easting if located else None
        self.northing = located.northing if located else None
        self.latitude, self.longitude = located.degrees if located else (None, None)

    def find_its_place(self, session: Session) -> bool:
        """Put it on the map: by a place its panel has named (itself, or its street), else by its postcode.

        Gives whether the postcode is one we know, if it has one.
        """
        by_postcode = locate_postcode(session, self.postcode) if self.postcode else None
        street = re.sub(r"^\d+\w?[ ,]+", "", self.street.strip()).split(",")[0]
        names = list(filter(None, (search_name_of(self.name), search_name_of(street))))
        named = Place.of(session.get_one(Panel, self.panel_id)).where(Place.search_name.in_(names))
        places = sorted(session.scalars(named), key=lambda place: names.index(place.search_name))
        self.lie_at(next((each for each in map(_located, places) if _is_in_town(each, by_postcode)), by_postcode))
        return by_postcode is not None or not self.postcode

    def end(self, *, by: User, at: datetime) -> None:
        """No more posters here: the wall is gone, or they would rather not."""
        self.ended_at, self.ended_by_id = at, by.id

    def resume(self) -> None:
        """They have us back."""
        self.ended_at = self.ended_by_id = None

    @classmethod
    def of(cls, panel: Panel) -> Select[tuple["Site"]]:
        """The walls a panel may use, by name."""
        return (
            select(cls).where(cls.panel_id == panel.id, cls.ended_at.is_(None)).order_by(func.lower(cls.name), cls.id)
        )

    @classmethod
    def ended_of(cls, panel: Panel) -> Select[tuple["Site"]]:
        """The walls a panel does not use any more, by name."""
        return (
            select(cls)
            .where(cls.panel_id == panel.id, cls.ended_at.is_not(None))
            .order_by(func.lower(cls.name), cls.id)
        )

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Site"]]:
        """The walls of a person's own panels, ended ones too."""
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).where(cls.panel_id.in_(panels)).order_by(func.lower(cls.name), cls.id)


def _is_in_town(place: Located, by_postcode: Located | None) -> bool:
    """Whether it is that place, and not another of the same name."""
    if by_postcode is None:
        return True
    metres = by_postcode.metres_to(place.easting, place.northing, place.grid)
    return metres is not None and metres < SAME_TOWN


def _located(place: Place) -> Located:
    return Located(place.name, place.easting, place.northing, place.grid)
