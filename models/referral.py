"""Referrals: somebody asks a group to welcome a person. What each is, which rows there are, and who may see them.

The verbs stand beside it: models/referral_sending.py, models/referral_answers.py and models/referral_coming.py.
"""

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, UniqueConstraint, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, defer, joinedload, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.call import Call
from models.consent import Consent, ConsentTo
from models.group import Group
from models.listing import Listing
from models.organiser import Organiser
from models.people import Panel, User
from models.person import Person
from models.referral_answers import Answers
from models.referral_coming import Coming
from models.referral_sending import Sending
from models.referral_step import ReferralStep
from models.referral_words import SEEN_BY_GROUP, TO_ANSWER, UNANSWERED, GoAlong, Source, State
from models.sealed import SealedText
from models.short_code import new_code
from models.team import Team


class Referral(Sending, Answers, Coming, Identified, Base):
    """One person, one listing, one question: will you welcome them? Its state changes only by its verbs."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("form_key", "listing_id"),
        Index("ix_referral_team_id_state_last_active_at", "team_id", "state", "last_active_at"),
        Index("ix_referral_team_id_state_promise_by", "team_id", "state", "promise_by"),
        Index("ix_referral_listing_id_state", "listing_id", "state"),
        Index("ix_referral_group_id_state", "group_id", "state"),
        Index("ix_referral_panel_id_state", "panel_id", "state"),
        Index("ix_referral_panel_id_to_ring_state", "panel_id", "to_ring", "state"),
        Index(
            "ix_referral_of_panel",
            "panel_id",
            "state",
            "promise_by",
            sqlite_where=text("group_id IS NULL"),
            postgresql_where=text("group_id IS NULL"),
        ),
    )

    reference: Mapped[str] = mapped_column(String(6), unique=True)
    """What mails and phone calls say instead of a name."""
    arrival_code: Mapped[str] = mapped_column(String(6), unique=True)
    """On the introduction: with it the organiser says that they have met."""
    form_key: Mapped[uuid.UUID]
    """Of the form that made it: a double click, Back and a retry make one referral."""
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"))
    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"))
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("community_group.id"))
    """The group that was asked. None when the panel itself keeps the listing."""
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"))
    """None when the person asked without a link worker."""
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    referred_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    private_list_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("private_list.id", ondelete="SET NULL"))
    source: Mapped[Source] = mapped_column(EnumText(Source), default=Source.LINK_WORKER)

    # What the group needs to know, besides what the person row says
    go_along: Mapped[GoAlong] = mapped_column(EnumText(GoAlong), default=GoAlong.NO)
    lift_wanted: Mapped[bool] = mapped_column(default=False)
    would_come: Mapped[str | None] = mapped_column(SealedText)
    """When they would like to come: "a Tuesday, not before April"."""
    must_know: Mapped[str | None] = mapped_column(SealedText)
    """What the host must know to keep everybody safe."""
    follow_up_agreed: Mapped[bool] = mapped_column(default=False)

    # Where it stands. Written by the verbs alone; each writes its step and its audit row as well.
    state: Mapped[State] = mapped_column(EnumText(State), default=State.DRAFT)
    version: Mapped[int] = mapped_column(default=0)
    """The number of the latest step."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    promise_by: Mapped[date | None] = mapped_column(index=True)
    """The last (London) day on which an answer is in time."""
    remind_on: Mapped[date | None] = mapped_column(index=True)
    reminders: Mapped[int] = mapped_column(default=0)
    asked_later_at: Mapped[datetime | None]
    to_ring: Mapped[bool] = mapped_column(default=False)
    """The group has no working email: somebody on the panel rings them."""
    answered_at: Mapped[datetime | None]
    first_date: Mapped[date | None]
    first_starts: Mapped[time | None]
    welcomer: Mapped[str | None] = mapped_column(SealedText)
    waiting_since: Mapped[datetime | None]
    waiting_until: Mapped[date | None]
    has_place: Mapped[bool] = mapped_column(default=False)
    """It holds one of the places that are counted: accepted, or offered a place that came free."""
    offered_at: Mapped[datetime | None]
    ask_came_on: Mapped[date | None] = mapped_column(index=True)
    """The day on which the group is asked, once, whether they came."""
    came_on: Mapped[date | None]
    no_shows: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    last_active_at: Mapped[datetime]

    listing: Mapped[Listing] = relationship()
    panel: Mapped[Panel] = relationship()
    group: Mapped[Group | None] = relationship()
    team: Mapped[Team | None] = relationship()
    person: Mapped[Person] = relationship()
    referred_by: Mapped[User | None] = relationship()
    steps: Mapped[list[ReferralStep]] = relationship(order_by=ReferralStep.number, cascade="all, delete-orphan")
    consents: Mapped[list[Consent]] = relationship(cascade="all, delete-orphan", order_by=Consent.to)
    calls: Mapped[list[Call]] = relationship(
        back_populates="referral", cascade="all, delete-orphan", order_by=Call.due_on
    )

    @property
    def keeper_name(self) -> str:
        """Who is asked, by name: the group, or the panel that keeps the listing itself."""
        return self.group.name if self.group else self.panel.name

    @property
    def reply_address(self) -> str:
        """Where the group reads mail; empty when somebody has to ring them."""
        if self.group and self.group.email:
            return self.group.email
        return self.listing.contact_email or ("" if self.group else self.panel.email)

    @property
    def news_address(self) -> str:
        """Where the link worker reads news of it: their own address, or the team's once they have left."""
        if self.referred_by and self.referred_by.is_active:
            return self.referred_by.email
        return self.team.email if self.team else ""

    @property
    def is_seen_by_group(self) -> bool:
        """Whether the group has sight of the person just now."""
        return self.state in SEEN_BY_GROUP

    def consent_to(self, to: ConsentTo) -> Consent | None:
        """The person's answer to one of the two questions."""
        return next((consent for consent in self.consents if consent.to is to), None)

    @classmethod
    def newest_first(cls) -> Select[tuple["Referral"]]:
        return (
            select(cls)
            .options(joinedload(cls.person), joinedload(cls.listing), joinedload(cls.group))
            .order_by(cls.last_active_at.desc(), cls.id)
        )

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Referral"]]:
        """The referrals of a link worker's own teams, drafts included."""
        teams = Team.worked_by(user).with_only_columns(Team.id).order_by(None)
        return cls.newest_first().where(cls.team_id.in_(teams))

    @classmethod
    def of_team(cls, team: Team, *states: State) -> Select[tuple["Referral"]]:
        """A team's referrals in these states (in any, without)."""
        rows = cls.newest_first().where(cls.team_id == team.id)
        return rows.where(cls.state.in_(states)) if states else rows

    @classmethod
    def asked_of(cls, user: User) -> Select[tuple["Referral"]]:
        """Whatever an organiser was asked: of their own groups and, for listings that a panel keeps itself, of their
        own panels. They have sight only of `shown_to_organiser`."""
        groups = Organiser.groups_of(user).with_only_columns(Group.id).order_by(None)
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return cls.asked_of_keepers(groups, panels)

    @classmethod
    def asked_of_keepers(cls, groups: Any, panels: Any) -> Select[tuple["Referral"]]:
        """The same for these groups and panels, by their ids: a list of ids is found by an index."""
        mine = or_(cls.group_id.in_(groups), cls.group_id.is_(None) & cls.panel_id.in_(panels))
        return cls.newest_first().where(mine, cls.sent_at.is_not(None))

    @classmethod
    def shown_to_organiser(cls, user: User) -> Select[tuple["Referral"]]:
        """What an organiser may see: what they were asked, only while the group has sight."""
        return cls.asked_of(user).where(cls.state.in_(SEEN_BY_GROUP))

    @classmethod
    def to_answer_for(cls, listing: Listing) -> Select[tuple["Referral"]]:
        """Those of a listing that still wait for a yes or a no."""
        return cls.newest_first().where(cls.listing_id == listing.id, cls.state.in_(TO_ANSWER))

    @classmethod
    def on_phone_list(cls, panel: Panel) -> Select[tuple["Referral"]]:
        """For a panel's volunteers: groups to ring, because they have no mail that works. The oldest first."""
        return (
            select(cls)
            .options(joinedload(cls.listing), joinedload(cls.group))
            .options(defer(cls.would_come), defer(cls.must_know), defer(cls.welcomer))
            .where(cls.panel_id == panel.id, cls.to_ring, cls.state.in_((*UNANSWERED, State.NO_REPLY)))
            .order_by(cls.sent_at, cls.id)
        )

    @classmethod
    def waiting_list(cls, listing_id: uuid.UUID) -> Select[tuple["Referral"]]:
        """Who waits for a place and has not been offered one, the longest first."""
        return (
            select(cls)
            .where(cls.listing_id == listing_id, cls.state == State.WAITING, cls.has_place.is_(False))
            .order_by(cls.waiting_since, cls.id)
        )

    @classmethod
    def held(cls, session: Session, referral_id: uuid.UUID) -> "Referral | None":
        """The referral as it is now, its row held until the commit: whoever comes second sees what the first did."""
        return session.scalar(
            select(cls).where(cls.id == referral_id).with_for_update(of=cls).execution_options(populate_existing=True)
        )

    @classmethod
    def made_by_form(cls, session: Session, form_key: uuid.UUID) -> list["Referral"]:
        """What a form made already: sending it again shows these."""
        return list(session.scalars(select(cls).where(cls.form_key == form_key).order_by(cls.created_at, cls.id)))

    @classmethod
    def number_in(cls, session: Session, *where: ColumnElement[bool]) -> int:
        """How many there are."""
        return session.scalar(select(func.count()).select_from(cls).where(*where)) or 0


def free_reference(session: Session) -> str:
    """A reference and code that no other referral has."""
    while True:
        code = new_code()
        taken = select(Referral.id).where(or_(Referral.reference == code, Referral.arrival_code == code)).limit(1)
        if session.scalar(taken) is None:
            return code
