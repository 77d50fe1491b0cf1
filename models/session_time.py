"""The times of a listing as rows: its patterns, and the changes to them. What they mean is in models/occurrences.py."""

import uuid
from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, EnumText, Identified
from models.changes import LONGEST_WORDS, Change, ChangeKind
from models.pattern_rules import LONGEST_NOTE
from models.patterns import Pattern
from models.rhythm import Rhythm


class SessionTime(Identified, Base):
    """One pattern of a listing. Local wall-clock times: there is no time zone to keep."""

    __tablename__ = "session_time"
    __table_args__ = (
        Index("ix_session_time_listing_position", "listing_id", "position"),
        CheckConstraint("ends IS NULL OR ends > starts", name="ends_after_starts"),
        CheckConstraint("weekday IS NULL OR weekday BETWEEN 0 AND 6", name="weekday_of_seven"),
    )

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    rhythm: Mapped[Rhythm] = mapped_column(EnumText(Rhythm))
    weekday: Mapped[int | None]
    interval: Mapped[int] = mapped_column(default=1)
    nth: Mapped[int | None]
    on_date: Mapped[date | None]
    starts: Mapped[time]
    ends: Mapped[time | None]
    anchor: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    months: Mapped[str] = mapped_column(String(30), default="")
    """The numbers of the months it runs in, "1 2 10 11 12"; empty is all year."""
    term_time_only: Mapped[bool] = mapped_column(default=False)
    not_on_bank_holidays: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")

    @classmethod
    def from_pattern(cls, pattern: Pattern, *, position: int = 0) -> "SessionTime":
        """A row that keeps the pattern. Raises TimesWrong, with the field to mend, when it makes no sense."""
        pattern.checked()
        return cls(
            position=position,
            rhythm=pattern.rhythm,
            weekday=pattern.weekday,
            interval=pattern.interval,
            nth=pattern.nth,
            on_date=pattern.on_date,
            starts=pattern.starts,
            ends=pattern.ends,
            anchor=pattern.anchor,
            valid_from=pattern.valid_from,
            valid_until=pattern.valid_until,
            months=" ".join(str(month) for month in sorted(pattern.months)),
            term_time_only=pattern.term_time_only,
            not_on_bank_holidays=pattern.not_on_bank_holidays,
            note=pattern.note,
        )

    @property
    def pattern(self) -> Pattern:
        """The row as the plain value that every rule about times works on."""
        return Pattern(
            rhythm=self.rhythm,
            weekday=self.weekday,
            interval=self.interval or 1,
            nth=self.nth,
            on_date=self.on_date,
            starts=self.starts,
            ends=self.ends,
            anchor=self.anchor,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            months=frozenset(int(month) for month in (self.months or "").split()),
            term_time_only=bool(self.term_time_only),
            not_on_bank_holidays=bool(self.not_on_bank_holidays),
            note=self.note or "",
        )


class SessionChange(Identified, Base):
    """Dates of a listing that are called off, or one meeting moved. Later positions win over earlier ones."""

    __tablename__ = "session_change"
    __table_args__ = (Index("ix_session_change_listing_position", "listing_id", "position"),)

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[ChangeKind] = mapped_column(EnumText(ChangeKind))
    on: Mapped[date] = mapped_column("on_date")
    until: Mapped[date | None] = mapped_column("until_date")
    reason: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    to_date: Mapped[date | None]
    to_starts: Mapped[time | None]
    to_ends: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    pattern_position: Mapped[int | None]
    """Which of the listing's session times it speaks of; empty is all of them."""

    @classmethod
    def from_change(cls, change: Change, *, position: int = 0) -> "SessionChange":
        """A row that keeps the change. Raises TimesWrong, with the field to mend, when it makes no sense."""
        change.checked()
        return cls(
            position=position,
            kind=change.kind,
            on=change.on,
            until=change.until,
            reason=change.reason,
            to_date=change.to_date,
            to_starts=change.to_starts,
            to_ends=change.to_ends,
            place=change.place,
            pattern_position=change.position,
        )

    @property
    def change(self) -> Change:
        """The row as a plain value."""
        return Change(
            kind=self.kind,
            on=self.on,
            until=self.until,
            reason=self.reason or "",
            to_date=self.to_date,
            to_starts=self.to_starts,
            to_ends=self.to_ends,
            place=self.place or "",
            position=self.pattern_position,
        )
