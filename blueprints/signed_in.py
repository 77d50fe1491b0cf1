"""Who is asking: the cookie of the browser leads to a session row, and the row to the person. Read at every request."""

from datetime import timedelta

from flask import Flask, Request, current_app, g, request
from flask_login import current_user
from flask_login.utils import _user_context_processor
from sqlalchemy.exc import OperationalError

from blueprints import clock, form_guard
from extensions import db, login_manager
from models.people import User
from models.signed_in_session import SignedInSession


def init_app(app: Flask) -> None:
    """Let `app` know its people, and guard their forms."""
    login_manager.session_protection = None  # the session row replaces it
    login_manager.request_loader(load_person)
    _leave_public_pages_alone(app)
    app.before_request(look_who_is_asking)
    form_guard.init_app(app)


def _leave_public_pages_alone(app: Flask) -> None:
    """Flask-Login would open the browser's session on every page, for a "remember me" that we have not got and for the
    templates' `current_user`. Templates that ask for it still have it."""
    app.after_request_funcs[None].remove(login_manager._update_remember_cookie)
    app.template_context_processors[None].remove(_user_context_processor)
    app.jinja_env.globals["current_user"] = current_user


def cookie_name() -> str:
    """The prefix __Host- makes browsers insist on https, this host alone, and the whole site."""
    return "__Host-hereabouts" if current_app.config["SETTINGS"].https else "hereabouts"


def clocks() -> dict[str, timedelta]:
    """How long a session may stand idle, and how long it may last."""
    settings = current_app.config["SETTINGS"]
    return {
        "idle": timedelta(hours=settings.session_idle_hours),
        "absolute": timedelta(hours=settings.session_absolute_hours),
    }


def proof_idle() -> timedelta:
    """How long a session may stand idle before its second factor is asked for again."""
    return timedelta(minutes=current_app.config["SETTINGS"].strong_idle_minutes)


def look_who_is_asking() -> None:
    """Read the session before anything else, while there is nothing unsaved that noting its use could disturb."""
    for remembered in ("_login_user", "signed_in_session", "csrf_token", "csrf_valid"):
        g.pop(remembered, None)  # one application context can see several requests, as in tests
    view = current_app.view_functions.get(request.endpoint or "")
    if cookie_name() in request.cookies and getattr(view, "door", "open_to_all") != "open_to_all":
        current_user.is_authenticated  # noqa: B018  looking is what loads


def load_person(request: Request) -> User | None:
    """The person whose session this browser carries, or None."""
    g.signed_in_session = session = current_session(request.cookies.get(cookie_name()))
    if session is not None and session.is_due_a_touch(clock.now()):
        session = _touch(session)
    return session.user if session else None


def current_session(token: str | None) -> SignedInSession | None:
    """The running session that this token belongs to."""
    if not token or len(token) > 100:
        return None
    running = SignedInSession.running(clock.now(), **clocks())
    return db.session.scalar(running.where(SignedInSession.carrying(token)))


def _touch(session: SignedInSession) -> SignedInSession | None:
    """Note that the session was used. Reading goes on when that cannot be written just now."""
    if db.session.new or db.session.dirty:
        return session
    # End the reading transaction first: SQLite refuses one that reads and then writes beside another writer.
    session_id = session.id
    db.session.rollback()
    try:
        db.session.execute(SignedInSession.touch(session_id, clock.now(), proof_idle=proof_idle()))
        db.session.commit()
    except OperationalError:
        db.session.rollback()
    g.signed_in_session = db.session.get(SignedInSession, session_id)
    return g.signed_in_session
