"""Up to six of a list side by side, on a desk, on a phone and on paper."""

from __future__ import annotations

from uuid import UUID

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.doors import link_workers
from blueprints.lists import lists
from blueprints.lists.comparison import rows_for
from blueprints.lists.finding import own_list
from blueprints.lists.lines import lines_of
from blueprints.rendering import render_page
from blueprints.search_asked import read
from blueprints.search_remembered import remembered
from extensions import db
from models.private_list import MOST_COMPARED, PrivateList

LOOKED_AT = 60
"""Ids of one address that are read: more than a list holds."""


@lists.get("/lists/<uuid:list_id>/compare")
@link_workers
def compare(list_id: UUID) -> Response | AnyResponse:
    kept, session, now = own_list(list_id), db.session(), clock.now()
    path = url_for("lists.compare", list_id=list_id)
    asked = read(session, remembered(session), request.args, path=path, own_patches=frozenset())
    place = asked.query.near
    ticked = _ticked(kept)
    if place and place.outward and asked.near != place.label:
        return redirect(url_for("lists.compare", list_id=list_id, listing=ticked, near=place.label), code=303)
    lines = lines_of(session, kept, kept.ids, now)
    there = [line for line in lines if line.listing]
    picked = [line for line in there if line.id in ticked] or there
    columns = picked[:MOST_COMPARED]
    return render_page(
        "lists/compare.html",
        team=kept.team,
        kept=kept,
        near=asked.near,
        near_error=asked.near_error,
        every=there,
        columns=columns,
        rows=rows_for(kept, columns, place, now),
        too_many=len(picked) > MOST_COMPARED,
        most=MOST_COMPARED,
    )


def _ticked(kept: PrivateList) -> list[UUID]:
    """What the address asks for, as far as it is on the list."""
    asked = set(request.args.getlist("listing")[:LOOKED_AT])
    return [each for each in kept.ids if {str(each), each.hex} & asked]
