"""Codes of posters that lead nowhere, counted so that guessing is slow."""

from blueprints.misses import A_MINUTE, LIMITS, Misses

__all__ = ["A_MINUTE", "LIMITS", "are_too_many", "count_one"]

_misses = Misses("codes of posters")
are_too_many = _misses.are_too_many
count_one = _misses.count_one
