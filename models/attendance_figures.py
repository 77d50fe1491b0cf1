"""Figures of who came: sessions, visits and different people, by month and for a year. Exact; what may leave a group
is worked out from these in models/published_figures.py."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from models.attended_month import AttendedMonth, first_of_month
from models.group import Group
from models.listing import Listing
from models.people import Panel
from models.register import Register
from models.register_words import SessionState
from models.report_year import ReportYear

SOON = 1
"""Came again by the end of the month after: what is published of a month does not change later."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures: a listing's under its present keeper, a group's, a panel's, or (without any) the whole site's."""

    listing_id: uuid.UUID | None = None
    group_id: uuid.UUID | None = None
    panel_id: uuid.UUID | None = None

    @classmethod
    def of_listing(cls, listing: Listing) -> Scope:
        return cls(listing.id, listing.group_id, None if listing.group_id else listing.panel_id)

    @classmethod
    def of_group(cls, group: Group) -> Scope:
        return cls(group_id=group.id)

    @classmethod
    def of_panel(cls, panel: Panel) -> Scope:
        return cls(panel_id=panel.id)

    def rows(self, table: type[Register] | type[AttendedMonth]) -> list[ColumnElement[bool]]:
        """The conditions under which a row of a table is one of ours."""
        if self.listing_id is not None:
            return [table.listing_id == self.listing_id, keeper_of(table) == (self.group_id or self.panel_id)]
        if self.group_id is not None:
            return [table.group_id == self.group_id]
        return [table.panel_id == self.panel_id] if self.panel_id is not None else []


@dataclass(slots=True)
class Counts:
    """What a month, or several together, came to."""

    ran: int = 0
    cancelled: int = 0
    weather: int = 0
    nobody: int = 0
    open: int = 0
    """Sessions whose register nobody has closed. Those with marks are counted all the same."""
    named: int = 0
    heads: int = 0
    new: int = 0
    """First visits, each to one listing; heads that were counted as new among them."""
    heads_new: int = 0
    heads_referred: int = 0
    filled: int = 0
    """Visits to sessions that said how many could come ..."""
    places: int = 0
    """... and how many could: to those nobody came to as well."""
    pence: int = 0
    people: int = 0
    """Different people, by name."""
    referred: int = 0
    """Those of them who were referred."""
    again: int = 0
    """Of the first visits with a name, how many led to a second, ever so far ..."""
    again_soon: int = 0
    """... and by the end of the month after."""

    @property
    def visits(self) -> int:
        return self.named + self.heads

    @property
    def sessions(self) -> int:
        """Whatever was to happen and is not open."""
        return self.ran + self.cancelled + self.weather + self.nobody

    def add(self, other: Counts) -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(slots=True)
class Figures:
    """A year's months in order, and the months together: whoever came in several is one of `whole.people`."""

    year: ReportYear
    months: dict[date, Counts]
    whole: Counts = field(default_factory=Counts)

    @property
    def is_empty(self) -> bool:
        return not self.whole.sessions and not self.whole.open


def figures(session: Session, scope: Scope, year: ReportYear, before: date) -> Figures:
    """A year's figures as far as the day before `before`."""
    months = {month: Counts() for month in year.months_before(before)}
    found = Figures(year, months)
    first, end = year.first, min(year.end, before)
    for on, *sums in session.execute(session_sums(scope, first, end, Register.on)):
        note(months[first_of_month(on)], SESSION_SUMS, sums)
    ours = scope.rows(AttendedMonth)
    for month, *sums in session.execute(people_sums(first, end, ours, AttendedMonth.month)):
        note(months[month], PEOPLE_SUMS, sums)
    for counts in months.values():
        found.whole.add(counts)
    found.whole.people = found.whole.referred = 0  # whoever came in several months is one
    note(found.whole, PEOPLE_SUMS[:2], session.execute(everybody(first, end, ours)).one())
    return found


