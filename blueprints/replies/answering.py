"""Giving the answer that a form holds: one verb, whichever way it came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import current_app

from blueprints.replies.days import starts_on
from extensions import db
from models import register_arrival
from models.acting import Acting
from models.errors import RuleBroken
from models.intake import ListingFull
from models.referral import Referral
from models.referral_stepping import WrongMoment
from models.referral_words import Decline
from models.register import Register
from models.wall_clock import london_date

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


def note_coming(referral: Referral, form: Any, register: Register | None, *, acting: Acting, at: datetime) -> None:
    """They came, or they did not, on the first day or another; in that day's register too, where there is one."""
    register_arrival.note_coming(
        register,
        referral,
        form.came.data == "yes",
        on=_day_said(referral, form, at),
        key=form.key,
        acting=acting,
        at=at,
        clocks=current_app.config["SETTINGS"].referral_clocks,
    )


def register_for(referral: Referral, form: Any, *, acting: Acting, at: datetime) -> Register | None:
    """The register of the day that a form found whole speaks of, held: ask before the referral itself is held."""
    day = _day_said(referral, form, at)
    return register_arrival.hold_day(db.session(), referral, day, acting=acting, at=at)


def _day_said(referral: Referral, form: Any, at: datetime) -> date:
    first, today = referral.first_date, london_date(at)
    day: date = form.on.meaning or (first if first and first <= today else today)
    return day


def _day(chosen: str | None) -> date | None:
    try:
        return date.fromisoformat(chosen) if chosen else None
    except ValueError:
        return None
