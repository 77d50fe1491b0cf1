"""The teams room: the desk of a team, what changed on its patches, its own facts, and who sends people to it."""

from flask import Blueprint

teams = Blueprint("teams", __name__)

from blueprints.teams import about, commands, desk, serving, sources  # noqa: E402,F401  the routes hang themselves here
