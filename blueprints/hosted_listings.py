"""What somebody answers for: the listings of the groups they organise, and those their panels keep themselves."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from models.group import Group
from models.listing import Listing
from models.organiser import Organiser
from models.people import Panel, User


def hosted_by(user: User, *, stopped: bool = False) -> Select[tuple[Listing]]:
    """The listings this person answers for, by name; with `stopped` those that have stopped among them."""
    groups = Organiser.groups_of(user).with_only_columns(Group.id).order_by(None)
    panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
    own = or_(Listing.group_id.in_(groups), Listing.group_id.is_(None) & Listing.panel_id.in_(panels))
    rows = (
        select(Listing)
        .options(joinedload(Listing.group))
        .where(own, Listing.published_at.is_not(None))
        .order_by(Listing.name, Listing.id)
    )
    return rows if stopped else rows.where(Listing.stopped_at.is_(None))
