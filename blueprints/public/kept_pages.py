"""Finished public pages, kept in memory while they are true.

A public page is the same for everybody. What it was made from is asked for with one cheap statement (its stamp), and
while the stamp is the same the finished page goes out again, compressed already.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, current_app, request

MOST_BYTES = 24 * 1024 * 1024
"""Of all pages kept: some six thousand, in a fifth of what a small machine gives us."""
SOON = timedelta(seconds=60)
"""How long a page is kept when its stamp does not tell all, such as a panel's school terms."""
CACHE_CONTROL = "no-cache"
"""Browsers keep it and ask each time whether it is still right: what has stopped is never shown as if it were on."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One finished page, and until when its words are right."""

    stamp: Hashable
    made_at: datetime
    until: datetime
    squeezed: bytes
    """As gzip writes it: nearly every browser takes it so."""
    etag: str


class KeptPages:
    """The pages of one app, the longest unused thrown away first. Safe between threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, name: Hashable, stamp: Hashable, now: datetime) -> KeptPage | None:
        """The page of this name, when it was made from the same and is still right."""
        with self._lock:
            page = self._pages.get(name)
            if page is None or page.stamp != stamp or not page.made_at <= now < page.until:
                return None
            self._pages.move_to_end(name)
            return page

    def keep(self, name: Hashable, page: KeptPage) -> None:
        with self._lock:
            before = self._pages.pop(name, None)
            self._pages[name] = page
            self.bytes += len(page.squeezed) - (len(before.squeezed) if before else 0)
            while self.bytes > self.most_bytes and len(self._pages) > 1:
                _, oldest = self._pages.popitem(last=False)
                self.bytes -= len(oldest.squeezed)


def kept_page(
    name: Hashable | None,
    stamp: Hashable,
    now: datetime,
    make: Callable[[], tuple[str, datetime | None]],
) -> Response:
    """The answer for a public page. `make` gives its HTML and the moment from which its words would differ (None: a
    minute from now). Without a `name` it is made each time: for pages with somebody's shortlist in them."""
    pages: KeptPages = current_app.extensions.setdefault("kept_pages", KeptPages())
    page = pages.find(name, stamp, now) if name else None
    if page is None:
        html, until = make()
        page = finished(html, stamp, now, until or now + SOON)
        if name:
            pages.keep(name, page)
    return answer(page)


def finished(html: str, stamp: Hashable, now: datetime, until: datetime) -> KeptPage:
    body = html.encode()
    etag = hashlib.blake2b(body, digest_size=9).hexdigest()
    return KeptPage(stamp, now, until, gzip.compress(body, 6, mtime=0), etag)


def answer(page: KeptPage) -> Response:
    """The page as this browser can read it; nothing at all when it has it already."""
    headers = [("ETag", f'W/"{page.etag}"'), ("Cache-Control", CACHE_CONTROL), ("Vary", "Accept-Encoding")]
    if "If-None-Match" in request.headers and request.if_none_match.contains_weak(page.etag):
        return Response(status=304, headers=headers)
    if request.headers.get("Accept-Encoding", "").startswith("gzip,") or request.accept_encodings["gzip"]:
        headers.append(("Content-Encoding", "gzip"))
        return Response(page.squeezed, headers=headers, mimetype="text/html")
    return Response(gzip.decompress(page.squeezed), headers=headers, mimetype="text/html")
