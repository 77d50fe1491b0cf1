"""A panel's school terms as rows. What they mean is in models/term_dates.py."""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified
from models.errors import RuleBroken
from models.people import Panel
from models.term_dates import USUAL_TERMS, Span, Term

LONGEST_TERM_DAYS = 120
"""A half term is seven weeks or so; a span much longer has swallowed a holiday."""


class TermWrong(RuleBroken):
    """A term that cannot be."""


class SchoolTerm(Identified, Base):
    """One unbroken stretch of school in the panel's patch: half-term holidays lie between two of them."""

    __tablename__ = "school_term"
    __table_args__ = (Index("ix_school_term_panel_starts_on", "panel_id", "starts_on"),)

    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    panel: Mapped[Panel] = relationship()

    @classmethod
    def of(cls, panel: Panel) -> Select[tuple["SchoolTerm"]]:
        """The terms of a panel, in time order."""
        return select(cls).where(cls.panel_id == panel.id).order_by(cls.starts_on, cls.id)

    @classmethod
    def usual_for(cls, panel: Panel) -> list["SchoolTerm"]:
        """The rows a new panel starts with. The caller adds them to its session."""
        return [cls(panel=panel, name=t.name, starts_on=t.starts_on, ends_on=t.ends_on) for t in USUAL_TERMS]

    @property
    def term(self) -> Term:
        """The row as a plain value."""
        return Term(self.name, self.starts_on, self.ends_on)


def check_term(starts_on: date, ends_on: date, others: Iterable[Span] = ()) -> None:
    """Raises TermWrong when a term ends before it starts, is too long, or lies over one of the `others`."""
    if ends_on < starts_on:
        raise TermWrong("The last day is before the first day. Swap them.", field="ends_on")
    if (ends_on - starts_on).days > LONGEST_TERM_DAYS:
        raise TermWrong("That is too long for one term. Put in each half of a term by itself.", field="ends_on")
    if any(starts_on <= other.ends_on and other.starts_on <= ends_on for other in others):
        raise TermWrong("Those days are already in another term. Change one of the two.", field="starts_on")
