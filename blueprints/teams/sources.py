"""Who else sends people to a team: each has an address of its own, which shows where people come from."""

import uuid
from datetime import timedelta

from flask import Response, current_app, redirect, url_for
from flask_login import current_user
from sqlalchemy import Select, func, select
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.doors import link_workers, team_leads
from blueprints.flashing import flash_with_undo
from blueprints.qr import qr_svg
from blueprints.rendering import find, render_page
from blueprints.teams import teams
from blueprints.teams.about import leads
from blueprints.teams.forms import SourceForm
from extensions import db
from models.enquiry import Enquiry, ReferralSource, SourceKind
from models.short_code import new_code
from models.team import Team

COUNTED_FOR = timedelta(days=365)
FEWEST_TOLD = 5
"""Smaller numbers could point at somebody, so they are not told."""


@teams.get("/teams/<string:team_slug>/sources")
@link_workers
def sources(team: Team) -> Response:
    """Everybody who sends people, how many have come from each, and for leads a form for one more."""
    return show_sources(team, SourceForm())


@teams.post("/teams/<string:team_slug>/sources")
@team_leads
def add_source(team: Team) -> Response | AnyResponse:
    """Give somebody an address of their own. Pressed twice, it is one."""
    form = SourceForm()
    if not form.validate():
        return show_sources(team, form, 422)
    there = db.session.get(ReferralSource, form.key)
    if there is None:
        source = ReferralSource(
            id=form.key,
            team_id=team.id,
            kind=SourceKind(form.kind.data),
            name=form.name.data,
            code=free_code(),
            email=form.email.data,
            created_at=clock.now(),
            created_by_id=current_user.id,
        )
        db.session.add(source)
        db.session.commit()
    return redirect(url_for("teams.source_sheet", team_slug=team.slug, source_id=form.key), 303)


@teams.get("/teams/<string:team_slug>/sources/<uuid:source_id>/sheet")
@link_workers
def source_sheet(team: Team, source_id: uuid.UUID) -> Response:
    """The sheet to print and hand over: what it is for, the address and its code."""
    source = find(ReferralSource.of_team(team).where(ReferralSource.id == source_id))
    address = address_of(source)
    code = qr_svg(address, f"A code that leads to {address}", for_paper=True)
    return render_page("teams/source_sheet.html", team=team, source=source, address=address, code=code)


@teams.post("/teams/<string:team_slug>/sources/<uuid:source_id>/ending")
@team_leads
def end_source(team: Team, source_id: uuid.UUID) -> AnyResponse:
    """Their address works no longer. Can be undone."""
    source = find(ReferralSource.of_team(team).where(ReferralSource.id == source_id))
    source.ended_at = clock.now()
    db.session.commit()
    undo = url_for("teams.bring_source_back", team_slug=team.slug, source_id=source.id)
    flash_with_undo("Ended. Their address works no longer; whoever opens it is told to ring you.", undo)
    return redirect(url_for("teams.sources", team_slug=team.slug), 303)


@teams.post("/teams/<string:team_slug>/sources/<uuid:source_id>/return")
@team_leads
def bring_source_back(team: Team, source_id: uuid.UUID) -> AnyResponse:
    """Their address works again."""
    find(all_of(team).where(ReferralSource.id == source_id)).ended_at = None
    db.session.commit()
    return redirect(url_for("teams.sources", team_slug=team.slug), 303)


def all_of(team: Team) -> Select[tuple[ReferralSource]]:
    """A team's sources, ended ones as well."""
    rows = select(ReferralSource).where(ReferralSource.team_id == team.id)
    return rows.order_by(ReferralSource.name, ReferralSource.id)


def free_code() -> str:
    """A code that no source has or had."""
    while True:
        code = new_code()
        if db.session.scalar(select(ReferralSource.id).where(ReferralSource.code == code)) is None:
            return code


def address_of(source: ReferralSource) -> str:
    return f"{current_app.config['SETTINGS'].public_url}/help/{source.code}"


def counts_for(team: Team) -> dict[uuid.UUID | None, int]:
    """How many people came from each source in the last year; from nobody in particular under None."""
    since = clock.now() - COUNTED_FOR
    rows = select(Enquiry.source_id, func.count()).where(Enquiry.team_id == team.id, Enquiry.received_at >= since)
    return dict(db.session.execute(rows.group_by(Enquiry.source_id)).tuples().all())


def number_words(count: int) -> str:
    """The number, or that it is too small to be told."""
    return "nobody yet" if count == 0 else f"fewer than {FEWEST_TOLD}" if count < FEWEST_TOLD else str(count)


def show_sources(team: Team, form: SourceForm, status: int = 200) -> Response:
    counts = counts_for(team)
    rows = [(each, number_words(counts.get(each.id, 0))) for each in db.session.scalars(ReferralSource.of_team(team))]
    return render_page(
        "teams/sources.html",
        status=status,
        team=team,
        form=form,
        rows=rows,
        by_themselves=number_words(counts.get(None, 0)),
        leads=leads(team),
        address_of=address_of,
    )
