"""Pictures: a photo or drawing of a listing, re-made so that nothing but the picture is left in the file."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Select, String, select
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from models.base import Base, Identified
from models.listing import Listing
from models.people import Panel, User

LONGEST_ALT = 160


class Picture(Identified, Base):
    """One picture of one listing, with the words for those who cannot see it. Sides in pixels."""

    __tablename__ = "picture"

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    alt: Mapped[str] = mapped_column(String(LONGEST_ALT))
    """What is to be seen, for people who hear the page."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the bytes, in hexadecimal."""
    width: Mapped[int]
    height: Mapped[int]
    jpeg: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    added_at: Mapped[datetime]
    added_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    listing: Mapped[Listing] = relationship()

    @classmethod
    def of(cls, listing: Listing) -> Select[tuple["Picture"]]:
        """The pictures of a listing, the latest first."""
        return select(cls).where(cls.listing_id == listing.id).order_by(cls.added_at.desc(), cls.id)

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Picture"]]:
        """The pictures of the listings of a person's own panels."""
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).join(Listing).where(Listing.panel_id.in_(panels)).order_by(cls.added_at.desc(), cls.id)
