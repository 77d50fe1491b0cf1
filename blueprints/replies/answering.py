"""Giving the answer that a form holds: one verb, whichever way it came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import current_app

from blueprints.replies.days import starts_on
from models.acting import Acting
from models.errors import RuleBroken
from models.intake import ListingFull
from models.referral import Referral
from models.referral_stepping import WrongMoment
from models.referral_words import Decline

TOO_LATE = (WrongMoment, ListingFull)
"""Refusals that are nobody's slip: somebody else was quicker. They get a page of their own."""


def give(referral: Referral, form: Any, *, acting: Acting, at: datetime) -> None:
    """Do what a whole form says. Raises what the verbs raise."""
    said, key = form.answer.data, form.key
    if said == "yes":
        day, starts = day_of(form, referral)
        referral.accept(first=day, starts=starts, welcomer=form.welcomer.data or "", acting=acting, at=at, form_key=key)
    elif said == "wait":
        referral.put_on_waiting_list(until=_day(form.until.data), acting=acting, at=at, form_key=key)
    elif said == "no":
        decline(referral, form, acting=acting, at=at)
    elif said == "later":
        referral.ask_later(acting=acting, at=at, clocks=current_app.config["SETTINGS"].referral_clocks, form_key=key)
    else:
        referral.ask_for_call(acting=acting, at=at, form_key=key)


def day_of(form: Any, referral: Referral) -> tuple[date, Any]:
    """The first day and when it begins. A typed day on which there is a session has that session's time."""
    day, starts = form.chosen_day()
    if day is None:
        raise RuleBroken("Write the day they may come.", field="other_day")
    return day, starts or starts_on(referral.listing, day)


def decline(referral: Referral, form: Any, *, acting: Acting, at: datetime) -> None:
    """No, with the reason. Only "we are full" says until when."""
    reason = Decline(form.why.data)
    until = _day(form.full_until.data) if reason is Decline.FULL else None
    referral.decline(reason, until=until, acting=acting, at=at, form_key=form.key)


def note_coming(referral: Referral, form: Any, *, acting: Acting, at: datetime) -> None:
    """They came, or they did not, on the first day or another."""
    clocks = current_app.config["SETTINGS"].referral_clocks
    verb = referral.note_came if form.came.data == "yes" else referral.note_did_not_come
    verb(on=form.on.meaning or _first_day(referral, at), acting=acting, at=at, clocks=clocks, form_key=form.key)


def _first_day(referral: Referral, at: datetime) -> date | None:
    first = referral.first_date
    return first if first and first <= at.date() else None


def _day(chosen: str | None) -> date | None:
    try:
        return date.fromisoformat(chosen) if chosen else None
    except ValueError:
        return None
