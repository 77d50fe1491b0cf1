"""Ports for servers that are started, stopped and started again."""

from __future__ import annotations

import os
import socket
from itertools import count

FIRST, HOW_MANY = 20_000, 12_000
"""Below those that a system hands out by itself: no browser's connection takes one while its server is down."""
_next = count(os.getpid() * 101)
"""Another worker, whose number is close to ours, begins a hundred ports away and more."""


def free_port() -> int:
    """A port that nobody else was given in this run, and that nobody listens at."""
    while True:
        port = FIRST + next(_next) % HOW_MANY
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
