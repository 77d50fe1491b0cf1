"""Placements: which poster hangs on which wall, who put it up, and when somebody should look again."""

import uuid
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship, undefer

from models.base import Base, Identified
from models.errors import RuleBroken
from models.people import Panel, User
from models.poster import Poster
from models.site import Site


class PlacementState(StrEnum):
    """Where a poster's paper is, worked out from its facts."""

    TO_HANG = "to-hang"
    UP = "up"
    DOWN = "down"

    @property
    def label(self) -> str:
        return {"to-hang": "To put up", "up": "On the wall", "down": "Taken down"}[self.value]


class Task(StrEnum):
    """What there is to do at a wall."""

    TAKE_DOWN = "take-down"
    REPLACE = "replace"
    HANG = "hang"
    LOOK = "look"

    @property
    def label(self) -> str:
        return {"take-down": "Take down", "replace": "Replace", "hang": "Put up", "look": "Look"}[self.value]


class Reason(StrEnum):
    """Why there is something to do at a wall."""

    STOPPED = "stopped"
    """What it tells of has stopped, is off the board or deleted."""
    WALL_ENDED = "wall-ended"
    CHANGED = "changed"
    """It says something that is not true any more, and so does its latest print."""
    NEW_PRINT = "new-print"
    """A newer print than the one on the wall is ready."""
    TIME_IS_UP = "time-is-up"
    """The day is past after which the sheet itself says to check."""
    PRINT_FIRST = "print-first"
    """To put up, but what is printed is out of date already."""
    READY = "ready"
    LOOK_DUE = "look-due"

    @property
    def task(self) -> Task:
        return {
            "stopped": Task.TAKE_DOWN,
            "wall-ended": Task.TAKE_DOWN,
            "changed": Task.REPLACE,
            "new-print": Task.REPLACE,
            "time-is-up": Task.REPLACE,
            "print-first": Task.HANG,
            "ready": Task.HANG,
            "look-due": Task.LOOK,
        }[self.value]

    @property
    def needs_print(self) -> bool:
        """Whether somebody has to print the sheet again before the walk."""
        return self in (Reason.CHANGED, Reason.TIME_IS_UP, Reason.PRINT_FIRST)


class OtherWall(RuleBroken):
    """A code means one wall, and this one has hung on another."""

    message = "The code on this poster means another wall. Make a new poster for this one."


class NotThere(RuleBroken):
    """The poster is not on the wall, so nobody can have looked at it or taken it down."""

    message = "This poster is not on the wall. Say that it is up first."


