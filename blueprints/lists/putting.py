"""What goes onto a list, and off it again, and in which order."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.doors import link_workers
from blueprints.flashing import flash_with_undo
from blueprints.lists import lists
from blueprints.lists.finding import held_list
from blueprints.lists.showing import BESIDE, ask, render
from blueprints.rendering import find, wants_partial
from blueprints.shortlist import anchor_of
from extensions import db
from models.listing import Listing
from models.private_list import MOST, ListIsFull, PrivateList

OFF = "It is off the list."
PLACE = re.compile(r"[0-9]{1,2}")


@lists.post("/lists/<uuid:list_id>/listings/<uuid:listing_id>")
@link_workers
def put(list_id: UUID, listing_id: UUID) -> Response | AnyResponse:
    """Put one thing on the list: at its end, or back in the place from which it was taken."""
    kept, place = held_list(list_id), request.form.get("revision", "")
    find(Listing.public().where(Listing.id == listing_id))
    try:
        kept.put(listing_id, clock.now(), place=int(place) if PLACE.fullmatch(place) else MOST)
    except ListIsFull as refusal:
        db.session.rollback()
        kept = held_list(list_id)
        return render(kept, ask(kept), BESIDE, refused=refusal.message, status=422)
    db.session.commit()
    return _answer(kept, anchor_of(listing_id), "It is on the list.")


@lists.post("/lists/<uuid:list_id>/listings/<uuid:listing_id>/removal")
@link_workers
def take_off(list_id: UUID, listing_id: UUID) -> Response | AnyResponse:
    kept = held_list(list_id)
    place = kept.take_off(listing_id, clock.now())
    db.session.commit()
    undo = None
    if place is not None:
        undo = (url_for("lists.put", list_id=list_id, listing_id=listing_id), place)
        if not wants_partial():
            flash_with_undo(OFF, *undo)
    return _answer(kept, "the-list", OFF, undo)


@lists.post("/lists/<uuid:list_id>/listings/<uuid:listing_id>/move")
@link_workers
def move_up(list_id: UUID, listing_id: UUID) -> Response | AnyResponse:
    kept = held_list(list_id)
    kept.move_up(listing_id, clock.now())
    db.session.commit()
    return _answer(kept, f"on-{anchor_of(listing_id)}", "It is one place higher.")


def _answer(kept: PrivateList, anchor: str, said: str, undo: tuple[str, int] | None = None) -> Response | AnyResponse:
    """The page with the same search, at the thing that was pressed; to htmx, the part with the results and the list."""
    asked = ask(kept)
    if wants_partial():
        return render(kept, asked, BESIDE, said=said, undo=undo)
    return redirect(f"{asked.url()}#{anchor}", code=303)
