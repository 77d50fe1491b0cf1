"""Attendances: one line of a register, for one person on one day. What it says is a mark; how it came about is in
models/register_entry.py."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.people import User
from models.register_words import Lift, Mark, Why
from models.sealed import SealedText

if TYPE_CHECKING:
    from models.attender import Attender
    from models.register import Register

OF_A_TEAM = text("team_id IS NOT NULL")


class Attendance(Identified, Base):
    """One line. Keeper, team and date are copied from its register and referral, so that figures are read from an
    index alone and stay as they were."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("register_id", "attender_id"),
        Index("ix_attendance_attender_id_on", "attender_id", "on_date"),
        Index(
            "ix_attendance_of_team", "team_id", "on_date", "mark", sqlite_where=OF_A_TEAM, postgresql_where=OF_A_TEAM
        ),
    )

    register_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register.id", ondelete="CASCADE"))
    attender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attender.id"))
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"))
    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"))
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("community_group.id"))
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"))
    """The team that referred them."""
    counted_as: Mapped[uuid.UUID]
    on: Mapped[date] = mapped_column("on_date")
    why: Mapped[Why] = mapped_column(EnumText(Why))
    is_referred: Mapped[bool] = mapped_column(default=False)

    mark: Mapped[Mark | None] = mapped_column(EnumText(Mark))
    came: Mapped[bool] = mapped_column(default=False)
    """Whether the mark says that they were there."""
    is_first: Mapped[bool] = mapped_column(default=False)
    """Whether it is the first time they came to this listing."""
    version: Mapped[int] = mapped_column(default=0)
    """Goes up by one with every press. A press says which one it saw."""
    other_mark: Mapped[Mark | None] = mapped_column(EnumText(Mark))
    is_disputed: Mapped[bool] = mapped_column(default=False)
    """Two people said different things, or a mark came after the day was closed: `other_mark` waits to be settled."""
    other_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    marked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    pressed_at: Mapped[datetime | None]

    lift: Mapped[Lift] = mapped_column(EnumText(Lift), default=Lift.NONE)
    driver: Mapped[str | None] = mapped_column(SealedText)

    register: Mapped["Register"] = relationship(back_populates="attendances")
    attender: Mapped["Attender"] = relationship()
    marked_by: Mapped[User | None] = relationship(foreign_keys=[marked_by_id])
    other_by: Mapped[User | None] = relationship(foreign_keys=[other_by_id])

    @classmethod
    def of(cls, attender_id: uuid.UUID) -> Select[tuple["Attendance"]]:
        """Everything of one person, in the order of time."""
        from models.register import Register

        return (
            select(cls)
            .join(Register, Register.id == cls.register_id)
            .where(cls.attender_id == attender_id)
            .order_by(cls.on, Register.starts, cls.id)
        )
