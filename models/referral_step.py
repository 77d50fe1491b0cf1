"""Steps: what was done to a referral, each a row with who, when and how. Nothing is changed or taken away."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.acting import How, Part
from models.base import Base, EnumText, Identified
from models.people import User
from models.referral_words import Deed, State
from models.sealed import SealedText


class ReferralStep(Identified, Base):
    """One step. Numbers go up by one: of two at the same instant one is refused, and so is a form sent again."""

    __tablename__ = "referral_step"
    __table_args__ = (UniqueConstraint("referral_id", "number"), UniqueConstraint("referral_id", "form_key"))

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    deed: Mapped[Deed] = mapped_column(EnumText(Deed))
    state: Mapped[State] = mapped_column(EnumText(State))
    """Where the referral stood afterwards."""
    at: Mapped[datetime]
    part: Mapped[Part] = mapped_column(EnumText(Part))
    how: Mapped[How] = mapped_column(EnumText(How))
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(String(40), default="")
    """A code: models.referral_words.Decline or Stop, or the outcome of a call."""
    day: Mapped[date | None]
    """The first date, or until when: whatever day the deed speaks of."""
    words: Mapped[str | None] = mapped_column(SealedText)
    """The welcomer, or a note. Erased with the person."""
    form_key: Mapped[uuid.UUID | None]
    """Of the form that did it, so that sending it twice does it once."""

    by: Mapped[User | None] = relationship()
