"""People who ask for themselves, or for somebody: to join, "I might come", and to talk to someone who helps."""

from flask import Blueprint

asking = Blueprint("asking", __name__)

from blueprints.asking import enquiries, might_come, own, own_paper, sources, talking, joining  # noqa: E402, F401, I001
