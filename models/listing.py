"""Listings: what a neighbourhood has, who keeps it, and whether it is on, paused or stopped."""

import base64
import re
import unicodedata
import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, Select, String, Text, and_, func, not_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.errors import RuleBroken
from models.group import Group, Venue
from models.patch import Patch
from models.people import Panel, User
from models.vocabulary import ContactShown, Cost, HowChecked, JustWatch, Kind, Room

if TYPE_CHECKING:
    from models.check import Check
    from models.listing_version import ListingVersion
    from models.session_time import SessionChange, SessionTime


class Status(StrEnum):
    """Where a listing stands today, worked out from its facts."""

    DRAFT = "draft"
    ON = "on"
    PAUSED = "paused"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        return {"draft": "Draft", "on": "On the board", "paused": "Paused", "stopped": "Stopped"}[self.value]


OTHER_PAGES = frozenset({"edit", "history", "suggestions", "ask", "might-come"})
"""What stands behind a listing's id in the addresses of its other pages."""


class ListingStopped(RuleBroken):
    """The listing has stopped, so it cannot be paused or published."""

    message = "This has stopped. Start it again first."


class NotStarted(RuleBroken):
    """There is nothing to restart."""

    message = "This is already on the board."


class Listing(Identified, Base):
    """One local resource. Kept by a group, or by the panel itself: a bench has no organisation."""

    __tablename__ = "listing"
    __table_args__ = (Index("ix_listing_patch_published", "patch_id", "published_at"),)

    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"), index=True)
    patch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patch.id"), index=True)
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("community_group.id"), index=True)
    venue_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("venue.id"), index=True)
    import_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """The spreadsheet import that added it, if one did."""

    # What it is
    kind: Mapped[Kind] = mapped_column(EnumText(Kind))
    name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(String(28), default="")
    """For strips and cards."""
    short_pattern: Mapped[str] = mapped_column(String(28), default="")
    summary: Mapped[str] = mapped_column(String(200), default="")
    """One sentence a neighbour would say."""
    description: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    for_whom: Mapped[str] = mapped_column(String(200), default="")
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    languages: Mapped[str] = mapped_column(String(120), default="")

    # When and where. The times themselves are rows of models/session_time.py.
    any_time: Mapped[bool] = mapped_column(default=False)
    when_note: Mapped[str] = mapped_column(String(200), default="")
    """Said beside the times: "best before noon", "until the light goes"."""
    way_in: Mapped[str] = mapped_column(String(300), default="")
    """Which door, which bell, which bench."""
    getting_there: Mapped[str] = mapped_column(String(300), default="")
    lift_offered: Mapped[bool] = mapped_column(default=False)

    # The first time
    greeter: Mapped[str] = mapped_column(String(120), default="")
    first_ten_minutes: Mapped[str] = mapped_column(Text, default="")
    just_watch: Mapped[JustWatch] = mapped_column(EnumText(JustWatch), default=JustWatch.UNKNOWN)
    leave_any_time: Mapped[bool] = mapped_column(default=True)
    bring: Mapped[str] = mapped_column(String(200), default="")
    companion_offered: Mapped[bool] = mapped_column(default=False)
    """Somebody can meet a newcomer at the door or come along."""

    # Cost, access, room
    cost: Mapped[Cost] = mapped_column(EnumText(Cost), default=Cost.FREE)
    cost_note: Mapped[str] = mapped_column(String(160), default="")
    access: Mapped[list[str]] = mapped_column(JSON, default=list)
    access_note: Mapped[str] = mapped_column(String(300), default="")
    room: Mapped[Room] = mapped_column(EnumText(Room), default=Room.OPEN)
    full_until: Mapped[date | None]
    places: Mapped[int | None]
    """How many can come, and below how many usually do."""
    places_taken: Mapped[int | None]

    # Who to ask
    contact_name: Mapped[str] = mapped_column(String(80), default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_shown: Mapped[ContactShown] = mapped_column(EnumText(ContactShown), default=ContactShown.PUBLIC)
    website: Mapped[str] = mapped_column(String(300), default="")
    panel_note: Mapped[str] = mapped_column(Text, default="")
    """Seen by the panel alone."""

    # Facts with an author and a time; the status is worked out from them.
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    paused_at: Mapped[datetime | None]
    paused_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    paused_until: Mapped[date | None]
    """The first day it is on again; None while nobody knows."""
    stopped_at: Mapped[datetime | None]
    stopped_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    state_reason: Mapped[str] = mapped_column(String(200), default="")
    """Why it is paused or stopped, as the public reads it."""
    checked_at: Mapped[datetime | None]
    checked_how: Mapped[HowChecked | None] = mapped_column(EnumText(HowChecked))
    """The latest check, carried here so that a list of cards needs no second query."""
    changed_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)
    """The number of the latest version: goes up by one with every change of any kind."""

    panel: Mapped[Panel] = relationship()
    patch: Mapped[Patch] = relationship()
    group: Mapped[Group | None] = relationship()
    venue: Mapped[Venue | None] = relationship()
    session_times: Mapped[list["SessionTime"]] = relationship(
        order_by="SessionTime.position", cascade="all, delete-orphan", passive_deletes=True
    )
    session_changes: Mapped[list["SessionChange"]] = relationship(
        order_by="SessionChange.position", cascade="all, delete-orphan", passive_deletes=True
    )
    versions: Mapped[list["ListingVersion"]] = relationship(
        back_populates="listing",
        order_by="ListingVersion.number.desc()",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    checks: Mapped[list["Check"]] = relationship(
        back_populates="listing", order_by="Check.at.desc()", cascade="all, delete-orphan", passive_deletes=True
    )

    def status(self, today: date) -> Status:
        """Where the listing stands on a (London) day. A pause with a date ends by itself on that day."""
        if self.stopped_at is not None:
            return Status.STOPPED
        if self.published_at is None:
            return Status.DRAFT
        if self.paused_at is not None and (self.paused_until is None or today < self.paused_until):
            return Status.PAUSED
        return Status.ON

    @property
    def is_public(self) -> bool:
        """Whether a stranger may read it. A paused or stopped one says so on its page; a draft is nobody's business."""
        return self.published_at is not None

    @property
    def slug(self) -> str:
        """The readable end of its address; never looked up by."""
        return listing_slug(self.name)

    @property
    def short_id(self) -> str:
        """The id in 22 letters, for shortlists."""
        return base64.urlsafe_b64encode(self.id.bytes).rstrip(b"=").decode("ascii")

    def publish(self, *, by: User | None, at: datetime) -> None:
        """Put it on the board. Raises ListingStopped."""
        if self.stopped_at is not None:
            raise ListingStopped
        self.published_at, self.published_by_id = at, by.id if by else None

    def take_off_the_board(self) -> None:
        """Make it a draft again: for something published by mistake. A thing that has ended is stopped instead."""
        self.published_at = self.published_by_id = None

    def pause(self, *, until: date | None, reason: str, by: User | None, at: datetime, today: date) -> None:
        """Say that it is not on for now. Raises ListingStopped, or RuleBroken for a day that has passed."""
        if self.stopped_at is not None:
            raise ListingStopped
        if until is not None and until <= today:
            raise RuleBroken("Choose a day after today, or leave it empty if you do not know yet.", field="until")
        self.paused_at, self.paused_by_id, self.paused_until = at, by.id if by else None, until
        self.state_reason = reason.strip()

    def stop(self, *, reason: str, by: User | None, at: datetime) -> None:
        """Say that it has ended. Its page stays, for those who scan an old poster. Raises ListingStopped."""
        if self.stopped_at is not None:
            raise ListingStopped("This has already stopped.")
        self.stopped_at, self.stopped_by_id = at, by.id if by else None
        self.state_reason = reason.strip()

    def restart(self) -> None:
        """Put a paused or stopped listing back on the board. Raises NotStarted."""
        if self.stopped_at is None and self.paused_at is None:
            raise NotStarted
        self.stopped_at = self.stopped_by_id = None
        self.paused_at = self.paused_by_id = self.paused_until = None
        self.state_reason = ""

    @classmethod
    def kept_by_panel(
        cls, panel: Panel, today: date, *, name: str = "", status: Status | None = None
    ) -> Select[tuple["Listing"]]:
        """A panel's listings by name, those whose name holds `name`, with this status on a (London) day."""
        rows = select(cls).where(cls.panel_id == panel.id).order_by(func.lower(cls.name), cls.id)
        for word in name.split()[:8]:
            rows = rows.where(cls.name.icontains(word, autoescape=True))
        return rows if status is None else rows.where(cls._is(status, today))

    @classmethod
    def _is(cls, status: Status, today: date) -> ColumnElement[bool]:
        """`status()` said in SQL."""
        paused = and_(cls.paused_at.is_not(None), or_(cls.paused_until.is_(None), cls.paused_until > today))
        if status is Status.STOPPED:
            return cls.stopped_at.is_not(None)
        if status is Status.DRAFT:
            return and_(cls.stopped_at.is_(None), cls.published_at.is_(None))
        running = and_(cls.stopped_at.is_(None), cls.published_at.is_not(None))
        return and_(running, paused) if status is Status.PAUSED else and_(running, not_(paused))

    @classmethod
    def newest_first(cls) -> Select[tuple["Listing"]]:
        """All listings, the last changed first."""
        return select(cls).order_by(cls.changed_at.desc(), cls.id)

    @classmethod
    def public(cls) -> Select[tuple["Listing"]]:
        """What a stranger may read, paused and stopped ones included."""
        return cls.newest_first().where(cls.published_at.is_not(None))

    @classmethod
    def on_the_board(cls) -> Select[tuple["Listing"]]:
        """What is offered now: published and not stopped. Paused ones are among them and say so."""
        return cls.public().where(cls.stopped_at.is_(None))

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Listing"]]:
        """What somebody signed in may see of the editing side: the listings of their own panels, drafts included."""
        return cls.newest_first().where(
            cls.panel_id.in_(Panel.kept_by(user).with_only_columns(Panel.id).order_by(None))
        )

    @classmethod
    def going_stale(cls, before: datetime) -> Select[tuple["Listing"]]:
        """Listings on the board that nobody has checked since `before`, the longest unchecked first."""
        return (
            select(cls)
            .where(cls.published_at.is_not(None), cls.stopped_at.is_(None))
            .where(or_(cls.checked_at.is_(None), cls.checked_at < before))
            .order_by(cls.checked_at.asc().nulls_first(), cls.id)
        )


LONGEST_SHORT_NAME = 28


def short_name_of(name: str) -> str:
    """A name cut to 28 letters at a word's end, for strips and cards."""
    words = name.split()[:LONGEST_SHORT_NAME]
    short = " ".join(words)
    while len(short) > LONGEST_SHORT_NAME and len(words) > 1:
        words.pop()
        while len(words) > 1 and words[-1].lower() in ("and", "&", "of", "the", "for", "at", "in", "with", "to", "-"):
            words.pop()
        short = " ".join(words).rstrip(",;:-(")
    return short[:LONGEST_SHORT_NAME]


def id_from_short(short: str) -> uuid.UUID | None:
    """The id that `Listing.short_id` wrote, or None when it is not one."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{22}", short):
        return None
    return uuid.UUID(bytes=base64.urlsafe_b64decode(short + "=="))


WORDS_OF_OUR_OWN = {"edit", "history", "pause", "stop", "restart", "publication", "checks", "undo", "suggestions"}
"""Ends of addresses under a listing that are pages of the panel: no listing's name may look like one."""


def listing_slug(name: str) -> str:
    """The readable end of a listing's address. The few words that name its other pages get a hyphen more."""
    slug = slug_of(name) or "listing"
    return f"{slug}-" if slug in OTHER_PAGES else slug


def slug_of(name: str) -> str:
    """A name as the readable end of an address: "Mens-shed" letters, digits and hyphens, at most 60 long."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:60].strip("-")
    return f"{slug}-here" if slug in WORDS_OF_OUR_OWN else slug
