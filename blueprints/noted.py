"""Counting off the request's path: noted in memory, written together by a thread every half minute and at each tick.

What is noted and not yet written is lost when the machine dies; that is a fair price for an answer that never waits
for a write. Nothing is noted that could tell who asked.
"""

import atexit
import logging
import threading
from collections import Counter
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from blueprints import tick
from extensions import db

EVERY_SECONDS = 30
MOST_WAITING = 5_000
"""Different things at the same time; beyond that, new ones are let go."""

Thing = TypeVar("Thing", bound=Hashable)


class Noted(Generic[Thing]):
    """Things counted by one room. `name` is that of its piece of waiting work; `write` adds counts in the open
    transaction of `db.session`, which is committed here."""

    def __init__(self, name: str, write: Callable[[Counter[Thing]], None]) -> None:
        self.name, self._write = name, write
        self._waiting: Counter[Thing] = Counter()
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None
        self._stop = threading.Event()
        self._logger = logging.getLogger(f"hereabouts.{name}")
        tick.every(name, timedelta(minutes=1))(self._write_at_tick)

    def note(self, thing: Thing) -> None:
        """Count one more of it."""
        with self._lock:
            if thing in self._waiting or len(self._waiting) < MOST_WAITING:
                self._waiting[thing] += 1
        if not current_app.testing:
            self._start_writing(current_app._get_current_object())  # type: ignore[attr-defined]

    def write_waiting(self) -> int:
        """Write what is noted. Gives how many that were; on a failure they wait for the next time."""
        with self._lock:
            taken = Counter(self._waiting)
            self._waiting.clear()
        if not taken:
            return 0
        try:
            self._write(taken)
            db.session.commit()
        except SQLAlchemyError:
            db.session.rollback()
            with self._lock:
                self._waiting.update(taken)
            self._logger.warning("counts could not be written just now; trying again")
            return 0
        return sum(taken.values())

    def _write_at_tick(self, _now: datetime) -> int:
        return self.write_waiting()

    def _start_writing(self, app: Flask) -> None:
        if self._writer is not None and self._writer.is_alive():
            return
        with self._lock:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._keep_writing, args=(app,), name=self.name, daemon=True)
                self._writer.start()
                atexit.register(self._last_write, app)

    def _keep_writing(self, app: Flask) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            with app.app_context():
                self.write_waiting()

    def _last_write(self, app: Flask) -> None:
        self._stop.set()
        with app.app_context():
            self.write_waiting()
