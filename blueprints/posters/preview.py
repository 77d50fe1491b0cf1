"""The picture beside the form: how the sheet will look, drawn anew with each choice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_login import current_user

from blueprints import press
from blueprints.doors import panel_members
from blueprints.posters import posters
from blueprints.posters.contents import content_for, ready_for_press
from blueprints.posters.mending import Mend, refuse_at_field
from blueprints.posters.poster_forms import PosterForm
from extensions import limiter
from models.errors import RuleBroken
from models.people import Panel
from models.poster_choice import Choice, Paper

SAMPLE = "SAMPLE"
"""Stands where the code will be. No real code has an S or an L, and the page for codes says that it is none."""
WIDTH = 800
"""Pixels across: sharp beside the form, and on a phone with a fine screen."""
INCHES_WIDE = {Paper.A3: 11.69, Paper.A4: 8.27, Paper.A5: 5.83, Paper.FOLD: 11.69}
KEPT = 12
"""Pictures kept at hand: the page first asks whether the sheet fits, and a moment later for its picture."""
OFTEN = "150 per minute"
"""More than two a second: no hand is so quick."""

each_person_so_often = limiter.limit(OFTEN, key_func=lambda: f"posters {current_user.id}")


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands beside the form: a picture, or why there is none and where to put that right."""

    picture_url: str = ""
    alt: str = ""
    words: str = ""
    mend: Mend | None = None
    sheet_url: str = ""
    """The same sheet as a page of the browser."""


@posters.get("/panels/<string:panel_slug>/posters/preview")
@panel_members
@each_person_so_often
def preview(panel: Panel) -> Response:
    """The picture and what is to be said at the fields, for a page that is being filled in."""
    form = PosterForm(panel, request.args)
    answer = Response(render_template("posters/_preview_and_said.html", panel=panel, form=form, proof=proof_of(form)))
    answer.headers["HX-Replace-Url"] = url_for("posters.new", panel_slug=panel.slug, **form.question())
    return answer


@posters.get("/panels/<string:panel_slug>/posters/preview.png")
@panel_members
@each_person_so_often
def preview_picture(panel: Panel) -> Response:
    """The picture of a sheet that could be printed as asked."""
    form = PosterForm(panel, request.args)
    if not form.is_ready:
        abort(422)
    return Response(sample_picture(form), mimetype="image/png")


def proof_of(form: PosterForm) -> Proof:
    """The picture, or what to do to get one. A text that does not fit, or cannot be printed, is said at its field."""
    if form.is_waiting:
        return Proof(words="Choose what it is for, and you see it here.")
    if form.errors:
        return Proof(words=next(iter(form.errors.values()))[0])
    place = {"panel_slug": form.panel.slug, **form.question()}
    sheet_url = url_for("posters.unmade_sheet", **place)
    if not press.can_print():
        return Proof(words=press.PressBroken.message, sheet_url=sheet_url)
    content = sample_content(form)
    try:
        sample_picture(form, content)
    except RuleBroken as refusal:
        mend = refuse_at_field(form, refusal)
        return Proof(words=refusal.message, mend=mend, sheet_url=sheet_url)
    return Proof(url_for("posters.preview_picture", **place), alt_for(content), sheet_url=sheet_url)


def sample_content(form: PosterForm) -> dict[str, Any]:
    """What the first of the sheets would say; with no real code, unless it has one already."""
    code = form.again.code if form.again else SAMPLE
    return content_for(form.choice, form.subject(form.walls[0]), code=code, now=form.now)


def sample_picture(form: PosterForm, content: dict[str, Any] | None = None) -> bytes:
    """Its picture as PNG. Raises as the press does."""
    return picture_of(form.choice, content or sample_content(form))


def picture_of(choice: Choice, content: dict[str, Any]) -> bytes:
    """A sheet's first page as PNG, of the same width whatever its size. Raises as the press does."""
    written = json.dumps(ready_for_press(content), ensure_ascii=False, sort_keys=True)
    return _drawn(choice.template, written, WIDTH / INCHES_WIDE[choice.paper])


@lru_cache(maxsize=KEPT)
def _drawn(template: str, content: str, ppi: float) -> bytes:
    return press.picture(template, json.loads(content), ppi=ppi)


def alt_for(content: dict[str, Any]) -> str:
    """What is to be seen, for those who hear the page: its name, when and where."""
    when, where = content.get("when") or {}, content.get("where") or {}
    told = [
        content["name"],
        ", ".join(filter(None, (when.get("day"), when.get("time")))) or content.get("dates", ""),
        where.get("place", ""),
    ]
    return "The sheet: " + ". ".join(part.rstrip(".") for part in told if part) + "."
