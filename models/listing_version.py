"""The history of a listing: every change with who, when and what, and the way back to any of them."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.listing import Listing
from models.people import User


class Deed(StrEnum):
    """What was done to a listing."""

    ADDED = "added"
    IMPORTED = "imported"
    EDITED = "edited"
    PUBLISHED = "published"
    PAUSED = "paused"
    STOPPED = "stopped"
    RESTARTED = "restarted"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        return {
            "added": "Added",
            "imported": "Brought in from a spreadsheet",
            "edited": "Changed",
            "published": "Put on the board",
            "paused": "Paused",
            "stopped": "Stopped",
            "restarted": "Started again",
            "undone": "Taken back to an earlier version",
        }[self.value]


class ListingVersion(Identified, Base):
    """One version: the whole contents after a deed. The changes are worked out against the version before."""

    __tablename__ = "listing_version"
    __table_args__ = (UniqueConstraint("listing_id", "number"),)

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    """1 for the first, then one up. Two saves of the same version collide here and one is refused."""
    deed: Mapped[Deed] = mapped_column(EnumText(Deed))
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(String(200), default="")
    contents: Mapped[dict[str, Any]] = mapped_column(JSON)

    listing: Mapped[Listing] = relationship(back_populates="versions")
    by: Mapped[User | None] = relationship()


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """What differs between two versions' contents: (field, value before, value after), in the order of the fields."""
    return [
        (field, before.get(field), after.get(field))
        for field in {**before, **after}
        if before.get(field) != after.get(field)
    ]
