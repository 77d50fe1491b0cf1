"""Placements: which poster hangs on which wall, who put it up, and when somebody should look again."""

import uuid
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

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

    def task(self, today: date, *, has_stopped: bool, is_outdated: bool) -> Task | None:
        """What there is to do about it on a (London) day; None when it can stay as it is."""
        if self.state is PlacementState.DOWN:
            return None
        if has_stopped:
            return Task.TAKE_DOWN if self.state is PlacementState.UP else None
        if self.state is PlacementState.TO_HANG:
            return Task.HANG
        if is_outdated or self.has_newer_print:
            return Task.REPLACE
        return Task.LOOK if self.look_again_on is not None and self.look_again_on <= today else None

    @classmethod
    def standing(cls, panel: Panel) -> Select[tuple["Placement"]]:
        """What hangs, or is to hang, on a panel's walls, by wall. Poster and site come along."""
        return (
            select(cls)
            .join(cls.poster)
            .join(cls.site)
            .options(contains_eager(cls.poster), contains_eager(cls.site))
            .where(Poster.panel_id == panel.id, cls.taken_down_at.is_(None))
            .order_by(Site.name, cls.id)
        )

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Placement"]]:
        """The placements of a person's own panels."""
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).join(cls.poster).where(Poster.panel_id.in_(panels)).order_by(cls.id)
