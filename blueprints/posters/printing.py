"""Printing: posters are kept with what they say, once the press has set them, and come out as PDF at any time."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from blueprints import press
from blueprints.posters.contents import Subject, check_after_for, content_for, ready_for_press
from blueprints.posters.poster_forms import PosterForm
from extensions import db
from models.people import User
from models.placement import Placement
from models.poster import Poster
from models.poster_choice import Choice
from models.poster_codes import mint_code
from models.print_run import PrintRun

A_MOMENT = timedelta(minutes=10)
"""Who asks for the same sheet again so soon has gone back, or pressed twice."""
KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")


def new_key() -> str:
    """What a page that makes posters carries, so that the same page sent twice makes one set."""
    return secrets.token_urlsafe(16)


def pdf_of(choice: Choice, content: dict[str, Any]) -> bytes:
    """The sheet as PDF. Raises as the press does."""
    return press.pdf(choice.template, ready_for_press(content), pages=choice.pages)


def make_set(form: PosterForm, key: str, *, by: User, at: datetime) -> tuple[list[Poster], bool]:
    """A poster for each wall of the form, or those made from it a moment ago; and whether they are new. Commits.

    Every sheet is set before anything is kept. Raises as the press does. `key` is what the page carried.
    """
    if made := made_a_moment_ago(form, by=by, at=at):
        return made, False
    subjects, ids = [form.subject(site) for site in form.walls], _ids(form, key)
    codes = [mint_code(db.session()) for _ in subjects]
    contents = [content_for(form.choice, each, code=code, now=at) for each, code in zip(subjects, codes, strict=True)]
    revision = form.listing.revision if form.listing else None
    set_before_keeping(form.choice, contents)
    # Others wrote while the press was at work: the same page may have come in twice.
    if made := _with_ids(ids):
        return made, False
    for poster_id, subject, code, content in zip(ids, subjects, codes, contents, strict=True):
        poster = _new_poster(poster_id, subject, code, by=by, at=at)
        poster.print_as(form.choice, content, check_after=check_after_for(subject, form.choice, at), by=by, at=at)
        poster.listing_revision = revision
        made.append(poster)
    try:
        db.session.add_all(made)
        db.session.flush()
        if len(made) > 1:
            db.session.add(_run_of(made, by=by, at=at))
        db.session.commit()
    except IntegrityError:  # a second press of the button was quicker by a moment
        db.session.rollback()
        if made := _with_ids(ids):
            return made, False
        raise
    return made, True


def set_before_keeping(choice: Choice, contents: Sequence[dict[str, Any]]) -> None:
    """Set every sheet, and let the database go meanwhile. Raises as the press does. Without an engine there is nothing
    to try: browsers fit words to the paper themselves."""
    if not press.can_print():
        return
    ready = [ready_for_press(content) for content in contents]
    db.session.commit()
    for each in ready:
        press.pdf(choice.template, each, pages=choice.pages)


def print_anew(
    poster: Poster, choice: Choice, content: dict[str, Any], subject: Subject, *, by: User, at: datetime
) -> None:
    """Set it as it is to be, then take that as what the poster says. Commits. Raises as the press does."""
    revision = subject.listing.revision if subject.listing else None
    picture, week, check_after = subject.picture, subject.week, check_after_for(subject, choice, at)
    set_before_keeping(choice, [content])
    poster.picture, poster.week = picture, week
    poster.print_as(choice, content, check_after=check_after, by=by, at=at)
    poster.listing_revision = revision
    db.session.commit()


def made_a_moment_ago(form: PosterForm, *, by: User, at: datetime) -> list[Poster]:
    """The whole set that this person made just now from the same choices; empty when it is not all there."""
    rows = Poster.of(form.panel).where(Poster.made_by_id == by.id, Poster.made_at > at - A_MOMENT)
    asked = (
        form.choice.to_json(),
        form.listing and form.listing.id,
        form.patch.id,
        form.week,
        form.picture and form.picture.id,
    )
    alike: dict[UUID | None, Poster] = {}
    for poster in db.session.scalars(rows):
        said = (poster.chosen, poster.listing_id, poster.patch_id, poster.week, poster.picture_id)
        is_current = form.listing is None or poster.listing_revision == form.listing.revision
        if said == asked and is_current:
            alike.setdefault(poster.placement.site_id if poster.placement else None, poster)
    found = [alike.get(site.id if site else None) for site in form.walls]
    return [poster for poster in found if poster] if all(found) else []


def run_id_of(made: Sequence[Poster]) -> UUID:
    """The print run that was begun with this set."""
    return uuid5(made[0].panel_id, ",".join(str(poster.id) for poster in made))


def _run_of(made: Sequence[Poster], *, by: User, at: datetime) -> PrintRun:
    return PrintRun(
        id=run_id_of(made),
        panel_id=made[0].panel_id,
        asked_at=at,
        asked_by_id=by.id,
        poster_ids=[str(poster.id) for poster in made],
        done=0,
        refused=[],
    )


def _new_poster(poster_id: UUID, subject: Subject, code: str, *, by: User, at: datetime) -> Poster:
    return Poster(
        id=poster_id,
        code=code,
        panel=subject.panel,
        patch=subject.patch,
        listing=subject.listing,
        picture=subject.picture,
        week=subject.week,
        placement=Placement(site_id=subject.site.id) if subject.site else None,
        made_at=at,
        made_by_id=by.id,
    )


def _with_ids(ids: Sequence[UUID]) -> list[Poster]:
    """Those of them that are there, in this order."""
    found = {poster.id: poster for poster in db.session.scalars(select(Poster).where(Poster.id.in_(ids)))}
    return [found[each] for each in ids if each in found]


def _ids(form: PosterForm, key: str) -> list[UUID]:
    """Ids for the set: those that this page gives these choices, or new ones when it carries no key of ours."""
    key = key if KEY.fullmatch(key) else new_key()
    asked = json.dumps(form.question(), sort_keys=True)
    return [uuid5(form.panel.id, f"{key} {number} {asked}") for number in range(len(form.walls))]
