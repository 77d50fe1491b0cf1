"""The room of referrals: a group is asked to welcome somebody, and everybody hears how it went."""

from flask import Blueprint

referrals = Blueprint("referrals", __name__)

from blueprints.referrals import (  # noqa: E402,F401  the routes hang themselves here
    alternatives,
    answering,
    calls,
    check,
    coming,
    consent,
    details,
    ending,
    index,
    introduction,
    mending,
    new,
    sent,
    show,
    wellbeing,
)
