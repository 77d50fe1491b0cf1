"""Pictures: a photo or drawing of a listing, re-made so that nothing but the picture is left in the file."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, Select, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, Identified
from models.errors import RuleBroken
from models.listing import Listing
from models.people import Panel, User

LONGEST_ALT = 160
MOST_OF_A_LISTING = 8
"""A drawer of pictures, not an album."""
KEPT_AFTER_REMOVAL = timedelta(days=1)
"""As long as its removal can be taken back. After that nothing of it is left."""


class TooManyPictures(RuleBroken):
    """The listing has as many as it may."""

    message = f"It has {MOST_OF_A_LISTING} pictures already. Take one away first."


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
    jpeg: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    removed_at: Mapped[datetime | None] = mapped_column(index=True)
    """Taken away. It is nowhere to be seen from then on."""
    removed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    listing: Mapped[Listing] = relationship()

    def remove(self, *, by: User, at: datetime) -> None:
        """Take it away. Until it is wiped it can come back."""
        self.removed_at, self.removed_by_id = at, by.id

    def put_back(self) -> None:
        """It was not to be taken away after all."""
        self.removed_at = self.removed_by_id = None

    @classmethod
    def of(cls, listing: Listing) -> Select[tuple["Picture"]]:
        """The pictures of a listing, the latest first."""
        return (
            select(cls)
            .where(cls.listing_id == listing.id, cls.removed_at.is_(None))
            .order_by(cls.added_at.desc(), cls.id)
        )

    @classmethod
    def add_to(cls, session: Session, listing: Listing, picture: "Picture") -> "Picture":
        """Keep one more of a listing. The very same picture a second time is the first one, with the newer words.

        Raises TooManyPictures.
        """
        same = session.scalar(cls.of(listing).where(cls.fingerprint == picture.fingerprint).limit(1))
        if same is not None:
            same.alt = picture.alt
            return same
        count = cls.of(listing).with_only_columns(func.count(cls.id)).order_by(None)
        if (session.scalar(count) or 0) >= MOST_OF_A_LISTING:
            raise TooManyPictures(field="picture")
        picture.listing = listing
        session.add(picture)
        return picture

    @classmethod
    def worn_out(cls, now: datetime) -> Select[tuple["Picture"]]:
        """Those taken away so long ago that they are to be wiped."""
        return select(cls).where(cls.removed_at < now - KEPT_AFTER_REMOVAL).order_by(cls.removed_at, cls.id)

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Picture"]]:
        """The pictures of the listings of a person's own panels."""
        return cls._kept_by(user).where(cls.removed_at.is_(None))

    @classmethod
    def removed_from(cls, user: User) -> Select[tuple["Picture"]]:
        """Those taken away from the listings of a person's own panels, while they can come back."""
        return cls._kept_by(user).where(cls.removed_at.is_not(None))

    @classmethod
    def _kept_by(cls, user: User) -> Select[tuple["Picture"]]:
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).join(Listing).where(Listing.panel_id.in_(panels)).order_by(cls.added_at.desc(), cls.id)
