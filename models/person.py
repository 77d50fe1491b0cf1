"""Somebody who is referred, or asks for themself: the least that lets a group welcome them, sealed in the database."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, EnumText, Identified
from models.sealed import SealedJson, SealedText

ERASED = "Somebody"
"""What a person is called when their name has been erased."""


class Contact(StrEnum):
    """The one way to reach somebody."""

    RING = "ring"
    TEXT = "text"
    EMAIL = "email"
    THROUGH = "through"

    @property
    def label(self) -> str:
        return {
            "ring": "Ring them",
            "text": "Text them",
            "email": "Email them",
            "through": "Go through whoever asked for them",
        }[self.value]


class Person(Identified, Base):
    """A person in one episode: shared by the referrals made for them together, and erased by the clock."""

    __tablename__ = "person"

    called: Mapped[str | None] = mapped_column(SealedText)
    """The name they like to be called. None once erased."""
    contact: Mapped[Contact] = mapped_column(EnumText(Contact))
    reach: Mapped[str | None] = mapped_column(SealedText)
    """The number or address for `contact`; empty for THROUGH."""
    message_safe: Mapped[bool | None]
    """Whether a message may be left; None where nobody asked."""
    good_times: Mapped[str | None] = mapped_column(SealedText)
    """When to ring: "after 2, not Thursdays"."""
    day_needs: Mapped[list[str] | None] = mapped_column(SealedJson)
    """What would help on the day: values of models.accessible.DayNeed."""
    communication: Mapped[list[str] | None] = mapped_column(SealedJson)
    """Terms of the Accessible Information Standard, as models.accessible keeps them."""
    spoken_for_by: Mapped[str | None] = mapped_column(SealedText)
    """Who filled the form in, when it was somebody else: "Ann, a neighbour"."""
    is_adult: Mapped[bool | None]
    """Whether they said they are of the age the panel asks for; None where nobody asked."""
    created_at: Mapped[datetime]
    last_active_at: Mapped[datetime] = mapped_column(index=True)
    erased_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def name(self) -> str:
        """What to call them, or "Somebody" once their name has gone."""
        return self.called or ERASED

    def erase(self, at: datetime) -> None:
        """Let go of everything personal. What was counted stays counted."""
        self.called = self.reach = self.good_times = self.spoken_for_by = None
        self.day_needs = self.communication = None
        self.message_safe = None
        self.erased_at = at


class OwnLink(Identified, Base):
    """The private link with which somebody without an account sees what they asked for, and takes it back."""

    __tablename__ = "own_link"

    secret_print: Mapped[str] = mapped_column(String(64), unique=True)
    referral_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    enquiry_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    might_come_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """One of these three is set. No foreign keys: the link outlives what it led to, and then says so kindly."""
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
