"""Posters: making printed sheets, the walls they hang on, and what a scanned code leads to."""

from flask import Blueprint

posters = Blueprint("posters", __name__)

# The routes hang themselves here.
from blueprints.posters import (  # noqa: E402, F401
    browser_sheet,
    desk,
    index,
    languages,
    making,
    many,
    many_new,
    pictures,
    placements,
    preview,
    runs,
    scanning,
    showing,
    walk,
    walls,
)
