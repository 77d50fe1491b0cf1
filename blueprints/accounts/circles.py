"""The three sorts of place that people belong to: a panel, a team of link workers, and a group with its organisers.

The pages of people.py are written once and served for each sort at its own addresses, behind its own doors:

    @served("GET", "/{people}/<uuid:{member}>")
    def member(circle: Circle, member_id: uuid.UUID) -> Response: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from blueprints import proof
from blueprints.accounts import accounts
from blueprints.doors import link_workers, organisers, panel_leads, panel_members, team_leads
from blueprints.rendering import find
from models.group import Group
from models.invitation import Joining, Place
from models.organiser import Organiser
from models.people import Membership, Panel, Role
from models.team import Team, TeamMembership


@dataclass(frozen=True, slots=True)
class Sort:
    """How one sort of place is addressed, entered and spoken of."""

    name: str
    """ "panel", "team" or "group"."""
    table: Any
    memberships: Any
    root: str
    prefix: str
    """Of its endpoints."""
    people: str
    """How the page of its people is called in addresses."""
    member: str
    invitation: str
    """Their ids in addresses."""
    lead: Role | None
    roles: tuple[tuple[Role, str], ...] = ()
    """What somebody can be there, the usual one first, with a line that says what that is."""


PANEL = Sort(
    "panel", Panel, Membership, "/panels/<string:panel_slug>", "", "people", "membership_id",
    "invitation_id", Role.LEAD,
    (
        (Role.VOLUNTEER, "Volunteer: adds and mends entries, and answers what readers send"),
        (Role.LEAD, "Panel lead: all that, and invites people and looks after the panel’s own facts"),
    ),
)  # fmt: skip
TEAM = Sort(
    "team", Team, TeamMembership, "/teams/<string:team_slug>", "team_", "people", "team_membership_id",
    "team_invitation_id", Role.TEAM_LEAD,
    (
        (Role.LINK_WORKER, "Link worker: finds things with people, asks groups, and hears how it went"),
        (Role.TEAM_LEAD, "Team lead: all that, and invites people and looks after the team’s own facts"),
    ),
)  # fmt: skip
GROUP = Sort(
    "group", Group, Organiser, "/groups/<uuid:group_id>", "group_", "organisers", "organiser_id",
    "group_invitation_id", None,
)  # fmt: skip
SORTS = (PANEL, TEAM, GROUP)


@dataclass(frozen=True, slots=True)
class Circle:
    """One place and its people, as a page speaks of them."""

    sort: Sort
    place: Place

    @property
    def members(self) -> Select[tuple[Any]]:
        """Who belongs there now, the longest first, with their people."""
        table = self.sort.memberships
        of_it = getattr(table, f"{self.sort.name}_id") == self.place.id
        return (
            select(table)
            .where(of_it, table.ended_at.is_(None))
            .options(joinedload(table.user))
            .order_by(table.started_at, table.id)
        )

    def is_led_by(self, members: list[Joining]) -> bool:
        """Whether the person at hand may change who belongs; organisers of a group all may."""
        lead = self.sort.lead
        return lead is None or any(m.user_id == current_user.id and m.role is lead for m in members)  # type: ignore[union-attr]

    def url(self, page: str, **ids: Any) -> str:
        """The address of one of its pages: circle.url("member", member_id=...)."""
        names = {"member_id": self.sort.member, "invitation_id": self.sort.invitation}
        where = {"group_id": self.place.id} if isinstance(self.place, Group) else {self._slug: self.place.slug}
        return url_for(f"accounts.{self.sort.prefix}{page}", **where, **{names[name]: id for name, id in ids.items()})

    @property
    def _slug(self) -> str:
        return f"{self.sort.name}_slug"

    @property
    def in_page(self) -> dict[str, Any]:
        """What the layouts want to know: the panel or the team by its name."""
        place = self.place
        if isinstance(place, Group):
            return {"group": place, "panel": place.panel if current_user.keeps(place.panel) else None}
        return {self.sort.name: place}


def desk_of(place: Place) -> str:
    """Where somebody starts who belongs there."""
    if isinstance(place, Group):
        return "/hosting"
    return f"/{'panels' if isinstance(place, Panel) else 'teams'}/{place.slug}/desk"


def served(method: str, ending: str, *, to_all: bool = False, among: tuple[Sort, ...] = SORTS) -> Callable[..., Any]:
    """Serve a view for each sort of place: to its leads, or to everybody who belongs there."""

    def add(view: Callable[..., Any]) -> Callable[..., Any]:
        for sort in among:
            ids = ending.format(people=sort.people, member=sort.member, invitation=sort.invitation)
            accounts.add_url_rule(
                sort.root + ids, f"{sort.prefix}{view.__name__}", _behind_its_door(sort, view, to_all), methods=[method]
            )
        return view

    return add


def _behind_its_door(sort: Sort, view: Callable[..., Any], to_all: bool) -> Callable[..., Any]:
    """The view as this sort of place calls it. A group's pages want the second step: organisers see who is coming."""

    def at(**given: Any) -> Any:
        group_id = given.pop("group_id", None)
        place = find(_own_groups().where(Group.id == group_id)) if group_id else given.pop(sort.name)
        ids = {"member_id": sort.member, "invitation_id": sort.invitation}
        return view(Circle(sort, place), **{name: given[named] for name, named in ids.items() if named in given})

    at.__name__ = view.__name__
    at.__doc__ = view.__doc__
    if sort is GROUP:
        return organisers(proof.needs_proof(at))
    if sort is TEAM:
        return (link_workers if to_all else team_leads)(at)
    return (panel_members if to_all else panel_leads)(at)


def _own_groups() -> Select[tuple[Group]]:
    """The groups for which the person at hand answers, or whose panel they are on."""
    organised = Organiser.groups_of(current_user).with_only_columns(Group.id).order_by(None)
    kept = Panel.kept_by(current_user).with_only_columns(Panel.id).order_by(None)
    return (
        select(Group)
        .where(or_(Group.id.in_(organised), Group.panel_id.in_(kept)))
        .options(joinedload(Group.panel))
        .order_by(Group.name, Group.id)
    )


__all__ = ["GROUP", "PANEL", "SORTS", "TEAM", "Circle", "Sort", "desk_of", "served"]
