"""Hostile tests happen in the demo town."""

from tests.hostile.town import app, town, visit

__all__ = ["app", "town", "visit"]