def days_with_registers(session: Session, scope: Scope) -> tuple[date, date] | None:
    """The first and the last day of which there is a register; None without any."""
    days = select(Register.on).where(*scope.rows(Register)).limit(1)
    first = session.scalar(days.order_by(Register.on))
    last = session.scalar(days.order_by(Register.on.desc()))
    return (first, last) if first and last else None


PEOPLE = Register.named + Register.heads
EMPTY = PEOPLE == 0
CALLED_OFF = func.coalesce(Register.state, "").in_((SessionState.CANCELLED.value, SessionState.WEATHER.value))
SESSION_SUMS = {
    "ran": case((PEOPLE > 0, 1), else_=0),
    "cancelled": case((and_(EMPTY, Register.state == SessionState.CANCELLED), 1), else_=0),
    "weather": case((and_(EMPTY, Register.state == SessionState.WEATHER), 1), else_=0),
    "nobody": case((and_(EMPTY, Register.state == SessionState.NOBODY), 1), else_=0),
    "open": case((and_(Register.closed_at.is_(None), ~CALLED_OFF), 1), else_=0),
    "named": Register.named,
    "heads": Register.heads,
    "new": Register.named_new + Register.heads_new,
    "heads_new": Register.heads_new,
    "heads_referred": Register.heads_referred,
    "filled": case((and_(PEOPLE > 0, Register.places > 0), PEOPLE), else_=0),
    "places": case(
        (or_(PEOPLE > 0, Register.state == SessionState.NOBODY), func.coalesce(Register.places, 0)), else_=0
    ),
    "pence": func.coalesce(Register.pence, 0),
}
PEOPLE_SUMS = ("people", "referred", "again", "again_soon")


def keeper_of(table: type[Register] | type[AttendedMonth]) -> Any:
    return AttendedMonth.keeper_id if table is AttendedMonth else func.coalesce(table.group_id, table.panel_id)


def session_sums(scope: Scope, first: date, end: date, *by: Any, names: Iterable[str] = SESSION_SUMS) -> Select[Any]:
    """Sums of the registers from one day to before another."""
    sums = [func.sum(SESSION_SUMS[name]) for name in names]
    ours = (*scope.rows(Register), Register.on >= first, Register.on < end)
    return select(*by, *sums).where(*ours).group_by(*by).order_by(*by)


def people_sums(
    first: date, end: date, ours: Iterable[ColumnElement[bool]], *by: Any, names: Sequence[str] = PEOPLE_SUMS
) -> Select[Any]:
    """Different people, and first visits that led to a second, in the months from one day to before another."""
    first_time = AttendedMonth.is_first
    again = case((and_(first_time, AttendedMonth.again_after.is_not(None)), 1), else_=0)
    soon = case((and_(first_time, AttendedMonth.again_after <= SOON), 1), else_=0)
    sums = (*different(), func.sum(again), func.sum(soon))[: len(names)]
    months = (AttendedMonth.month >= first, AttendedMonth.month < end)
    return select(*by, *sums).where(*ours, *months).group_by(*by).order_by(*by)


def everybody(first: date, end: date, ours: Iterable[ColumnElement[bool]]) -> Select[tuple[int, int]]:
    """The same two numbers of all the months together: sorted once for both, which is quicker than counting each."""
    referred = func.max(case((AttendedMonth.is_referred, 1), else_=0)).label("referred")
    months = (AttendedMonth.month >= first, AttendedMonth.month < end)
    each = select(referred).where(*ours, *months).group_by(AttendedMonth.counted_as).subquery()
    return select(func.count(), func.sum(each.c.referred))


def different() -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Different people, and those of them who were referred."""
    referred = case((AttendedMonth.is_referred, AttendedMonth.counted_as))
    return func.count(AttendedMonth.counted_as.distinct()), func.count(referred.distinct())


def note(counts: Counts, names: Iterable[str], sums: Sequence[Any]) -> None:
    for name, value in zip(names, sums, strict=True):
        setattr(counts, name, getattr(counts, name) + int(value or 0))
