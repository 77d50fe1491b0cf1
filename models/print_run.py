"""Print runs: many posters made into one file, a few at a time, so that nobody else has to wait."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from models.base import Base, Identified
from models.people import Panel, User

POSTERS_AT_A_TIME = 10
"""A step of about half a second on a small machine."""
KEPT_FOR = timedelta(days=2)
"""How long the finished file lies ready. The posters themselves can be printed again at any time."""
MOST_POSTERS = 400
"""In one run: a stack of paper as thick as a thumb."""


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
    refused: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """The posters that could not be set: {"poster": id, "title": words, "why": words for a person}."""
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    cleared_at: Mapped[datetime | None]
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))

    panel: Mapped[Panel] = relationship()
    asked_by: Mapped[User | None] = relationship()
    parts: Mapped[list["PrintRunPart"]] = relationship(
        order_by="PrintRunPart.number", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def total(self) -> int:
        return len(self.poster_ids)

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

    def step(
        self,
        make: Callable[[Sequence[uuid.UUID]], tuple[bytes | None, list[dict[str, Any]]]],
        merge: Callable[[Sequence[bytes]], bytes],
        *,
        at: datetime,
    ) -> None:
        """Make the next few; with the last of them, put all into one file.

        `make` gives one PDF of the posters it was given (None when none could be set) and those it could not set.
        """
        if self.finished_at is not None:
            return
        wanted = self.next_ids
        if wanted:
            made, refused = make(wanted)
            if made is not None:
                self.parts.append(PrintRunPart(number=self.done, pdf=made))
            self.refused = [*self.refused, *refused]
            self.done += len(wanted)
        if self.done >= self.total:
            self.pdf = merge([part.pdf for part in self.parts]) if self.parts else None
            self.parts = []
            self.finished_at = at

    def clear(self, at: datetime) -> None:
        """Let go of the file."""
        self.pdf, self.parts, self.cleared_at = None, [], at

    @classmethod
    def unfinished(cls) -> Select[tuple["PrintRun"]]:
        """Runs that wait for work, the longest waiting first."""
        return select(cls).where(cls.finished_at.is_(None), cls.cleared_at.is_(None)).order_by(cls.asked_at, cls.id)

    @classmethod
    def worn_out(cls, now: datetime) -> Select[tuple["PrintRun"]]:
        """Runs whose file has lain ready long enough."""
        return (
            select(cls).where(cls.finished_at < now - KEPT_FOR, cls.cleared_at.is_(None)).order_by(cls.asked_at, cls.id)
        )

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
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
