"""How a referral moves: one step, one audit row, one state at a time. The verbs of the other files stand on this."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import event
from sqlalchemy.orm import Session, object_session

from models.acting import Acting
from models.audit import AuditEntry
from models.errors import RuleBroken
from models.referral_step import ReferralStep
from models.referral_words import ENDED, Deed, State

if TYPE_CHECKING:
    from models.referral import Referral


UNTOLD = "untold steps"
"""What the session calls the steps of this transaction that nobody has been told of yet."""


class WrongMoment(RuleBroken):
    """The referral is not where this deed begins."""

    message = "This cannot be done any more: somebody has moved it on. Look at where it stands now."


class AlreadyAnswered(WrongMoment):
    """The group has said yes or no."""

    message = "This has been answered already. Thank you."


class HasEnded(WrongMoment):
    """It is over."""

    message = "This has ended, so nothing more can be done with it."


class Stepping:
    """What every verb uses."""

    def has_step(self, form_key: uuid.UUID | None) -> bool:
        """Whether the form with this key has done its deed: a second sending is no second deed."""
        me = cast("Referral", self)
        return form_key is not None and any(step.form_key == form_key for step in me.steps)

    def step(
        self,
        deed: Deed,
        *,
        acting: Acting,
        at: datetime,
        state: State | None = None,
        reason: str = "",
        day: date | None = None,
        words: str | None = None,
        form_key: uuid.UUID | None = None,
    ) -> None:
        """Write down a deed, and where the referral stands after it (as before when not said)."""
        me = cast("Referral", self)
        session = session_of(me)
        me.version = (me.version or 0) + 1
        me.state = state or me.state
        me.last_active_at = me.person.last_active_at = at
        if me.state in ENDED and me.ended_at is None:
            me.ended_at = at
        elif me.state not in ENDED:
            me.ended_at = None
        me.steps.append(
            ReferralStep(
                number=me.version,
                deed=deed,
                state=me.state,
                at=at,
                part=acting.part,
                how=acting.how,
                by_id=acting.user.id if acting.user else None,
                reason=reason,
                day=day,
                words=words or None,
                form_key=form_key,
            )
        )
        session.flush()
        AuditEntry.note(session, me, deed.value, acting=acting, at=at)
        session.info.setdefault(UNTOLD, []).append((me, deed))

    def refuse_unless(self, *states: State) -> None:
        """Raises AlreadyAnswered, HasEnded or WrongMoment when it is in none of these states."""
        me = cast("Referral", self)
        if me.state in states:
            return
        if me.state in ENDED:
            raise HasEnded
        raise AlreadyAnswered if me.answered_at else WrongMoment


def session_of(referral: "Referral") -> Session:
    """The session a referral belongs to. Raises LookupError for one that is in none."""
    session = object_session(referral)
    if not isinstance(session, Session):
        raise LookupError("the referral is in no session")
    return session


def take_untold(session: Session) -> list[tuple["Referral", Deed]]:
    """The steps made in this transaction since this was asked last, in their order."""
    untold: list[tuple[Referral, Deed]] = session.info.pop(UNTOLD, [])
    return untold


def leave_untold(session: Session, referral_ids: set[uuid.UUID]) -> None:
    """Forget the steps of these referrals: whoever has to know was told of them in another way."""
    steps = take_untold(session)
    session.info[UNTOLD] = [(referral, deed) for referral, deed in steps if referral.id not in referral_ids]


@event.listens_for(Session, "after_rollback")
def _forget_untold(session: Session) -> None:
    session.info.pop(UNTOLD, None)
