"""`/find`: one page, whole or only its results, for anybody."""

from flask import Response, request

from blueprints import clock
from blueprints.cards import cards_for
from blueprints.doors import open_to_all
from blueprints.find import counting, find
from blueprints.find.board import filters_for, hang
from blueprints.find.keeping import keeper
from blueprints.find.presenters import heading, title, who_to_ring
from blueprints.rendering import render_page, wants_partial
from blueprints.search_asked import read
from blueprints.search_remembered import remembered
from blueprints.search_words import close_by, count_words, look_up, page_of
from blueprints.shortlist import Shortlist
from extensions import db

KEYS = ("q", "near")
"""Fields that ask while somebody types."""


@find.get("/find")
@open_to_all
def index() -> Response:
    """What meets the search in the address. Any address at all is answered with a page."""
    session, now, part = db.session(), clock.now(), wants_partial()
    known = remembered(session)
    asked = read(session, known, request.args)
    turned = asked.page > 1
    results = look_up(session, asked, now=now)
    if not turned:
        counting.note(request, asked, 0 if results.loose else results.total, now)
    shortlist = Shortlist.read(asked.list)
    cards = cards_for(session, results.hits, now=now)
    close, ways_on = close_by(session, asked, results, now=now)
    response = render_page(
        "find/index.html",
        "find/_results.html",
        asked=asked,
        results=results,
        cards=hang(results.hits, cards, near=asked.query.near is not None, keep=keeper(asked, shortlist)),
        filters=None if part else filters_for(asked),
        shortlist=shortlist,
        where=page_of(asked, results),
        heading=heading(asked),
        title=title(asked),
        found=count_words(asked, results),
        close=close,
        ways_on=ways_on,
        people=who_to_ring(session, known, asked, results),
        patch=asked.patch,
        in_part=part,
    )
    if part:
        # Typing replaces the address, so that Back leaves the search at once; a tick or a press is a step of its own,
        # unless nothing is new: a box that somebody leaves asks once more for what it says.
        typing = request.headers.get("HX-Trigger") in KEYS
        is_here_already = request.headers.get("HX-Current-URL", "").endswith(asked.url())
        response.headers["HX-Replace-Url" if typing or is_here_already else "HX-Push-Url"] = asked.url()
    return response
