""" "I might come": a first name and a day. Nothing is promised, and it is gone after 30 days."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from flask import Response, current_app, redirect, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from blueprints import clock
from blueprints import referral_news as news
from blueprints.asking import asking, limits
from blueprints.asking.days import day_choices, next_meetings
from blueprints.asking.joining import PERSONAL, find_here, show_closed
from blueprints.asking.person_form import LONGEST_NAME
from blueprints.asking_here import AskingHere
from blueprints.choices import offered, words_of
from blueprints.doors import open_to_all
from blueprints.public_forms import PublicForm, takes_public_form
from blueprints.rendering import render_page
from extensions import db
from models.might_come import MightCome, forget_on

NOT_SURE = "not-sure"


class MightComeForm(PublicForm):
    """A first name, and one of the next three days."""

    purpose = "might come"

    called = StringField(
        "Your first name",
        validators=[
            DataRequired("Write a first name, or what you like to be called."),
            Length(max=LONGEST_NAME, message=f"Keep the name under {LONGEST_NAME} letters."),
        ],
    )
    day = RadioField("Which day?", validators=[Optional()], validate_choice=False)

    def validate_day(self, field: Any) -> None:
        if field.data not in words_of(field.choices):
            raise ValidationError("That day has passed. Choose one of these.")

    @property
    def chosen_day(self) -> date | None:
        return date.fromisoformat(self.day.data) if self.day.data and self.day.data != NOT_SURE else None


@asking.get("/listings/<uuid:listing_id>/might-come")
@open_to_all
def might_come(listing_id: uuid.UUID) -> Response:
    here = find_here(listing_id)
    return show_form(here, _form(here)) if here.may_say else show_closed(here)


@asking.post("/listings/<uuid:listing_id>/might-come")
@open_to_all
@takes_public_form
@limits.few_at_a_time(lambda: _say_wait())
def note_might_come(listing_id: uuid.UUID) -> AnyResponse:
    here, now = find_here(listing_id), clock.now()
    form = _form(here)
    valid = form.validate_on_submit()
    if not here.may_say:
        return show_closed(here, 409)
    if not valid:
        return show_form(here, form, 422)
    if limits.is_one_too_many(limits.TO_ONE_KEEPER, listing_id, now):
        return _refuse(here, form, "Many people have written here today. You can simply turn up.")
    return redirect(url_for("asking.own", token=_keep(here, form, now)), code=limits.SENT)


def show_form(here: AskingHere, form: MightComeForm, status: int = 200) -> Response:
    listing = here.listing
    response = render_page(
        "asking/might_come.html",
        status=status,
        here=here,
        form=form,
        listing=listing,
        patch=listing.patch,
        panel=listing.panel,
        days=current_app.config["SETTINGS"].referral_clocks.might_come_days,
    )
    response.headers.update(PERSONAL)
    return response


def _form(here: AskingHere) -> MightComeForm:
    now = clock.now()
    form = MightComeForm()
    form.day.choices = [
        *day_choices(next_meetings(here.listing, now), now),
        *offered([(NOT_SURE, "I am not sure yet")]),
    ]
    return form


def _keep(here: AskingHere, form: MightComeForm, now: datetime) -> str:
    """The secret of the private link to the note. One form makes one note."""
    session, note_id = db.session(), form.submission_id
    if session.get(MightCome, note_id) is None:
        session.add(
            MightCome(
                id=note_id,
                listing=here.listing,
                called=form.called.data,
                day=form.chosen_day,
                received_at=now,
                delete_at=forget_on(now, current_app.config["SETTINGS"].referral_clocks),
            )
        )
        link = news.new_own_link(might_come_id=note_id, at=now)
        try:
            session.commit()
            return link
        except IntegrityError:  # the button was pressed twice at once
            session.rollback()
    link = news.new_own_link(might_come_id=note_id, at=now)
    session.commit()
    return link


def _say_wait() -> Response:
    here = find_here((request.view_args or {})["listing_id"])
    return _refuse(here, _form(here), limits.WAIT)


def _refuse(here: AskingHere, form: MightComeForm, words: str) -> Response:
    form.form_errors.append(words)
    return show_form(here, form, 429)
