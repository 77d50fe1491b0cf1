"""Figures of a panel, a team and the whole site: small numbers are hidden from everybody there."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, abort
from flask_login import current_user
from sqlalchemy import func, select

from blueprints import clock
from blueprints.doors import link_workers, panel_members, signed_in
from blueprints.figures import figures
from blueprints.figures.answers import PAPERS, show
from blueprints.figures.answers import paper as on_paper
from blueprints.figures.subject import Part, Subject, closed_month, least, place_of
from extensions import db
from models.attendance_figures import Scope, days_with_registers
from models.attendance_figures import figures as count
from models.figure_table import FigureTable
from models.figures_by_listing import totals_by_listing
from models.listing import Listing
from models.people import Panel
from models.referral import Referral
from models.report_year import ReportYear
from models.rounded_figures import OF_PARTS, publish_rounded, published_parts
from models.team import Team
from models.team_figures import publish_team, team_figures
from models.wall_clock import london_date


@figures.get("/panels/<string:panel_slug>/figures")
@panel_members
def panel(panel: Panel) -> Response:
    """A panel's year, and what each listing came to."""
    return show(_of_panel(panel))


@figures.get(f"/panels/<string:panel_slug>/figures/{PAPERS}")
@panel_members
def panel_paper(panel: Panel, paper: str) -> Response | Any:
    """The same on paper."""
    return on_paper(_of_panel(panel), paper)


@figures.get("/teams/<string:team_slug>/figures")
@link_workers
def team(team: Team) -> Response:
    """What became of a team's referrals."""
    return show(_of_team(team))


@figures.get(f"/teams/<string:team_slug>/figures/{PAPERS}")
@link_workers
def team_paper(team: Team, paper: str) -> Response | Any:
    """The same on paper."""
    return on_paper(_of_team(team), paper)


@figures.get("/figures/everything")
@signed_in
def everything() -> Response:
    """The whole site, for whoever leads a panel or a team (docs/decisions/0017)."""
    return show(_of_the_site())


@figures.get(f"/figures/everything/{PAPERS}")
@signed_in
def everything_paper(paper: str) -> Response | Any:
    """The same on paper."""
    return on_paper(_of_the_site(), paper)


def _leads_anything() -> bool:
    led = (Panel.led_by(current_user), Team.led_by(current_user))
    return any(db.session.scalar(rows.limit(1)) is not None for rows in led)


def _rounded(scope: Scope, year: ReportYear) -> FigureTable:
    return publish_rounded(count(db.session(), scope, year, closed_month()), least(), closed_month())


def _of_the_site() -> Subject:
    if not _leads_anything():
        abort(404)
    return Subject(
        name="Everything on the board",
        page="figures.everything",
        values={},
        layout="site",
        days=days_with_registers(db.session(), Scope()),
        told=lambda year: _rounded(Scope(), year),
        more={"panel": None},
    )


def _of_panel(panel: Panel) -> Subject:
    scope = Scope.of_panel(panel)

    def parts(table: FigureTable) -> list[Part]:
        found = totals_by_listing(db.session(), scope, table.year, closed_month())
        told = published_parts(table, found, least())
        names = _names([listing_id for listing_id, _ in found])
        rows = [
            Part(names.get(kept[0], ""), counts.ran, *(told[kept][measure] for measure in OF_PARTS))
            for kept, counts in found.items()
        ]
        return sorted(rows, key=lambda part: part.name.casefold())

    return Subject(
        name=panel.name,
        page="figures.panel",
        values={"panel_slug": panel.slug},
        layout="panel",
        days=days_with_registers(db.session(), scope),
        told=lambda year: _rounded(scope, year),
        parts=parts,
        patch=place_of(panel),
        more={"panel": panel, "leads_anything": _leads_anything()},
    )


def _names(listing_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = select(Listing.id, Listing.name).where(Listing.id.in_(listing_ids))
    return dict(db.session.execute(rows).tuples().all())


def _of_team(team: Team) -> Subject:
    first = db.session.scalar(select(func.min(Referral.sent_at)).where(Referral.team_id == team.id))

    def told(year: ReportYear) -> FigureTable:
        closed = closed_month()
        return publish_team(year, team_figures(db.session(), team.id, year, closed), least(), closed)

    return Subject(
        name=team.name,
        page="figures.team",
        values={"team_slug": team.slug},
        layout="team",
        days=(london_date(first), clock.today()) if first else None,
        told=told,
        more={"team": team, "panel": None, "leads_anything": _leads_anything()},
    )
