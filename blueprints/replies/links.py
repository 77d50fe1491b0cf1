"""The link in a mail: what it leads to, whether somebody has opened it on purpose, and the page of a dead one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, make_response, request
from sqlalchemy import select

from blueprints import clock
from blueprints.acting import acting_as
from blueprints.misses import A_MINUTE, Misses
from blueprints.rendering import render_page
from extensions import db
from models.acting import Acting, How, Part
from models.audit import AuditEntry
from models.people import Panel
from models.referral import Referral
from models.referral_step import ReferralStep
from models.referral_words import UNANSWERED, State
from models.reply_link import ReplyLink

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
LONGEST_TOKEN = 100
THANKED_FOR = timedelta(hours=1)
"""How long the page of thanks can be looked at again."""
MOST_PANELS = 6

misses = Misses("links of replies")


@dataclass(frozen=True, slots=True)
class Asked:
    """A link that works, what it leads to, and which question its page asks: "answer", "day" or "came"."""

    link: ReplyLink
    referral: Referral
    question: str

    @property
    def is_opened(self) -> bool:
        """Whether somebody has pressed the button behind this very link: mail scanners only ever look."""
        by_hand = AuditEntry.about(self.referral.id).where(
            AuditEntry.part == Part.ORGANISER, AuditEntry.how == How.LINK, AuditEntry.at >= self.link.made_at
        )
        return db.session.scalar(by_hand.limit(1)) is not None


def asked_by_link(token: str, *, to_change: bool = False) -> Asked | None:
    """What a link asks just now, or None: answered, too late, replaced, taken back, or never ours. `to_change` holds
    the referral first, and then looks whether the link still works."""
    link = _working(token)
    if link is None:
        return None
    if to_change:
        referral = Referral.held(db.session(), link.referral_id)
        link = _working(token)
    else:
        referral = db.session.get(Referral, link.referral_id)
    question = question_of(referral) if referral else ""
    return Asked(link, referral, question) if link and referral and question else None


def question_of(referral: Referral) -> str:
    """What its page asks; nothing when there is nothing more to ask."""
    if referral.state in UNANSWERED:
        return "answer"
    if referral.state is State.WAITING and referral.has_place:
        return "day"
    return "came" if referral.state is State.ACCEPTED else ""


def answered_by_link(token: str, now: datetime) -> tuple[Referral, ReplyLink, ReferralStep] | None:
    """What a link answered within the last hour: the referral and the step it made."""
    link = db.session.scalar(ReplyLink.ever_with_secret(token)) if len(token) <= LONGEST_TOKEN else None
    if link is None:
        return None
    steps = select(ReferralStep).where(
        ReferralStep.referral_id == link.referral_id,
        ReferralStep.part == Part.ORGANISER,
        ReferralStep.how == How.LINK,
        ReferralStep.at > now - THANKED_FOR,
        ReferralStep.form_key.is_not(None),
    )
    step = db.session.scalar(steps.order_by(ReferralStep.number.desc(), ReferralStep.id).limit(1))
    if step is None or (link.ended_at is not None and link.ended_at < step.at):
        return None
    return db.session.get_one(Referral, link.referral_id), link, step


def by_link() -> Acting:
    """Somebody at the group, without an account."""
    return acting_as(Part.ORGANISER, How.LINK)


def show_dead_link() -> Response:
    """One page for every link that does not work, whatever it once was. Its status tells nothing either."""
    too_many = misses.are_too_many()
    misses.count_one()
    if request.method == "HEAD":
        return with_headers(make_response("", 429 if too_many else 410))
    panels = db.session.scalars(select(Panel).order_by(Panel.name, Panel.id).limit(MOST_PANELS + 1)).all()
    response = render_page(
        "replies/dead_link.html",
        status=429 if too_many else 410,
        too_many=too_many,
        panels=[panel for panel in panels if panel.phone] if len(panels) <= MOST_PANELS else [],
    )
    if too_many:
        response.headers["Retry-After"] = str(A_MINUTE)
    return with_headers(response)


def with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _working(token: str) -> ReplyLink | None:
    if len(token) > LONGEST_TOKEN:
        return None
    return db.session.scalar(ReplyLink.with_secret(token, clock.now()))
