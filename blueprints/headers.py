"""What every answer carries: a strict content policy, no caching of what is personal, and the number of the request."""

import secrets

from flask import Flask, Response, current_app, g, request
from flask_login import current_user

from models.database import READ_ONLY

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
ASKS_FIRST = "private, no-cache"
"""What a staff view says of a file that the browser may keep, if it asks at the door each time before it shows it."""
A_YEAR = 31_536_000


def init_app(app: Flask) -> None:
    """Put the headers on every answer of `app`, error pages included."""
    app.before_request(_begin_request)
    app.after_request(_add_headers)
    app.teardown_request(_end_request)


def _begin_request() -> None:
    g.request_id = secrets.token_hex(6)
    view = current_app.view_functions.get(request.endpoint or "")
    notes_looks = getattr(view, "shows_people", False)
    g.reads_only = READ_ONLY.set(request.method in ("GET", "HEAD", "OPTIONS") and not notes_looks)


def _end_request(_error: BaseException | None) -> None:
    token = g.pop("reads_only", None)
    if token is not None:
        READ_ONLY.reset(token)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", PERMISSIONS)
    headers["X-Request-Id"] = g.get("request_id", "")
    if current_app.config["SETTINGS"].https:
        headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}; includeSubDomains")
    if _is_personal() and not (response.status_code in (200, 304) and headers.get("Cache-Control") == ASKS_FIRST):
        headers["Cache-Control"] = "no-store"
    else:
        headers.setdefault("Cache-Control", "no-store" if response.status_code >= 400 else "no-cache")
    return response


def _is_personal() -> bool:
    """Whether the answer stands behind a staff door. Public views never look at who is asking."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "door", "open_to_all") != "open_to_all"


def who_is_here() -> str | None:
    """The id of the signed-in person for the log, if the request looked at all."""
    return str(current_user.id) if "_login_user" in g and current_user.is_authenticated else None
