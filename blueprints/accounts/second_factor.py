"""Your second step: what you have, taking something away, and the recovery codes."""

import secrets
import uuid
from typing import Any

from flask import current_app, flash, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from blueprints import clock, mail, proof, same_site, tick
from blueprints.accounts import accounts, browser, passkeys
from blueprints.doors import signed_in
from blueprints.rendering import find, render_page
from extensions import db
from models.authenticator import Authenticator
from models.errors import RuleBroken
from models.one_time import CODE_LETTERS
from models.passkey import Passkey
from models.recovery_code import CODES, LETTERS, RecoveryCode, spaced
from models.second_factor import remove_factor, second_factors_of, work_needs_one

SALT_BYTES = 16


@accounts.get("/account/second-factor")
@signed_in
def second_factor() -> Response:
    """What you have beside the mailed link, and what you could add."""
    return render_page(
        "accounts/second_factor.html",
        factors=second_factors_of(db.session, current_user),
        is_needed=work_needs_one(db.session, current_user),
        can_have_passkeys=passkeys.are_possible(),
        going_to=going_to(),
    )


@accounts.get("/account/second-factor/passkeys/<uuid:passkey_id>/ending")
@signed_in
def confirm_passkey_ending(passkey_id: uuid.UUID) -> Response:
    """Are you sure?"""
    return show_ending(find(own_passkeys(passkey_id)))


@accounts.post("/account/second-factor/passkeys/<uuid:passkey_id>/ending")
@signed_in
def remove_passkey(passkey_id: uuid.UUID) -> Any:
    """Take one passkey away."""
    return proof.prove_afresh() or remove(find(own_passkeys(passkey_id)))


@accounts.get("/account/second-factor/app/ending")
@signed_in
def confirm_app_ending() -> Response:
    """Are you sure?"""
    return show_ending(find(Authenticator.running(current_user)))


@accounts.post("/account/second-factor/app/ending")
@signed_in
def remove_app() -> Any:
    """Take the app away."""
    return proof.prove_afresh() or remove(find(Authenticator.running(current_user)))


@accounts.get("/account/second-factor/recovery-codes")
@signed_in
def recovery_codes() -> Response:
    """What they are for, and a button that makes them."""
    factors = second_factors_of(db.session, current_user)
    if not factors.are_set_up:
        return redirect(url_for("accounts.second_factor", next=going_to()), 303)
    return render_page("accounts/recovery_codes.html", left=factors.codes_left, going_to=going_to())


@accounts.post("/account/second-factor/recovery-codes")
@signed_in
def make_recovery_codes() -> Any:
    """Make a new set and show it, this once."""
    if asked := proof.prove_afresh():
        return asked
    if not second_factors_of(db.session, current_user).are_set_up:
        return redirect(url_for("accounts.second_factor"), 303)
    codes = ["".join(secrets.choice(CODE_LETTERS) for _ in range(LETTERS)) for _ in range(CODES)]
    now = clock.now()
    RecoveryCode.replace(db.session, user=current_user, codes=codes, salt=secrets.token_bytes(SALT_BYTES), at=now)
    tell("recovery-codes-made")
    db.session.commit()
    tick.soon()
    return render_page(
        "accounts/recovery_codes_shown.html",
        codes=[spaced(code) for code in codes],
        made_at=now,
        host=current_app.config["SETTINGS"].public_host,
        going_to=going_to(),
    )


def own_passkeys(passkey_id: uuid.UUID) -> Any:
    """The person's own passkey of this id; nobody else's is found."""
    return Passkey.running(current_user).where(Passkey.id == passkey_id)


def remove(factor: Passkey | Authenticator) -> Response:
    """Take it away, and tell the person by mail."""
    try:
        remove_factor(db.session, current_user, factor, here=g.signed_in_session, at=clock.now())
    except RuleBroken as broken:
        db.session.rollback()
        return show_ending(factor, broken)
    tell("second-factor-removed")
    db.session.commit()
    tick.soon()
    flash("It is removed. It opens nothing any more.", "good")
    return redirect(url_for("accounts.second_factor"), 303)


def show_ending(factor: Passkey | Authenticator, broken: RuleBroken | None = None) -> Response:
    """The question before something is taken away, or why it cannot be."""
    return render_page(
        "accounts/second_factor_ending.html",
        status=422 if broken else 200,
        passkey=factor if isinstance(factor, Passkey) else None,
        is_last=second_factors_of(db.session, current_user).count == 1,
        broken=broken,
    )


def tell(event: str, *, once_for: str | None = None) -> None:
    """Write to the person that something about their second step happened, without saying what anything is called.

    `once_for` is what they are told of once only, such as a day.
    """
    mail.write(
        event,
        to=current_user.email,
        at=clock.now(),
        dedupe_key=f"{event} {current_user.id} {once_for}" if once_for else None,
        when=clock.local_now(),
        link=mail.full_url("accounts.second_factor"),
    )


def going_to() -> str | None:
    """Where the person was on the way to."""
    return same_site.path_on_this_site(request.args.get("next"))


def added(how: Any) -> Response | None:
    """Something was added, and so shown: on, by way of recovery codes if there are none. As `browser.prove`."""
    tell("second-factor-added")
    codes_left = second_factors_of(db.session, current_user).codes_left
    target = url_for("accounts.second_factor") if codes_left else url_for("accounts.recovery_codes", next=going_to())
    answer = browser.prove(how, (going_to() or target) if codes_left else target)
    if answer is not None:
        tick.soon()
        flash("It is added. You are asked for it before you read about other people.", "good")
    return answer
