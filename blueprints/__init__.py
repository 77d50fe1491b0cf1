"""Rooms (packages) and the hallway between them (modules)."""
