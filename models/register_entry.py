"""The history of a register: every press, with who, when, and whether it stands. Rows are only ever added."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.acting import How, Part
from models.base import Base, EnumText, Identified
from models.people import User
from models.register_words import Mark, RegisterDeed, SessionState
from models.sealed import SealedText


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button. `key` makes a press that is sent twice one deed; `at` is when it was pressed, by the
    phone's own clock; `seen` the version of the line it was pressed on (None: whatever there is); `phone` the browser,
    by a random number it gave itself (None without our script)."""

    key: uuid.UUID
    at: datetime
    seen: int | None = None
    phone: uuid.UUID | None = None


class RegisterEntry(Identified, Base):
    """One press. Numbers go up by one: of two at the same instant one waits for the other."""

    __tablename__ = "register_entry"
    __table_args__ = (UniqueConstraint("register_id", "number"), UniqueConstraint("register_id", "press_key"))

    register_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register.id", ondelete="CASCADE"))
    number: Mapped[int]
    press_key: Mapped[uuid.UUID]
    phone: Mapped[uuid.UUID | None]
    deed: Mapped[RegisterDeed] = mapped_column(EnumText(RegisterDeed))
    attender_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("attender.id"), index=True)
    mark: Mapped[Mark | None] = mapped_column(EnumText(Mark))
    """What was said; None takes a mark away."""
    state: Mapped[SessionState | None] = mapped_column(EnumText(SessionState))
    people: Mapped[int | None]
    new: Mapped[int | None]
    referred: Mapped[int | None]
    pence: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(SealedText)
    """A reason, a note or a driver. Erased with the names."""
    saw_all: Mapped[bool] = mapped_column(default=True)
    """Pressed with everything in view: it has the last word over all before."""
    stands: Mapped[bool] = mapped_column(default=True)
    """False: kept beside what somebody else said, to be settled."""
    pressed_at: Mapped[datetime]
    at: Mapped[datetime]
    """When it reached us."""
    part: Mapped[Part] = mapped_column(EnumText(Part))
    how: Mapped[How] = mapped_column(EnumText(How))
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    by: Mapped[User | None] = relationship()
