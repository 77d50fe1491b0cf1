"""Figures of each listing of a group or a panel, under each keeper that it had."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from models.attendance_figures import (
    PEOPLE_SUMS,
    SESSION_SUMS,
    Counts,
    Figures,
    Scope,
    note,
    people_sums,
    session_sums,
)
from models.attended_month import AttendedMonth, first_of_month
from models.register import Register
from models.report_year import ReportYear

Kept = tuple[uuid.UUID, uuid.UUID]
"""A listing, and whoever kept it: a group, or the panel itself."""
SHORT_SUMS = ("ran", "named", "heads", "new")


def figures_by_listing(session: Session, scope: Scope, year: ReportYear, before: date) -> dict[Kept, Figures]:
    """The same for everything that the scope holds, each listing under each keeper it had."""
    months = year.months_before(before)
    first, end = year.first, min(year.end, before)
    found: dict[Kept, Figures] = {}
    for *kept, on, sums in _by_listing(session, scope, first, end, Register.on):
        ours = found.setdefault(_kept(kept), Figures(year, {month: Counts() for month in months}))
        note(ours.months[first_of_month(on)], SESSION_SUMS, sums)
    for *kept, month, sums in _people_by_listing(session, found, first, end, AttendedMonth.month):
        note(found[_kept(kept)].months[month], PEOPLE_SUMS, sums)
    for each in found.values():
        for counts in each.months.values():
            each.whole.add(counts)
    for *kept, sums in _people_by_listing(session, found, first, end):
        whole = found[_kept(kept)].whole
        whole.people, whole.referred = sums[:2]
    return found


def totals_by_listing(session: Session, scope: Scope, year: ReportYear, before: date) -> dict[Kept, Counts]:
    """What each listing, under each keeper it had, came to in a year as far as the day before `before`: sessions that
    ran, visits, first visits and different people."""
    first, end = year.first, min(year.end, before)
    found: dict[Kept, Counts] = {}
    for *kept, sums in _by_listing(session, scope, first, end, names=SHORT_SUMS):
        note(found.setdefault(_kept(kept), Counts()), SHORT_SUMS, sums)
    for *kept, sums in _people_by_listing(session, found, first, end, names=("people",)):
        note(found[_kept(kept)], ("people",), sums)
    return found


def listings_with_newcomers(session: Session, scope: Scope, year: ReportYear, before: date) -> dict[date, int]:
    """To how many listings somebody came for the first time, by month; months with none are left out."""
    new = (*scope.rows(Register), Register.named_new + Register.heads_new > 0)
    in_year = (Register.on >= year.first, Register.on < min(year.end, before))
    rows = session.execute(select(Register.listing_id, Register.on).where(*new, *in_year))
    return Counter(month for _, month in {(listing_id, first_of_month(on)) for listing_id, on in rows})


def _kept(row: Sequence[Any]) -> Kept:
    listing_id, keeper_id = row
    return listing_id, keeper_id


def _by_listing(
    session: Session, scope: Scope, first: date, end: date, *by: Any, names: Iterable[str] = SESSION_SUMS
) -> Iterator[list[Any]]:
    kept = (Register.listing_id, Register.group_id, Register.panel_id)
    for row in session.execute(session_sums(scope, first, end, *kept, *by, names=names)):
        listing_id, group_id, panel_id, *rest = row
        yield [listing_id, group_id or panel_id, *rest[: len(by)], rest[len(by) :]]


def _people_by_listing(
    session: Session,
    kept: Mapping[Kept, Any],
    first: date,
    end: date,
    *by: Any,
    names: Sequence[str] = PEOPLE_SUMS,
) -> Iterator[list[Any]]:
    """By the listings' own index; whoever kept one of them elsewhere is left out."""
    if not kept:
        return
    # Written out: with so many parameters PostgreSQL takes a plan ten times slower once the statement is prepared.
    listings = sorted({listing_id for listing_id, _ in kept})
    ids: BindParameter[Any] = bindparam("ids", listings, expanding=True, literal_execute=True)
    ours = AttendedMonth.listing_id.in_(ids)
    of_each = (AttendedMonth.listing_id, AttendedMonth.keeper_id)
    for row in session.execute(people_sums(first, end, [ours], *of_each, *by, names=names)):
        listing_id, keeper_id, *rest = row
        if (listing_id, keeper_id) in kept:
            yield [listing_id, keeper_id, *rest[: len(by)], rest[len(by) :]]
