"""Signing in without a password, and signing out."""

import uuid
from datetime import timedelta

from flask import current_app, redirect, request, session, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from blueprints import clock, mail, same_site, tick
from blueprints.accounts import accounts, browser, limits
from blueprints.accounts.chance import new_code, new_secret, spaced
from blueprints.accounts.demo import demo_people
from blueprints.accounts.forms import AskForm, CodeForm, PressForm
from blueprints.doors import at_the_door, signed_in
from blueprints.rendering import render_page
from blueprints.visitors import place
from extensions import db
from models.outbox import Email
from models.people import User, normal_email
from models.sign_in import SignInRequest
from models.throttle import TooMany

ASKED = "asked_to_sign_in"
"""What the browser session calls the request made in it: its id, and the secret without which its code is no use."""


@accounts.get("/sign-in")
@at_the_door
def sign_in() -> Response:
    """Ask for an email address; in the demo, offer its people."""
    going_to = same_site.path_on_this_site(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(going_to or browser.landing(current_user), 303)
    return show_sign_in(AskForm(data={"next": going_to or ""}))


@accounts.post("/sign-in")
@at_the_door
def ask() -> Response:
    """Write a mail with a link and a code. The answer is the same for addresses we know and do not know."""
    form = AskForm()
    if not can_mail():
        return show_sign_in(form, 503)
    if not form.validate():
        return show_sign_in(form, 422)
    email = normal_email(form.email.data)
    try:
        limits.count(
            (limits.ASK_FOR_ACCOUNT, email),
            (limits.ASK_FROM_PLACE, place()),
            (limits.ASK_IN_ALL, limits.EVERYBODY),
        )
    except TooMany as refusal:
        return limits.show_too_many(refusal)
    browser_secret = new_secret()
    asked = write_sign_in_mail(email, browser_secret, same_site.path_on_this_site(form.next.data))
    db.session.commit()
    tick.soon()
    session[ASKED] = {"id": str(asked.id), "secret": browser_secret, "email": email}
    return redirect(url_for("accounts.code"), 303)


def write_sign_in_mail(email: str, browser_secret: str, next_path: str | None) -> SignInRequest:
    """Note the request and write its mail. For an unknown address all of it is done too, and the mail is undone."""
    now = clock.now()
    lasts = timedelta(minutes=current_app.config["SETTINGS"].sign_in_minutes)
    user = db.session.scalar(User.with_email(email))
    link_secret, code = new_secret(), new_code()
    asked = SignInRequest.ask(
        db.session,
        user=user,
        link_secret=link_secret,
        code=code,
        browser_secret=browser_secret,
        next_path=next_path or "",
        at=now,
        lasts=lasts,
    )
    with db.session.begin_nested() as writing:
        mail.write(
            "signing-in-asked",
            to=email,
            at=now,
            useless_at=now + lasts,
            name=user.name if user else "",
            link=mail.full_url("accounts.sign_in_link", token=link_secret),
            code=spaced(code),
            minutes=lasts // timedelta(minutes=1),
        )
        db.session.flush()
        if user is None:
            writing.rollback()
    return asked


@accounts.get("/sign-in/code")
@at_the_door
def code() -> Response:
    """Say that the mail is on its way, and take the code that stands in it."""
    return show_code(CodeForm()) if ASKED in session else redirect(url_for("accounts.sign_in"), 303)


@accounts.post("/sign-in/code")
@at_the_door
def use_code() -> Response:
    """Sign in with the typed code."""
    asked = session.get(ASKED)
    if asked is None:
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm()
    if not form.validate():
        return show_code(form, 422)
    try:
        limits.count((limits.TRY_FROM_PLACE, place()), (limits.TRY_IN_ALL, limits.EVERYBODY))
    except TooMany as refusal:
        return limits.show_too_many(refusal)
    request_id, now = uuid.UUID(asked["id"]), clock.now()
    used = SignInRequest.redeem_code(db.session, request_id, form.code.data or "", asked["secret"], now)
    if used is not None and used.user is not None:
        return browser.sign_in(used.user, same_site.path_on_this_site(used.next_path))
    db.session.commit()
    left = SignInRequest.tries_left(db.session, request_id, now)
    if not left:
        session.pop(ASKED)
        return show_ended()
    tries = "one more try" if left == 1 else f"{left} more tries"
    form.code.errors = [f"That is not the code in the newest mail. You have {tries}."]
    return show_code(form, 422)


@accounts.get("/sign-in/link/<token>")
@at_the_door
def sign_in_link(token: str) -> Response:
    """The page the mailed link opens. Looking at it uses nothing up: mail scanners look at every link."""
    asked = db.session.scalar(SignInRequest.with_link(token, clock.now()))
    if asked is None:
        return show_ended()
    asked_here = session.get(ASKED, {}).get("id") == str(asked.id)
    return render_page("accounts/sign_in_link.html", form=PressForm(), token=token, asked_here=asked_here)


@accounts.post("/sign-in/link/<token>")
@at_the_door
def use_link(token: str) -> Response:
    """Sign in, and use the link up."""
    used = SignInRequest.redeem_link(db.session, token, clock.now())
    if used is not None and used.user is not None:
        return browser.sign_in(used.user, same_site.path_on_this_site(used.next_path))
    try:
        limits.count((limits.TRY_FROM_PLACE, place()))
    except TooMany as refusal:
        return limits.show_too_many(refusal)
    return show_ended()


@accounts.get("/signed-in")
@signed_in
def done() -> Response:
    """Where a sign-in in a second window ends, while a form waits in the first."""
    return render_page("accounts/signed_in.html", going_to=browser.landing(current_user))


@accounts.get("/sign-out")
@at_the_door
def signed_out() -> Response:
    """You are signed out."""
    if current_user.is_authenticated:
        return redirect(url_for("accounts.account"), 303)
    return render_page("accounts/signed_out.html")


@accounts.post("/sign-out")
@at_the_door
def sign_out() -> Response:
    """Sign this browser out, on the server too."""
    return browser.sign_out(url_for("accounts.signed_out"))


def show_sign_in(form: AskForm, status: int = 200) -> Response:
    """The sign-in page, with what this server can and cannot do."""
    return render_page(
        "accounts/sign_in.html",
        status=status,
        form=form,
        can_mail=can_mail(),
        people=demo_people(),
        nobody_yet=db.session.scalar(select(User.id).limit(1)) is None,
    )


def show_code(form: CodeForm, status: int = 200) -> Response:
    """The page that waits for the code."""
    return render_page(
        "accounts/code.html",
        status=status,
        form=form,
        email=session[ASKED]["email"],
        minutes=current_app.config["SETTINGS"].sign_in_minutes,
        in_outbox=not mail.is_set_up(),
        is_slow=mail.is_set_up() and Email.is_slow(db.session, clock.now()),
    )


def show_ended() -> Response:
    """One page for a link or code that is used, late, replaced or was never right."""
    return render_page("accounts/sign_in_ended.html", status=410)


def can_mail() -> bool:
    """Whether asking is any use: mail leaves, or the demo shows it on a page."""
    return mail.is_set_up() or current_app.config["SETTINGS"].demo
