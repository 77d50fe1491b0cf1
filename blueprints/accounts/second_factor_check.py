"""Showing the second step: with a passkey, with a code from an app, or with a recovery code."""

from typing import Any

from flask import current_app, flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from blueprints import clock, doors, proof, tick
from blueprints.accounts import accounts, browser, limits, passkeys
from blueprints.accounts.second_factor import going_to, tell
from blueprints.accounts.second_factor_forms import AppCodeForm, PasskeyForm, RecoveryCodeForm
from blueprints.doors import demo_only, signed_in
from blueprints.forms import Form
from blueprints.rendering import render_page
from extensions import db
from models.errors import RuleBroken
from models.recovery_code import RecoveryCode
from models.second_factor import second_factors_of
from models.signed_in_session import HowProved
from models.throttle import TooMany


@accounts.get("/account/second-factor/check")
@signed_in
def second_factor_check() -> Response:
    """Ask for the second step, or go on when it was shown just now. Who has none sets one up first."""
    if proof.is_fresh():
        return redirect(goes_on(), 303)
    if not (second_factors_of(db.session, current_user).are_set_up or current_app.config["SETTINGS"].demo):
        return redirect(url_for("accounts.second_factor", next=going_to()), 303)
    return show_check()


@accounts.post("/account/second-factor/check/passkey")
@signed_in
def prove_with_passkey() -> Response:
    """Show a passkey."""
    form = PasskeyForm()
    if not form.validate():
        return show_check(form, 422)
    having = second_factors_of(db.session, current_user).passkeys
    try:
        passkey, sign_count = passkeys.read_shown(form.credential.data or "", form.challenge.data or "", having)
        passkey.use(db.session, sign_count=sign_count, at=clock.now())
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return show_check(form, 422)
    return proved(HowProved.PASSKEY)


@accounts.post("/account/second-factor/check/code")
@signed_in
def prove_with_code() -> Response:
    """Type the code that the app shows."""
    form = AppCodeForm()
    if not form.validate():
        return show_check(form, 422)
    who = str(current_user.id)
    try:
        limits.count((limits.CODE_OF_APP, who), (limits.CODE_OF_APP_A_DAY, who))
    except TooMany as refusal:
        return show_too_many(form, "code", refusal)
    app = second_factors_of(db.session, current_user).authenticator
    if app is None or not app.take(db.session, form.code.data or "", clock.now()):
        db.session.rollback()
        form.code.errors = ["That is not the code the app shows now, or it was used before. Wait for the next one."]
        return show_check(form, 422)
    return proved(HowProved.AUTHENTICATOR)


@accounts.post("/account/second-factor/check/recovery-code")
@signed_in
def prove_with_recovery_code() -> Response:
    """Type one of the codes on paper."""
    form = RecoveryCodeForm()
    if not form.validate():
        return show_check(form, 422)
    try:
        limits.count((limits.RECOVERY_CODE, str(current_user.id)))
    except TooMany as refusal:
        return show_too_many(form, "recovery_code", refusal)
    code = form.recovery_code.data or ""
    if not RecoveryCode.take(db.session, user=current_user, code=code, at=clock.now()):
        db.session.rollback()
        form.recovery_code.errors = ["That is not one of your codes, or it was used before. Each works once."]
        return show_check(form, 422)
    tell("recovery-code-used")
    left = second_factors_of(db.session, current_user).codes_left
    answer = proved(HowProved.RECOVERY_CODE)
    tick.soon()
    flash(f"That code is used up. You have {left} left. Make new ones on your account page.", "warn")
    return answer


@accounts.post("/account/second-factor/check/demo")
@demo_only
def prove_in_demo() -> Any:
    """In the demo, go on without."""
    return proved(HowProved.DEMO) if current_user.is_authenticated else doors.show_the_way_in()


def proved(how: HowProved) -> Response:
    """On to where the person was going. Commits; undoes it all when the session was proved or ended meanwhile."""
    return browser.prove(how, goes_on()) or redirect(url_for("accounts.second_factor_check", next=going_to()), 303)


def goes_on() -> str:
    """Where the person was going, or their desk."""
    return going_to() or browser.landing(current_user)


def show_check(form: Form | None = None, status: int = 200) -> Response:
    """The page with the ways this person has. `form` is the one that was refused."""
    having = second_factors_of(db.session, current_user)
    given = [form] if form else []
    return render_page(
        "accounts/second_factor_check.html",
        status=status,
        form=form,
        having=having,
        options=passkeys.showing_options(having.passkeys) if having.passkeys and passkeys.are_possible() else None,
        passkey_form=PasskeyForm(formdata=None),
        code_form=next((each for each in given if isinstance(each, AppCodeForm)), AppCodeForm(formdata=None)),
        recovery_form=next(
            (each for each in given if isinstance(each, RecoveryCodeForm)), RecoveryCodeForm(formdata=None)
        ),
        in_demo=current_app.config["SETTINGS"].demo,
        going_to=going_to(),
    )


def show_too_many(form: Form, field: str, refusal: TooMany) -> Response:
    """The page again, saying how long to wait; the person is told by mail, once a day. The other ways stay open."""
    tell("second-factor-refused", once_for=clock.today().isoformat())
    db.session.commit()
    tick.soon()
    minutes = -(-refusal.retry_after // 60)
    wait = "a minute" if minutes <= 1 else f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
    form[field].errors = [f"That was tried too often. Wait {wait}, or use another way on this page."]
    answer = show_check(form, 429)
    answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer
