"""Print runs: many posters made into one file, a few at a time, so that nobody else has to wait."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import JSON, CursorResult, ForeignKey, LargeBinary, Select, UniqueConstraint, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, Identified
from models.errors import RuleBroken
from models.people import Panel, User

POSTERS_AT_A_TIME = 10
"""A step of about half a second on a small machine."""
KEPT_FOR = timedelta(days=2)
"""How long the finished file lies ready. The posters themselves can be printed again at any time."""
GIVEN_UP_AFTER = timedelta(days=2)
"""A run that nobody finished. Something is wrong with it that waiting does not mend."""
MOST_POSTERS = 400
"""In one run: a stack of paper as thick as a thumb."""
MOST_AT_ONCE = 3
"""Runs of one panel that wait for work."""
HELD_FOR = timedelta(minutes=2)
"""A process that died in a step keeps others from it for so long."""

Refused = dict[str, Any]
"""A poster that could not be set: {"poster": id, "title": words, "why": words for a person}."""


class TooManyPosters(RuleBroken):
    """More than fit into one run."""

    message = f"One file holds {MOST_POSTERS} posters at most. Untick some, and make a second file for them."


class TooManyRuns(RuleBroken):
    """The panel has enough waiting."""

    message = f"{MOST_AT_ONCE} files are being made for you already. Wait until one of them is ready."


class RunState(StrEnum):
    """Where a run has got to."""

    WAITING = "waiting"
    PRINTING = "printing"
    READY = "ready"
    GONE = "gone"

    @property
    def label(self) -> str:
        return {"waiting": "Waiting", "printing": "Being made", "ready": "Ready", "gone": "Cleared away"}[self.value]


class PrintRun(Identified, Base):
    """One batch: its posters in order, how far it is, and the file once it is ready."""

    __tablename__ = "print_run"

    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    poster_ids: Mapped[list[str]] = mapped_column(JSON)
    done: Mapped[int] = mapped_column(default=0)
    """How many of them are made, or could not be."""
    refused: Mapped[list[Refused]] = mapped_column(JSON, default=list)
    held_until: Mapped[datetime | None]
    """Somebody is at work on the next step, until then at most."""
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    cleared_at: Mapped[datetime | None]
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    panel: Mapped[Panel] = relationship()
    asked_by: Mapped[User | None] = relationship()
    parts: Mapped[list["PrintRunPart"]] = relationship(
        order_by="PrintRunPart.number", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def total(self) -> int:
        return len(self.poster_ids)

    @property
    def set_count(self) -> int:
        """How many could be set, of those that were tried."""
        return self.done - len(self.refused)

    @property
    def state(self) -> RunState:
        if self.cleared_at is not None:
            return RunState.GONE
        if self.finished_at is not None:
            return RunState.READY
        return RunState.PRINTING if self.done else RunState.WAITING

    @property
    def next_ids(self) -> list[uuid.UUID]:
        """The posters of the next step."""
        return [uuid.UUID(each) for each in self.poster_ids[self.done : self.done + POSTERS_AT_A_TIME]]

    @property
    def is_all_made(self) -> bool:
        """Whether nothing is left to do but to put the parts into one file."""
        return self.done >= self.total

    @classmethod
    def take_up(cls, session: Session, run_id: uuid.UUID, at: datetime) -> bool:
        """Take the next step of a run upon oneself. Of several who ask at once one gets True; whoever died with it
        keeps the others waiting for HELD_FOR only. Commit before working."""
        taken = session.execute(
            update(cls)
            .where(cls.id == run_id, cls.finished_at.is_(None), cls.cleared_at.is_(None))
            .where(or_(cls.held_until.is_(None), cls.held_until <= at))
            .values(held_until=at + HELD_FOR)
            .execution_options(synchronize_session=False)
        )
        return cast("CursorResult[Any]", taken).rowcount == 1

    def lay_down(self) -> None:
        """Let somebody else take the next step."""
        self.held_until = None

    def keep(self, count: int, made: bytes | None, refused: Sequence[Refused], *, after: int) -> None:
        """Keep what a step made: `made` is one PDF of those of the next `count` posters that could be set, None when
        none could. `after` is how many were done when the step began: a step that came too late is forgotten."""
        if self.done != after or self.finished_at is not None:
            return
        if made is not None:
            self.parts.append(PrintRunPart(number=after, pdf=made))
        self.refused = [*self.refused, *refused]
        self.done += count

    def finish(self, merged: bytes | None, *, at: datetime) -> None:
        """All are in one file; None when no poster could be set."""
        if self.is_all_made and self.finished_at is None:
            self.pdf, self.parts, self.finished_at = merged, [], at

    def clear(self, at: datetime) -> None:
        """Let go of the file, or of what there is of it."""
        self.pdf, self.parts, self.cleared_at = None, [], at

    @classmethod
    def unfinished(cls) -> Select[tuple["PrintRun"]]:
        """Runs that wait for work, the longest waiting first."""
        return select(cls).where(cls.finished_at.is_(None), cls.cleared_at.is_(None)).order_by(cls.asked_at, cls.id)

    @classmethod
    def worn_out(cls, now: datetime) -> Select[tuple["PrintRun"]]:
        """Runs whose file has lain ready long enough, and those that nobody could finish."""
        return (
            select(cls)
            .where(or_(cls.finished_at < now - KEPT_FOR, cls.asked_at < now - GIVEN_UP_AFTER - KEPT_FOR))
            .where(cls.cleared_at.is_(None))
            .order_by(cls.asked_at, cls.id)
        )

    @classmethod
    def ask(
        cls, session: Session, panel: Panel, poster_ids: Sequence[uuid.UUID], *, by: User | None, at: datetime
    ) -> "PrintRun":
        """Ask for one file of these posters, in this order, each once.

        Asked for twice while it waits, it is the same one. Raises RuleBroken for none, TooManyPosters, TooManyRuns.
        """
        each_once = list(dict.fromkeys(str(poster_id) for poster_id in poster_ids))
        if not each_once:
            raise RuleBroken("Tick at least one poster.", field="poster")
        if len(each_once) > MOST_POSTERS:
            raise TooManyPosters(field="poster")
        waiting = session.scalars(cls.unfinished().where(cls.panel_id == panel.id)).all()
        if same := next((run for run in waiting if run.poster_ids == each_once), None):
            return same
        if len(waiting) >= MOST_AT_ONCE:
            raise TooManyRuns
        run = cls(panel=panel, asked_at=at, asked_by_id=by.id if by else None, poster_ids=each_once, done=0, refused=[])
        session.add(run)
        return run

    @classmethod
    def of(cls, panel: Panel) -> Select[tuple["PrintRun"]]:
        """A panel's runs, the latest first."""
        return select(cls).where(cls.panel_id == panel.id).order_by(cls.asked_at.desc(), cls.id)

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["PrintRun"]]:
        """The runs of a person's own panels, the latest first."""
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).where(cls.panel_id.in_(panels)).order_by(cls.asked_at.desc(), cls.id)


class PrintRunPart(Identified, Base):
    """The posters of one step, until all are made."""

    __tablename__ = "print_run_part"
    __table_args__ = (UniqueConstraint("run_id", "number"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("print_run.id", ondelete="CASCADE"))
    number: Mapped[int]
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
