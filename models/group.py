"""Groups that keep listings, and the venues things happen in."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.people import Panel, User


class Group(Identified, Base):
    """A voluntary, community, faith or social-enterprise body, however small."""

    __tablename__ = "community_group"

    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    """Private: for the panel to reach the group. Public contacts stand on each listing."""
    phone: Mapped[str] = mapped_column(String(30), default="")
    created_at: Mapped[datetime]

    panel: Mapped[Panel] = relationship()

    @classmethod
    def known_to(cls, panel: Panel) -> Select[tuple["Group"]]:
        """The groups this panel has met."""
        return select(cls).where(cls.panel_id == panel.id).order_by(cls.name, cls.id)


class AddressShown(StrEnum):
    """How much of an address the public sees. Somebody's home is masked to its street or its area."""

    FULL = "full"
    STREET = "street"
    AREA = "area"

    @property
    def label(self) -> str:
        return {"full": "The full address", "street": "Only the street", "area": "Only the area"}[self.value]


class Venue(Identified, Base):
    """A place things happen: name, address, and where it lies on the national grid (metres) and the globe (degrees)."""

    __tablename__ = "venue"

    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(160), default="")
    """House number and street, as on an envelope."""
    area: Mapped[str] = mapped_column(String(80), default="")
    """The neighbourhood or town."""
    postcode: Mapped[str] = mapped_column(String(10), default="")
    address_shown: Mapped[AddressShown] = mapped_column(EnumText(AddressShown), default=AddressShown.FULL)
    easting: Mapped[int | None]
    northing: Mapped[int | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    created_at: Mapped[datetime]

    @classmethod
    def known_to(cls, panel: Panel) -> Select[tuple["Venue"]]:
        """The venues this panel has used, by name."""
        return select(cls).where(cls.panel_id == panel.id).order_by(cls.name, cls.id)

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Venue"]]:
        """The venues of a person's own panels."""
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).where(cls.panel_id.in_(panels)).order_by(cls.name, cls.id)

    @property
    def public_address(self) -> str:
        """The address as a stranger may see it, on one line. A masked one holds no name, number or full postcode."""
        if self.address_shown is AddressShown.FULL:
            parts = [self.name, self.street, self.area, self.postcode]
        elif self.address_shown is AddressShown.STREET:
            parts = [self.public_street, self.area, self.outward_postcode]
        else:
            parts = [self.area, self.outward_postcode]
        return ", ".join(part for part in parts if part)

    @property
    def public_street(self) -> str:
        """The street alone: "Mill Row" of "Flat 2, 14a Mill Row" and of "Rose Cottage, Mill Row"."""
        street = self.street.rstrip(" ,").rpartition(",")[2]
        return " ".join(word for word in street.split() if not any(letter.isdigit() for letter in word))

    @property
    def outward_postcode(self) -> str:
        """The first half of the postcode: "ZZ4" of "ZZ4 1AB"."""
        return self.postcode.split(" ")[0] if " " in self.postcode else self.postcode[:-3]
