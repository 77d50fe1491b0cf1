"""Taking back what was noted about posters on walls: how it was before goes along with the message, sealed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import flash, url_for
from itsdangerous import BadData
from sqlalchemy import select

from blueprints import sealing
from blueprints.flashing import flash_with_undo
from extensions import db
from models.people import Panel
from models.placement import Placement
from models.poster import Poster

PURPOSE = "placements"
LONGEST = 2_400
"""Letters of what goes along: it travels in a cookie, which holds about 4,000."""
DAYS = ("look_again_on",)
MOMENTS = ("put_up_at", "looked_at", "taken_down_at")
IDS = ("site_id", "put_up_noted_by_id", "looked_by_id", "taken_down_by_id")
WORDS = ("where_exactly", "put_up_by", "missing_when_looked")
FACTS = (*IDS, *MOMENTS, *DAYS, *WORDS)

Before = list[Any] | None


def facts_of(placement: Placement | None) -> Before:
    """Everything that a note about a placement may change, as plain values; None when there is no placement."""
    return None if placement is None else [_plain(getattr(placement, name)) for name in FACTS]


def say_with_undo(panel: Panel, words: str, changed: Iterable[tuple[Placement, Before]]) -> None:
    """A message with a button that takes it all back. Of very many things the message alone."""
    steps = [[placement.poster_id.hex, _mark(facts_of(placement)), before] for placement, before in changed]
    sealed = sealing.seal(PURPOSE, [panel.id.hex, steps])
    if len(sealed) > LONGEST:
        flash(words, "good")
        return
    undo = url_for("posters.undo_placements", panel_slug=panel.slug)
    flash_with_undo(words, undo, sealed)


def take_back(panel: Panel, sealed: str) -> bool:
    """Put everything back as it was, unless any of it was changed since: gives whether it is as it was.

    Raises BadData for what this panel was not given.
    """
    of_panel, steps = sealing.unseal(PURPOSE, sealed)
    if of_panel != panel.id.hex:
        raise BadData("another panel's")
    found = {poster_id: _placement(panel, UUID(poster_id)) for poster_id, _, _ in steps}
    if all(facts_of(found[poster_id]) == before for poster_id, _, before in steps):
        return True
    if any(_mark(facts_of(found[poster_id])) != mark for poster_id, mark, _ in steps):
        return False
    for poster_id, _, before in steps:
        _put_back(found[poster_id], before)
    return True


def _placement(panel: Panel, poster_id: UUID) -> Placement | None:
    own = select(Placement).join(Poster).where(Poster.panel_id == panel.id, Placement.poster_id == poster_id)
    locked = own.with_for_update(of=Placement).execution_options(populate_existing=True)
    return db.session.scalars(locked).one_or_none()


def _put_back(placement: Placement | None, before: Before) -> None:
    if placement is None:
        return
    if before is None:
        db.session.delete(placement)
        return
    for name, value in zip(FACTS, before, strict=True):
        setattr(placement, name, _meant(name, value))


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _meant(name: str, value: Any) -> Any:
    if value is None or name in WORDS:
        return value
    if name in IDS:
        return UUID(value)
    return date.fromisoformat(value) if name in DAYS else datetime.fromisoformat(value)


def _mark(facts: Before) -> int:
    return zlib.crc32(repr(facts).encode())
