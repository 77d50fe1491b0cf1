"""Many posters in one file: tick those that are made already, and they are printed together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, press, tick
from blueprints.doors import panel_members
from blueprints.posters import posters
from blueprints.posters.many_rows import Asked, rows_of
from blueprints.posters.truth import changed_by
from blueprints.rendering import render_page
from extensions import db
from models.errors import RuleBroken
from models.people import Panel
from models.poster import Poster
from models.print_run import PrintRun

MOST_RUNS_SHOWN = 5


@posters.get("/panels/<string:panel_slug>/posters/many")
@panel_members
def many(panel: Panel) -> Response:
    """The posters of the panel, to be ticked: all, or some of them by the address."""
    asked = {name: request.args.get(name, "") for name in ("outdated", "state", "site", "listing")}
    return _show(panel, Asked.read(asked))


@posters.post("/panels/<string:panel_slug>/print-runs")
@panel_members
def print_many(panel: Panel) -> Response | AnyResponse:
    """Ask for one file of the posters that are ticked."""
    ticked = _ids(request.form.getlist("poster"))
    known = set(db.session.scalars(Poster.of(panel).with_only_columns(Poster.id).where(Poster.id.in_(ticked))))
    try:
        run = ask_for(panel, [poster_id for poster_id in ticked if poster_id in known])
    except RuleBroken as refusal:
        return _show(panel, Asked(), refusal, ticked, status=422)
    db.session.commit()
    tick.soon()
    return redirect(url_for("posters.run", run_id=run.id), code=303)


def ask_for(panel: Panel, poster_ids: Sequence[UUID]) -> PrintRun:
    """A run of these posters. Raises RuleBroken, also when nothing can be printed here."""
    if not press.can_print():
        raise press.PressBroken
    return PrintRun.ask(db.session(), panel, poster_ids, by=current_user, at=clock.now())


def _show(
    panel: Panel,
    asked: Asked,
    refusal: RuleBroken | None = None,
    ticked: Collection[UUID] | None = None,
    status: int = 200,
) -> Response:
    rows = list(rows_of(panel, clock.today(), changed_by(clock.now())))
    shown = [row for row in rows if asked.wants(row)]
    sites = {row.poster.placement.site for row in rows if row.poster.placement}
    return render_page(
        "posters/many.html",
        panel=panel,
        refusal=refusal,
        asked=asked,
        walls=[(wall, list(group)) for wall, group in groupby(shown, key=lambda row: row.wall)],
        is_ticked={row.poster.id: asked.ticks(row) if ticked is None else row.poster.id in ticked for row in shown},
        counts=(len(rows), sum(row.is_to_hang for row in rows), sum(row.needs_print for row in rows)),
        sites=sorted(sites, key=lambda site: (site.name.lower(), str(site.id))),
        runs=db.session.scalars(PrintRun.of(panel).limit(MOST_RUNS_SHOWN)).all(),
        can_print=press.can_print(),
        status=status,
    )


def _ids(said: Sequence[str]) -> list[UUID]:
    """Those of the words that are ids, each once, in order."""
    found: dict[UUID, None] = {}
    for word in said:
        try:
            found[UUID(word)] = None
        except ValueError:
            continue
    return list(found)
