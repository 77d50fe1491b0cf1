"""Signing a browser in and out: the session row, its cookie, and what the browser forgets."""

from flask import current_app, g, redirect, request, session
from werkzeug.wrappers import Response

from blueprints import clock, kept_form
from blueprints.accounts.chance import new_secret
from blueprints.accounts.circles import desk_of
from blueprints.accounts.devices import device_words
from blueprints.signed_in import cookie_name, current_session
from extensions import db
from models.organiser import Organiser
from models.people import Panel, User
from models.signed_in_session import HowProved, SignedInSession
from models.team import Team


def sign_in(user: User, target: str | None = None) -> Response:
    """Sign this browser in as `user` under a new secret, commit, and send it on to `target` or the person's desk."""
    older = current_session(request.cookies.get(cookie_name()))
    if older is not None:
        older.end(clock.now())
    token = new_secret()
    device = device_words(request.headers.get("User-Agent", ""))
    SignedInSession.start(db.session, user=user, token=token, device=device, at=clock.now())
    goes_to = target or landing(user)
    db.session.commit()
    # A token against forgery from before does not serve the person who signs in; a form kept over it does.
    owner = session.get(kept_form.OWNER)
    session.clear()
    if owner:
        session[kept_form.OWNER] = owner
    return carry(redirect(goes_to, 303), token)


def prove(how: HowProved, target: str) -> Response | None:
    """Note that the second step was shown in this browser, under a new secret, commit, and send it on to `target`.

    None, with nothing changed, when the session ended or got a new secret meanwhile.
    """
    token = new_secret()
    if not g.signed_in_session.prove(db.session, how, token=token, at=clock.now()):
        db.session.rollback()
        return None
    db.session.commit()
    return carry(redirect(target, 303), token)


def carry(answer: Response, token: str) -> Response:
    """Let this answer give the browser the secret that leads to its session."""
    answer.set_cookie(
        cookie_name(),
        token,
        path="/",
        secure=current_app.config["SETTINGS"].https,
        httponly=True,
        samesite="Lax",
    )
    return answer


def sign_out(target: str) -> Response:
    """End the session on the server, and tell the browser to forget what it holds of us."""
    running = current_session(request.cookies.get(cookie_name()))
    if running is not None:
        running.end(clock.now())
        db.session.commit()
    session.clear()
    g.pop("signed_in_session", None)
    answer = redirect(target, 303)
    answer.delete_cookie(
        cookie_name(), path="/", secure=current_app.config["SETTINGS"].https, httponly=True, samesite="Lax"
    )
    # Not "cookies": browsers then throw away those of every other site under the same registered name.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def landing(user: User) -> str:
    """Where somebody starts who was not on the way to anywhere: the desk of their panel, else of their team, else who
    is coming to their group."""
    for places in (Panel.kept_by(user), Team.worked_by(user), Organiser.groups_of(user)):
        place = db.session.scalar(places.limit(1))
        if place is not None:
            return desk_of(place)
    return "/account"
