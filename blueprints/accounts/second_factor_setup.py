"""Setting up the second step: a passkey, or an app that shows codes."""

import hmac
import secrets
from base64 import b32encode
from hashlib import sha256
from typing import Any

import pyotp
from flask import g, redirect, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from blueprints import clock, proof, sealing
from blueprints.accounts import accounts, passkeys
from blueprints.accounts.second_factor import added, going_to
from blueprints.accounts.second_factor_forms import AppCodeForm, NewPasskeyForm
from blueprints.doors import signed_in
from blueprints.qr import qr_svg
from blueprints.rendering import render_page
from extensions import db
from models.authenticator import Authenticator
from models.errors import RuleBroken
from models.passkey import Passkey
from models.second_factor import second_factors_of
from models.signed_in_session import HowProved

APP_BEGUN = "app_begun"
"""What the browser session calls the chance that the secret of an app is made of, until its first code is right."""
SECRET_BYTES = 20


@accounts.get("/account/second-factor/passkeys/new")
@signed_in
def new_passkey() -> Any:
    """Make a passkey."""
    return may_add() or show_new_passkey(NewPasskeyForm(data={"name": g.signed_in_session.device}))


@accounts.post("/account/second-factor/passkeys")
@signed_in
def add_passkey() -> Any:
    """Keep the passkey that the browser made."""
    if asked := may_add():
        return asked
    form = NewPasskeyForm()
    if not form.validate():
        return show_new_passkey(form, 422)
    try:
        made = passkeys.read_new(form.credential.data or "", form.challenge.data or "")
        Passkey.add(db.session, user=current_user, **vars(made), name=form.name.data or "", at=clock.now())
    except RuleBroken as broken:
        form.refuse(broken)
        return show_new_passkey(form, 422)
    return added(HowProved.PASSKEY) or redirect(url_for("accounts.new_passkey"), 303)


@accounts.get("/account/second-factor/app/new")
@signed_in
def new_app() -> Any:
    """Join an app to the account."""
    return may_add() or show_new_app(AppCodeForm())


@accounts.post("/account/second-factor/app")
@signed_in
def add_app() -> Any:
    """Keep the app whose first code is right."""
    if asked := may_add():
        return asked
    form = AppCodeForm()
    if not form.validate():
        return show_new_app(form, 422)
    code, secret = form.code.data or "", secret_begun()
    if Authenticator.confirm(db.session, user=current_user, secret=secret, code=code, at=clock.now()) is None:
        form.code.errors = [
            "That is not the code the app shows now. Is the clock of the phone right? Try the next one."
        ]
        return show_new_app(form, 422)
    answer = added(HowProved.AUTHENTICATOR)
    session.pop(APP_BEGUN, None)
    return answer or redirect(url_for("accounts.new_app"), 303)


def may_add() -> Any:
    """None when the person may add something: they have nothing yet, or have just shown what they have."""
    return proof.prove_afresh() if second_factors_of(db.session, current_user).are_set_up else None


def secret_begun() -> str:
    """The secret of the app being joined, in base 32. The same when the page is loaded again, as phones do.

    It is made of chance in this browser's cookie and of our own key: neither alone gives it away, and nothing is kept.
    """
    chance = session.setdefault(APP_BEGUN, secrets.token_urlsafe(SECRET_BYTES))
    made_of = f"{current_user.id}\0{chance}".encode()
    return b32encode(hmac.digest(sealing.key_for("app"), made_of, sha256)[:SECRET_BYTES]).decode()


def show_new_passkey(form: NewPasskeyForm, status: int = 200) -> Response:
    """The page with the button that makes a passkey."""
    having = second_factors_of(db.session, current_user).passkeys
    return render_page(
        "accounts/passkey.html",
        status=status,
        form=form,
        is_possible=passkeys.are_possible(),
        options=passkeys.making_options(current_user, having),
        going_to=going_to(),
    )


def show_new_app(form: AppCodeForm, status: int = 200) -> Response:
    """The code to scan, the secret to type instead, and the box for the first code."""
    secret = secret_begun()
    address = pyotp.TOTP(secret).provisioning_uri(name=current_user.email, issuer_name="Hereabouts")
    return render_page(
        "accounts/app.html",
        status=status,
        form=form,
        address=address,
        qr=qr_svg(address, "The code to scan with your app", secret=True),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        replaces=second_factors_of(db.session, current_user).authenticator is not None,
        going_to=going_to(),
    )
