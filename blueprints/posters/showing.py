"""One poster: its picture, its PDF, what it is for, and what to do next."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask_login import current_user
from sqlalchemy.orm import undefer

from blueprints import clock, press
from blueprints.doors import panel_members
from blueprints.posters import posters
from blueprints.posters.contents import Subject, content_for, settings_host
from blueprints.posters.poster_forms import question_of
from blueprints.posters.preview import alt_for, picture_of
from blueprints.posters.printing import pdf_of, print_anew
from blueprints.posters.truth import changed_by
from blueprints.rendering import find, render_page
from extensions import db
from models.base import LONDON
from models.clock_words import date_words, listed
from models.errors import RuleBroken
from models.people import User
from models.poster import FACTS, Poster
from models.poster_choice import Paper, Sheet
from models.scan_count import Scans, scans_by_poster
from models.short_code import spoken
from models.walls import leads_nowhere

MOST_OTHERS = 12


@posters.get("/posters/<uuid:poster_id>")
@panel_members
def show(poster_id: UUID) -> Response:
    """The poster and everything that can be done with it."""
    return _page(poster_of(poster_id))


@posters.get("/posters/<uuid:poster_id>.pdf")
@panel_members
def pdf(poster_id: UUID) -> Response:
    """The sheet as it was last printed, word for word."""
    poster = poster_of(poster_id)
    try:
        made = pdf_of(poster.choice, poster.content)
    except RuleBroken as refusal:
        return _page(poster, refusal=refusal)
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{file_name(poster)}.pdf"'
    return answer


@posters.get("/posters/<uuid:poster_id>.png")
@panel_members
def picture(poster_id: UUID) -> Response:
    """Its picture, for the page."""
    poster = poster_of(poster_id)
    return Response(picture_of(poster.choice, poster.content), mimetype="image/png")


@posters.post("/posters/<uuid:poster_id>/printing")
@panel_members
def print_again(poster_id: UUID) -> Any:
    """Take what is true today as what the sheet says. The code stays."""
    poster = poster_of(poster_id)
    if leads_nowhere(poster, clock.today()):
        flash("It has stopped, so there is nothing true to print. Take it down instead.", "warn")
        return redirect(url_for("posters.show", poster_id=poster_id), 303)
    try:
        subject = _subject_today(poster)
        content = content_for(poster.choice, subject, code=poster.code, now=clock.now())
        print_anew(poster, poster.choice, content, subject, by=current_user, at=clock.now())
    except RuleBroken as refusal:
        db.session.rollback()
        return _page(poster_of(poster_id), refusal=refusal)
    flash(
        "It says what is true today, and the code stays the same. Print it and hang it in place of the old one.", "good"
    )
    return redirect(url_for("posters.show", poster_id=poster_id), 303)


def _subject_today(poster: Poster) -> Subject:
    """What it is about; of a week that is over, the week we are in."""
    subject, today = Subject.of(poster), clock.today()
    is_over = subject.week is not None and subject.week + timedelta(days=6) < today
    return replace(subject, week=today - timedelta(days=today.weekday())) if is_over else subject


def poster_of(poster_id: UUID) -> Poster:
    """The poster with what it says, or 404 when no panel of the person asking has it."""
    rows = Poster.visible_to(current_user).options(undefer(Poster.content)).where(Poster.id == poster_id)
    return find(rows)


def file_name(poster: Poster) -> str:
    """What the PDF is called on somebody's computer: "Larkmoor-Mens-Shed-A4"."""
    plain = unicodedata.normalize("NFKD", poster.title.replace("’", "").replace("'", ""))
    words = re.findall(r"[A-Za-z0-9]+", plain.encode("ascii", "ignore").decode("ascii"))
    what = {Sheet.CARDS: "cards", Sheet.BOOKMARKS: "bookmarks"}.get(poster.choice.sheet)
    size = "leaflet" if poster.choice.paper is Paper.FOLD else poster.choice.paper.value.upper()
    return "-".join([*words, what or size] if words else [what or "Poster", poster.code])[:100]


def scan_words(scans: Scans, today: date) -> str:
    """How often its code was opened, in a sentence."""
    if not scans.ever or scans.last is None:
        return "Nobody has scanned it yet."
    times = "once" if scans.ever == 1 else f"{scans.ever} times"
    lately = f", {scans.recent} of them in the last four weeks" if 0 < scans.recent < scans.ever else ""
    return f"Scanned {times}{lately}. Last on {date_words(scans.last, today)}."


def printed_words(poster: Poster, today: date) -> str:
    """Who printed it, and on which day."""
    who = db.session.get(User, poster.printed_by_id) if poster.printed_by_id else None
    return f"Printed on {date_words(day_of(poster.printed_at), today)}{f' by {who.name}' if who else ''}"


def day_of(moment: datetime) -> date:
    """The London date of a moment."""
    return moment.astimezone(LONDON).date()


def _history(poster: Poster, today: date) -> list[str]:
    """What became of it, the latest first."""
    placement, told = poster.placement, []
    if poster.printed_at > poster.made_at:
        told.append((poster.printed_at, printed_words(poster, today)))
        told.append((poster.made_at, f"Made on {date_words(day_of(poster.made_at), today)}"))
    else:
        told.append((poster.made_at, printed_words(poster, today)))
    if placement and placement.put_up_at:
        told.append(
            (
                placement.put_up_at,
                f"Put up on {date_words(day_of(placement.put_up_at), today)} by {placement.put_up_by}",
            )
        )
    if placement and placement.looked_at:
        told.append((placement.looked_at, f"Somebody looked on {date_words(day_of(placement.looked_at), today)}"))
    if placement and placement.taken_down_at:
        gone = "It was gone on" if placement.missing_when_looked else "Taken down on"
        told.append((placement.taken_down_at, f"{gone} {date_words(day_of(placement.taken_down_at), today)}"))
    return [words for _, words in sorted(told, key=lambda each: each[0], reverse=True)]


def _page(poster: Poster, refusal: RuleBroken | None = None) -> Response:
    status = 422 if refusal else 200
    today, listing = clock.today(), poster.listing
    scans = scans_by_poster(db.session(), poster.panel_id, today).get(poster.id, Scans())
    others = Poster.about(listing).where(Poster.id != poster.id).limit(MOST_OTHERS) if listing else None
    try:
        picture_of(poster.choice, poster.content)
    except RuleBroken as broken:
        refusal = refusal or broken
    return render_page(
        "posters/show.html",
        status=status,
        panel=poster.panel,
        poster=poster,
        refusal=refusal,
        has_picture=refusal is None,
        changed=[FACTS[key] for key in changed_by(clock.now())(poster)],
        listed=listed,
        has_stopped=leads_nowhere(poster, today),
        time_is_up=poster.check_after < today,
        spoken=spoken(poster.code),
        host=poster.content.get("host") or settings_host()[1],
        alt=alt_for(poster.content),
        scans=scan_words(scans, today),
        history=_history(poster, today),
        others=db.session.scalars(others).all() if others is not None else [],
        again=question_of(poster.choice, listing=listing, picture=poster.picture, week=poster.week, again=poster),
        can_print=press.can_print(),
        today=today,
    )
