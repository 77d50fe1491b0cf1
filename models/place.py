"""Places people name when they say where they are: the middles of postcode sectors, and a small gazetteer."""

import re
import unicodedata
import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Select, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.national_grid import Grid, degrees_of
from models.patch import Patch
from models.people import Panel


class PlaceKind(StrEnum):
    """What sort of place a name is."""

    TOWN = "town"
    NEIGHBOURHOOD = "neighbourhood"
    STREET = "street"
    STATION = "station"
    PARK = "park"
    LANDMARK = "landmark"

    @property
    def label(self) -> str:
        return {
            "town": "Town or village",
            "neighbourhood": "Neighbourhood or estate",
            "street": "Street",
            "station": "Tram stop or station",
            "park": "Park or open space",
            "landmark": "Somewhere everybody knows",
        }[self.value]


class Place(Identified, Base):
    """A name in the gazetteer and where it lies. Never a venue: somebody's home may be one."""

    __tablename__ = "place"
    __table_args__ = (Index("ix_place_search_name", "search_name"),)

    patch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patch.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    search_name: Mapped[str] = mapped_column(String(80))
    """The name as it is compared: see `search_name_of`."""
    kind: Mapped[PlaceKind] = mapped_column(EnumText(PlaceKind))
    grid: Mapped[Grid] = mapped_column(EnumText(Grid), default=Grid.GB)
    easting: Mapped[int]
    northing: Mapped[int]

    patch: Mapped[Patch | None] = relationship()

    @classmethod
    def named(cls, name: str, kind: PlaceKind, easting: int, northing: int, patch: Patch | None = None) -> "Place":
        """A new place on the grid of Great Britain (metres)."""
        return cls(
            name=name, search_name=search_name_of(name), kind=kind, easting=easting, northing=northing, patch=patch
        )

    @classmethod
    def of(cls, panel: Panel) -> Select[tuple["Place"]]:
        """The places this panel has put in for its patches, by name."""
        patches = select(Patch.id).where(Patch.panel_id == panel.id)
        return select(cls).where(cls.patch_id.in_(patches)).order_by(cls.search_name, cls.id)

    @classmethod
    def starting_like(cls, search_name: str) -> Select[tuple["Place"]]:
        """Places whose name shares the first letter and about the length: among them is what was meant."""
        shortest, longest = len(search_name) - 2, len(search_name) + 2
        return (
            select(cls)
            .where(cls.search_name.startswith(search_name[:1], autoescape=True))
            .where(func.length(cls.search_name).between(shortest, longest))
            .order_by(cls.search_name, cls.id)
        )


class PostcodeSector(Base):
    """The middle of a postcode sector, such as "ZZ4 1": the finest we ever know of a visitor."""

    __tablename__ = "postcode_sector"

    sector: Mapped[str] = mapped_column(String(7), primary_key=True)
    grid: Mapped[Grid] = mapped_column(EnumText(Grid), default=Grid.GB)
    easting: Mapped[int]
    northing: Mapped[int]
    latitude: Mapped[float]
    longitude: Mapped[float]

    @classmethod
    def at(cls, sector: str, easting: int, northing: int, grid: Grid = Grid.GB) -> "PostcodeSector":
        """A sector with its middle in metres; the degrees are worked out."""
        latitude, longitude = degrees_of(easting, northing, grid)
        return cls(sector=sector, grid=grid, easting=easting, northing=northing, latitude=latitude, longitude=longitude)

    @classmethod
    def of_district(cls, outward: str) -> Select[tuple["PostcodeSector"]]:
        """The sectors of a district such as "ZZ4"."""
        return select(cls).where(cls.sector.startswith(f"{outward} ")).order_by(cls.sector)


def search_name_of(name: str) -> str:
    """A name as it is compared: no case, accents or punctuation, "st" for "saint", "and" for "&", without "the"."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9 ]+", " ", re.sub(r"['’`]", "", plain)).split()
    short = {"saint": "st", "road": "rd", "street": "st", "lane": "ln", "avenue": "ave"}
    kept = [short.get(word, word) for word in words if word != "the"]
    return " ".join(kept)[:80]
