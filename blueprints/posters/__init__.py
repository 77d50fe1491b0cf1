"""Posters: making printed sheets, the walls they hang on, and what a scanned code leads to."""

from flask import Blueprint

posters = Blueprint("posters", __name__)
