"""Clearing away what has run out: tries, sign-in requests, sessions, second steps and mail that nobody needs again."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete

from extensions import db
from models.authenticator import Authenticator
from models.outbox import KEPT_AFTER_SENDING, Email
from models.passkey import Passkey
from models.recovery_code import RecoveryCode
from models.sign_in import SignInRequest
from models.signed_in_session import SignedInSession
from models.throttle import Throttle

LONGER_THAN_ANY_SESSION = timedelta(days=30)


def clear_what_ran_out(now: datetime) -> int:
    """Delete rows whose time has passed. Gives how many."""
    long_ago = now - LONGER_THAN_ANY_SESSION
    statements = (
        delete(Throttle).where(Throttle.ends_at <= now),
        delete(SignInRequest).where(SignInRequest.expires_at <= now - timedelta(days=1)),
        delete(SignedInSession).where(SignedInSession.last_used_at <= long_ago),
        *(delete(factor).where(factor.ended_at <= long_ago) for factor in (Passkey, Authenticator, RecoveryCode)),
        delete(RecoveryCode).where(RecoveryCode.used_at <= long_ago),
        delete(Email).where(Email.sent_at <= now - KEPT_AFTER_SENDING),
        delete(Email).where(Email.given_up_at <= now - KEPT_AFTER_SENDING),
    )
    gone = sum(cast("CursorResult[Any]", db.session.execute(statement)).rowcount for statement in statements)
    db.session.commit()
    return gone
