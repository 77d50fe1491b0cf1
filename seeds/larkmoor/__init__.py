"""Larkmoor: a market town on the edge of a big city and of the moor. None of it is real."""
