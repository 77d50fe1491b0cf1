"""Patches: the neighbourhood, town or district whose list a panel keeps."""

import uuid

from sqlalchemy import ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified
from models.people import Panel, User


class Patch(Identified, Base):
    """One patch. `postcode_districts` ("ZZ1 ZZ2") say what is inside; the centre is for sunset and nearness."""

    __tablename__ = "patch"

    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(Text, default="")
    postcode_districts: Mapped[str] = mapped_column(String(200), default="")
    easting: Mapped[int | None]
    northing: Mapped[int | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    panel: Mapped[Panel] = relationship(lazy="joined")

    @property
    def districts(self) -> tuple[str, ...]:
        """The outward postcodes of the patch, upper-case."""
        return tuple(self.postcode_districts.upper().split())

    def holds_postcode(self, postcode: str) -> bool:
        """Whether a postcode lies in the patch. True when the patch names no districts."""
        outward = postcode.upper().replace(" ", "")[:-3]
        return not self.districts or outward in self.districts

    @classmethod
    def all_by_name(cls) -> Select[tuple["Patch"]]:
        """Every patch, in the order people read them."""
        return select(cls).order_by(cls.name, cls.id)

    @classmethod
    def kept_by(cls, user: User) -> Select[tuple["Patch"]]:
        """The patches whose panel this person belongs to."""
        return cls.all_by_name().where(cls.panel_id.in_(Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)))
