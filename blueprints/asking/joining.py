"""Ask to join: a few questions, and the group hears of it. No account, no cookie."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.asking import asking, limits
from blueprints.asking.ask_form import AskForm
from blueprints.asking.days import day_choices, next_meetings
from blueprints.asking.sending import send_asking, wording
from blueprints.asking.voice import FOR_ME, FOR_THEM, Voice
from blueprints.asking_here import AskingHere, asking_here
from blueprints.cards import cards_for
from blueprints.doors import open_to_all
from blueprints.listing_words import who_to_ask
from blueprints.public_forms import takes_public_form
from blueprints.rendering import render_page
from extensions import db
from models.listing import Listing
from models.similar import similar_to

PERSONAL = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
"""The form carries a token of its own. Back still shows what was typed."""
VOICES = {"me": FOR_ME, "them": FOR_THEM}
NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class Place:
    """What is asked about, and how."""

    here: AskingHere
    voice: Voice | None

    @property
    def listing(self) -> Listing:
        return self.here.listing


@asking.get("/listings/<uuid:listing_id>/ask")
@open_to_all
def ask(listing_id: uuid.UUID) -> Response:
    """Who it is for; then the questions, in "you" or in "they"."""
    place = _place(listing_id)
    if not place.here.may_ask:
        return show_closed(place.here)
    if request.args.get("for") == NOT_ASKED:
        return _page("asking/not_asked.html", place.here)
    return show_form(place, _form(place)) if place.voice else _page("asking/for_whom.html", place.here)


@asking.post("/listings/<uuid:listing_id>/ask")
@open_to_all
@takes_public_form
@limits.few_at_a_time(lambda: _say_wait())
def send_ask(listing_id: uuid.UUID) -> AnyResponse:
    place, now = _place(listing_id), clock.now()
    form = _form(place)
    valid = form.validate_on_submit()
    if not place.here.may_ask:
        return show_closed(place.here, 409)
    if not valid:
        return show_form(place, form, 422)
    if limits.is_one_too_many(limits.TO_ONE_KEEPER, listing_id, now):
        return _refuse(place, form, "Many people have asked here today. Please ring, or try again tomorrow.")
    token = send_asking(place.listing, form, now)
    return redirect(url_for("asking.own", token=token), code=limits.SENT)


def show_form(place: Place, form: AskForm, status: int = 200) -> Response:
    keeper = place.listing.group.name if place.listing.group else place.listing.panel.name
    return _page(
        "asking/ask.html",
        place.here,
        status,
        form=form,
        voice=form.voice,
        keeper=keeper,
        yes=wording(keeper, for_them=form.voice.for_them),
        clocks=current_app.config["SETTINGS"].referral_clocks,
        action=f"{url_for('asking.ask', listing_id=place.listing.id)}?for={'them' if form.voice.for_them else 'me'}",
    )


def show_closed(here: AskingHere, status: int = 200) -> Response:
    """Kind words where nobody new can be asked for, who to ring, and what else there is."""
    now = clock.now()
    near = cards_for(db.session(), similar_to(db.session(), here.listing), now=now)
    return _page("asking/closed.html", here, status, ask=who_to_ask(here.listing), near=near)


def find_here(listing_id: uuid.UUID) -> AskingHere:
    """A listing that strangers may read, with what they may do about it; or 404."""
    listing = db.session.scalar(Listing.public().where(Listing.id == listing_id)) or abort(404)
    return asking_here(listing, clock.today())


def _place(listing_id: uuid.UUID) -> Place:
    here = find_here(listing_id)
    voice = VOICES.get(request.args.get("for", ""))
    return Place(here, voice or (FOR_ME if request.method == "POST" else None))


def _form(place: Place) -> AskForm:
    now = clock.now()
    found = [] if place.here.is_full else next_meetings(place.listing, now)
    return AskForm(place.voice or FOR_ME, place.listing.panel.minimum_age, found, day_choices(found, now))


def _say_wait() -> Response:
    place = _place((request.view_args or {})["listing_id"])
    return _refuse(place, _form(place), limits.WAIT)


def _refuse(place: Place, form: AskForm, words: str) -> Response:
    form.form_errors.append(words)
    return show_form(place, form, 429)


def _page(template: str, here: AskingHere, status: int = 200, **context: Any) -> Response:
    listing = here.listing
    response = render_page(
        template, status=status, here=here, listing=listing, patch=listing.patch, panel=listing.panel, **context
    )
    response.headers.update(PERSONAL)
    return response
