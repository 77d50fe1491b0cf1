"""Private shortlists: what a link worker gathers beside one person, under a title that is never a name."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified
from models.errors import RuleBroken
from models.people import User
from models.sealed import SealedText
from models.team import Team

MOST = 12
MOST_COMPARED = 6


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
    created_at: Mapped[datetime]
    used_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()
    made_by: Mapped[User] = relationship()

    @property
    def ids(self) -> list[uuid.UUID]:
        return [uuid.UUID(hex=each) for each in self.listing_ids]

    def put(self, listing_id: uuid.UUID, at: datetime) -> None:
        """Put a listing at the end, once. Raises ListIsFull."""
        self.used_at = at
        if listing_id.hex in self.listing_ids:
            return
        if len(self.listing_ids) >= MOST:
            raise ListIsFull
        self.listing_ids = [*self.listing_ids, listing_id.hex]

    def take_off(self, listing_id: uuid.UUID, at: datetime) -> None:
        self.listing_ids = [each for each in self.listing_ids if each != listing_id.hex]
        self.used_at = at

    def move_up(self, listing_id: uuid.UUID, at: datetime) -> None:
        """A place earlier."""
        ids = list(self.listing_ids)
        place = ids.index(listing_id.hex) if listing_id.hex in ids else 0
        if place:
            ids[place - 1], ids[place] = ids[place], ids[place - 1]
        self.listing_ids, self.used_at = ids, at

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["PrivateList"]]:
        """The running lists of a person's own teams, the last used first."""
        teams = Team.worked_by(user).with_only_columns(Team.id).order_by(None)
        return select(cls).where(cls.team_id.in_(teams), cls.ended_at.is_(None)).order_by(cls.used_at.desc(), cls.id)
