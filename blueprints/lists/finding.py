"""Finding a list: one of the person's own teams, or it does not exist."""

from uuid import UUID

from flask_login import current_user

from blueprints.rendering import find
from models.private_list import PrivateList


def own_list(list_id: UUID) -> PrivateList:
    """A running list of one of the person's teams, or 404."""
    return find(PrivateList.visible_to(current_user).where(PrivateList.id == list_id))


def held_list(list_id: UUID) -> PrivateList:
    """The same, held until the commit, for a change."""
    return find(PrivateList.held(PrivateList.visible_to(current_user).where(PrivateList.id == list_id)))
