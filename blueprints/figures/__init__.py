"""Figures: what a month and a year came to, for a group and whoever pays it, a panel, a team, and the whole site."""

from flask import Blueprint

figures = Blueprint("figures", __name__)

# The routes hang themselves here.
from blueprints.figures import hosted, shared  # noqa: E402, F401
