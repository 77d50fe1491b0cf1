"""One print run: how far it is, its file, and what could not be printed."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from flask import Response, redirect, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import undefer
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, press
from blueprints.doors import panel_members
from blueprints.posters import posters
from blueprints.posters.print_steps import take_step
from blueprints.rendering import find, render_page, wants_partial
from extensions import db
from models.poster import Poster
from models.poster_choice import Choice, Paper
from models.print_run import KEPT_FOR, PrintRun, RunState
from models.wall_clock import london_date

ON_PAPER = {Paper.A3: "A3", Paper.A4: "A4", Paper.A5: "A5", Paper.FOLD: "A4 to fold, on both sides"}


@posters.get("/print-runs/<uuid:run_id>")
@panel_members
def run(run_id: UUID) -> Response:
    """How far it is, or the file."""
    return _show(_run(run_id))


@posters.post("/print-runs/<uuid:run_id>/steps")
@panel_members
def take_next_step(run_id: UUID) -> Response | AnyResponse:
    """Make the next few now, unless somebody is at it already."""
    asked = _run(run_id)
    if asked.state not in (RunState.READY, RunState.GONE) and press.can_print():
        take_step(run_id, clock.now())
    if wants_partial():
        return _show(_run(run_id))
    return redirect(url_for("posters.run", run_id=run_id), code=303)


@posters.get("/print-runs/<uuid:run_id>.pdf")
@panel_members
def run_file(run_id: UUID) -> Response | AnyResponse:
    """The file, once it is ready. Until then, and once it is cleared away, its page says so."""
    made = find(PrintRun.visible_to(current_user).options(undefer(PrintRun.pdf)).where(PrintRun.id == run_id))
    if made.pdf is None:
        return redirect(url_for("posters.run", run_id=run_id), code=303)
    answer = Response(made.pdf, mimetype="application/pdf")
    name = f"{made.panel.slug}-{london_date(made.asked_at):%Y-%m-%d}-{made.set_count}-posters.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _run(run_id: UUID) -> PrintRun:
    return find(PrintRun.visible_to(current_user).where(PrintRun.id == run_id))


def _show(made: PrintRun) -> Response:
    return render_page(
        "posters/run.html",
        "posters/_run.html",
        panel=made.panel,
        run=made,
        papers=_papers(made) if made.state is RunState.READY else [],
        ready_until=london_date(made.finished_at + KEPT_FOR) if made.finished_at else None,
        can_print=press.can_print(),
    )


def _papers(made: PrintRun) -> list[tuple[int, str]]:
    """How many sheets there are of each paper, in the order in which printers are filled."""
    left_out = {each["poster"] for each in made.refused}
    ids = [UUID(each) for each in made.poster_ids if each not in left_out]
    chosen: Any = db.session.execute(select(Poster.chosen).where(Poster.id.in_(ids)).order_by(Poster.id)).scalars()
    counts = Counter(Choice.from_json(each).paper for each in chosen)
    return [(counts[paper], words) for paper, words in ON_PAPER.items() if counts[paper]]
