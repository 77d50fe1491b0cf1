"""What a panel's walls are good for, and what there is to do at each: sums over posters, placements and scans."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.duplicates import ALIKE, likeness
from models.listing import Status
from models.people import Panel
from models.placement import Placement, PlacementState, Reason, Task
from models.poster import Poster
from models.scan_count import DAYS_UNTIL_ONE_CAN_TELL, Scans, scans_by_site
from models.site import Site
from models.wall_clock import london_date

Changed = Callable[[Poster], Sequence[str]]
"""Which keys of models.poster.FACTS a poster no longer tells as they are."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do about one poster at its wall, and why. `changed` are keys of FACTS, the worst first."""

    placement: Placement
    reason: Reason
    changed: tuple[str, ...] = ()

    @property
    def task(self) -> Task:
        return self.reason.task

    @property
    def poster(self) -> Poster:
        return self.placement.poster


@dataclass(slots=True)
class Wall:
    """One site with what hangs there, or is to."""

    site: Site
    scans: Scans
    placements: list[Placement] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)

    @property
    def up(self) -> list[Placement]:
        return [each for each in self.placements if each.state is PlacementState.UP]

    @property
    def to_hang(self) -> list[Placement]:
        return [each for each in self.placements if each.state is PlacementState.TO_HANG]

    @property
    def up_since(self) -> date | None:
        """The (London) day since which something of ours has hung there."""
        return min((london_date(each.put_up_at) for each in self.up if each.put_up_at), default=None)

    @property
    def look_again_on(self) -> date | None:
        return min((each.look_again_on for each in self.up if each.look_again_on), default=None)

    @property
    def works(self) -> bool:
        """Whether anybody scanned here lately."""
        return self.scans.recent > 0

    @property
    def is_out_of_date(self) -> bool:
        """Whether something hangs there that should not, as it is."""
        return any(each.task in (Task.TAKE_DOWN, Task.REPLACE) for each in self.errands)

    def never_works(self, today: date) -> bool:
        """Whether a poster has hung there long enough to tell, and nobody ever scanned one."""
        since = self.up_since
        return since is not None and not self.scans.ever and (today - since).days >= DAYS_UNTIL_ONE_CAN_TELL


def walls_of(session: Session, panel: Panel, *, today: date, changed: Changed) -> list[Wall]:
    """The walls of a panel by name: those it uses, and those it does not any more where something still hangs."""
    scans = scans_by_site(session, panel.id, today)
    walls = {site.id: Wall(site, scans.get(site.id, Scans())) for site in session.scalars(Site.of(panel))}
    for placement in session.scalars(Placement.standing(panel)):
        if placement.site_id not in walls and placement.state is not PlacementState.UP:
            continue
        site = placement.site
        wall = walls.setdefault(site.id, Wall(site, scans.get(site.id, Scans())))
        wall.placements.append(placement)
        if errand := errand_for(placement, today, changed):
            wall.errands.append(errand)
    for wall in walls.values():
        wall.errands.sort(key=lambda each: list(Task).index(each.task))
    return sorted(walls.values(), key=lambda wall: (wall.site.name.lower(), str(wall.site.id)))


def errands_of(session: Session, panel: Panel, *, today: date, changed: Changed) -> list[Errand]:
    """Everything to do about a panel's posters, the most pressing first."""
    found = (errand_for(each, today, changed) for each in session.scalars(Placement.standing(panel)))
    order = list(Task)
    return sorted(
        filter(None, found), key=lambda each: (order.index(each.task), each.placement.site.name.lower(), each.poster.id)
    )


def errand_for(placement: Placement, today: date, changed: Changed) -> Errand | None:
    """What there is to do about one placement. What changed is asked for only where it matters."""
    if placement.state is PlacementState.DOWN:
        return None
    has_stopped = leads_nowhere(placement.poster, today)
    keys = () if has_stopped or placement.site.ended_at else tuple(changed(placement.poster))
    reason = placement.reason(today, has_stopped=has_stopped, is_outdated=bool(keys))
    return Errand(placement, reason, keys) if reason else None


def leads_nowhere(poster: Poster, today: date) -> bool:
    """Whether what it tells of has stopped, is off the board, or was deleted."""
    if poster.listing is None:
        return poster.listing_revision is not None
    return poster.listing.status(today) in (Status.STOPPED, Status.DRAFT)


def alike(session: Session, site: Site) -> list[Site]:
    """Other walls of its panel that may be the same, ended ones too: alike in name, or of one kind at one postcode."""
    others = select(Site).where(Site.panel_id == site.panel_id, Site.id != site.id).order_by(Site.name, Site.id)
    return [
        each
        for each in session.scalars(others)
        if likeness(site.name, each.name) >= ALIKE
        or (site.postcode and each.kind == site.kind and _bare(each.postcode) == _bare(site.postcode))
    ]


def _bare(postcode: str) -> str:
    return postcode.replace(" ", "").upper()