class Placement(Identified, Base):
    """One poster for one wall: a code means one wall, so a poster has one placement in its life."""

    __tablename__ = "placement"

    poster_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("poster.id"), unique=True)
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site.id"), index=True)
    where_exactly: Mapped[str] = mapped_column(String(200), default="")
    """Only where it differs from what the site says."""
    put_up_at: Mapped[datetime | None]
    put_up_by: Mapped[str] = mapped_column(String(80), default="")
    """As the panel calls them: they need no account to own a drawing pin."""
    put_up_noted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    look_again_on: Mapped[date | None]
    taken_down_at: Mapped[datetime | None]
    taken_down_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    missing_when_looked: Mapped[bool] = mapped_column(default=False)
    """Somebody looked and it was gone: it counts as taken down, by nobody knows whom."""

    poster: Mapped[Poster] = relationship(back_populates="placement")
    site: Mapped[Site] = relationship(back_populates="placements")

    @property
    def state(self) -> PlacementState:
        if self.taken_down_at is not None:
            return PlacementState.DOWN
        return PlacementState.TO_HANG if self.put_up_at is None else PlacementState.UP

    @property
    def spot(self) -> str:
        """Where exactly on the wall."""
        return self.where_exactly or self.site.where_exactly

    @property
    def has_newer_print(self) -> bool:
        """Whether the sheet was printed anew since this copy went up."""
        return self.put_up_at is not None and self.poster.printed_at > self.put_up_at

    def move_to(self, site: Site) -> None:
        """Mean it for another wall of the panel. Raises OtherWall once it has hung: scans are counted for that wall."""
        if site.id != self.site_id and self.put_up_at is not None:
            raise OtherWall
        self.site, self.site_id = site, site.id

    def put_up(self, *, who: str, by: User, at: datetime, today: date, look_again_on: date | None = None) -> None:
        """It hangs now, or a new print hangs in its place. `who` had the drawing pins; `by` says so."""
        if look_again_on is not None and look_again_on <= today:
            raise RuleBroken("Choose a day after today to look again.", field="look_again_on")
        self.put_up_at, self.put_up_by, self.put_up_noted_by_id = at, who.strip() or by.name, by.id
        self.taken_down_at = self.taken_down_by_id = None
        self.missing_when_looked = False
        self.look_again_on = look_again_on or today + timedelta(weeks=self.site.look_again_weeks)

    def look(self, *, by: User, at: datetime, today: date, still_there: bool) -> None:
        """Somebody went past. Raises NotThere."""
        if self.state is not PlacementState.UP:
            raise NotThere
        self.looked_at, self.looked_by_id = at, by.id
        if still_there:
            self.look_again_on = today + timedelta(weeks=self.site.look_again_weeks)
        else:
            self.taken_down_at, self.taken_down_by_id, self.missing_when_looked = at, by.id, True

    def take_down(self, *, by: User, at: datetime) -> None:
        """It hangs no more, or never will. Its code goes on working. Raises NotThere when it is down already."""
        if self.state is PlacementState.DOWN:
            raise NotThere("This poster is down already.")
        self.taken_down_at, self.taken_down_by_id = at, by.id

    def put_back(self) -> None:
        """It was not taken down after all."""
        self.taken_down_at = self.taken_down_by_id = None
        self.missing_when_looked = False

    def reason(self, today: date, *, has_stopped: bool, is_outdated: bool) -> Reason | None:
        """Why something is to be done about it on a (London) day; None when it can stay as it is."""
        if self.state is PlacementState.DOWN:
            return None
        is_up, time_is_up = self.state is PlacementState.UP, self.poster.check_after < today
        if has_stopped or self.site.ended_at is not None:
            return (Reason.STOPPED if has_stopped else Reason.WALL_ENDED) if is_up else None
        if not is_up:
            return Reason.PRINT_FIRST if is_outdated or time_is_up else Reason.READY
        if is_outdated:
            return Reason.CHANGED
        if self.has_newer_print:
            return Reason.NEW_PRINT
        if time_is_up:
            return Reason.TIME_IS_UP
        return Reason.LOOK_DUE if self.look_again_on is not None and self.look_again_on <= today else None

    def task(self, today: date, *, has_stopped: bool, is_outdated: bool) -> Task | None:
        """What there is to do about it on a (London) day; None when it can stay as it is."""
        reason = self.reason(today, has_stopped=has_stopped, is_outdated=is_outdated)
        return reason.task if reason else None

    @classmethod
    def standing(cls, panel: Panel) -> Select[tuple["Placement"]]:
        """What hangs, or is to hang, on a panel's walls, by wall. Poster and site come along."""
        return (
            select(cls)
            .join(cls.poster)
            .join(cls.site)
            .options(
                contains_eager(cls.poster).options(joinedload(Poster.listing), undefer(Poster.content)),
                contains_eager(cls.site),
            )
            .where(Poster.panel_id == panel.id, cls.taken_down_at.is_(None))
            .order_by(Site.name, cls.id)
        )

    @classmethod
    def at(cls, site: Site) -> Select[tuple["Placement"]]:
        """Everything that hangs, hung or is to hang on a wall, in the order made. What it is about comes along."""
        return (
            select(cls)
            .join(cls.poster)
            .options(contains_eager(cls.poster).options(joinedload(Poster.listing), undefer(Poster.content)))
            .where(cls.site_id == site.id)
            .order_by(Poster.made_at, cls.id)
        )

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Placement"]]:
        """The placements of a person's own panels."""
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).join(cls.poster).where(Poster.panel_id.in_(panels)).order_by(cls.id)
