"""Organisers: people of a group who have an account, and may see who is coming."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified
from models.group import Group
from models.people import User


class Organiser(Identified, Base):
    """One person's time as an organiser of one group. Ending it is a fact with an author; nothing is deleted."""

    __tablename__ = "organiser"
    __table_args__ = (
        Index(
            "uq_organiser_running",
            "user_id",
            "group_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("community_group.id"), index=True)
    started_at: Mapped[datetime]
    started_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    group: Mapped[Group] = relationship(foreign_keys=[group_id])

    def end(self, *, by: User, at: datetime) -> None:
        """End it; it bites on the person's next request. A group may be left without organisers."""
        self.ended_at, self.ended_by_id = at, by.id

    @classmethod
    def of(cls, group: Group) -> Select[tuple["Organiser"]]:
        """The running organisers of a group, the longest first."""
        return select(cls).where(cls.group_id == group.id, cls.ended_at.is_(None)).order_by(cls.started_at, cls.id)

    @classmethod
    def groups_of(cls, user: User) -> Select[tuple[Group]]:
        """The groups that this person organises, by name."""
        return (
            select(Group)
            .join(cls, cls.group_id == Group.id)
            .where(cls.user_id == user.id, cls.ended_at.is_(None))
            .order_by(Group.name, Group.id)
        )
