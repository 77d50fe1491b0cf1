"""A listing in another language: a few words that somebody who speaks it has read."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, Identified
from models.listing import Listing
from models.listing_contents import contents_of
from models.listing_version import ListingVersion
from models.people import Panel, User

LANGUAGES = {
    "ar": "العربية",
    "bn": "বাংলা",
    "cy": "Cymraeg",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "gu": "ગુજરાતી",
    "hi": "हिन्दी",
    "it": "Italiano",
    "ku": "Kurdî",
    "lt": "Lietuvių",
    "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski",
    "ps": "پښتو",
    "pt": "Português",
    "ro": "Română",
    "so": "Soomaali",
    "sw": "Kiswahili",
    "ta": "தமிழ்",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "zh": "中文",
}
"""Each in its own words, as its readers look for it."""
IN_ENGLISH = {
    "ar": "Arabic",
    "bn": "Bengali",
    "cy": "Welsh",
    "es": "Spanish",
    "fa": "Farsi",
    "fr": "French",
    "gu": "Gujarati",
    "hi": "Hindi",
    "it": "Italian",
    "ku": "Kurdish",
    "lt": "Lithuanian",
    "pa": "Punjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "so": "Somali",
    "sw": "Swahili",
    "ta": "Tamil",
    "ti": "Tigrinya",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}
FROM_THE_RIGHT = frozenset({"ar", "fa", "ps", "ur"})
LONGEST_TITLE, LONGEST_WHEN, LONGEST_NOTE, LONGEST_READER = 80, 120, 160, 80
TOLD = {
    "the day or time": ("times", "any_time", "when_note"),
    "the place": ("venue_id",),
    "the cost": ("cost", "cost_note"),
}
"""What words in another language may tell, and the fields of a listing's contents that hold it."""


class Translation(Identified, Base):
    """The words of one listing in one language. Used in print only when a speaker has read them."""

    __tablename__ = "translation"
    __table_args__ = (UniqueConstraint("listing_id", "language"),)

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    when: Mapped[str] = mapped_column("when_words", String(LONGEST_WHEN))
    """Day, time and place, as its readers say them."""
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    read_by: Mapped[str] = mapped_column(String(LONGEST_READER), default="")
    """The speaker who read it and found it right; empty while nobody has."""
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    listing_revision: Mapped[int]
    """The listing as it was when this was written: if its times changed since, these words may be wrong."""
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    listing: Mapped[Listing] = relationship()

    @property
    def is_ready(self) -> bool:
        """Whether it may be printed."""
        return bool(self.read_by)

    def write(self, *, title: str, when: str, note: str, read_by: str, by: User, at: datetime) -> None:
        """Take these words for the listing as it is now. `read_by` is whoever has just read them, or "".

        Words that stay the same keep their reader; other words have none until somebody reads them too.
        """
        words = (title, when, note)
        if read_by or words != (self.title, self.when, self.note):
            self.read_by = read_by
            self.changed_at, self.changed_by_id, self.listing_revision = at, by.id, self.listing.revision
        self.title, self.when, self.note = words
        self.removed_at = self.removed_by_id = None

    def changed_since(self, session: Session) -> list[str]:
        """What has changed about the listing since these words were written, of what they tell: "the day or time"."""
        if self.listing_revision == self.listing.revision:
            return []
        then = session.scalar(
            select(ListingVersion.contents).where(
                ListingVersion.listing_id == self.listing_id, ListingVersion.number == self.listing_revision
            )
        )
        now = contents_of(self.listing)
        return [words for words, fields in TOLD.items() if then and any(then.get(f) != now.get(f) for f in fields)]

    @classmethod
    def printable(cls, session: Session, listing: Listing) -> list["Translation"]:
        """Those that a speaker has read and whose day, place and cost are still the listing's: a wrong day in a
        language the panel cannot read would hang for months."""
        found = session.scalars(cls.of(listing))
        return [each for each in found if each.is_ready and not each.changed_since(session)]

    def remove(self, *, by: User, at: datetime) -> None:
        """Take the words away. They come back with `put_back`."""
        self.removed_at, self.removed_by_id = at, by.id

    def put_back(self) -> None:
        """They were not to be taken away after all."""
        self.removed_at = self.removed_by_id = None

    @property
    def direction(self) -> str:
        return "rtl" if self.language in FROM_THE_RIGHT else "ltr"

    @classmethod
    def of(cls, listing: Listing) -> Select[tuple["Translation"]]:
        """The languages of a listing, by code."""
        return select(cls).where(cls.listing_id == listing.id, cls.removed_at.is_(None)).order_by(cls.language, cls.id)

    @classmethod
    def in_language(cls, listing: Listing, language: str) -> Select[tuple["Translation"]]:
        """The one in this language, taken away or not."""
        return select(cls).where(cls.listing_id == listing.id, cls.language == language).order_by(cls.id)

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Translation"]]:
        """Those of the listings of a person's own panels."""
        return cls._kept_by(user).where(cls.removed_at.is_(None))

    @classmethod
    def removed_from(cls, user: User) -> Select[tuple["Translation"]]:
        """Those that were taken away, of the listings of a person's own panels."""
        return cls._kept_by(user).where(cls.removed_at.is_not(None))

    @classmethod
    def _kept_by(cls, user: User) -> Select[tuple["Translation"]]:
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).join(Listing).where(Listing.panel_id.in_(panels)).order_by(cls.language, cls.id)
