"""Figures of a team's own referrals: how many were sent, came, came back and stayed, by month. Small numbers hidden."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.attendance_figures import SOON
from models.attended_month import AttendedMonth, first_of_month
from models.figure_table import FigureTable, Line
from models.figure_words import Measure
from models.published_figures import is_known, visits_total
from models.quarter_sums import Row, part_of, totals
from models.referral import Referral
from models.register_words import Mark
from models.report_year import ReportYear, month_begins, next_month
from models.small_numbers import Cell, cell_of, exactly

STAYED_BY = 3
"""Months after the first by whose end they came again, six weeks or more after the first time."""
PARTS = (Measure.AGAIN, Measure.STAYED)
"""Each counts some of those who came for the first time."""


@dataclass(slots=True)
class TeamCounts:
    """What became of a team's referrals in a month."""

    sent: int = 0
    came: int = 0
    visits: int = 0
    again: int = 0
    stayed: int = 0
    no_shows: int = 0


def team_figures(session: Session, team_id: uuid.UUID, year: ReportYear, before: date) -> dict[date, TeamCounts]:
    """A team's figures for those months of a year that are over before a day, exact. A draft that was thrown away was
    never sent."""
    months = {month: TeamCounts() for month in year.months_before(before)}
    if not months:
        return months
    first, end = year.first, next_month(max(months))
    for month, sent in zip(months, _sent(session, team_id, list(months)), strict=True):
        months[month].sent = sent
    for month, came, visits, again, stayed in session.execute(_came(team_id, first, end)):
        counts = months[month]
        counts.came, counts.visits, counts.again, counts.stayed = came, visits, again, stayed
    missed = (
        select(Attendance.on, func.count())
        .where(Attendance.team_id == team_id, Attendance.on >= first, Attendance.on < end)
        .where(Attendance.mark == Mark.ABSENT)
        .group_by(Attendance.on)
    )
    for on, times in session.execute(missed):
        months[first_of_month(on)].no_shows += times
    return months


def publish_team(year: ReportYear, months: dict[date, TeamCounts], least: int, closed: date) -> FigureTable:
    """The report of a team: small numbers are hidden, and nobody can work them out."""
    all_months, columns = list(months), list(months.values())
    known = {
        Measure.AGAIN: [is_known(month, closed) for month in all_months],
        Measure.STAYED: [next_month(month, STAYED_BY + 1) <= closed for month in all_months],
    }
    came = Row([each.came for each in columns], [cell_of(each.came, least) for each in columns])
    rows = [came]
    for measure in PARTS:
        true = [int(getattr(each, measure.value)) for each in columns]
        told = [
            part_of(part, whole, cell, least, is_known=is_in)
            for part, whole, cell, is_in in zip(true, came.true, came.cells, known[measure], strict=True)
        ]
        rows.append(Row(true, told))
    lines = dict(zip((Measure.CAME, *PARTS), _lines(all_months, rows, least), strict=True))
    for measure, alone in (
        (Measure.SENT, [each.sent for each in columns]),
        (Measure.NO_SHOWS, [each.no_shows for each in columns]),
    ):
        row = Row(alone, [cell_of(each, least) for each in alone])
        lines[measure] = _lines(all_months, [row], least)[0]
    visits = tuple(cell_of(each.visits, least) for each in columns)
    lines[Measure.VISITS] = Line(visits, visits_total(visits))
    return FigureTable(year, tuple(all_months), lines, exactly(0), is_for_others=True)


def _lines(months: list[date], rows: list[Row], least: int) -> list[Line]:
    sums: list[Cell] = totals(months, rows, least)
    return [Line(tuple(row.cells), total) for row, total in zip(rows, sums, strict=True)]


def _sent(session: Session, team_id: uuid.UUID, months: list[date]) -> list[int]:
    """How many referrals left the team in each month, by the London clock."""
    starts = [month_begins(month) for month in (*months, next_month(months[-1]))]
    spans = [and_(Referral.sent_at >= start, Referral.sent_at < end) for start, end in pairwise(starts)]
    sums = [func.coalesce(func.sum(case((span, 1), else_=0)), 0) for span in spans]
    ours = (Referral.team_id == team_id, Referral.sent_at >= starts[0], Referral.sent_at < starts[-1])
    return [int(each) for each in session.execute(select(*sums).where(*ours)).one()]


def _came(team_id: uuid.UUID, first: date, end: date) -> Select[Any]:
    def firsts(*more: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((and_(AttendedMonth.is_first, *more), 1), else_=0))

    return (
        select(
            AttendedMonth.month,
            firsts(),
            func.sum(AttendedMonth.times),
            firsts(AttendedMonth.again_after <= SOON),
            firsts(AttendedMonth.stayed_after <= STAYED_BY),
        )
        .where(AttendedMonth.team_id == team_id, AttendedMonth.month >= first, AttendedMonth.month < end)
        .group_by(AttendedMonth.month)
    )
