"""How a page is answered: whole, or only the part htmx asked for; and how a thing is found or does not exist."""

from typing import Any, TypeVar

from flask import Response, abort, make_response, render_template, request
from sqlalchemy import Select

from extensions import db

Found = TypeVar("Found")


def wants_partial() -> bool:
    """Whether htmx asked for a part of the page (a boosted link or Back through history wants the whole)."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def render_page(page: str, partial: str | None = None, *, status: int = 200, **context: Any) -> Response:
    """The page, or its partial when htmx asks; the answer then says that it varies by that."""
    template = partial if partial is not None and wants_partial() else page
    response = make_response(render_template(template, **context), status)
    if partial is not None:
        response.vary.add("HX-Request")
    return response


def find(rows: Select[tuple[Found]]) -> Found:
    """The first of the rows, or 404. Give it rows already narrowed to what the person may see."""
    found = db.session.scalar(rows.limit(1))
    if found is None:
        abort(404)
    return found
