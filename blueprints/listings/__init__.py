"""The room where volunteers keep the board: the panel's list, the page of a listing, its history and its state."""

from flask import Blueprint

listings = Blueprint("listings", __name__)

from blueprints.listings import board, editing, history, states, venues  # noqa: E402,F401  the routes hang themselves here
