"""Private shortlists: what a link worker gathers beside one person, under a title that is never a name."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified
from models.errors import RuleBroken
from models.people import User
from models.person import Person
from models.sealed import SealedText
from models.team import Team

MOST = 12
MOST_COMPARED = 6
"""Side by side; more are not read."""


class ListIsFull(RuleBroken):
    """Twelve are plenty for one person."""

    message = "There are twelve on this list already. Take one off first."


class PrivateList(Identified, Base):
    """A list of listings for one person's needs. Only the team sees it; it goes 180 days after its last use."""

    __tablename__ = "private_list"

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    title: Mapped[str] = mapped_column(SealedText)
    """What the worker calls it: "Tuesday, likes gardens"."""
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Values of models.vocabulary.Need."""
    access: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Values of models.vocabulary.Access."""
    listing_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Ids in hex, in the worker's order."""
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """Who asked to talk, when the list began from that: what they told us then is not typed again."""
    created_at: Mapped[datetime]
    used_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()
    made_by: Mapped[User] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def ids(self) -> list[uuid.UUID]:
        return [uuid.UUID(hex=each) for each in self.listing_ids]

    def __contains__(self, listing_id: object) -> bool:
        return isinstance(listing_id, uuid.UUID) and listing_id.hex in self.listing_ids

    @property
    def is_full(self) -> bool:
        return len(self.listing_ids) >= MOST

    def change(self, *, title: str, needs: Iterable[str], access: Iterable[str], at: datetime) -> None:
        """Call it something else, or look for something else."""
        self.title, self.needs, self.access, self.used_at = title, list(needs), list(access), at

    def put(self, listing_id: uuid.UUID, at: datetime, *, place: int = MOST) -> None:
        """Put a listing on it, once: at the end, or in the place that it had. Raises ListIsFull."""
        self.used_at = at
        if listing_id in self:
            return
        if self.is_full:
            raise ListIsFull
        self.listing_ids = [*self.listing_ids[:place], listing_id.hex, *self.listing_ids[place:]]

    def take_off(self, listing_id: uuid.UUID, at: datetime) -> int | None:
        """Take a listing off. Gives the place that it had, from 0; None when it was not on the list."""
        place = self.listing_ids.index(listing_id.hex) if listing_id in self else None
        self.listing_ids = [each for each in self.listing_ids if each != listing_id.hex]
        self.used_at = at
        return place

    def move_up(self, listing_id: uuid.UUID, at: datetime) -> None:
        """A place earlier."""
        ids = list(self.listing_ids)
        place = ids.index(listing_id.hex) if listing_id.hex in ids else 0
        if place:
            ids[place - 1], ids[place] = ids[place], ids[place - 1]
        self.listing_ids, self.used_at = ids, at

    def end(self, at: datetime) -> None:
        """Be done with it. It is seen no more, and goes with its clock."""
        self.ended_at = self.ended_at or at

    def reopen(self, at: datetime) -> None:
        """Take the end back."""
        self.ended_at, self.used_at = None, at

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["PrivateList"]]:
        """The running lists of a person's own teams, the last used first."""
        return cls._of(user).where(cls.ended_at.is_(None))

    @classmethod
    def of_team(cls, team: Team) -> Select[tuple["PrivateList"]]:
        """The running lists of a team, the last used first."""
        running = select(cls).where(cls.team_id == team.id, cls.ended_at.is_(None))
        return running.order_by(cls.used_at.desc(), cls.id)

    @classmethod
    def ended_of(cls, user: User) -> Select[tuple["PrivateList"]]:
        """What a person's own teams have ended: an end can be taken back."""
        return cls._of(user).where(cls.ended_at.is_not(None))

    @classmethod
    def held(cls, rows: Select[tuple["PrivateList"]]) -> Select[tuple["PrivateList"]]:
        """The same rows as they are now, held until the commit: of two presses at once the second sees the first."""
        return rows.with_for_update(of=cls).execution_options(populate_existing=True)

    @classmethod
    def _of(cls, user: User) -> Select[tuple["PrivateList"]]:
        teams = Team.worked_by(user).with_only_columns(Team.id).order_by(None)
        return select(cls).where(cls.team_id.in_(teams)).order_by(cls.used_at.desc(), cls.id)
