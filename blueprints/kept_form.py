"""A form that arrives too late, or signed out, is handed back whole: one button sends it again. Nothing is stored."""

import hashlib
import hmac
import json
import secrets
from typing import NamedTuple

from flask import Response, request, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData

from blueprints import clock, sealing
from blueprints.rendering import render_page

PURPOSE = "kept-form"
TOKENS = ("csrf_token", "kept_form", "public_token")
HOURS_KEPT = 12
OWNER = "kept_form_owner"
"""What the browser session calls the secret that a kept form is bound to. It outlives the change at sign-in."""


class Words(NamedTuple):
    """What the page says for a reason."""

    title: str
    what_happened: str
    must_sign_in: bool = False
    must_prove: bool = False


REASONS = {
    "signed-out": Words(
        "Please sign in to send this",
        "You were signed out before you pressed the button: after a long pause, or from another window.",
        must_sign_in=True,
    ),
    "waited-too-long": Words(
        "Please press the button once more",
        "The page you wrote on had been open for a long time, or was opened before you last signed in. To be sure that"
        " it was you who pressed the button, we ask once more.",
    ),
    "not-proved": Words(
        "Please show that it is you",
        "This is about other people, so we ask for your second step, and ask again after a long pause.",
        must_prove=True,
    ),
}


def keep_what_was_typed(reason: str) -> Response:
    """The page that holds everything the form sent and can send it again. `reason` is one of REASONS."""
    owner = session.setdefault(OWNER, secrets.token_urlsafe(16))
    made = {"owner": owner, "contents": _digest(), "at": int(clock.now().timestamp())}
    response = render_page(
        "accounts/kept_form.html",
        status=403,
        words=REASONS[reason],
        action=request.full_path.rstrip("?"),
        fields=_fields(),
        files=[file.filename for file in request.files.values() if file.filename],
        kept_token=sealing.seal(PURPOSE, made),
        fresh_token=generate_csrf(),
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.headers.get("HX-Request") == "true":
        # htmx shows the whole page in place of the one that asked.
        response.headers.update({"HX-Retarget": "body", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"})
    return response


def is_sent_again() -> bool:
    """Whether this is a form that we handed back to this very browser, sent again unchanged to the same address."""
    owner = session.get(OWNER) if "kept_form" in request.form else None
    if owner is None:
        return False
    try:
        made = sealing.unseal(PURPOSE, request.form["kept_form"])
    except BadData:
        return False
    age = clock.now().timestamp() - made["at"]
    return (
        hmac.compare_digest(owner, made["owner"])
        and hmac.compare_digest(_digest(), made["contents"])
        and age < HOURS_KEPT * 3600
    )


def _fields() -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.form.lists() if name not in TOKENS for value in values]


def _digest() -> str:
    """A fingerprint of the address and the fields. Browsers change line ends, so these do not count."""
    fields = [(name, "".join(value.replace("\0", "�").split("\r")).split("\n")) for name, value in _fields()]
    return hashlib.sha256(json.dumps([request.path, sorted(fields)]).encode()).hexdigest()
