"""What anybody with a phone sees: the home page, patches, listings, shortlists, and saying that something is wrong."""

from flask import Blueprint

public = Blueprint("public", __name__)

from blueprints.public import calendars, home, listings, pages, patches, shortlists, suggestions  # noqa: E402, F401
