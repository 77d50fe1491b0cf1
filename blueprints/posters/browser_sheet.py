"""The same sheet as a page that the browser prints itself, for when there is no press or somebody prefers it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, request, url_for

from blueprints import press
from blueprints.doors import panel_members
from blueprints.posters import posters
from blueprints.posters.poster_forms import PosterForm
from blueprints.posters.preview import sample_content
from blueprints.posters.showing import poster_of
from blueprints.qr import qr_svg
from blueprints.rendering import render_page
from models.people import Panel
from models.poster_choice import Choice, Paper, Sheet
from models.vocabulary import Kind

COPIES = {Sheet.CARDS: 10, Sheet.BOOKMARKS: 4}
ON = {Paper.A3: "on-a3", Paper.A4: "on-a4", Paper.A5: "on-a5", Paper.FOLD: "on-a4"}
"""The class of static/css/sheet.css for a size; a folded leaflet becomes one side."""


@posters.get("/posters/<uuid:poster_id>/sheet")
@panel_members
def browser_sheet(poster_id: UUID) -> Response:
    """What the poster says, finished for the browser's own printing."""
    poster = poster_of(poster_id)
    back = url_for("posters.show", poster_id=poster.id)
    return _sheet(poster.panel, poster.choice, poster.content, back, "Back to the poster")


@posters.get("/panels/<string:panel_slug>/posters/sheet")
@panel_members
def unmade_sheet(panel: Panel) -> Response:
    """The same of a sheet that is not made yet, with a sample for a code."""
    form = PosterForm(panel, request.args)
    if not form.is_ready:
        abort(422)
    content = sample_content(form)
    back = url_for("posters.new", panel_slug=panel.slug, **form.question())
    return _sheet(panel, form.choice, content, back, "Back to the choices", is_sample=form.again is None)


def _sheet(
    panel: Panel, choice: Choice, content: dict[str, Any], back: str, back_words: str, is_sample: bool = False
) -> Response:
    address = f"{content['scheme']}://{content['host']}{content['path']}"
    return render_page(
        "posters/sheet.html",
        panel=panel,
        choice=choice,
        c=content,
        size=ON[choice.paper],
        paper=ON[choice.paper].removeprefix("on-").upper(),
        part=_part(choice),
        kind=Kind(content["kind"]) if content.get("kind") else None,
        copies=COPIES.get(choice.sheet, 1),
        qr=qr_svg(address, f"QR code for {content['host']}{content['path']}", for_paper=True),
        back_url=back,
        back_words=back_words,
        is_sample=is_sample,
        can_print=press.can_print(),
    )


def _part(choice: Choice) -> str:
    """Which of templates/posters/_sheet_*.html it is."""
    return {"near": "week", "bookmarks": "cards"}.get(choice.sheet.value, choice.sheet.value)
