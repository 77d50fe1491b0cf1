"""Counting scans off the request's path (blueprints/noted.py): which poster and which day, and nothing else at all.

Nobody is told apart from anybody: no cookie, no address, no hour is kept. What machines, link previews and the
panel's own people open is left out as well as can be told from the one request itself.
"""

import uuid
from collections import Counter
from datetime import date, datetime
from urllib.parse import urlsplit

from flask import Request

from blueprints import signed_in
from blueprints.noted import Noted
from blueprints.robots import is_a_robot
from extensions import db
from models.poster import Poster
from models.scan_count import ScanCount
from models.wall_clock import london_date

Scan = tuple[uuid.UUID, date]
AHEAD_OF_TIME = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
"""In these headers a browser says that it only fetches a page in case somebody wants it."""


def note(request: Request, poster: Poster, now: datetime, *, typed_here: bool = False) -> None:
    """Count it when somebody seems to hold the paper. `typed_here`: the code was typed into our own page."""
    if request.method == "GET" and not is_left_out(request, typed_here=typed_here):
        _scans.note((poster.id, london_date(now)))


def is_left_out(request: Request, *, typed_here: bool = False) -> bool:
    """Whether a machine asks, somebody of a panel, or a page of ours whose link was followed."""
    headers = request.headers
    return (
        is_a_robot(request)
        or any(headers.get(name) for name in AHEAD_OF_TIME)
        or "HX-Request" in headers
        or signed_in.cookie_name() in request.cookies
        or (not typed_here and _comes_from_here(request))
    )


def _comes_from_here(request: Request) -> bool:
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    try:
        return urlsplit(request.headers.get("Referer", "")).netloc == request.host
    except ValueError:
        return False


def _write(scans: Counter[Scan]) -> None:
    ScanCount.add(db.session(), scans)


_scans: Noted[Scan] = Noted("count-scans", _write)
write_waiting = _scans.write_waiting
