"""`/reply/<token>`: the link in the mail. No account, no cookie. Looking changes nothing; only a button acts."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.doors import open_to_all
from blueprints.public_forms import takes_public_form
from blueprints.rendering import render_page
from blueprints.replies import replies
from blueprints.replies.answering import give, note_coming, register_for
from blueprints.replies.days import days_to_offer
from blueprints.replies.forms import LinkAnswerForm, LinkCameForm, LinkForm
from blueprints.replies.links import (
    Asked,
    answered_by_link,
    asked_by_link,
    by_link,
    show_dead_link,
    with_headers,
)
from blueprints.replies.words import TO_DECIDE, Told, day_words, facts, last_welcomer
from blueprints.sight import note_look, shows_people
from extensions import db
from models.acting import How, Part
from models.audit import AuditEntry
from models.errors import RuleBroken
from models.intake import ListingFull


@replies.get("/reply/<token>")
@open_to_all
@shows_people
def show(token: str) -> Response:
    """What the mail's link opens. Until somebody has pressed its button it says nothing about anybody."""
    asked = asked_by_link(token)
    if asked is None:
        return show_dead_link()
    if request.method == "HEAD" or not asked.is_opened:
        return _show_closed(asked, token)
    note_look(asked.referral, Part.ORGANISER, how=How.LINK, fields=TO_DECIDE)
    return _show_open(asked, token)


@replies.post("/reply/<token>/sight")
@open_to_all
@takes_public_form
def see(token: str) -> AnyResponse:
    """Somebody opens it on purpose: the referral is seen."""
    asked = asked_by_link(token, to_change=True)
    if asked is None:
        return show_dead_link()
    if LinkForm().validate():
        asked.referral.see(acting=by_link(), at=clock.now())
        AuditEntry.note(db.session(), asked.referral, "opened", acting=by_link(), at=clock.now())
        news.tell(clock.now())
        db.session.commit()
        tick.soon()
    return with_headers(_to(token))


@replies.post("/reply/<token>/answer")
@open_to_all
@takes_public_form
def answer(token: str) -> AnyResponse:
    """Take the answer. Pressed twice, the second press is thanked for the first."""
    asked, form = asked_by_link(token, to_change=True), LinkAnswerForm()
    if asked is None or asked.question == "came":
        return _thank_again(token, form)
    if asked.referral.has_step(_key(form)):
        return with_headers(_to(token, "thanks"))
    form.suit(asked.referral, days_to_offer(asked.referral.listing, clock.now()))
    form.validate()
    if not form.is_whole() or form.errors:
        return _refused(asked, token, form)
    try:
        give(asked.referral, form, acting=by_link(), at=clock.now())
    except ListingFull:
        db.session.rollback()
        return _show_full(token, form)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _refused(asked, token, form)
    return _done(token)


@replies.post("/reply/<token>/coming")
@open_to_all
@takes_public_form
def note_came(token: str) -> AnyResponse:
    """They came, or they did not."""
    asked, form, now = asked_by_link(token), LinkCameForm(), clock.now()
    is_whole = form.validate()
    has_day = is_whole and asked is not None and asked.question == "came"
    register = register_for(asked.referral, form, acting=by_link(), at=now) if asked and has_day else None
    asked = asked_by_link(token, to_change=True)
    if asked is None or asked.question != "came":
        return _thank_again(token, form)
    if asked.referral.has_step(_key(form)):
        return with_headers(_to(token, "thanks"))
    if not is_whole:
        return _refused(asked, token, form)
    try:
        note_coming(asked.referral, form, register, acting=by_link(), at=now)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _refused(asked, token, form)
    asked.link.ended_at = clock.now()
    return _done(token)


@replies.get("/reply/<token>/thanks")
@open_to_all
def thank(token: str) -> Response:
    """Thank you, and what happens next: for an hour after the answer."""
    found = answered_by_link(token, clock.now())
    if found is None:
        return show_dead_link()
    referral, link, step = found
    return with_headers(
        render_page(
            "replies/thanks.html",
            referral=referral,
            told=Told.of(referral),
            step=step,
            until=day_words(step.day),
            is_open=link.ended_at is None,
            token=token,
            panel=referral.panel,
            patch=referral.listing.patch,
        )
    )


def _done(token: str) -> AnyResponse:
    news.tell(clock.now())
    db.session.commit()
    tick.soon()
    return with_headers(_to(token, "thanks"))


def _thank_again(token: str, form: LinkForm) -> AnyResponse:
    """Of two presses of one form, or two people at once, the second: thanked if it was theirs, else the dead link."""
    found = answered_by_link(token, clock.now())
    if found is not None and found[0].has_step(_key(form)):
        return with_headers(_to(token, "thanks"))
    return show_dead_link()


def _key(form: LinkForm) -> Any:
    return form.key if form.is_ours else None


def _to(token: str, page: str = "show") -> Any:
    endpoint = "replies.thank" if page == "thanks" else "replies.show"
    return redirect(url_for(endpoint, token=token), code=303)


def _show_closed(asked: Asked, token: str, status: int = 200) -> Response:
    form = LinkCameForm(formdata=None) if asked.question == "came" else LinkForm()
    return _page("replies/closed.html", asked, token, form, status)


def _show_open(asked: Asked, token: str, form: Any = None, status: int = 200) -> Response:
    if asked.question == "came":
        return _page("replies/came.html", asked, token, form or LinkCameForm(), status, facts=facts(asked.referral))
    if form is None:
        form = LinkAnswerForm(welcomer=last_welcomer(asked.referral.listing))
        form.suit(asked.referral, days_to_offer(asked.referral.listing, clock.now()))
    return _page("replies/open.html", asked, token, form, status, facts=facts(asked.referral))


def _refused(asked: Asked, token: str, form: Any) -> Response:
    """The same page with what was typed. Nothing is told to somebody who has not opened it."""
    db.session.rollback()
    again = asked_by_link(token)
    if again is None:
        return show_dead_link()
    if not again.is_opened:
        return _page("replies/closed.html", again, token, form, 422)
    note_look(again.referral, Part.ORGANISER, how=How.LINK, fields=TO_DECIDE)
    return _show_open(again, token, form, 422)


def _show_full(token: str, form: LinkAnswerForm) -> Response:
    """The last place has just gone: one button for the waiting list."""
    asked = asked_by_link(token)
    if asked is None:
        return show_dead_link()
    return _page("replies/full.html", asked, token, LinkAnswerForm(formdata=None), 409)


def _page(page: str, asked: Asked, token: str, form: Any, status: int, **more: Any) -> Response:
    referral = asked.referral
    return with_headers(
        render_page(
            page,
            status=status,
            referral=referral,
            listing=referral.listing,
            panel=referral.panel,
            patch=referral.listing.patch,
            told=Told.of(referral),
            question=asked.question,
            token=token,
            form=form,
            sight_form=LinkForm(formdata=None),
            **more,
        )
    )
