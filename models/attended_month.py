"""Who came in which month: one row for one person, one listing and one month, so that different people are counted once
and quickly. Written anew with every mark, in the same transaction (Attender.recount): never by hand."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Uuid, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.attendance import Attendance
from models.base import Base

if TYPE_CHECKING:
    from models.attender import Attender

STAYED_FOR = timedelta(days=42)
"""Whoever comes so long after the first time is still coming."""
COUNTED = ("month", "counted_as", "is_referred", "times", "is_first", "again_after")
OF_A_TEAM = text("team_id IS NOT NULL")


class AttendedMonth(Base):
    """How often one person came to one listing in one month, and under whom: keeper and team as they were."""

    __tablename__ = "attended_month"
    __table_args__ = (
        Index("ix_attended_month_site", *COUNTED),
        Index("ix_attended_month_panel", "panel_id", *COUNTED),
        Index("ix_attended_month_group", "group_id", *COUNTED),
        Index("ix_attended_month_listing", "listing_id", "keeper_id", *COUNTED),
        Index("ix_attended_month_team", "team_id", "month", sqlite_where=OF_A_TEAM, postgresql_where=OF_A_TEAM),
    )

    attender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attender.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    keeper_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    """The group, or the panel that kept the listing itself."""
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"))
    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"))
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("community_group.id"))
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"))
    counted_as: Mapped[uuid.UUID]
    is_referred: Mapped[bool]
    times: Mapped[int]
    is_first: Mapped[bool]
    """Whether their first time of all was in this month. Then the next two say what followed:"""
    again_after: Mapped[int | None]
    """In how many months they came again: 0 is still the same month. None: never yet."""
    stayed_after: Mapped[int | None]
    """In how many months they came six weeks or more after the first time. None: never yet."""

    @classmethod
    def rewrite(cls, session: Session, attender: "Attender", lines: Iterable[Attendance]) -> None:
        """Say anew in which months somebody came; `lines` are theirs that say so, in the order of time."""
        wanted = months_of(attender, list(lines))
        for row in session.scalars(select(cls).where(cls.attender_id == attender.id)).all():
            said = wanted.pop((row.month, row.keeper_id), None)
            if said is None:
                session.delete(row)
            else:
                for name, value in said.items():
                    if getattr(row, name) != value:
                        setattr(row, name, value)
        for (month, keeper_id), said in wanted.items():
            session.add(cls(attender_id=attender.id, month=month, keeper_id=keeper_id, **said))


def first_of_month(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_from(earlier: date, later: date) -> int:
    """How many months lie between the months of two days: 0 within one, 1 for the next."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def months_of(attender: "Attender", here: list[Attendance]) -> dict[tuple[date, uuid.UUID], dict[str, object]]:
    """What each month and keeper's row has to say. `here`: whenever they came, in the order of time."""
    lines: dict[tuple[date, uuid.UUID], list[Attendance]] = {}
    for line in here:
        lines.setdefault((first_of_month(line.on), line.group_id or line.panel_id), []).append(line)
    return {key: _said(attender, ours, here) for key, ours in lines.items()}


def _said(attender: "Attender", ours: list[Attendance], here: list[Attendance]) -> dict[str, object]:
    first, line = here[0], ours[0]
    is_first = first in ours
    stayed = (each.on for each in here if each.on >= first.on + STAYED_FOR)
    later = next(stayed, None) if is_first else None
    return {
        "listing_id": line.listing_id,
        "panel_id": line.panel_id,
        "group_id": line.group_id,
        "team_id": line.team_id,
        "counted_as": attender.counted_as,
        "is_referred": line.is_referred,
        "times": len(ours),
        "is_first": is_first,
        "again_after": months_from(first.on, here[1].on) if is_first and len(here) > 1 else None,
        "stayed_after": months_from(first.on, later) if later else None,
    }
