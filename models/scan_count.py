"""Scans: how often a poster's code was opened, by the day. Never who, with what, or at what hour."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Identified
from models.placement import Placement
from models.poster import Poster

RECENT = timedelta(days=28)
"""Four whole weeks, so that each weekday counts alike."""
DAYS_UNTIL_ONE_CAN_TELL = 21
"""A wall that nobody scanned for less than this may only be new."""


class ScanCount(Identified, Base):
    """How often one poster's code was opened on one (London) day."""

    __tablename__ = "scan_count"
    __table_args__ = (UniqueConstraint("poster_id", "day"),)

    poster_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("poster.id"))
    day: Mapped[date]
    times: Mapped[int]

    @classmethod
    def add(cls, session: Session, scans: Mapping[tuple[uuid.UUID, date], int]) -> None:
        """Add these to the counts of their posters and days, each in one statement and always in the same order."""
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        for (poster_id, day), times in sorted(scans.items(), key=str):
            row = insert(cls).values(id=uuid.uuid4(), poster_id=poster_id, day=day, times=times)
            session.execute(
                row.on_conflict_do_update(
                    index_elements=[cls.poster_id, cls.day], set_={"times": cls.times + row.excluded.times}
                )
            )


@dataclass(frozen=True, slots=True)
class Scans:
    """What a poster or a wall was good for."""

    recent: int = 0
    """In the last 28 days, today among them."""
    ever: int = 0
    last: date | None = None

    def __add__(self, other: "Scans") -> "Scans":
        lasts = [day for day in (self.last, other.last) if day]
        return Scans(self.recent + other.recent, self.ever + other.ever, max(lasts, default=None))


def scans_by_poster(session: Session, panel_id: uuid.UUID, today: date) -> dict[uuid.UUID, Scans]:
    """For each poster of a panel that was ever scanned: how often lately, how often ever, and when last."""
    recent = func.sum(ScanCount.times).filter(ScanCount.day > today - RECENT)
    rows = session.execute(
        select(ScanCount.poster_id, func.coalesce(recent, 0), func.sum(ScanCount.times), func.max(ScanCount.day))
        .join(Poster, Poster.id == ScanCount.poster_id)
        .where(Poster.panel_id == panel_id)
        .group_by(ScanCount.poster_id)
    )
    return {poster_id: Scans(int(lately), int(ever), last) for poster_id, lately, ever, last in rows}


def scans_by_site(session: Session, panel_id: uuid.UUID, today: date) -> dict[uuid.UUID, Scans]:
    """The same for each wall: the posters that hang there and those that did, together."""
    by_poster = scans_by_poster(session, panel_id, today)
    rows = session.execute(
        select(Placement.site_id, Placement.poster_id).join(Poster).where(Poster.panel_id == panel_id)
    )
    walls: dict[uuid.UUID, Scans] = {}
    for site_id, poster_id in rows:
        walls[site_id] = walls.get(site_id, Scans()) + by_poster.get(poster_id, Scans())
    return walls


def scans_by_day(
    session: Session, poster_ids: Collection[uuid.UUID], first: date, last: date
) -> dict[uuid.UUID, dict[date, int]]:
    """For each of these posters: how often on each day from `first` to `last`. Days without a scan are left out."""
    found: dict[uuid.UUID, dict[date, int]] = {poster_id: {} for poster_id in poster_ids}
    rows = session.execute(
        select(ScanCount.poster_id, ScanCount.day, ScanCount.times)
        .where(ScanCount.poster_id.in_(found), ScanCount.day.between(first, last))
        .order_by(ScanCount.day, ScanCount.id)
    )
    for poster_id, day, times in rows:
        found[poster_id][day] = times
    return found
