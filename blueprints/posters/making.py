"""Making a poster: one page to choose on, and one button."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm.exc import ObjectDeletedError

from blueprints import clock, press, tick
from blueprints.doors import panel_members
from blueprints.posters import posters
from blueprints.posters.contents import content_for
from blueprints.posters.mending import refuse_at_field
from blueprints.posters.offers import minds, offers_for
from blueprints.posters.poster_forms import PosterForm
from blueprints.posters.preview import each_person_so_often, proof_of
from blueprints.posters.printing import make_set, new_key, print_anew, run_id_of
from blueprints.rendering import render_page
from extensions import db
from models.errors import RuleBroken
from models.people import Panel
from models.poster import Poster


@posters.get("/panels/<string:panel_slug>/posters/new")
@panel_members
@each_person_so_often
def new(panel: Panel) -> Response:
    """Everything to choose, filled in with what is usual, beside a picture of the sheet."""
    return _page(PosterForm(panel, request.args))


@posters.post("/panels/<string:panel_slug>/posters")
@panel_members
def make(panel: Panel) -> Any:
    """A poster for each wall that is ticked, or one for no wall yet."""
    form = PosterForm(panel, request.form, is_sent=True)
    if form.is_waiting:
        form.refuse(RuleBroken("Choose what the poster is for.", field="listing"))
    if form.errors:
        return _page(form, status=422)
    try:
        return _change(form, form.again) if form.again else _make(form)
    except RuleBroken as refusal:
        db.session.rollback()
        form = PosterForm(panel, request.form, is_sent=True)
        if refuse_at_field(form, refusal) is None and not form.errors:
            form.refuse(refusal)
        return _page(form, status=422)
    except ObjectDeletedError:
        abort(409)


def _make(form: PosterForm) -> Any:
    made, is_new = make_set(form, request.args.get("form", ""), by=current_user, at=clock.now())
    if not is_new:
        flash("You made this a moment ago, so here it is.", "good")
    if len(made) == 1:
        return redirect(url_for("posters.show", poster_id=made[0].id), 303)
    tick.soon()
    return redirect(url_for("posters.run", run_id=run_id_of(made)), 303)


def _change(form: PosterForm, poster: Poster) -> Any:
    """The same code on another look."""
    subject = form.subject(form.walls[0])
    content = content_for(form.choice, subject, code=poster.code, now=clock.now())
    print_anew(poster, form.choice, content, subject, by=current_user, at=clock.now())
    flash("It has its new look, and the code stays the same. Print it, and hang it over the old one.", "good")
    return redirect(url_for("posters.show", poster_id=poster.id), 303)


def _page(form: PosterForm, status: int = 200) -> Response:
    proof = proof_of(form)
    answer = render_page(
        "posters/new.html",
        "posters/_making.html",
        status=status,
        panel=form.panel,
        form=form,
        refused=form if status == 422 else None,
        proof=proof,
        offers=offers_for(form),
        minds=minds(form),
        key=new_key(),
        can_print=press.can_print(),
    )
    if status == 200:
        answer.headers["HX-Replace-Url"] = url_for("posters.new", panel_slug=form.panel.slug, **form.question())
    return answer
