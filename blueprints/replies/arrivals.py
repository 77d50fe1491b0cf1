"""`/i/<code>`: the code on an introduction. Whoever is at the door says that they have met. Public; no names here."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.acting import acting_as
from blueprints.doors import open_to_all
from blueprints.forms import tidy_line
from blueprints.misses import A_MINUTE, Misses
from blueprints.public_forms import takes_public_form
from blueprints.rendering import render_page
from blueprints.replies import replies
from blueprints.replies.forms import ArrivalForm
from blueprints.replies.links import with_headers
from blueprints.replies.words import Told, day_words
from extensions import db
from models.acting import How, Part
from models.errors import RuleBroken
from models.intake import ListingFull
from models.referral import Referral
from models.referral_words import ENDED, State
from models.register_arrival import arrive as note_arrival
from models.register_arrival import hold_day
from models.short_code import LONGEST_TYPED, read_code

NOBODYS_CODE = "000000"
"""No introduction can have it. Asked for when what was typed cannot be a code, so that both take as long."""
MET = (State.CAME, State.SETTLED)

misses = Misses("codes of introductions")


@replies.get("/i/<arrival_code>")
@replies.get("/I/<arrival_code>")
@open_to_all
def arrival(arrival_code: str) -> Response:
    """What the code on the sheet leads to. Looking notes nothing."""
    return _show(arrival_code)


@replies.get("/i")
@replies.get("/I")
@open_to_all
def type_arrival() -> Response:
    """A box for the code, for those who type it by hand."""
    typed = request.args.get("code", "")
    if typed.strip():
        return _show(typed)
    return with_headers(render_page("replies/type_code.html", typed="", unknown=False, too_many=False))


@replies.post("/i/<arrival_code>")
@open_to_all
@takes_public_form
def arrive(arrival_code: str) -> AnyResponse:
    """They have met. Where there is a session today, its register says so too."""
    found, form, now = _found(arrival_code), ArrivalForm(), clock.now()
    if found is None:
        return _show_unknown(arrival_code)
    acting, register = acting_as(Part.ORGANISER, How.SHEET), None
    is_whole = found.state not in (*MET, *ENDED) and form.validate()
    if is_whole:
        register = hold_day(db.session(), found, clock.today(), acting=acting, at=now)
    held = Referral.held(db.session(), found.id)
    if held is None or held.state in (*MET, *ENDED):
        return _show_known(held or found, form)
    if not is_whole:
        return _show_known(held, form, 422)
    try:
        clocks = current_app.config["SETTINGS"].referral_clocks
        note_arrival(register, held, key=form.key, acting=acting, at=now, clocks=clocks)
    except ListingFull:
        db.session.rollback()
        return _show_known(found, form, 409, is_full=True)
    except RuleBroken:
        db.session.rollback()
        return _show_known(found, form, 409)
    news.tell(now)
    db.session.commit()
    tick.soon()
    return with_headers(redirect(url_for("replies.arrived", arrival_code=held.arrival_code), 303))


@replies.get("/i/<arrival_code>/thanks")
@open_to_all
def arrived(arrival_code: str) -> Response:
    """Thank you."""
    found = _found(arrival_code)
    if found is None:
        return _show_unknown(arrival_code)
    return _show_known(found, ArrivalForm(), thanked=found.state in MET)


def _show(typed: str) -> Response:
    found = _found(typed)
    return _show_unknown(typed) if found is None else _show_known(found, ArrivalForm())


def _found(typed: str) -> Referral | None:
    """The referral that this code introduces, from the day it was sent on."""
    code = read_code(typed) or NOBODYS_CODE
    return db.session.scalar(
        select(Referral)
        .where(Referral.arrival_code == code, Referral.sent_at.is_not(None), Referral.state != State.DRAFT)
        .order_by(Referral.id)
    )


def _show_known(
    found: Referral, form: ArrivalForm, status: int = 200, *, is_full: bool = False, thanked: bool = False
) -> Response:
    state = found.state
    question = "met" if state in MET else "ended" if state in ENDED else "full" if is_full else "ask"
    return with_headers(
        render_page(
            "replies/arrival.html",
            status=410 if question == "ended" else status,
            told=Told.of(found),
            group=found.keeper_name if found.group_id else found.listing.name,
            question=question,
            thanked=thanked,
            came_on=day_words(found.came_on),
            team=found.team,
            panel=found.panel,
            patch=found.listing.patch,
            form=form,
            arrival_code=found.arrival_code,
        )
    )


def _show_unknown(typed: str) -> Response:
    """The same for a code that nobody has, one not sent yet, and what cannot be one."""
    too_many = misses.are_too_many()
    misses.count_one()
    status = 429 if too_many else 404
    if request.method == "HEAD":
        return with_headers(make_response("", status))
    shown = (tidy_line(typed) or "")[:LONGEST_TYPED]
    response = render_page("replies/type_code.html", status=status, typed=shown, unknown=True, too_many=too_many)
    if too_many:
        response.headers["Retry-After"] = str(A_MINUTE)
    return with_headers(response)
