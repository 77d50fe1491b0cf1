""" "Something wrong with this?": a few words to the panel from anybody, answered from its desk."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Response, abort, redirect, request
from flask_limiter import RequestLimit
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as WerkzeugResponse

from blueprints import clock
from blueprints.choices import labelled
from blueprints.doors import open_to_all
from blueprints.public import public
from blueprints.public.forms import SuggestionForm
from blueprints.public.patches import patch_called
from blueprints.public_forms import takes_public_form
from blueprints.rendering import render_page
from extensions import db, limiter
from models.listing import Listing
from models.patch import Patch
from models.suggestion import About, Suggestion

MOST_SENT = "6 per hour"
"""From one address: a shared library computer can still tell of a few things."""
SENT = 303
PERSONAL = "private, no-cache"
"""The form carries a token of its own: no shared cache may keep it. Back still shows what was typed."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a suggestion is about: a listing, or a whole patch (something is missing)."""

    patch: Patch
    listing: Listing | None = None

    @property
    def back_url(self) -> str:
        if self.listing is None:
            return f"/patches/{self.patch.slug}"
        return f"/listings/{self.listing.id}/{self.listing.slug}"

    @property
    def url(self) -> str:
        if self.listing is None:
            return f"/patches/{self.patch.slug}/suggestions"
        return f"/listings/{self.listing.id}/suggestions"

    @property
    def reasons(self) -> list[About]:
        """What is likely first; for a whole patch, only what fits one."""
        if self.listing is None:
            return [About.MISSING, About.WRONG, About.OTHER]
        return list(About)


def _count_only_what_is_sent(response: Response) -> bool:
    return response.status_code == SENT


def _say_wait(_limit: RequestLimit) -> Response:
    """Too many from here: the form again, with everything typed."""
    form = SuggestionForm()
    form.form_errors.append("That was a lot from one place. Please wait a while, then press the button again.")
    return show_form(_subject(**(request.view_args or {})), form, status=429)


few_at_a_time = limiter.limit(MOST_SENT, deduct_when=_count_only_what_is_sent, on_breach=_say_wait)


@public.get("/listings/<uuid:listing_id>/suggestions/new")
@open_to_all
def new_listing_suggestion(listing_id: uuid.UUID) -> Response:
    return show_form(_subject(listing_id=listing_id), SuggestionForm())


@public.post("/listings/<uuid:listing_id>/suggestions/new")
@open_to_all
@takes_public_form
@few_at_a_time
def send_listing_suggestion(listing_id: uuid.UUID) -> WerkzeugResponse:
    return keep_suggestion(_subject(listing_id=listing_id))


@public.get("/patches/<slug>/suggestions/new")
@open_to_all
def new_patch_suggestion(slug: str) -> Response:
    return show_form(_subject(slug=slug), SuggestionForm(about=About.MISSING.value))


@public.post("/patches/<slug>/suggestions/new")
@open_to_all
@takes_public_form
@few_at_a_time
def send_patch_suggestion(slug: str) -> WerkzeugResponse:
    return keep_suggestion(_subject(slug=slug))


@public.get("/listings/<uuid:listing_id>/suggestions/thanks")
@open_to_all
def listing_thanks(listing_id: uuid.UUID) -> Response:
    return thank(_subject(listing_id=listing_id))


@public.get("/patches/<slug>/suggestions/thanks")
@open_to_all
def patch_thanks(slug: str) -> Response:
    return thank(_subject(slug=slug))


def show_form(subject: Subject, form: SuggestionForm, status: int = 200) -> Response:
    """The form, blank or as it was refused."""
    form.about.choices = labelled(subject.reasons)
    response = render_page(
        "public/suggestion.html",
        status=status,
        form=form,
        subject=subject,
        listing=subject.listing,
        patch=subject.patch,
        panel=subject.patch.panel,
    )
    response.headers["Cache-Control"] = PERSONAL
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def keep_suggestion(subject: Subject) -> WerkzeugResponse:
    """Put it on the panel's desk. The same form sent twice lands there once."""
    form = SuggestionForm()
    if not form.validate_on_submit():
        return show_form(subject, form, status=422)
    thanks_url = f"{subject.url}/thanks"
    db.session.add(
        Suggestion(
            id=form.submission_id,
            panel_id=subject.patch.panel_id,
            listing_id=subject.listing.id if subject.listing else None,
            about=About(form.about.data),
            words=form.words.data or "",
            reply_to=form.reply_to.data or "",
            received_at=clock.now(),
        )
    )
    try:
        db.session.commit()
    except IntegrityError:  # the button was pressed twice: it is there already
        db.session.rollback()
    return redirect(thanks_url, code=SENT)


def thank(subject: Subject) -> Response:
    return render_page("public/thanks.html", subject=subject, patch=subject.patch, panel=subject.patch.panel)


def _subject(listing_id: uuid.UUID | None = None, slug: str = "") -> Subject:
    """What the address names, as far as a stranger may know of it; or 404."""
    if listing_id is None:
        return Subject(patch_called(slug))
    listing = db.session.scalar(Listing.public().where(Listing.id == listing_id)) or abort(404)
    return Subject(listing.patch, listing)
