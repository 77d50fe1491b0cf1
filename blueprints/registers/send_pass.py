"""The send-pass: with it a phone sends the marks it kept, though its signed-in session has stood idle meanwhile.

It is sealed, lasts seven days, and does one thing for one person on one listing: it hands presses in. It shows nothing.
Signing out, or being signed out from another browser, ends it at once.
"""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import g
from flask_login import current_user
from itsdangerous import BadData

from blueprints import clock, sealing
from blueprints.hosted_listings import hosted_by
from extensions import db
from models.listing import Listing
from models.people import User
from models.signed_in_session import SignedInSession

PURPOSE = "register presses"
LASTS = timedelta(days=7)
LONGEST = 1_000
"""Letters. Ours have about 200."""


class PassRefused(Exception):
    """Marks cannot be taken with this pass. `why` is for our script, `words` for people."""

    def __init__(self, why: str, words: str) -> None:
        self.why, self.words = why, words
        super().__init__(words)


SIGN_IN = PassRefused("sign-in", "Sign in to send them.")
ENDED = PassRefused("ended", "You were signed out. Sign in to send them.")
SOMEBODY_ELSE = PassRefused("somebody-else", "Somebody else is signed in here now. Sign in to send your own marks.")
NOT_YOURS = PassRefused("not-yours", "You do not look after this one any more. Ask the panel who does.")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who hands presses in, and of which listing."""

    user: User
    listing: Listing


def new_pass(listing_id: uuid.UUID) -> str:
    """A pass for the person who is signed in at this request."""
    made = int(clock.now().timestamp())
    return sealing.seal(PURPOSE, [current_user.id.hex, g.signed_in_session.id.hex, listing_id.hex, made])


def bearer_of(sealed: Any) -> Bearer:
    """Whose pass it is. Raises PassRefused."""
    user_id, session_id, listing_id = _read(sealed)
    here = db.session.get(SignedInSession, session_id)
    if here is None or here.user_id != user_id or here.ended_at is not None or here.user.ended_at is not None:
        raise ENDED
    if current_user.is_authenticated and current_user.id != user_id:
        raise SOMEBODY_ELSE
    listing = db.session.scalar(hosted_by(here.user, stopped=True).where(Listing.id == listing_id))
    if listing is None:
        raise NOT_YOURS
    return Bearer(here.user, listing)


def _read(sealed: Any) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    if not isinstance(sealed, str) or len(sealed) > LONGEST:
        raise SIGN_IN
    try:
        user_id, session_id, listing_id, made = sealing.unseal(PURPOSE, sealed)
    except BadData:
        raise SIGN_IN from None
    if not timedelta(0) <= clock.now() - datetime.fromtimestamp(made, UTC) + timedelta(minutes=1) <= LASTS:
        raise SIGN_IN
    return uuid.UUID(user_id), uuid.UUID(session_id), uuid.UUID(listing_id)


def user_key(user: Any) -> str:
    """What a phone calls this person, so that nobody else's marks are shown or sent: it says nothing of who it is."""
    return hmac.digest(sealing.key_for("whose marks"), user.id.bytes, "sha256").hex()[:16]
