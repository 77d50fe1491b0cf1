"""A reader's own list as a PDF to take along. Nothing of it is kept: the list is in the address and nowhere else."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import urlsplit

from flask import Response
from flask_limiter import RequestLimit
from markupsafe import Markup

from blueprints import clock, press
from blueprints.doors import open_to_all
from blueprints.listing_words import on_paper, sentences
from blueprints.public import public
from blueprints.public.listing_page import ListingPage, whole_address
from blueprints.public.shortlists import Shown, show
from extensions import limiter
from models.check import trusted_until
from models.clock_words import date_words, month_words
from models.errors import RuleBroken
from models.listing import Status

MOST_ASKED = "30 per minute"
"""From one place. A waiting room, or a surgery with one address for everybody, is one place."""
SECONDS_TO_WAIT = 2
WAIT = "Many people are printing just now. Wait a moment and try again, or print this page."

_one_at_a_time = threading.Lock()
"""Anybody may ask for a file, so this never takes more than one of the press's places."""


def _say_wait(_limit: RequestLimit) -> Response:
    return show(Shown.asked(), no_file=WAIT, status=429)


@public.get("/shortlist.pdf")
@open_to_all
@limiter.limit(MOST_ASKED, on_breach=_say_wait)
def shortlist_pdf() -> Response:
    """The leaflet; the page with words in its place when there is nothing to print, or nothing to print it with."""
    shown = Shown.asked()
    if not shown.pages:
        return show(shown)
    content = leaflet(shown)
    if not _one_at_a_time.acquire(timeout=SECONDS_TO_WAIT):
        return show(shown, no_file=WAIT, status=503)
    try:
        made = press.pdf("leaflet", content, pages=None)
    except RuleBroken:
        return show(shown, no_file="We cannot make this into a PDF. Print this page instead.")
    finally:
        _one_at_a_time.release()
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="things-to-try.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def leaflet(shown: Shown) -> dict[str, Any]:
    """What the leaflet says: the words of the page, as paper needs them."""
    address, today = urlsplit(whole_address(shown.path)), clock.today()
    helpers = [f"{panel.helpers or panel.name}: {sentences(panel.phone, panel.phone_hours)}" for panel in shown.panels]
    talk = ["Not sure, or rather not alone?", " Or ".join(helpers)] if helpers else []
    return {
        "title": shown.title,
        "intro": on_paper(" ".join(("Ring before you go: times change.", *talk))),
        "things": [_thing(page) for page in shown.pages],
        "scheme": address.scheme,
        "host": address.netloc,
        "path": f"{address.path}?{address.query}",
        "printed": f"Printed on {date_words(today)}",
        "checked": date_words(today),
        "until": month_words(trusted_until(today, today), today),
        "patch": on_paper(shown.patch.name) if shown.patch else "",
        "large": shown.large,
    }


def _thing(page: ListingPage) -> dict[str, Any]:
    listing, told = page.listing, on_paper(page.state_told)
    has_stopped = page.status is Status.STOPPED
    state = {Status.STOPPED: "This has stopped.", Status.PAUSED: "Not on just now."}.get(page.status, "")
    facts = [] if has_stopped else [[name, _plain(words)] for name, words in page.in_brief if words]
    return {
        "kind": listing.kind.value,
        "name": on_paper(listing.name),
        "summary": "" if has_stopped else on_paper(listing.summary),
        "facts": facts,
        "state": f"{state} {told}".strip() if state else "",
        "fresh": "" if has_stopped else f"{on_paper(page.fresh.words)}.",
    }


def _plain(words: str) -> str:
    """Words for paper: a link to press is just its words there."""
    return on_paper(words.striptags() if isinstance(words, Markup) else words)
