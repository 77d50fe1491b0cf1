"""Hostile tests happen in the demo town."""

from tests.hostile.town import app, restore, town, visit

__all__ = ["app", "restore", "town", "visit"]
