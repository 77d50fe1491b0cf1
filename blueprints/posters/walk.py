"""The walking list: which walls to visit and in which order, on screen, on paper, and typed up afterwards."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user

from blueprints import clock, press
from blueprints.doors import panel_members
from blueprints.posters import posters
from blueprints.posters.truth import changed_by
from blueprints.posters.typing_up import asked_for, can_be, note_all, read_ticks
from blueprints.posters.undoing import say_with_undo
from blueprints.posters.walk_plan import Walk, plan, query_of
from blueprints.posters.wall_forms import WalkForm
from blueprints.posters.wall_words import count_words
from blueprints.rendering import render_page
from extensions import db
from models.errors import RuleBroken
from models.people import Panel
from models.walls import walls_of


@posters.get("/panels/<string:panel_slug>/walk")
@panel_members
def walk(panel: Panel) -> Response:
    """Choose the walls and where to begin; the order is worked out."""
    made = _plan(panel)
    return render_page("posters/walk.html", "posters/_walk.html", **_shown(panel, made))


@posters.get("/panels/<string:panel_slug>/walk/sheet")
@panel_members
def walk_sheet(panel: Panel) -> Response:
    """The same to print straight from the browser."""
    return render_page("posters/walk_sheet.html", **_shown(panel, _plan(panel)))


@posters.get("/panels/<string:panel_slug>/walk.pdf")
@panel_members
def walk_pdf(panel: Panel) -> Response | Any:
    """The same off the press."""
    made = _plan(panel)
    try:
        pdf = press.pdf("walk", made.content(clock.today()), pages=None)
    except RuleBroken as refusal:
        flash(refusal.message, "warn")
        return redirect(url_for("posters.walk", panel_slug=panel.slug, **query_of(made)), 303)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="Walk.pdf"'
    return answer


@posters.route("/panels/<string:panel_slug>/walk/typing-up", methods=["GET", "POST"])
@panel_members
def type_up_walk(panel: Panel) -> Any:
    """What was done on the walk, ticked in one go. What is done already stays so."""
    form = WalkForm(who=current_user.name) if request.method == "GET" else WalkForm()
    made = _plan(panel)
    if not form.is_submitted():
        return _ask(panel, made, form)
    ticks, wrong = read_ticks(request.form)
    if not form.validate() or wrong:
        form.form_errors.extend(wrong)
        return _ask(panel, made, form, ticks, status=422)
    noted = note_all(panel, ticks, who=form.who.data or "", by=current_user, now=clock.now(), day=form.walked_on.day)
    db.session.commit()
    if noted:
        say_with_undo(panel, f"Noted: {count_words(len(noted), 'thing')} done. Thank you for walking.", noted)
    else:
        flash("Nothing new was ticked, so nothing was changed.", "good")
    return redirect(url_for("posters.walk", panel_slug=panel.slug), 303)


def _ask(panel: Panel, made: Walk, form: WalkForm, ticks: dict[str, set[str]] | None = None, status: int = 200) -> Any:
    everything = bool(request.args.get("all"))
    return render_page(
        "posters/typing_up.html",
        status=status,
        form=form,
        ticks=ticks or {},
        everything=everything,
        can_be=can_be,
        asked_for=asked_for,
        **_shown(panel, made),
    )


def _plan(panel: Panel) -> Walk:
    every = walls_of(db.session(), panel, today=clock.today(), changed=changed_by(clock.now()))
    return plan(panel, every, request.args, clock.today())


def _shown(panel: Panel, made: Walk) -> dict[str, Any]:
    return {
        "panel": panel,
        "walk": made,
        "query": query_of(made),
        "can_print": press.can_print(),
        "today": clock.today(),
        "count_words": count_words,
    }
