"""Private shortlists: what a link worker gathers beside one person, compares, prints, sends, and refers from."""

from flask import Blueprint

lists = Blueprint("lists", __name__)

from blueprints.lists import comparing, keeping, putting, sending, showing  # noqa: E402, F401
