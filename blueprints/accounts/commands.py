"""`flask accounts ...`: what whoever runs the server can do for people on the way in."""

from datetime import timedelta

import click
from flask import current_app

from blueprints import clock, mail
from blueprints.accounts import accounts
from blueprints.accounts.chance import new_code, new_secret
from extensions import db
from models.people import User
from models.second_factor import reset_factors
from models.setup_link import LASTS, SetupLink
from models.sign_in import SignInRequest


@accounts.cli.command("setup-link")
def setup_link() -> None:
    """Print a one-time link that opens a panel for its first person."""
    secret = new_secret()
    SetupLink.make(db.session, secret=secret, at=clock.now())
    db.session.commit()
    hours = LASTS // timedelta(hours=1)
    click.echo(f"To open a panel, go to this address. It works once, for {hours} hours:")
    click.echo(mail.full_url("accounts.set_up", token=secret))


@accounts.cli.command("sign-in-link")
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Print a one-time sign-in link for a person whose mail does not arrive."""
    user = db.session.scalar(User.with_email(email))
    if user is None:
        raise click.ClickException("Nobody has an account with this address.")
    secret = new_secret()
    minutes = current_app.config["SETTINGS"].sign_in_minutes
    SignInRequest.ask(
        db.session,
        user=user,
        link_secret=secret,
        code=new_code(),
        browser_secret=new_secret(),
        next_path="",
        at=clock.now(),
        lasts=timedelta(minutes=minutes),
    )
    db.session.commit()
    click.echo(f"Give them this link. It works once, for {minutes} minutes:")
    click.echo(mail.full_url("accounts.sign_in_link", token=secret))


@accounts.cli.command("reset-second-step")
@click.argument("email")
def reset_second_step(email: str) -> None:
    """Let a person who lost every second step set up a new one. Ask them for it by voice: a mail is not enough."""
    user = db.session.scalar(User.with_email(email))
    if user is None:
        raise click.ClickException("Nobody has an account with this address.")
    now = clock.now()
    reset_factors(db.session, user, by=None, at=now)  # type: ignore[arg-type]
    mail.write(
        "second-factor-reset",
        to=user.email,
        at=now,
        when=clock.local_now(),
        link=mail.full_url("accounts.second_factor"),
    )
    db.session.commit()
    click.echo("Done. They are signed out everywhere, and set up a new one when they next need it.")
