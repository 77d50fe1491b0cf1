"""People with accounts, the panels they belong to, and what each membership lets them do."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Select, String, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.base import Base, EnumText, Identified
from models.belonging import Belonging
from models.errors import RuleBroken


class Role(StrEnum):
    """What somebody does on a panel, on a team of link workers, or for a group."""

    VOLUNTEER = "volunteer"
    LEAD = "lead"
    LINK_WORKER = "link-worker"
    TEAM_LEAD = "team-lead"
    ORGANISER = "organiser"

    @property
    def label(self) -> str:
        return {
            "volunteer": "Volunteer",
            "lead": "Panel lead",
            "link-worker": "Link worker",
            "team-lead": "Team lead",
            "organiser": "Organiser",
        }[self.value]


YOUNGEST_ASKING, OLDEST_MINIMUM = 13, 25
"""Years. Nobody younger asks for themself on a page of ours, whatever a panel sets."""
PANEL_ROLES = (Role.VOLUNTEER, Role.LEAD)


class LastLead(RuleBroken):
    """A panel must keep one lead."""

    message = "A panel needs at least one lead. Make somebody else a lead first."


class AlreadyAMember(RuleBroken):
    """The person has a running membership."""

    message = "This person has joined already."


class User(Identified, Base):
    """A person who can sign in. There is no password: see models/sign_in.py."""

    __tablename__ = "user_account"

    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Kept lower-case and trimmed: compare with `normal_email`."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(
        foreign_keys="Membership.user_id",
        primaryjoin="and_(User.id == Membership.user_id, Membership.ended_at.is_(None))",
        order_by="Membership.started_at",
        viewonly=True,
    )

    # What Flask-Login asks of a user, told without importing it.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.ended_at is None

    def get_id(self) -> str:
        return str(self.id)

    def keeps(self, panel: "Panel") -> bool:
        """Whether this person may edit what the panel keeps."""
        return any(membership.panel_id == panel.id for membership in self.memberships)

    def leads(self, panel: "Panel") -> bool:
        """Whether this person may invite people and change the panel's own facts."""
        return any(m.panel_id == panel.id and m.role is Role.LEAD for m in self.memberships)

    @classmethod
    def with_email(cls, email: str) -> Select[tuple["User"]]:
        """The running account with this address, in whatever case it was typed."""
        return select(cls).where(cls.email == normal_email(email), cls.ended_at.is_(None)).order_by(cls.id)


class Panel(Identified, Base):
    """Local people who keep the list for one or more patches, and the human anybody can ring."""

    __tablename__ = "panel"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    helpers: Mapped[str] = mapped_column(String(80), default="")
    """Who answers when somebody would rather talk: "Shanaz and Colin"."""
    phone: Mapped[str] = mapped_column(String(30), default="")
    phone_hours: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    welcome: Mapped[str] = mapped_column(Text, default="")
    next_meeting: Mapped[str] = mapped_column(String(160), default="")
    minimum_age: Mapped[int] = mapped_column(default=16)
    """From this age on somebody may ask for themself. Never under 13."""
    created_at: Mapped[datetime]

    @validates("minimum_age")
    def _sensible_age(self, _name: str, years: int) -> int:
        if not YOUNGEST_ASKING <= years <= OLDEST_MINIMUM:
            raise RuleBroken(f"Choose an age from {YOUNGEST_ASKING} to {OLDEST_MINIMUM}.", field="minimum_age")
        return years

    memberships: Mapped[list["Membership"]] = relationship(
        foreign_keys="Membership.panel_id",
        primaryjoin="and_(Panel.id == Membership.panel_id, Membership.ended_at.is_(None))",
        order_by="Membership.started_at",
        viewonly=True,
    )

    @classmethod
    def kept_by(cls, user: User) -> Select[tuple["Panel"]]:
        """The panels on which this person has a running membership."""
        return (
            select(cls)
            .join(Membership, Membership.panel_id == cls.id)
            .where(Membership.user_id == user.id, Membership.ended_at.is_(None))
            .order_by(cls.name, cls.id)
        )

    @classmethod
    def led_by(cls, user: User) -> Select[tuple["Panel"]]:
        """The panels that this person leads."""
        return cls.kept_by(user).where(Membership.role == Role.LEAD)


class Membership(Belonging, Identified, Base):
    """One person's time on one panel in one role. Ending it is a fact with an author; nothing is deleted."""

    __tablename__ = "membership"
    lead = Role.LEAD
    last_lead = LastLead
    __table_args__ = (
        Index(
            "uq_membership_running",
            "user_id",
            "panel_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"), index=True)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    started_at: Mapped[datetime]
    started_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    panel: Mapped[Panel] = relationship(foreign_keys=[panel_id])
    started_by: Mapped[User | None] = relationship(foreign_keys=[started_by_id])

    @property
    def fellows(self) -> "list[Membership]":
        """Everybody in the same place just now."""
        return self.panel.memberships


def normal_email(email: str) -> str:
    """An address as it is compared and kept: trimmed and lower-case."""
    return email.strip().lower()
