"""`/figures`: for organisers, of their groups and of each thing that they answer for. Exact on their own page."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Response, redirect, url_for
from flask_login import current_user
from sqlalchemy import select

from blueprints.doors import organisers
from blueprints.figures import figures
from blueprints.figures.answers import PAPERS, paper, show
from blueprints.figures.subject import Subject, closed_month, least, place_of, tomorrow
from blueprints.hosted_listings import hosted_by
from blueprints.rendering import find, render_page
from extensions import db
from models.attendance_figures import Scope, days_with_registers
from models.attendance_figures import figures as count
from models.figure_table import FigureTable, exact_table
from models.figures_among import publish_among
from models.figures_by_listing import figures_by_listing, listings_with_newcomers
from models.group import Group
from models.listing import Listing
from models.organiser import Organiser
from models.published_figures import publish
from models.register import Register
from models.report_year import ReportYear


@figures.get("/figures")
@organisers
def index() -> Response | Any:
    """What one can look at; with a single group there is nothing to choose."""
    groups, listings = _choices()
    of_panel = [each for each in listings if each.group_id is None]
    if len(groups) == 1 and not of_panel:
        return redirect(url_for("figures.group", group_id=groups[0].id), 303)
    return render_page("figures/index.html", panel=None, groups=groups, listings=listings, of_panel=of_panel)


@figures.get("/figures/groups/<uuid:group_id>")
@organisers
def group(group_id: uuid.UUID) -> Response:
    """A group's year."""
    return show(_of_group(group_id))


@figures.get(f"/figures/groups/<uuid:group_id>/{PAPERS}")
@organisers
def group_paper(group_id: uuid.UUID, paper: str) -> Response | Any:
    """The same for the funder."""
    return on_paper(_of_group(group_id), paper)


@figures.get("/figures/listings/<uuid:listing_id>")
@organisers
def listing(listing_id: uuid.UUID) -> Response:
    """A year of one thing."""
    return show(_of_listing(listing_id))


@figures.get(f"/figures/listings/<uuid:listing_id>/{PAPERS}")
@organisers
def listing_paper(listing_id: uuid.UUID, paper: str) -> Response | Any:
    """The same for the funder."""
    return on_paper(_of_listing(listing_id), paper)


on_paper = paper


def _choices() -> tuple[Sequence[Group], Sequence[Listing]]:
    """The groups one organises, and what one answers for of which there is a register."""
    kept = select(Register.listing_id).where(Register.listing_id == Listing.id).exists()
    listings = db.session.scalars(hosted_by(current_user, stopped=True).where(kept)).all()
    return db.session.scalars(Organiser.groups_of(current_user)).all(), listings


def _is_one_of_several() -> bool:
    groups, listings = _choices()
    return len(groups) + len(listings) > 1


def _of_group(group_id: uuid.UUID) -> Subject:
    group = find(Organiser.groups_of(current_user).where(Group.id == group_id))
    scope = Scope.of_group(group)

    def told(year: ReportYear) -> FigureTable:
        whole = count(db.session(), scope, year, closed_month())
        fewest = listings_with_newcomers(db.session(), scope, year, closed_month())
        return publish(whole, least(), closed_month(), fewest)

    listings = [each for each in _choices()[1] if each.group_id == group.id]
    return Subject(
        name=group.name,
        page="figures.group",
        values={"group_id": group.id},
        layout="hosting",
        days=days_with_registers(db.session(), scope),
        exact=lambda year: exact_table(count(db.session(), scope, year, tomorrow())),
        told=told,
        patch=place_of(group.panel),
        more={"panel": None, "listings": listings, "several": _is_one_of_several()},
    )


def _of_listing(listing_id: uuid.UUID) -> Subject:
    listing = find(hosted_by(current_user, stopped=True).where(Listing.id == listing_id))
    scope = Scope.of_listing(listing)

    def told(year: ReportYear) -> FigureTable:
        closed, mine = closed_month(), (listing.id, listing.group_id or listing.panel_id)
        if listing.group_id is not None:
            around = Scope(group_id=listing.group_id)
            parts = figures_by_listing(db.session(), around, year, closed)
            if len(parts) > 1 and mine in parts:
                fewest = listings_with_newcomers(db.session(), around, year, closed)
                whole = publish(count(db.session(), around, year, closed), least(), closed, fewest)
                return publish_among(whole, parts, mine, least(), closed)
        return publish(count(db.session(), scope, year, closed), least(), closed)

    return Subject(
        name=listing.name,
        page="figures.listing",
        values={"listing_id": listing.id},
        layout="hosting",
        days=days_with_registers(db.session(), scope),
        exact=lambda year: exact_table(count(db.session(), scope, year, tomorrow())),
        told=told,
        patch=listing.patch.name,
        more={"panel": None, "listings": [], "several": True},
    )
