"""What a person shows beside the mailed link before they may read about other people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.authenticator import Authenticator
from models.errors import RuleBroken
from models.organiser import Organiser
from models.passkey import Passkey
from models.people import User
from models.recovery_code import RecoveryCode
from models.signed_in_session import SignedInSession
from models.team import Team


class LastFactor(RuleBroken):
    """The person's work needs a second step, and this is the only one they have."""

    message = "This is the only second step you have, and your work needs one. Add another one first, then remove this."


@dataclass(frozen=True)
class SecondFactors:
    """A person's passkeys and app, and how many recovery codes are left. The codes alone are no factor."""

    passkeys: tuple[Passkey, ...]
    authenticator: Authenticator | None
    codes_left: int

    @property
    def are_set_up(self) -> bool:
        return bool(self.passkeys) or self.authenticator is not None

    @property
    def count(self) -> int:
        return len(self.passkeys) + (self.authenticator is not None)


def second_factors_of(session: Session, user: User) -> SecondFactors:
    """Everything this person can show."""
    usable = RecoveryCode.usable(user).order_by(None).subquery()
    return SecondFactors(
        passkeys=tuple(session.scalars(Passkey.running(user))),
        authenticator=session.scalar(Authenticator.running(user)),
        codes_left=session.scalar(select(func.count()).select_from(usable)) or 0,
    )


def work_needs_one(session: Session, user: User) -> bool:
    """Whether this person may read about other people: on a team of link workers, or as a group's organiser."""
    return any(session.scalar(work.limit(1)) is not None for work in (Team.worked_by(user), Organiser.groups_of(user)))


def remove_factor(
    session: Session, user: User, factor: Passkey | Authenticator, *, here: SignedInSession, at: datetime
) -> None:
    """Take one factor away; the person's other browsers are asked again. Raises LastFactor.

    With the last one the recovery codes end as well: they only stand in for a factor.
    """
    session.execute(select(User.id).where(User.id == user.id).with_for_update())  # of two at once, the second waits
    left = second_factors_of(session, user).count - 1
    if left < 1 and work_needs_one(session, user):
        raise LastFactor
    factor.end(at)
    if left < 1:
        RecoveryCode.end_running(session, user, at)
    SignedInSession.forget_proofs(session, user, here)


def end_factors(session: Session, user: User, at: datetime) -> None:
    """End every passkey, app and recovery code of a person."""
    for passkey in session.scalars(Passkey.running(user)):
        passkey.end(at)
    Authenticator.end_running(session, user, at)
    RecoveryCode.end_running(session, user, at)


def reset_factors(session: Session, user: User, *, by: User | None, at: datetime) -> None:
    """Somebody who looks after the person's account starts them again: they lost everything.

    All their factors end and they are signed out everywhere; they sign in with a mail and set up a new one. The caller
    checks that `by` may (None: whoever runs the server), notes it and tells the person by mail. Raises ResetByOneself.
    """
    if by is not None and by.id == user.id:
        raise ResetByOneself
    end_factors(session, user, at)
    SignedInSession.end_others(session, user, None, at)


class ResetByOneself(RuleBroken):
    """A stolen browser must not be able to take the second step away from its owner."""

    message = "You cannot start your own second step again. Ask another lead of your team."
