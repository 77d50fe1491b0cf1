"""Reading a search out of an address. Anything at all gives a search: what makes no sense is left out, and said so.

The public search asks the whole board; beside a person a team asks its own patches first (`own_patches`).
"""

import uuid
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from blueprints.search_remembered import PatchFacts, Remembered
from models.search import ANYWHERE, DEFAULT_WITHIN, Query
from models.search_query import A_MILE
from models.vocabulary import Access, Cost, Kind, Need
from models.when_facets import DAYS, PartOfDay

LONGEST_WORDS = 200
LONGEST_NEAR = 80
MOST_NOTES = 4
LAST_PAGE = 20
BEFORE_DARK = "before-dark"
OWN, EVERYWHERE = "own", "everywhere"
"""What `patch=` says in a team's search, besides a patch's slug: all patches of the team, or every patch there is."""
WITHIN = {"0.5": A_MILE // 2, "1": A_MILE, "3": DEFAULT_WITHIN, "10": 10 * A_MILE, "any": ANYWHERE}
"""How far, in miles as addresses write it, and in metres."""
USUAL_WITHIN = "3"

Code = TypeVar("Code", bound=StrEnum)


@dataclass(slots=True)
class Asked:
    """A search as it was asked: what to look for, what was typed, and what could not be made out."""

    query: Query
    words: str = ""
    near: str = ""
    within: str = USUAL_WITHIN
    page: int = 1
    patch: PatchFacts | None = None
    near_error: str = ""
    notes: list[str] = field(default_factory=list)
    list: str = ""
    path: str = "/find"
    own_patches: Set[uuid.UUID] | None = None
    """A team's patches, when it is their search: looked in unless the address says otherwise."""

    @property
    def patch_choice(self) -> str:
        """The patch as the address says it: its slug, or which of a team's two ways to look in several."""
        if self.patch:
            return self.patch.slug
        if self.own_patches is None:
            return ""
        return OWN if self.query.patch_ids or not self.own_patches else EVERYWHERE

    def pairs(self, **changes: str | int | None) -> Iterable[tuple[str, str]]:
        """The search as names and values, in one order, without what goes without saying."""
        query = self.query
        single = {
            "q": self.words,
            "near": self.near,
            "within": self.within if self.near and self.within != USUAL_WITHIN else "",
            "patch": self.patch_choice,
            "exact": "1" if query.exactly else "",
            "page": str(self.page) if self.page > 1 else "",
            "list": self.list,
        } | {name: str(value or "") for name, value in changes.items()}
        for name in ("q", "near", "within"):
            if single[name]:
                yield name, single[name]
        yield from (("day", day) for day in DAYS if day in query.days)
        yield from (("time", part.value) for part in PartOfDay if part in query.parts)
        if query.home_before_dark:
            yield "time", BEFORE_DARK
        for name, chosen, members in (
            ("cost", query.cost, Cost),
            ("access", query.access, Access),
            ("need", query.needs, Need),
            ("kind", query.kinds, Kind),
        ):
            yield from ((name, each.value) for each in members if each in chosen)  # type: ignore[attr-defined]
        for name in ("patch", "exact", "page", "list"):
            if single[name]:
                yield name, single[name]

    def url(self, **changes: str | int | None) -> str:
        """The address of this search, with some of it changed: url(page=2), url(q="", exact=None)."""
        asked = urlencode(list(self.pairs(**changes)))
        return f"{self.path}?{asked}" if asked else self.path

    @property
    def chosen(self) -> frozenset[str]:
        """Every value ticked in the form."""
        query = self.query
        dark = {BEFORE_DARK} if query.home_before_dark else set()
        return frozenset({*query.days, *query.parts, *query.cost, *query.access, *query.needs, *query.kinds, *dark})


def read(
    session: Session,
    known: Remembered,
    args: "MultiDict[str, str]",
    *,
    path: str = "/find",
    own_patches: Set[uuid.UUID] | None = None,
) -> Asked:
    """The search in these arguments, on the page at `path`; with `own_patches`, that of a team."""
    notes: list[str] = []
    slug = _text(args, "patch")
    in_several = own_patches is not None and slug in ("", OWN, EVERYWHERE)
    patch = None if in_several else _patch(session, known, slug, notes)
    words = _text(args, "q")
    if len(words) > LONGEST_WORDS:
        notes.append(f"That was very long, so we looked for the first {LONGEST_WORDS} letters of it.")
        words = words[:LONGEST_WORDS].rsplit(" ", 1)[0]
    near = _text(args, "near")[:LONGEST_NEAR]
    located = known.place(session, near, patch) if near else None
    within = _text(args, "within") or USUAL_WITHIN
    if within not in WITHIN:
        notes.append(_not_understood("within", within))
        within = USUAL_WITHIN
    times = _codes(args, "time", lambda said: said if said == BEFORE_DARK else PartOfDay(said), notes)
    query = Query(
        words=words,
        exactly=_text(args, "exact") == "1",
        days=frozenset(_codes(args, "day", _day, notes)),
        parts=frozenset(part for part in times if isinstance(part, PartOfDay)),
        home_before_dark=BEFORE_DARK in times,
        near=located,
        within=WITHIN[within],
        cost=frozenset(_codes(args, "cost", Cost, notes)),
        access=frozenset(_codes(args, "access", Access, notes)),
        needs=frozenset(_codes(args, "need", Need, notes)),
        kinds=frozenset(_codes(args, "kind", Kind, notes)),
        patch_id=patch.id if patch else None,
        patch_ids=frozenset() if patch or slug == EVERYWHERE else frozenset(own_patches or ()),
    )
    return Asked(
        query,
        words,
        near,
        within,
        _page(_text(args, "page"), notes),
        patch,
        _lost(near) if near and located is None else "",
        notes[:MOST_NOTES],
        _text(args, "list"),
        path,
        own_patches,
    )


def _text(args: "MultiDict[str, str]", name: str) -> str:
    """One value without what no key types: control letters, and half letters that no database can keep."""
    return "".join(" " if letter.isspace() else letter for letter in args.get(name, "") if _is_text(letter)).strip()


def _is_text(letter: str) -> bool:
    return (letter.isprintable() or letter.isspace()) and not "\ud800" <= letter <= "\udfff"


def _codes(args: "MultiDict[str, str]", name: str, read_one: Callable[[str], Code], notes: list[str]) -> set[Code]:
    found = set()
    for said in dict.fromkeys(args.getlist(name)[:60]):
        if not said.strip():
            continue
        try:
            found.add(read_one(said.strip().lower()))
        except ValueError:
            notes.append(_not_understood(name, said))
    return found


def _day(said: str) -> str:
    if said[:3] in DAYS and len(said) in (3, *range(6, 10)):
        return said[:3]
    raise ValueError(said)


def _page(said: str, notes: list[str]) -> int:
    if not said:
        return 1
    if said.isascii() and said.isdigit() and 1 <= int(said[:9]) <= LAST_PAGE:
        return int(said)
    notes.append(_not_understood("page", said))
    return 1


def _patch(session: Session, known: Remembered, slug: str, notes: list[str]) -> PatchFacts | None:
    if not slug:
        return None
    patch = known.patch(session, slug[:60])
    if patch is None:
        notes.append(f"We know no patch called “{shortened(slug)}”, so we looked in all of them.")
    return patch


def _not_understood(name: str, said: str) -> str:
    return f"We did not understand “{name}={shortened(said)}”, so we left it out."


def _lost(near: str) -> str:
    return (
        f"We cannot find “{shortened(near)}”. Try a postcode, the first half of one, or the name of a street, a stop"
        " or a neighbourhood."
    )


def shortened(said: str) -> str:
    """What somebody typed, short enough to say back."""
    plain = "".join(letter for letter in said if _is_text(letter))
    return plain if len(plain) <= 40 else f"{plain[:40]}…"
