"""Replies: a group answers a referral by its link, signed in or on the phone, and says how much room there is."""

from flask import Blueprint

replies = Blueprint("replies", __name__)

# The routes hang themselves here.
from blueprints.replies import (  # noqa: E402, F401
    arrivals,
    by_link,
    desk,
    hosted,
    hosting,
    phone_list,
    room,
)
