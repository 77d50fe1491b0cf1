"""Who still waits to hear from a listing that is to stop: each is answered first, or all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_login import current_user
from sqlalchemy import select

from blueprints import clock
from blueprints import referral_news as news
from blueprints.acting import acting_as
from extensions import db
from models.acting import Part
from models.clock_words import date_words
from models.listing import Listing
from models.referral import Referral
from models.referral_words import UNANSWERED, State
from models.short_code import spoken
from models.unanswered import decline_all, how_many_expected

NOT_RUNNING = "not-running"


@dataclass(frozen=True, slots=True)
class Waits:
    """One who waits, by a reference. `url` leads to where it is answered; empty when only the group can."""

    reference: str
    url: str
    why: str


def who_waits(listing: Listing) -> list[Waits]:
    """Everybody who waits for a yes or a no, the longest first."""
    rows = Referral.to_answer_for(listing).order_by(None).order_by(Referral.sent_at, Referral.id)
    mine = set(db.session.scalars(select(Referral.shown_to_organiser(current_user).order_by(None).subquery().c.id)))
    return [
        Waits(spoken(each.reference), _where(each, each.id in mine), _why(each)) for each in db.session.scalars(rows)
    ]


def answer_all_who_wait(listing: Listing) -> None:
    """Tell everybody who waits that it is not running. Goes with the caller's commit."""
    decline_all(db.session(), listing, acting=acting_as(Part.PANEL), at=clock.now())
    news.tell(clock.now())


def how_many_are_expected(listing: Listing) -> int:
    """People who were told that they may come, and have not been yet."""
    return how_many_expected(db.session(), listing)


def tell_all_who_are_expected(listing: Listing) -> None:
    """Nobody stands before a locked door: whoever asked for them is told at once. Goes with the caller's commit."""
    decline_all(db.session(), listing, State.ACCEPTED, acting=acting_as(Part.PANEL), at=clock.now())
    news.tell(clock.now())


def _where(referral: Referral, is_mine: bool) -> str:
    if is_mine:
        return url_for("replies.referral", referral_id=referral.id)
    if referral.state in (*UNANSWERED, State.NO_REPLY):
        return url_for("replies.ring", referral_id=referral.id)
    return ""


def _why(referral: Referral) -> str:
    if referral.state in UNANSWERED and referral.promise_by:
        return f"answer by {date_words(referral.promise_by, clock.today(), weekday=True)}"
    return "on the waiting list" if referral.state is State.WAITING else "past its day"
