"""A team's side of "talk to someone": who waits, who is being helped, what was closed lately."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from flask import Response, flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from blueprints import clock, tick
from blueprints.acting import acting_as
from blueprints.asking import asking, source_news
from blueprints.doors import link_workers
from blueprints.filters import moment
from blueprints.listing_words import sentences
from blueprints.once import OnceForm
from blueprints.rendering import find, render_page
from blueprints.sight import note_look, shows_people
from extensions import db
from models.accessible import words_for
from models.acting import Part
from models.audit import AuditEntry
from models.enquiry import Closing, Enquiry, EnquiryClosed
from models.short_code import spoken
from models.team import Team
from models.vocabulary import Need

CLOSED_LATELY = timedelta(days=30)
MOST_CLOSED = 30
MOST_OPEN = 200
BY_THE_TEAM = [how for how in Closing if how is not Closing.TAKEN_BACK]
DETAILS = ("called", "contact", "reach", "good_times", "communication", "about", "needs")


class CloseForm(OnceForm):
    """How it ended."""

    how = RadioField(
        "How did it end?",
        choices=[SelectChoice(how.value, how.label) for how in BY_THE_TEAM],
        validators=[DataRequired("Choose how it ended.")],
    )


@asking.get("/teams/<team_slug>/enquiries")
@link_workers
@shows_people
def enquiries(team: Team) -> Response:
    """Names stand only beside those one helps oneself, and each such look is noted."""
    session, now = db.session(), clock.now()
    found = session.scalars(Enquiry.open_for(team).limit(MOST_OPEN)).all()
    closed = session.scalars(Enquiry.closed_for(team, now - CLOSED_LATELY).limit(MOST_CLOSED)).all()
    mine = [enquiry for enquiry in found if enquiry.taken_by_id == current_user.id]
    acting = acting_as(Part.LINK_WORKER)
    for enquiry in mine:
        AuditEntry.note(session, enquiry, "looked", acting=acting, at=now, fields=("called",))
    session.commit()
    return render_page(
        "asking/enquiries.html",
        team=team,
        waiting=[enquiry for enquiry in found if enquiry.taken_at is None],
        mine=mine,
        helped=[enquiry for enquiry in found if enquiry.taken_at is not None and enquiry not in mine],
        closed=closed,
        needs=labels_of,
        spoken=spoken,
        now=now,
    )


@asking.get("/enquiries/<uuid:enquiry_id>")
@link_workers
@shows_people
def enquiry(enquiry_id: uuid.UUID) -> Response:
    enquiry = _enquiry(enquiry_id)
    note_look(enquiry, Part.LINK_WORKER, fields=DETAILS)
    return show_enquiry(enquiry)


@asking.post("/enquiries/<uuid:enquiry_id>/helper")
@link_workers
def take(enquiry_id: uuid.UUID) -> AnyResponse:
    """I will help. Pressed twice it is still one helper."""

    def do(enquiry: Enquiry) -> str:
        if enquiry.taken_by_id == current_user.id:
            return ""
        enquiry.take(by=current_user, at=clock.now())
        return "taken"

    return _change(enquiry_id, do, "You are helping now.")


@asking.post("/enquiries/<uuid:enquiry_id>/closing")
@link_workers
def close(enquiry_id: uuid.UUID) -> AnyResponse:
    form = CloseForm()
    if not form.validate_on_submit():
        return show_enquiry(_enquiry(enquiry_id), form, 422)

    def do(enquiry: Enquiry) -> str:
        enquiry.close(Closing(form.how.data), by=current_user, at=clock.now())
        return "closed"

    return _change(enquiry_id, do, "This is closed.")


def show_enquiry(enquiry: Enquiry, form: CloseForm | None = None, status: int = 200) -> Response:
    return render_page(
        "asking/enquiry.html",
        status=status,
        enquiry=enquiry,
        team=enquiry.team,
        facts_told=_facts(enquiry),
        form=form or CloseForm(formdata=None),
    )


def _facts(enquiry: Enquiry) -> list[tuple[str, str]]:
    return [
        ("Reference", spoken(enquiry.reference)),
        ("Came", moment(enquiry.received_at)),
        ("From", enquiry.source.name if enquiry.source else "By themselves"),
        ("Patch", enquiry.patch.name if enquiry.patch else ""),
        ("About", ", ".join(labels_of(enquiry))),
        ("Helps to talk", sentences(*words_for(enquiry.person.communication or []))),
    ]


def labels_of(enquiry: Enquiry) -> list[str]:
    """What it is about, in plain words."""
    return [need.label for need in Need if need.value in enquiry.needs]


def _change(enquiry_id: uuid.UUID, do: Callable[[Enquiry], str], said: str) -> AnyResponse:
    """Do it to the enquiry as it is now; somebody else may have closed it meanwhile. `do` names the deed, if any."""
    _enquiry(enquiry_id)
    session, now = db.session(), clock.now()
    held = Enquiry.held(session, enquiry_id)
    assert held is not None  # noqa: S101  it was found a moment ago
    try:
        deed = do(held)
    except EnquiryClosed as refused:
        session.rollback()
        flash(refused.message, "warn")
        return redirect(url_for("asking.enquiry", enquiry_id=enquiry_id), code=303)
    if deed:
        AuditEntry.note(session, held, deed, acting=acting_as(Part.LINK_WORKER), at=now)
        source_news.tell(held, now)
        flash(said, "good")
    session.commit()
    tick.soon()
    return redirect(url_for("asking.enquiry", enquiry_id=enquiry_id), code=303)


def _enquiry(enquiry_id: uuid.UUID) -> Enquiry:
    return find(Enquiry.visible_to(current_user).where(Enquiry.id == enquiry_id))
