"""Posters: making printed sheets, the walls they hang on, and what a scanned code leads to."""

from flask import Blueprint

posters = Blueprint("posters", __name__)

from blueprints.posters import languages, pictures, scanning  # noqa: E402, F401  the routes hang themselves here
