"""A person's own yes or no to one thing, as they said it. The lawful basis of a team is kept apart: models/team.py."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText, Identified
from models.people import User

LONGEST_WORDING = 1_000


class ConsentTo(StrEnum):
    """What was asked."""

    SHARE = "share"
    FOLLOW_UP = "follow-up"

    @property
    def label(self) -> str:
        return {"share": "Tell this group", "follow-up": "Ask how it went"}[self.value]


class HowSaid(StrEnum):
    """How they said it."""

    FACE_TO_FACE = "face-to-face"
    PHONE = "phone"
    WRITING = "writing"
    FORM = "form"

    @property
    def label(self) -> str:
        return {
            "face-to-face": "Face to face",
            "phone": "On the phone",
            "writing": "In writing",
            "form": "In the form, themselves",
        }[self.value]


class Consent(Identified, Base):
    """One answer to one question for one referral: who asked, how, when, in which words, and about which details."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("referral_id", "to"),)

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    to: Mapped[ConsentTo] = mapped_column(EnumText(ConsentTo))
    given: Mapped[bool]
    how: Mapped[HowSaid] = mapped_column(EnumText(HowSaid))
    said_at: Mapped[datetime]
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    wording: Mapped[str] = mapped_column(Text)
    """The question as it was read out, without the person's name."""
    recipient: Mapped[str] = mapped_column(String(200))
    """Who is named in it: the group, or the team."""
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The names of the details it covers: "called", "reach", "day_needs"; never the details."""
    withdrawn_at: Mapped[datetime | None]

    asked_by: Mapped[User | None] = relationship()
