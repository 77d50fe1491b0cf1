"""Counting searches off the request's path (blueprints/noted.py).

Only words that name nobody are noted (models/search_count.py), and never who asked.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from flask import Request

from blueprints.noted import Noted
from blueprints.robots import is_a_robot
from blueprints.search_asked import BEFORE_DARK, Asked
from extensions import db
from models.base import LONDON
from models.search import knows_word
from models.search_count import Search, SearchCount, bucket, safe_words, week_of


def note(request: Request, asked: Asked, total: int, now: datetime) -> None:
    """Count a search that somebody settled on: by a person, and not between two keystrokes."""
    if asked.query.asks_nothing or not _is_settled(request) or is_a_robot(request):
        return
    _searches.note(
        Search(
            week=week_of(now.astimezone(LONDON).date()),
            patch_id=asked.patch.id if asked.patch else None,
            words=asked.words,
            filters=" ".join(_filters(asked))[:200],
            outward=asked.query.near.outward[:4] if asked.query.near else "",
            found=bucket(total),
        )
    )


def _write(searches: Counter[Search]) -> None:
    SearchCount.add(db.session(), _safe(searches))


def _safe(searches: Counter[Search]) -> Counter[Search]:
    """The searches with only the words that may be kept; those that are then the same counted together."""
    safe: Counter[Search] = Counter()
    for search, times in searches.items():
        words = safe_words(search.words, lambda word: knows_word(db.session(), word))
        safe[replace(search, words=words)] += times
    return safe


def _filters(asked: Asked) -> list[str]:
    left_out = {"q", "near", "page", "list", "patch"}
    codes = [f"{name}:{value}" for name, value in asked.pairs() if name not in left_out]
    return [code.replace(f"time:{BEFORE_DARK}", "dark") for code in codes]


def _is_settled(request: Request) -> bool:
    """A whole page, or a part asked for by leaving a field or pressing a button; not by a key in a field."""
    return request.headers.get("HX-Request") != "true" or request.headers.get("HX-Trigger") not in ("q", "near")


_searches: Noted[Search] = Noted("count-searches", _write)
write_waiting = _searches.write_waiting
