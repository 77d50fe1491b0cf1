"""The panel's room: its desk, the suggestions on it, its school terms, its search words and its own facts."""

from flask import Blueprint

panel = Blueprint("panel", __name__)

from blueprints.panel import desk, groups, places, settings, suggestions, terms, words  # noqa: E402,F401  the routes hang themselves here
