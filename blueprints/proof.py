"""The second step beside the mailed link: pages about other people ask for it, and ask again after a pause.

Inside a staff door: `if asked := proof.prove_first(): return asked`. Or on a view, under its door: `@needs_proof`.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from blueprints import clock
from blueprints.kept_form import keep_what_was_typed
from blueprints.signed_in import proof_idle
from models.signed_in_session import SignedInSession

View = TypeVar("View", bound=Callable[..., Any])
FRESH = timedelta(minutes=10)
"""Who changes what they prove themselves with must have shown it so lately."""


def needs_proof(view: View) -> View:
    """Only for somebody who has shown the second step in this browser. Stands under a door that asks for sign-in."""

    @wraps(view)
    def entered(*args: Any, **kwargs: Any) -> Any:
        return prove_first() or view(*args, **kwargs)

    entered.needs_proof = True  # type: ignore[attr-defined]
    return entered  # type: ignore[return-value]


def prove_first() -> WerkzeugResponse | Any | None:
    """What to answer a signed-in person who has to show the second step first; None when they have.

    A page sends them to show it, and back. A form they were sending is kept whole until they have.
    """
    return None if is_proved() else show_the_way()


def prove_afresh() -> WerkzeugResponse | Any | None:
    """The same for what needs a proof of the last few minutes: adding and removing passkeys, exports, erasure."""
    return None if is_fresh() else show_the_way()


def is_proved() -> bool:
    """Whether the second step was shown in this browser, without a long pause since."""
    session = _session()
    return session is not None and session.proof_holds(clock.now(), proof_idle())


def is_fresh() -> bool:
    """Whether it was shown in the last few minutes."""
    session = _session()
    return is_proved() and session is not None and session.was_proved_within(clock.now(), FRESH)


def show_the_way() -> WerkzeugResponse | Any:
    """To the page that asks for the second step. It leads on to where the person was going."""
    if request.method == "POST":
        return keep_what_was_typed("not-proved")
    check = url_for("accounts.second_factor_check", next=request.full_path.rstrip("?"))
    if request.headers.get("HX-Request") == "true":
        return "", 401, {"HX-Redirect": check}
    return redirect(check, code=303)


def _session() -> SignedInSession | None:
    return g.get("signed_in_session")
