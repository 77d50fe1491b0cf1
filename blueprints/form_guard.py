"""Every form that changes something is checked here before its view runs, so that no other site can send it for you.

Signed-in and sign-in pages carry a token bound to the browser's session (Flask-WTF). Public pages set no cookie and so
have no session to forge: theirs is in public_forms.py. A form kept over a sign-in proves itself in kept_form.py.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, Response, abort, current_app, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from blueprints import kept_form, same_site
from blueprints.errors import error_page
from extensions import csrf

READING_METHODS = ("GET", "HEAD", "OPTIONS")
FORM_KIND = "application/x-www-form-urlencoded"
FILES_KIND = "multipart/form-data"
FORM_KINDS = ("", FORM_KIND, FILES_KIND)
JSON_KIND = "application/json"
MOST_FIELDS = 5_000
"""Twice the longest spreadsheet's lines. More would make a page of megabytes when it is handed back."""
MOST_TO_LOOK_AT = 2
"""Times the limit. A file that is a little too large is refused at its field, with the form kept; others unread."""
ROOM_FOR_OTHER_FIELDS = 64 * 1024
"""Bytes of a form beside the file in it."""
DOORS_FOR_ANYBODY = ("open_to_all", "at_the_door", "demo_only")


View = TypeVar("View", bound=Callable[..., Any])


def takes_files_of(setting: str) -> Callable[[View], View]:
    """Mark a view whose form may carry a file as large as this setting says. All others keep the limit of the app."""

    def mark(view: View) -> View:
        view.takes_files_of = setting  # type: ignore[attr-defined]
        return view

    return mark


def takes_json_with_a_pass(view: View) -> View:
    """Mark a view that is also sent JSON with a sealed pass in it. The pass alone opens it and no cookie does: there is
    nothing that another site could press for somebody."""
    view.takes_json_with_a_pass = True  # type: ignore[attr-defined]
    return view


class SessionWhenAsked(SecureCookieSessionInterface):
    """Flask's session, opened only where the browser brought one: strangers never have it, and pay nothing for it."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    """Guard the forms of `app`. The browser's session cookie is met only on sign-in and signed-in pages."""
    settings = app.config["SETTINGS"]
    app.config.update(
        # The prefix __Host- keeps a neighbouring site from planting a cookie of its own making.
        SESSION_COOKIE_NAME="__Host-hereabouts-form" if settings.https else "hereabouts-form",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=settings.session_absolute_hours * 3600,
        # Checked below instead, where kept forms are known. The referrer is absent by our own wish on some pages.
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = SessionWhenAsked()
    app.before_request(guard_forms)
    app.register_error_handler(CSRFError, keep_the_form)


def guard_forms() -> None:
    """Refuse a form that another site sent, or that does not carry its token."""
    if request.method in READING_METHODS or not request.endpoint or not current_app.config["WTF_CSRF_ENABLED"]:
        return
    if same_site.sent_from_elsewhere():
        abort(403)
    view = current_app.view_functions[request.endpoint]
    if request.mimetype == JSON_KIND and getattr(view, "takes_json_with_a_pass", False):
        return
    setting = getattr(view, "takes_files_of", None)
    if setting and request.mimetype == FILES_KIND:
        most: int = getattr(current_app.config["SETTINGS"], setting)
        request.max_content_length = MOST_TO_LOOK_AT * most + ROOM_FOR_OTHER_FIELDS
    if request.mimetype not in FORM_KINDS:
        abort(415)
    if request.mimetype == FORM_KIND and request.get_data().count(b"&") > MOST_FIELDS:
        abort(413)
    if getattr(view, "takes_public_form", False):
        return
    if kept_form.is_sent_again():
        g.csrf_valid = True
        return
    csrf.protect(apply_exemptions=True)


def keep_the_form(error: CSRFError) -> Response:
    """The token is missing or too old: nothing typed is lost, and one button sends it again."""
    if same_site.origin_is_hidden():
        return error_page(403)
    door = getattr(current_app.view_functions[request.endpoint or ""], "door", "open_to_all")
    signed_out = door not in DOORS_FOR_ANYBODY and not current_user.is_authenticated
    return kept_form.keep_what_was_typed("signed-out" if signed_out else "waited-too-long")
