"""Asking somebody by email to join a panel: once, for one address, for a week."""

import uuid
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, ForeignKey, Index, Select, String, select, text, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.errors import RuleBroken
from models.one_time import fingerprint
from models.outbox import Email
from models.people import AlreadyAMember, Membership, Panel, Role, User, normal_email

OPEN = "accepted_at IS NULL AND withdrawn_at IS NULL"


class InvitationEnded(RuleBroken):
    """The invitation was used, withdrawn or ran out."""

    message = "This invitation no longer works. Ask the person who invited you to send it again."


class Invitation(Identified, Base):
    """An open place on a panel for whoever reads mail at `email`. A panel has one open invitation for an address."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_invitation_open",
            "panel_id",
            "email",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"), index=True)
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

    panel: Mapped[Panel] = relationship()
    invited_by: Mapped[User] = relationship(foreign_keys=[invited_by_id])
    mail: Mapped[Email | None] = relationship()

    @classmethod
    def invite(
        cls,
        session: Session,
        *,
        panel: Panel,
        email: str,
        role: Role,
        secret: str,
        by: User,
        at: datetime,
        lasts: timedelta,
    ) -> "Invitation":
        """Invite an address, or renew the open invitation it has. Raises AlreadyAMember."""
        email = normal_email(email)
        if any(member.user.email == email for member in panel.memberships):
            raise AlreadyAMember(field="email")
        invitation = session.scalar(cls.open_on(panel).where(cls.email == email).with_for_update())
        if invitation is None:
            invitation = cls(panel=panel, email=email)
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

    def _join(self, session: Session, user: User, at: datetime) -> None:
        running = select(Membership).where(
            Membership.user_id == user.id, Membership.panel_id == self.panel_id, Membership.ended_at.is_(None)
        )
        if session.scalar(running) is None:
            session.add(
                Membership(user=user, panel=self.panel, role=self.role, started_at=at, started_by_id=self.invited_by_id)
            )
            session.flush()

    def has_run_out(self, at: datetime) -> bool:
        return self.expires_at <= at

    @classmethod
    def with_secret(cls, secret: str, at: datetime) -> Select[tuple["Invitation"]]:
        """The invitation whose link this is, while it can still be used."""
        return (
            select(cls)
            .where(cls.secret_print == fingerprint("invitation", secret), cls._usable(at))
            .options(joinedload(cls.panel), joinedload(cls.invited_by))
            .order_by(cls.id)
        )

    @classmethod
    def open_on(cls, panel: Panel) -> Select[tuple["Invitation"]]:
        """A panel's invitations that nobody has accepted or taken back, the newest first."""
        return (
            select(cls)
            .where(cls.panel_id == panel.id, cls.accepted_at.is_(None), cls.withdrawn_at.is_(None))
            .order_by(cls.invited_at.desc(), cls.id)
        )

    @classmethod
    def _usable(cls, at: datetime) -> ColumnElement[bool]:
        return cls.accepted_at.is_(None) & cls.withdrawn_at.is_(None) & (cls.expires_at > at)
