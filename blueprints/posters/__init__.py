"""Posters: making printed sheets, the walls they hang on, and what a scanned code leads to."""

from flask import Blueprint

posters = Blueprint("posters", __name__)

# The routes hang themselves here.
from blueprints.posters import browser_sheet, index, languages, making, pictures, preview, scanning, showing  # noqa: E402, F401
from blueprints.posters import desk, placements, walk, walls  # noqa: E402, F401
from blueprints.posters import many, many_new, runs  # noqa: E402, F401
