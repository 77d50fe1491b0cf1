"""Registers: who came to one session. What one is, which there are, and who may see them.

The verbs stand beside it: models/register_marking.py, models/register_counting.py and models/register_closing.py.
"""

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from models.attendance import Attendance
from models.base import Base, EnumText, Identified
from models.group import Group
from models.listing import Listing
from models.meeting import Meeting
from models.organiser import Organiser
from models.people import Panel, User
from models.register_closing import Closing
from models.register_counting import Counting
from models.register_entry import RegisterEntry
from models.register_words import Keeping, SessionState
from models.sealed import SealedText
from models.short_code import new_code


class Register(Counting, Closing, Identified, Base):
    """The attendance sheet of one session. Made by the first deed; until then its page is worked out."""

    __tablename__ = "register"
    __table_args__ = (
        UniqueConstraint("listing_id", "on_date", "starts"),
        Index("ix_register_group_id_on_date", "group_id", "on_date"),
        Index("ix_register_panel_id_on_date", "panel_id", "on_date"),
        Index("ix_register_on_date", "on_date"),
    )

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"))
    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"))
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("community_group.id"))
    """None when the panel keeps the listing itself."""
    on: Mapped[date] = mapped_column("on_date")
    starts: Mapped[time]
    ends: Mapped[time | None]
    code: Mapped[str] = mapped_column(String(6), unique=True)
    """On the printed sheet: it leads back to the page on which it is typed up."""
    keeping: Mapped[Keeping] = mapped_column(EnumText(Keeping), default=Keeping.NAMES)

    # Heads that were counted without names: all of them, or those beside the names
    heads: Mapped[int] = mapped_column(default=0)
    heads_new: Mapped[int] = mapped_column(default=0)
    heads_referred: Mapped[int] = mapped_column(default=0)
    heads_version: Mapped[int] = mapped_column(default=0)
    """Goes up by one with every count."""
    heads_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    other_heads: Mapped[int | None]
    other_heads_new: Mapped[int | None]
    other_heads_referred: Mapped[int | None]
    """Somebody else counted differently: to be settled."""

    # The lines with a name, counted again with every mark
    named: Mapped[int] = mapped_column(default=0)
    named_new: Mapped[int] = mapped_column(default=0)
    named_referred: Mapped[int] = mapped_column(default=0)

    state: Mapped[SessionState | None] = mapped_column(EnumText(SessionState))
    places: Mapped[int | None]
    """How many could come, as the listing said on the day."""
    pence: Mapped[int | None]
    """Fees and donations of the whole session."""
    note: Mapped[str | None] = mapped_column(SealedText)
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=0)
    """The number of the latest entry."""
    erased_at: Mapped[datetime | None]

    listing: Mapped[Listing] = relationship()
    panel: Mapped[Panel] = relationship()
    group: Mapped[Group | None] = relationship()
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])
    attendances: Mapped[list[Attendance]] = relationship(back_populates="register", cascade="all, delete-orphan")
    entries: Mapped[list[RegisterEntry]] = relationship(
        order_by=RegisterEntry.number, cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def people(self) -> int:
        """How many were there: names and heads together."""
        return self.named + self.heads

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def heads_differ(self) -> bool:
        return self.other_heads is not None

    @property
    def is_disputed(self) -> bool:
        """Whether something waits to be settled: two marks or two counts that differ."""
        return self.heads_differ or any(row.is_disputed for row in self.attendances)

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Register"]]:
        """The registers of whatever this person answers for, the latest first."""
        groups = Organiser.groups_of(user).with_only_columns(Group.id).order_by(None)
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        mine = or_(cls.group_id.in_(groups), cls.group_id.is_(None) & cls.panel_id.in_(panels))
        return (
            select(cls).options(joinedload(cls.listing)).where(mine).order_by(cls.on.desc(), cls.starts.desc(), cls.id)
        )

    @classmethod
    def of_session(cls, listing_id: uuid.UUID, on: date, starts: time) -> Select[tuple["Register"]]:
        """The register of one session, if it is made."""
        return select(cls).where(cls.listing_id == listing_id, cls.on == on, cls.starts == starts)

    @classmethod
    def before(cls, listing_id: uuid.UUID, on: date) -> Select[tuple["Register"]]:
        """The registers of a listing of earlier days, the latest first."""
        return (
            select(cls)
            .where(cls.listing_id == listing_id, cls.on < on)
            .order_by(cls.on.desc(), cls.starts.desc(), cls.id)
        )

    @classmethod
    def held(cls, session: Session, register_id: uuid.UUID) -> "Register | None":
        """The register as it is now, its row held until the commit."""
        return session.scalar(
            select(cls).where(cls.id == register_id).with_for_update(of=cls).execution_options(populate_existing=True)
        )

    @classmethod
    def held_or_made(
        cls, session: Session, listing: Listing, meeting: Meeting, *, by: User | None, at: datetime
    ) -> "Register":
        """The register of this session, its row held; made when there is none yet. Of two who open it first, both get
        the same one."""
        wanted = cls.of_session(listing.id, meeting.date, meeting.starts).with_only_columns(cls.id)
        found = session.scalar(wanted)
        if found is None:
            try:
                with session.begin_nested():
                    made = cls._new(session, listing, meeting, by=by, at=at)
                    session.add(made)
                found = made.id
            except IntegrityError:  # somebody else made it this very moment
                found = session.scalar(wanted)
        held = cls.held(session, found) if found else None
        if held is None:
            raise LookupError("the register could neither be found nor made")
        return held

    @classmethod
    def _new(cls, session: Session, listing: Listing, meeting: Meeting, *, by: User | None, at: datetime) -> "Register":
        last: Any = session.scalar(cls.before(listing.id, meeting.date).with_only_columns(cls.keeping).limit(1))
        return cls(
            id=uuid.uuid4(),
            listing=listing,
            panel_id=listing.panel_id,
            group_id=listing.group_id,
            on=meeting.date,
            starts=meeting.starts,
            ends=meeting.ends,
            code=free_register_code(session),
            keeping=last or Keeping.NAMES,
            places=listing.places,
            heads=0,
            heads_new=0,
            heads_referred=0,
            heads_version=0,
            named=0,
            named_new=0,
            named_referred=0,
            version=0,
            made_at=at,
            made_by_id=by.id if by else None,
        )


def free_register_code(session: Session) -> str:
    """A code that no other register has."""
    while True:
        code = new_code()
        if session.scalar(select(Register.id).where(Register.code == code).limit(1)) is None:
            return code
