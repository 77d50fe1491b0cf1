"""A listing in another language: a few words that somebody who speaks it has read."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified
from models.listing import Listing
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
LONGEST_TITLE, LONGEST_WHEN, LONGEST_NOTE = 80, 120, 160


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
    read_by: Mapped[str] = mapped_column(String(80), default="")
    """The speaker who read it and found it right; empty while nobody has."""
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    listing_revision: Mapped[int]
    """The listing as it was when this was written: if its times changed since, these words may be wrong."""

    listing: Mapped[Listing] = relationship()

    @property
    def is_ready(self) -> bool:
        """Whether it may be printed."""
        return bool(self.read_by)

    @property
    def direction(self) -> str:
        return "rtl" if self.language in FROM_THE_RIGHT else "ltr"

    @classmethod
    def of(cls, listing: Listing) -> Select[tuple["Translation"]]:
        """The languages of a listing, by code."""
        return select(cls).where(cls.listing_id == listing.id).order_by(cls.language, cls.id)

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Translation"]]:
        """Those of the listings of a person's own panels."""
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).join(Listing).where(Listing.panel_id.in_(panels)).order_by(cls.language, cls.id)
