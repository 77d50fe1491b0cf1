"""What memberships have in common: a time, a role, an end with its author, and the rule that somebody leads."""

import uuid
from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy.orm import Mapped

from models.errors import RuleBroken

if TYPE_CHECKING:
    from models.people import Role, User


class Belonging:
    """One person's time in one place. `lead` is the role of which one must be left; `last_lead` refuses otherwise."""

    lead: ClassVar["Role"]
    last_lead: ClassVar[type[RuleBroken]]
    role: Mapped[Any]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None]

    @property
    @abstractmethod
    def fellows(self) -> Sequence["Belonging"]:
        """The running memberships of the same place, this one included."""

    def change_role(self, role: "Role") -> None:
        """Make them a lead, or no lead any more. Raises `last_lead`."""
        if role is not self.lead:
            self._refuse_if_last_lead()
        self.role = role

    def end(self, *, by: "User", at: datetime) -> None:
        """End it; it bites on the person's next request. Raises `last_lead`."""
        self._refuse_if_last_lead()
        self.ended_at, self.ended_by_id = at, by.id

    def _refuse_if_last_lead(self) -> None:
        if self.role is self.lead and sum(each.role is self.lead for each in self.fellows) <= 1:
            raise self.last_lead
