"""Finding: the one search page of the whole board."""

from flask import Blueprint

find = Blueprint("find", __name__)

from blueprints.find import commands, counting, routes  # noqa: E402, F401
