"""What people look for, counted by the week so that the panel learns what is missing.

Never who, and no words that could name somebody.
"""

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, EnumText, Identified
from models.patch import Patch
from models.postcode_words import PostcodeWrong, read_postcode
from models.search_words import STOP_WORDS, is_code, spoken_words

MOST_WORDS = 8
LONGEST_WORDS = 120
FEW_WORDS = 3
"""In so short a search one word that nobody knows may be what is missing from the board; in a longer one it may be a
name."""
NOT_KEPT = "(not kept)"
ADDRESS = re.compile(r"@|https?:|www\.")
LONG_NUMBER = re.compile(r"(?:\d[\s().+-]*){6,}")


class Found(StrEnum):
    """How much there was."""

    NOTHING = "nothing"
    FEW = "few"
    SOME = "some"
    MANY = "many"

    @property
    def label(self) -> str:
        return {"nothing": "Nothing", "few": "1 to 4", "some": "5 to 20", "many": "More than 20"}[self.value]


@dataclass(frozen=True, slots=True)
class Search:
    """One search as it is counted."""

    week: date
    patch_id: uuid.UUID | None
    words: str
    filters: str
    outward: str
    found: Found

    @property
    def digest(self) -> str:
        said = repr((self.week.isoformat(), self.patch_id, self.words, self.filters, self.outward, self.found.value))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


class SearchCount(Identified, Base):
    """How often one search was made in one week. The week is given by its Monday."""

    __tablename__ = "search_count"
    __table_args__ = (Index("ix_search_count_patch_week", "patch_id", "week"),)

    digest: Mapped[str] = mapped_column(String(32), unique=True)
    week: Mapped[date]
    patch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patch.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    filters: Mapped[str] = mapped_column(String(200), default="")
    """Codes with spaces between: "cost:free day:tue"."""
    outward: Mapped[str] = mapped_column(String(4), default="")
    found: Mapped[Found] = mapped_column(EnumText(Found))
    times: Mapped[int] = mapped_column(default=0)

    @classmethod
    def add(cls, session: Session, searches: Mapping[Search, int]) -> None:
        """Add these to the counts, in one order so that two writers do not wait for each other crosswise."""
        named = {search.patch_id for search in searches if search.patch_id}
        there = set(session.scalars(select(Patch.id).where(Patch.id.in_(named)))) if named else set()
        for search, times in sorted(searches.items(), key=lambda pair: pair[0].digest):
            if search.patch_id and search.patch_id not in there:
                continue  # the patch was taken away meanwhile
            row = session.scalar(select(cls).where(cls.digest == search.digest).with_for_update())
            if row is None:
                row = cls(
                    digest=search.digest,
                    week=search.week,
                    patch_id=search.patch_id,
                    words=search.words,
                    filters=search.filters,
                    outward=search.outward,
                    found=search.found,
                    times=0,
                )
                session.add(row)
            row.times += times

    @classmethod
    def unanswered_in(cls, patch_id: uuid.UUID, since: date) -> Select[tuple["SearchCount"]]:
        """Searches of a patch that found nothing, the most frequent first."""
        return (
            select(cls)
            .where(cls.patch_id == patch_id, cls.week >= since, cls.found == Found.NOTHING)
            .order_by(cls.times.desc(), cls.words, cls.id)
        )


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def bucket(total: int) -> Found:
    """How much `total` is, in words too coarse to tell one visit from another."""
    if total == 0:
        return Found.NOTHING
    return Found.FEW if total < 5 else Found.SOME if total <= 20 else Found.MANY


def safe_words(typed: str, knows: Callable[[str], bool]) -> str:
    """The words of a search that may be kept: those that listings or the synonyms use, without the little ones.

    An unknown word is kept only alone among few. Anything with an address, a long number or a whole postcode is not
    kept at all.
    """
    if ADDRESS.search(typed) or LONG_NUMBER.search(typed) or _has_postcode(typed):
        return NOT_KEPT
    telling = [word for word in spoken_words(typed) if word not in STOP_WORDS and not is_code(word)]
    unknown = [word for word in telling if not knows(word)]
    kept = telling if len(unknown) <= 1 and len(telling) <= FEW_WORDS else [word for word in telling if knows(word)]
    if telling and not kept:
        return NOT_KEPT
    return " ".join(dict.fromkeys(kept[:MOST_WORDS]))[:LONGEST_WORDS]


def _has_postcode(typed: str) -> bool:
    words = typed.split()
    for at in range(len(words)):
        for text in (words[at], "".join(words[at : at + 2])):
            try:
                read_postcode(text.strip(".,;:!?"))
            except PostcodeWrong:
                continue
            return True
    return False
