"""Whose figures a page shows, and for which year. What is the same for a group, a panel, a team and the whole site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import current_app, request, url_for
from sqlalchemy import select

from blueprints import clock
from extensions import db
from models.attended_month import first_of_month
from models.figure_table import FigureTable
from models.patch import Patch
from models.people import Panel
from models.report_year import ReportYear
from models.small_numbers import Cell

MOST_YEARS = 8
A_DAY = timedelta(days=1)
Table = Callable[[ReportYear], FigureTable]


@dataclass(frozen=True, slots=True)
class Part:
    """One listing in the report of a panel."""

    name: str
    ran: int
    visits: Cell
    people: Cell
    new: Cell

    @property
    def words(self) -> tuple[str, str, str]:
        """Visits, people and first visits. Where only heads were counted, nothing is said of people."""
        only_heads = self.visits.high > 0 == self.people.high
        return self.visits.short, "–" if only_heads else self.people.short, self.new.short


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figures. `days`: the first and the last there is a register of; `exact`: for those who keep the registers,
    None where small numbers are hidden from everybody; `told`: what may leave."""

    name: str
    page: str
    """The endpoint; that of its papers is the same with "_paper"."""
    values: dict[str, Any]
    layout: str
    days: tuple[date, date] | None
    told: Table
    exact: Table | None = None
    parts: Callable[[FigureTable], list[Part]] | None = None
    patch: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    """What its layout needs."""

    def url(self, year: ReportYear) -> str:
        return url_for(self.page, year=year.key, **self.values)

    def paper_url(self, paper: str, year: ReportYear) -> str:
        return url_for(f"{self.page}_paper", paper=paper, year=year.key, **self.values)


def place_of(panel: Panel) -> str:
    """Where a panel is: its patch, or its own name when it has several."""
    patches = db.session.scalars(
        select(Patch.name).where(Patch.panel_id == panel.id).order_by(Patch.name).limit(2)
    ).all()
    return patches[0] if len(patches) == 1 else panel.name


def closed_month() -> date:
    """The first day of the month that is not over: what leaves a group ends before it."""
    return first_of_month(clock.today())


def tomorrow() -> date:
    return clock.today() + A_DAY


def least() -> int:
    """The smallest number of people that is told."""
    return int(current_app.config["SETTINGS"].hide_fewer_than)


def years_of(subject: Subject) -> list[ReportYear]:
    """The years one can ask for, the calendar's first, the latest first."""
    if subject.days is None:
        return []
    latest = min(max(subject.days[1], subject.days[0]), clock.today())
    years = ReportYear.all_between(subject.days[0], latest)
    ours = [year for year in years if subject.exact is not None or year.first < closed_month()]
    calendar = [year for year in ours if year.is_calendar][:MOST_YEARS]
    return calendar + [year for year in ours if not year.is_calendar][:MOST_YEARS]


def asked_year(subject: Subject) -> ReportYear:
    """The year the address asks for, else the latest of which there is something."""
    asked = ReportYear.read(request.args.get("year", ""))
    if asked is not None:
        return asked
    return next(iter(years_of(subject)), ReportYear.calendar(clock.today()))
