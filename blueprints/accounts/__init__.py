"""The accounts room: signing in and out, being invited, the first person; the people of panels, teams and groups."""

from flask import Blueprint, Response, request

accounts = Blueprint("accounts", __name__)

from blueprints.accounts import (  # noqa: E402  the routes need the blueprint
    account,
    commands,
    demo,
    invitations,
    inviting,
    people,
    resetting,
    second_factor,
    second_factor_check,
    second_factor_setup,
    setup,
    sign_in,
)

__all__ = [
    "account",
    "accounts",
    "commands",
    "demo",
    "invitations",
    "inviting",
    "people",
    "resetting",
    "second_factor",
    "second_factor_check",
    "second_factor_setup",
    "setup",
    "sign_in",
]


@accounts.after_request
def keep_secrets_in(response: Response) -> Response:
    """No page of this room is stored, and no address with a secret in it is told to another site."""
    response.headers["Cache-Control"] = "no-store"
    if "token" in (request.view_args or {}):
        response.headers["Referrer-Policy"] = "no-referrer"
    return response
