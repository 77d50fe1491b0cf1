"""Counting searches off the request's path: noted in memory, written together by a thread every half minute.

Only words that name nobody are noted (models/search_count.py), and never who asked. What is noted and not yet written
is lost when the machine dies; that is a fair price for a search that never waits for a write.
"""

import atexit
import logging
import threading
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask, Request, current_app
from sqlalchemy.exc import SQLAlchemyError

from blueprints import tick
from blueprints.find.asking import BEFORE_DARK, Asked
from extensions import db
from models.base import LONDON
from models.search import knows_word
from models.search_count import Search, SearchCount, bucket, safe_words, week_of

EVERY_SECONDS = 30
MOST_WAITING = 5_000
ROBOTS = frozenset(
    {"bot", "crawl", "spider", "slurp", "preview", "curl", "wget", "python", "java/", "headless", "monitor"}
)

logger = logging.getLogger("hereabouts.searches")
_waiting: Counter[Search] = Counter()
_lock = threading.Lock()
_writer: threading.Thread | None = None
_stop = threading.Event()


def note(request: Request, asked: Asked, total: int, now: datetime) -> None:
    """Count a search that somebody settled on: by a person, and not between two keystrokes."""
    if asked.query.asks_nothing or not _is_settled(request) or _is_a_robot(request):
        return
    search = Search(
        week=week_of(now.astimezone(LONDON).date()),
        patch_id=asked.patch.id if asked.patch else None,
        words=asked.words,
        filters=" ".join(_filters(asked))[:200],
        outward=asked.query.near.outward[:4] if asked.query.near else "",
        found=bucket(total),
    )
    with _lock:
        if len(_waiting) < MOST_WAITING:
            _waiting[search] += 1
    if not current_app.testing:
        _start_writing(current_app._get_current_object())  # type: ignore[attr-defined]


def write_waiting() -> int:
    """Write what is noted. Gives how many searches that were; on a failure they wait for the next time."""
    with _lock:
        taken = Counter(_waiting)
        _waiting.clear()
    if not taken:
        return 0
    try:
        SearchCount.add(db.session(), _safe(taken))
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        with _lock:
            _waiting.update(taken)
        logger.warning("searches could not be counted just now; trying again")
        return 0
    return sum(taken.values())


def _safe(searches: Counter[Search]) -> Counter[Search]:
    """The searches with only the words that may be kept; those that are then the same counted together."""
    safe: Counter[Search] = Counter()
    for search, times in searches.items():
        words = safe_words(search.words, lambda word: knows_word(db.session(), word))
        safe[replace(search, words=words)] += times
    return safe


@tick.every("count-searches", timedelta(minutes=1))
def _write_at_tick(_now: datetime) -> int:
    return write_waiting()


def _filters(asked: Asked) -> list[str]:
    left_out = {"q", "near", "page", "list", "patch"}
    codes = [f"{name}:{value}" for name, value in asked.pairs() if name not in left_out]
    return [code.replace(f"time:{BEFORE_DARK}", "dark") for code in codes]


def _is_settled(request: Request) -> bool:
    """A whole page, or a part asked for by leaving a field or pressing a button; not by a key in a field."""
    return request.headers.get("HX-Request") != "true" or request.headers.get("HX-Trigger") not in ("q", "near")


def _is_a_robot(request: Request) -> bool:
    agent = request.headers.get("User-Agent", "").lower()
    return not agent or any(robot in agent for robot in ROBOTS)


def _start_writing(app: Flask) -> None:
    global _writer
    if _writer is not None and _writer.is_alive():
        return
    with _lock:
        if _writer is None or not _writer.is_alive():
            _writer = threading.Thread(target=_keep_writing, args=(app,), name="count-searches", daemon=True)
            _writer.start()
            atexit.register(_last_write, app)


def _keep_writing(app: Flask) -> None:
    while not _stop.wait(EVERY_SECONDS):
        with app.app_context():
            write_waiting()


def _last_write(app: Flask) -> None:
    _stop.set()
    with app.app_context():
        write_waiting()
