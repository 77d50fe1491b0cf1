""" "Talk to someone who helps people find things": somebody asks a team of link workers to get in touch."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.errors import RuleBroken
from models.patch import Patch
from models.people import User
from models.person import Person
from models.sealed import SealedText
from models.short_code import new_code
from models.team import Team


class SourceKind(StrEnum):
    """Who else sends people."""

    HOUSING = "housing"
    PHARMACY = "pharmacy"
    POLICE = "police"
    JOB_CENTRE = "job-centre"
    SCHOOL = "school"
    SURGERY = "surgery"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "housing": "Housing",
            "pharmacy": "A pharmacy",
            "police": "The police",
            "job-centre": "The job centre",
            "school": "A school",
            "surgery": "A surgery",
            "other": "Somebody else",
        }[self.value]


class ReferralSource(Identified, Base):
    """Somebody else who sends people to a team, at an address of their own: it shows where people come from."""

    __tablename__ = "referral_source"

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    kind: Mapped[SourceKind] = mapped_column(EnumText(SourceKind))
    name: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(6), unique=True)
    """The end of its address."""
    email: Mapped[str] = mapped_column(String(254), default="")
    """Where it hears "received", "being helped", "closed": no details ever."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()

    @classmethod
    def by_code(cls, code: str) -> Select[tuple["ReferralSource"]]:
        """The running source with this code, of a team that runs."""
        return (
            select(cls)
            .join(Team, Team.id == cls.team_id)
            .where(cls.code == code, cls.ended_at.is_(None), Team.ended_at.is_(None))
            .order_by(cls.id)
        )

    @classmethod
    def of_team(cls, team: Team) -> Select[tuple["ReferralSource"]]:
        """A team's running sources, by name."""
        return select(cls).where(cls.team_id == team.id, cls.ended_at.is_(None)).order_by(cls.name, cls.id)


class EnquiryState(StrEnum):
    """Where it stands; all that its source ever hears."""

    RECEIVED = "received"
    BEING_HELPED = "being-helped"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"received": "Received", "being-helped": "Being helped", "closed": "Closed"}[self.value]


class Closing(StrEnum):
    """How it ended."""

    HELPED = "helped"
    NOT_WANTED = "not-wanted"
    NO_CONTACT = "no-contact"
    ELSEWHERE = "elsewhere"
    TAKEN_BACK = "taken-back"

    @property
    def label(self) -> str:
        return {
            "helped": "We found things together",
            "not-wanted": "They did not want help after all",
            "no-contact": "We could not reach them",
            "elsewhere": "Somebody else is helping them",
            "taken-back": "They took it back",
        }[self.value]


class EnquiryClosed(RuleBroken):
    """It is over."""

    message = "This has been closed already."


class Enquiry(Identified, Base):
    """One request. Its id is that of the form that made it: a double press makes one."""

    __tablename__ = "enquiry"
    __table_args__ = (Index("ix_enquiry_team_id_closed_at_received_at", "team_id", "closed_at", "received_at"),)

    reference: Mapped[str] = mapped_column(String(6), unique=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    patch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patch.id"))
    source_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referral_source.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Values of models.vocabulary.Need."""
    about: Mapped[str | None] = mapped_column(SealedText)
    """A few words of their own. Erased with the person."""
    received_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    closed_how: Mapped[Closing | None] = mapped_column(EnumText(Closing))

    team: Mapped[Team] = relationship()
    patch: Mapped[Patch | None] = relationship()
    source: Mapped[ReferralSource | None] = relationship()
    person: Mapped[Person] = relationship()
    taken_by: Mapped[User | None] = relationship(foreign_keys=[taken_by_id])

    @property
    def state(self) -> EnquiryState:
        if self.closed_at is not None:
            return EnquiryState.CLOSED
        return EnquiryState.BEING_HELPED if self.taken_at is not None else EnquiryState.RECEIVED

    def take(self, *, by: User, at: datetime) -> None:
        """A link worker is helping. Taken again by a colleague, it is theirs. Raises EnquiryClosed."""
        if self.closed_at is not None:
            raise EnquiryClosed
        self.taken_at, self.taken_by_id = self.taken_at or at, by.id
        self.person.last_active_at = at

    def close(self, how: Closing, *, by: User | None, at: datetime) -> None:
        """It is over. Raises EnquiryClosed."""
        if self.closed_at is not None:
            raise EnquiryClosed
        self.closed_at, self.closed_by_id, self.closed_how = at, by.id if by else None, how
        self.person.last_active_at = at

    @classmethod
    def open_for(cls, team: Team) -> Select[tuple["Enquiry"]]:
        """What waits for this team or is being helped, the longest waiting first."""
        return (
            select(cls)
            .options(joinedload(cls.person), joinedload(cls.source), joinedload(cls.patch))
            .where(cls.team_id == team.id, cls.closed_at.is_(None))
            .order_by(cls.taken_at.is_not(None), cls.received_at, cls.id)
        )

    @classmethod
    def closed_for(cls, team: Team, since: datetime) -> Select[tuple["Enquiry"]]:
        """What this team closed since then, the latest first."""
        return (
            select(cls)
            .options(joinedload(cls.person), joinedload(cls.source), joinedload(cls.patch))
            .where(cls.team_id == team.id, cls.closed_at >= since)
            .order_by(cls.closed_at.desc(), cls.id)
        )

    @classmethod
    def held(cls, session: Session, enquiry_id: uuid.UUID) -> "Enquiry | None":
        """The enquiry as it is now, its row held until the commit: whoever comes second sees what the first did."""
        return session.scalar(
            select(cls).where(cls.id == enquiry_id).with_for_update(of=cls).execution_options(populate_existing=True)
        )

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Enquiry"]]:
        """Those of a link worker's own teams."""
        teams = Team.worked_by(user).with_only_columns(Team.id).order_by(None)
        return select(cls).where(cls.team_id.in_(teams)).order_by(cls.received_at.desc(), cls.id)


def free_enquiry_reference(session: Session) -> str:
    """A reference that no other enquiry has."""
    while True:
        code = new_code()
        if session.scalar(select(Enquiry.id).where(Enquiry.reference == code).limit(1)) is None:
            return code
