"""How the verbs of a register write down what was done: the parts they share."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from models.acting import Acting
from models.errors import RuleBroken
from models.register_entry import Press, RegisterEntry
from models.register_words import RegisterDeed
from models.wall_clock import london_date

if TYPE_CHECKING:
    from models.register import Register


class RegisterClosed(RuleBroken):
    """The day was closed: nothing changes until somebody opens it again."""

    message = "This day is closed. Open it again to change it, and say why."


class StillToCome(RuleBroken):
    """Nobody can have come to a session that has not begun."""

    message = "That day is still to come. You can note who sent apologies."


class Pressing:
    """What every verb uses."""

    def has_press(self, key: uuid.UUID | None) -> bool:
        """Whether the press with this key has done its deed: a second sending is no second deed."""
        me = cast("Register", self)
        return key is not None and self.entry_of(key) is not None and me.id is not None

    def entry_of(self, key: uuid.UUID) -> RegisterEntry | None:
        """What a press wrote, by its key."""
        me = cast("Register", self)
        return session_of(me).scalar(
            select(RegisterEntry).where(RegisterEntry.register_id == me.id, RegisterEntry.press_key == key)
        )

    def pressed(self, keys: Iterable[uuid.UUID]) -> Sequence[uuid.UUID]:
        """Which of these keys are those of presses written here, in the order of the presses."""
        me = cast("Register", self)
        rows = select(RegisterEntry.press_key).where(
            RegisterEntry.register_id == me.id, RegisterEntry.press_key.in_(list(keys))
        )
        return session_of(me).scalars(rows.order_by(RegisterEntry.number, RegisterEntry.id)).all()

    def enter(self, deed: RegisterDeed, press: Press, *, acting: Acting, at: datetime, **said: Any) -> RegisterEntry:
        """Write a press down. A phone's clock that runs ahead is not believed."""
        me = cast("Register", self)
        session = session_of(me)
        me.version = (me.version or 0) + 1
        entry = RegisterEntry(
            register_id=me.id,
            number=me.version,
            press_key=press.key,
            phone=press.phone,
            deed=deed,
            pressed_at=min(press.at, at),
            at=at,
            part=acting.part,
            how=acting.how,
            by_id=acting.user.id if acting.user else None,
            **said,
        )
        session.add(entry)
        session.flush()
        session.expire(me, ["entries"])
        return entry

    def refuse_if_closed(self) -> None:
        """Raises RegisterClosed."""
        if cast("Register", self).is_closed:
            raise RegisterClosed

    def refuse_before_the_day(self, at: datetime) -> None:
        """Raises StillToCome on a (London) day before the session's."""
        if london_date(at) < cast("Register", self).on:
            raise StillToCome


def session_of(register: "Register") -> Session:
    """The session a register belongs to. Raises LookupError for one that is in none."""
    session = object_session(register)
    if not isinstance(session, Session):
        raise LookupError("the register is in no session")
    return session
