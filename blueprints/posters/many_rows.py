"""The posters somebody may want to print together: where each hangs, and whether it should be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import contains_eager, joinedload, undefer

from extensions import db
from models.people import Panel
from models.placement import Placement, PlacementState, Reason
from models.poster import FACTS, Poster
from models.walls import Changed, errand_for, leads_nowhere

YES = "1"
NO_WALL = "For no wall yet"
MOST_FOR_NO_WALL = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of them the address asks for."""

    outdated: bool = False
    to_hang: bool = False
    site: str = ""
    listing: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Asked:
        to_hang = sent.get("state") == PlacementState.TO_HANG.value
        return cls(sent.get("outdated") == YES, to_hang, sent.get("site", ""), sent.get("listing", ""))

    def wants(self, row: Row) -> bool:
        placement = row.poster.placement
        return (
            (row.needs_print or not self.outdated)
            and (row.is_to_hang or not self.to_hang)
            and (not self.site or (placement is not None and str(placement.site_id) == self.site))
            and (not self.listing or str(row.poster.listing_id) == self.listing)
        )

    def ticks(self, row: Row) -> bool:
        """Whether it is ticked before anybody has touched it."""
        return self.outdated or self.to_hang or row.needs_print or (row.is_to_hang and not self.listing)


@dataclass(frozen=True, slots=True)
class Row:
    """One poster, the wall it is for, and where it stands in words."""

    poster: Poster
    wall: str
    words: str
    needs_print: bool

    @property
    def is_to_hang(self) -> bool:
        placement = self.poster.placement
        return placement is not None and placement.state is PlacementState.TO_HANG


def rows_of(panel: Panel, today: date, changed: Changed) -> Iterator[Row]:
    """What hangs or is to hang, by wall, then what is for no wall yet. What has stopped is not worth its paper."""
    standing = Placement.standing(panel).options(contains_eager(Placement.poster).undefer(Poster.content))
    for placement in db.session.scalars(standing):
        if placement.site.ended_at or leads_nowhere(placement.poster, today):
            continue
        errand = errand_for(placement, today, changed)
        reason, keys = (errand.reason, errand.changed) if errand else (None, ())
        yield Row(
            placement.poster,
            placement.site.name,
            _words(placement.state.label, reason, keys),
            reason is not None and reason.needs_print,
        )
    loose = Poster.of(panel).outerjoin(Poster.placement).where(Placement.id.is_(None)).limit(MOST_FOR_NO_WALL)
    for poster in db.session.scalars(loose.options(undefer(Poster.content), joinedload(Poster.listing))):
        if not leads_nowhere(poster, today):
            keys = tuple(changed(poster))
            yield Row(poster, NO_WALL, _words("", None, keys), bool(keys))


def _words(where: str, reason: Reason | None, changed: Sequence[str]) -> str:
    """ "On the wall; changed since: the place"."""
    told = [where]
    if changed:
        told.append(f"changed since: {', '.join(FACTS[key] for key in changed)}")
    elif reason in (Reason.TIME_IS_UP, Reason.PRINT_FIRST):
        told.append("its date has passed")
    elif reason is Reason.NEW_PRINT:
        told.append("a newer print is made")
    words = "; ".join(filter(None, told))
    return words[:1].upper() + words[1:]
