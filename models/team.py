"""Teams of link workers: the patches they serve, their people, and what they may rely on when they share."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Select, String, Table, Text, select, text
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.belonging import Belonging
from models.errors import RuleBroken
from models.patch import Patch
from models.people import Role, User

TEAM_ROLES = (Role.LINK_WORKER, Role.TEAM_LEAD)


class LawfulBasis(StrEnum):
    """What a team's organisation relies on to keep referrals (UK GDPR, Article 6). Apart from a person's own yes."""

    PUBLIC_TASK = "public-task"
    LEGITIMATE_INTERESTS = "legitimate-interests"
    CONSENT = "consent"

    @property
    def label(self) -> str:
        return {
            "public-task": "Public task: a council or an NHS body",
            "legitimate-interests": "Legitimate interests: a charity or a club, with a written balance",
            "consent": "Consent: the person’s own yes",
        }[self.value]


class LastTeamLead(RuleBroken):
    """A team must keep one lead."""

    message = "A team needs at least one lead. Make somebody else a lead first."


team_patch = Table(
    "team_patch",
    Base.metadata,
    Column("team_id", ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    Column("patch_id", ForeignKey("patch.id", ondelete="CASCADE"), primary_key=True),
)


class Team(Identified, Base):
    """A link workers' service, as people meet it: a name, a phone and the patches it serves."""

    __tablename__ = "team"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    organisation: Mapped[str] = mapped_column(String(120), default="")
    """Who answers for what the team keeps: the controller, in the words of the law."""
    phone: Mapped[str] = mapped_column(String(30), default="")
    phone_hours: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    """Where news goes when the link worker has left."""
    urgent: Mapped[str] = mapped_column(Text, default="")
    """The local numbers for worries about somebody's safety, a line each: "Adults: 0161 496 0100, day and night"."""
    lawful_basis: Mapped[LawfulBasis] = mapped_column(EnumText(LawfulBasis), default=LawfulBasis.LEGITIMATE_INTERESTS)
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]

    patches: Mapped[list[Patch]] = relationship(secondary=team_patch, order_by=Patch.name)
    memberships: Mapped[list["TeamMembership"]] = relationship(
        primaryjoin="and_(Team.id == TeamMembership.team_id, TeamMembership.ended_at.is_(None))",
        order_by="TeamMembership.started_at",
        viewonly=True,
    )

    @property
    def urgent_lines(self) -> list[str]:
        """The numbers to ring when somebody may not be safe, a line each."""
        return [line.strip() for line in self.urgent.splitlines() if line.strip()]

    @classmethod
    def running(cls) -> Select[tuple["Team"]]:
        """Every team that has not ended, by name."""
        return select(cls).where(cls.ended_at.is_(None)).order_by(cls.name, cls.id)

    @classmethod
    def worked_by(cls, user: User) -> Select[tuple["Team"]]:
        """The running teams on which this person has a running membership."""
        return (
            select(cls)
            .join(TeamMembership, TeamMembership.team_id == cls.id)
            .where(TeamMembership.user_id == user.id, TeamMembership.ended_at.is_(None), cls.ended_at.is_(None))
            .order_by(cls.name, cls.id)
        )

    @classmethod
    def led_by(cls, user: User) -> Select[tuple["Team"]]:
        """The teams that this person leads."""
        return cls.worked_by(user).where(TeamMembership.role == Role.TEAM_LEAD)

    @classmethod
    def serving(cls, patch_id: uuid.UUID) -> Select[tuple["Team"]]:
        """The running teams that serve a patch."""
        return (
            select(cls)
            .join(team_patch, team_patch.c.team_id == cls.id)
            .where(team_patch.c.patch_id == patch_id, cls.ended_at.is_(None))
            .order_by(cls.name, cls.id)
        )


class TeamMembership(Belonging, Identified, Base):
    """One person's time on one team in one role. Ending it is a fact with an author; nothing is deleted."""

    __tablename__ = "team_membership"
    lead = Role.TEAM_LEAD
    last_lead = LastTeamLead
    __table_args__ = (
        Index(
            "uq_team_membership_running",
            "user_id",
            "team_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    started_at: Mapped[datetime]
    started_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    team: Mapped[Team] = relationship(foreign_keys=[team_id])

    @classmethod
    def of(cls, user: User) -> Select[tuple["TeamMembership"]]:
        """A person's running memberships of running teams, with these teams."""
        return (
            select(cls)
            .join(cls.team)
            .where(cls.user_id == user.id, cls.ended_at.is_(None), Team.ended_at.is_(None))
            .options(contains_eager(cls.team))
            .order_by(Team.name, cls.id)
        )

    @property
    def fellows(self) -> "list[TeamMembership]":
        """Everybody in the same place just now."""
        return self.team.memberships
