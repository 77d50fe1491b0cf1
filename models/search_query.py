"""What somebody asks for, and what they get."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from models.postcodes import Located
from models.search_facets import facet, patch_facet, squares_around
from models.search_match import Match, all_of, any_of, terms
from models.search_statements import Hit
from models.vocabulary import Access, Cost, Kind, Need
from models.when_facets import PartOfDay

A_MILE = 1_609
DEFAULT_WITHIN = 3 * A_MILE
"""Metres, when somebody says where but not how far."""
ANYWHERE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search. Days ("mon"), parts of day, costs, needs and kinds are alternatives; every access tag must be there."""

    words: str = ""
    exactly: bool = False
    """Leave the spelling as typed."""
    days: frozenset[str] = frozenset()
    parts: frozenset[PartOfDay] = frozenset()
    home_before_dark: bool = False
    near: Located | None = None
    within: int = DEFAULT_WITHIN
    """Metres; ANYWHERE for no limit. Means nothing without `near`."""
    cost: frozenset[Cost] = frozenset()
    access: frozenset[Access] = frozenset()
    needs: frozenset[Need] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    patch_id: uuid.UUID | None = None
    patch_ids: frozenset[uuid.UUID] = frozenset()
    """In any of these, when it names no one patch: where a team works."""

    @property
    def asks_nothing(self) -> bool:
        """Whether it is the empty search, which shows everything."""
        return self == Query(exactly=self.exactly, within=self.within)

    def but(self, **changes: Any) -> "Query":
        """The same search with something else in it."""
        return replace(self, **changes)

    def narrowing(self, within: int | None = None) -> list[Match]:
        """Its filters as matches that must all hold. `within` stands in for its own distance."""
        found: list[Match] = []
        if self.patch_id:
            found += terms([patch_facet(self.patch_id)])
        elif self.patch_ids:
            found.append(any_of(terms(sorted(map(patch_facet, self.patch_ids)))))
        for about, values in (("kind", self.kinds), ("cost", self.cost), ("need", self.needs)):
            if values:
                found.append(any_of(terms(facet(about, value) for value in values)))
        if self.access:
            found.append(all_of(terms(facet("access", tag) for tag in self.access)))
        if when := self._when():
            found.append(any_of(terms(when)))
        reach = self.within if within is None else within
        if self.near and reach != ANYWHERE:
            place = self.near
            found.append(any_of(terms(squares_around(place.easting, place.northing, place.grid, reach))))
        return found

    def _when(self) -> set[str]:
        if self.days and self.parts:
            return {facet("when", f"{day}_{part}") for day in self.days for part in self.parts}
        return {facet("when", each) for each in self.days | self.parts}


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found. `total` is right up to `CEILING`; `more` says that there are still others.

    `mended` is what was looked for when spelling was mended. `loose` says that nothing has all of the words, so these
    have some. `unknown` are typed words that no listing has.
    """

    hits: list[Hit]
    total: int
    more: bool = False
    mended: str = ""
    loose: bool = False
    unknown: tuple[str, ...] = ()
