"""How often signing in may be tried: for one account, from one place, and in all.

Asking counts alike for addresses we know and do not know. A link that is right is never refused, so nobody can lock
somebody else out: docs/decisions/0003-sign-in.md.
"""

from datetime import timedelta

from flask import Response

from blueprints import clock, sealing
from blueprints.errors import ErrorWords, error_page
from extensions import db
from models.throttle import Limit, Throttle, TooMany

QUARTER = timedelta(minutes=15)
ASK_FOR_ACCOUNT = Limit("ask for one account", 5, QUARTER)
ASK_FROM_PLACE = Limit("ask from one place", 20, QUARTER)
ASK_IN_ALL = Limit("ask in all", 1000, QUARTER)
TRY_FROM_PLACE = Limit("try from one place", 40, QUARTER)
TRY_IN_ALL = Limit("try in all", 2000, QUARTER)
INVITE_TO_ONE_PLACE = Limit("invite to one place", 60, timedelta(hours=24))
CODE_OF_APP = Limit("code of an app", 5, QUARTER)
CODE_OF_APP_A_DAY = Limit("code of an app in a day", 40, timedelta(hours=24))
RECOVERY_CODE = Limit("recovery code", 5, QUARTER)
EVERYBODY = "everybody"


def count(*tries: tuple[Limit, str]) -> None:
    """Count a try against each limit. Raises TooMany. Commits, so call it before anything else is unsaved."""
    try:
        for limit, who in tries:
            Throttle.count_one(db.session, limit, who, at=clock.now(), key=sealing.key_for("throttle"))
    finally:
        db.session.commit()


def show_too_many(refusal: TooMany) -> Response:
    """The page that says to wait, and for how long."""
    minutes = -(-refusal.retry_after // 60)
    wait = "a minute" if minutes <= 1 else f"{minutes} minutes"
    answer = error_page(
        429,
        ErrorWords(
            "Please wait a little",
            f"This was tried many times, so we stop for {wait}. If you have a mail from us, open the link in the newest"
            " one: it still works.",
        ),
    )
    answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer
