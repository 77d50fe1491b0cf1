"""All the posters of a panel: which wall each is for, whether it hangs, whether it is true, how often it is scanned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, undefer

from blueprints import clock
from blueprints.doors import panel_members
from blueprints.forms import tidy_line
from blueprints.posters import posters
from blueprints.posters.showing import scan_words
from blueprints.posters.truth import changed_by
from blueprints.rendering import render_page
from extensions import db
from models.people import Panel
from models.placement import Placement, PlacementState
from models.poster import FACTS, Poster
from models.scan_count import Scans, scans_by_poster
from models.short_code import read_code
from models.site import Site
from models.walls import leads_nowhere

PAGE = 40
LONGEST_NAME = 100
OUT_OF_DATE = "out-of-date"
NO_WALL = "no-wall"
STATES = [
    (PlacementState.TO_HANG.value, PlacementState.TO_HANG.label),
    (PlacementState.UP.value, PlacementState.UP.label),
    (OUT_OF_DATE, "Out of date"),
    (PlacementState.DOWN.value, PlacementState.DOWN.label),
    (NO_WALL, "For no wall yet"),
]
HANGS = {
    PlacementState.TO_HANG.value: (
        Placement.id.is_not(None),
        Placement.taken_down_at.is_(None),
        Placement.put_up_at.is_(None),
    ),
    PlacementState.UP.value: (Placement.taken_down_at.is_(None), Placement.put_up_at.is_not(None)),
    PlacementState.DOWN.value: (Placement.taken_down_at.is_not(None),),
    NO_WALL: (Placement.id.is_(None),),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One poster of the list."""

    poster: Poster
    state: str
    state_words: str
    changed: list[str]
    has_stopped: bool
    scans: str


@posters.get("/panels/<string:panel_slug>/posters")
@panel_members
def index(panel: Panel) -> Response:
    """The list, narrowed by a name or a code, a wall, a listing or a state."""
    name = (tidy_line(request.args.get("name")) or "")[:LONGEST_NAME]
    state = request.args.get("state", "")
    state = state if state in dict(STATES) else ""
    walls = db.session.scalars(Site.of(panel)).all()
    site = next((each for each in walls if str(each.id) == request.args.get("site")), None)
    old = out_of_date(panel)
    rows = _narrowed(Poster.of(panel), name, site, _uuid(request.args.get("listing", "")), state, old)
    total = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    page = min(max(request.args.get("page", 1, type=int), 1), max(-(-total // PAGE), 1))
    found = db.session.scalars(_with_parts(rows).offset((page - 1) * PAGE).limit(PAGE)).unique().all()
    scans = scans_by_poster(db.session(), panel.id, clock.today())

    def turn_to(number: int) -> str | None:
        asked = {"name": name, "state": state, "site": site and site.id, "listing": request.args.get("listing")}
        query: dict[str, Any] = {key: value for key, value in asked.items() if value}
        query |= {"page": number} if number > 1 else {}
        return url_for("posters.index", panel_slug=panel.slug, **query) if 1 <= number <= -(-total // PAGE) else None

    return render_page(
        "posters/index.html",
        panel=panel,
        lines=[_line(poster, old.get(poster.id, []), scans.get(poster.id, Scans())) for poster in found],
        total=total,
        first=(page - 1) * PAGE + 1,
        name=name,
        state=state,
        states=STATES,
        site=site,
        walls=walls,
        is_narrowed=bool(name or state or site or request.args.get("listing")),
        out_of_date=len(old),
        previous_url=turn_to(page - 1),
        next_url=turn_to(page + 1),
    )


def out_of_date(panel: Panel) -> dict[UUID, list[str]]:
    """The panel's posters that hang, or wait for their wall, and do not tell things as they are: what has changed."""
    changed_of, today = changed_by(clock.now()), clock.today()
    standing = Poster.of(panel).outerjoin(Poster.placement).where(Placement.taken_down_at.is_(None))
    found = db.session.scalars(_with_parts(standing)).unique()
    changed = {poster.id: changed_of(poster) for poster in found if not leads_nowhere(poster, today)}
    return {poster_id: [FACTS[key] for key in keys] for poster_id, keys in changed.items() if keys}


def _with_parts(rows: Select[Any]) -> Select[Any]:
    return rows.options(
        undefer(Poster.content), joinedload(Poster.listing), joinedload(Poster.placement).joinedload(Placement.site)
    )


def _narrowed(
    rows: Select[Any], name: str, site: Site | None, listing_id: UUID | None, state: str, old: dict[UUID, list[str]]
) -> Select[Any]:
    rows = rows.outerjoin(Poster.placement)
    for word in name.split()[:8]:
        is_said = Poster.title.icontains(word, autoescape=True)
        code = read_code(name)
        rows = rows.where(or_(is_said, Poster.code == code) if code else is_said)
    if site:
        rows = rows.where(Placement.site_id == site.id)
    if listing_id:
        rows = rows.where(Poster.listing_id == listing_id)
    if state == OUT_OF_DATE:
        return rows.where(Poster.id.in_(list(old)))
    return rows.where(*HANGS[state]) if state else rows


def _line(poster: Poster, changed: list[str], scans: Scans) -> Line:
    placement = poster.placement
    return Line(
        poster,
        placement.state.value if placement else NO_WALL,
        placement.state.label if placement else "For no wall yet",
        changed,
        leads_nowhere(poster, clock.today()) and (placement is None or placement.state is not PlacementState.DOWN),
        scan_words(scans, clock.today()),
    )


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
