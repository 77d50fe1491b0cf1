"""Asking somebody by email to join a panel, a team or a group: once, for one address, for a week."""

import uuid
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, ForeignKey, Index, Select, String, select, text, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.errors import RuleBroken
from models.group import Group
from models.one_time import fingerprint
from models.organiser import Organiser
from models.outbox import Email
from models.people import AlreadyAMember, Membership, Panel, Role, User, normal_email
from models.team import Team, TeamMembership

OPEN = "accepted_at IS NULL AND withdrawn_at IS NULL"

Place = Panel | Team | Group
"""What somebody can be asked to join: a panel, a team of link workers, or a group as its organiser."""
Joining = Membership | TeamMembership | Organiser
_ON = {"panel": "on the panel", "team": "on the team", "group": "an organiser of the group"}


def _one_open(place: str) -> Index:
    return Index(
        f"uq_invitation_open_{place}",
        f"{place}_id",
        "email",
        unique=True,
        sqlite_where=text(OPEN),
        postgresql_where=text(OPEN),
    )


class InvitationEnded(RuleBroken):
    """The invitation was used, withdrawn or ran out."""

    message = "This invitation no longer works. Ask the person who invited you to send it again."


class Invitation(Identified, Base):
    """An open place on a panel or a team, or with a group, for whoever reads mail at `email`: one for each address."""

    __tablename__ = "invitation"
    __table_args__ = (_one_open("panel"), _one_open("team"), _one_open("group"))

    panel_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("panel.id"), index=True)
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("community_group.id"), index=True)
    """One of these three is set."""
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(EnumText(Role))
    secret_print: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    mail_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("email.id", ondelete="SET NULL"))

    panel: Mapped[Panel | None] = relationship()
    team: Mapped[Team | None] = relationship()
    group: Mapped[Group | None] = relationship()
    invited_by: Mapped[User] = relationship(foreign_keys=[invited_by_id])
    mail: Mapped[Email | None] = relationship()

    @classmethod
    def invite(
        cls,
        session: Session,
        *,
        to: Place,
        email: str,
        role: Role,
        secret: str,
        by: User,
        at: datetime,
        lasts: timedelta,
    ) -> "Invitation":
        """Invite an address, or renew the open invitation it has. Raises AlreadyAMember."""
        email = normal_email(email)
        there = session.scalar(select(User.id).where(User.email == email, User.ended_at.is_(None)))
        if there is not None and session.scalar(_running(to, there)) is not None:
            raise AlreadyAMember(f"This person is already {_ON[_kind(to)]}.", field="email")
        invitation = session.scalar(cls.open_on(to).where(cls.email == email).with_for_update())
        if invitation is None:
            invitation = cls(email=email)
            setattr(invitation, _kind(to), to)
            session.add(invitation)
        invitation.role = role
        invitation.renew(secret=secret, by=by, at=at, lasts=lasts)
        session.flush()
        return invitation

    def renew(self, *, secret: str, by: User, at: datetime, lasts: timedelta) -> None:
        """A new link for the same invitation; the older link stops working."""
        self.secret_print = fingerprint("invitation", secret)
        self.invited_by, self.invited_at, self.expires_at = by, at, at + lasts

    def withdraw(self, *, by: User, at: datetime) -> None:
        """Take the invitation back. Raises InvitationEnded when it was accepted already."""
        if self.accepted_at is not None:
            raise InvitationEnded("They have joined already. You can end their membership instead.")
        if self.withdrawn_at is None:
            self.withdrawn_at, self.withdrawn_by_id = at, by.id

    def accept(self, session: Session, *, name: str, at: datetime) -> User:
        """Join the panel with the invited address, as a new person called `name` or as the one known by it.

        Used up in one conditional statement: of two presses at once one gets in. Raises InvitationEnded.
        """
        cls = type(self)
        used = session.execute(update(cls).where(cls.id == self.id, cls._usable(at)).values(accepted_at=at))
        if cast("CursorResult[Any]", used).rowcount != 1:
            raise InvitationEnded
        user = session.scalar(select(User).where(User.email == self.email).with_for_update())
        if user is None:
            user = User(name=name, email=self.email, created_at=at)
            session.add(user)
        elif user.ended_at is not None:
            user.name, user.ended_at = name, None
        session.flush()
        self.accepted_by_id = user.id
        self._join(session, user, at)
        return user

    @property
    def place(self) -> Place:
        """What it asks somebody to join."""
        place = self.panel or self.team or self.group
        if place is None:
            raise LookupError("an invitation without a place")
        return place

    def _join(self, session: Session, user: User, at: datetime) -> None:
        place = self.place
        if session.scalar(_running(place, user.id)) is None:
            session.add(_joining(place, user, self.role, at, self.invited_by_id))
            session.flush()

    def has_run_out(self, at: datetime) -> bool:
        return self.expires_at <= at

    @classmethod
    def with_secret(cls, secret: str, at: datetime) -> Select[tuple["Invitation"]]:
        """The invitation whose link this is, while it can still be used."""
        return (
            select(cls)
            .where(cls.secret_print == fingerprint("invitation", secret), cls._usable(at))
            .options(joinedload(cls.panel), joinedload(cls.team), joinedload(cls.group), joinedload(cls.invited_by))
            .order_by(cls.id)
        )

    @classmethod
    def open_on(cls, place: Place) -> Select[tuple["Invitation"]]:
        """A panel's, team's or group's invitations that nobody has accepted or taken back, the newest first."""
        return (
            select(cls)
            .where(
                getattr(cls, f"{_kind(place)}_id") == place.id, cls.accepted_at.is_(None), cls.withdrawn_at.is_(None)
            )
            .order_by(cls.invited_at.desc(), cls.id)
        )

    @classmethod
    def _usable(cls, at: datetime) -> ColumnElement[bool]:
        return cls.accepted_at.is_(None) & cls.withdrawn_at.is_(None) & (cls.expires_at > at)


def _kind(place: Place) -> str:
    return "panel" if isinstance(place, Panel) else "team" if isinstance(place, Team) else "group"


def _running(place: Place, user_id: uuid.UUID) -> Select[tuple[Any]]:
    """Their running membership of this place."""
    if isinstance(place, Panel):
        theirs = select(Membership).where(Membership.panel_id == place.id, Membership.user_id == user_id)
        return theirs.where(Membership.ended_at.is_(None)).order_by(Membership.id)
    if isinstance(place, Team):
        worked = select(TeamMembership).where(TeamMembership.team_id == place.id, TeamMembership.user_id == user_id)
        return worked.where(TeamMembership.ended_at.is_(None)).order_by(TeamMembership.id)
    kept = select(Organiser).where(Organiser.group_id == place.id, Organiser.user_id == user_id)
    return kept.where(Organiser.ended_at.is_(None)).order_by(Organiser.id)


def _joining(place: Place, user: User, role: Role, at: datetime, by_id: uuid.UUID) -> Joining:
    if isinstance(place, Panel):
        return Membership(user=user, panel=place, role=role, started_at=at, started_by_id=by_id)
    if isinstance(place, Team):
        return TeamMembership(user=user, team=place, role=role, started_at=at, started_by_id=by_id)
    return Organiser(user=user, group=place, started_at=at, started_by_id=by_id)
