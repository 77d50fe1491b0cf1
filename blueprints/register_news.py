"""Telling people that a session is not on, or on after all: by mail, with day, time and reference, and never a name.

done = call_off(...)
register_news.tell_everybody(done.register, now)      # before referral_news.tell(now), which then leaves these out
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blueprints import mail
from blueprints.referral_news import new_own_link
from extensions import db
from models.attender import Attender
from models.clock_words import date_words, time_words
from models.person import Contact, OwnLink
from models.referral import Referral
from models.referral_stepping import leave_untold
from models.register import Register
from models.session_audience import may_be_reached, worker_address
from models.session_notice import NoticeOf, SessionNotice, Way
from models.short_code import spoken
from models.wall_clock import closing_moment, london_date

TO_THE_PERSON = {NoticeOf.NOT_ON: "session-not-on", NoticeOf.ON_AGAIN: "session-on-again"}
TO_THE_WORKER = {NoticeOf.NOT_ON: "session-not-on-team", NoticeOf.ON_AGAIN: "session-on-again-team"}


def tell_everybody(register: Register, now: datetime) -> None:
    """Write to everybody there is a notice for: one mail for each person, and one for each link worker of them."""
    session = db.session()
    session.flush()
    rows = SessionNotice.of_register(register.id).options(
        joinedload(SessionNotice.attender).joinedload(Attender.referral).joinedload(Referral.person)
    )
    notices = session.scalars(rows).all()
    for notice in notices:
        if notice.way is Way.MAIL:
            _tell_person(register, notice, now)
    by_worker: dict[str, list[SessionNotice]] = defaultdict(list)
    for notice in notices:
        by_worker[worker_address(notice.attender.referral)].append(notice)
    by_worker.pop("", None)
    for address, theirs in sorted(by_worker.items()):
        _tell_worker(register, address, theirs, now)
    # A new first day is in the same mail: nobody hears it twice.
    leave_untold(session, {notice.attender_id for notice in notices})


def _tell_person(register: Register, notice: SessionNotice, now: datetime) -> None:
    referral = notice.attender.referral
    if referral is None or not may_be_reached(referral) or referral.person.contact is not Contact.EMAIL:
        return
    has_link = db.session.scalar(
        select(OwnLink.id).where(OwnLink.referral_id == referral.id, OwnLink.ended_at.is_(None)).limit(1)
    )
    link = mail.full_url("asking.own", token=new_own_link(referral_id=referral.id, at=now)) if has_link else ""
    mail.write(
        TO_THE_PERSON[notice.of],
        to=referral.person.reach or "",
        at=now,
        useless_at=None if notice.moved_to else _ends_at(register, now),
        dedupe_key=f"{TO_THE_PERSON[notice.of]}-{notice.attender_id}-{register.id}-{register.version}",
        session=_words(register, now),
        is_over=_is_over(register, now),
        instead=_instead(notice, now),
        reference=spoken(referral.reference),
        link=link,
        panel_phone=register.panel.phone,
    )


def _tell_worker(register: Register, address: str, notices: Sequence[SessionNotice], now: datetime) -> None:
    referrals = [(notice, notice.attender.referral) for notice in notices]
    team = next((referral.team for _, referral in referrals if referral is not None), None)
    event = TO_THE_WORKER[notices[0].of]
    mail.write(
        event,
        to=address,
        at=now,
        dedupe_key=f"{event}-{notices[0].attender_id}-{register.id}-{register.version}",
        session=_words(register, now),
        is_over=_is_over(register, now),
        lines=sorted((spoken(each.reference), _instead(notice, now)) for notice, each in referrals if each is not None),
        link=mail.full_url("referrals.index", team_slug=team.slug) if team else "",
    )


def _words(register: Register, now: datetime) -> str:
    return f"{date_words(register.on, london_date(now), weekday=True)}, {time_words(register.starts)}"


def _instead(notice: SessionNotice, now: datetime) -> str:
    """ "Tuesday 10 March, 10am", for somebody whose first day it was."""
    if notice.moved_to is None:
        return ""
    day = date_words(notice.moved_to, london_date(now), weekday=True)
    return f"{day}, {time_words(notice.moved_starts)}" if notice.moved_starts else day


def _ends_at(register: Register, now: datetime) -> datetime | None:
    ends = closing_moment(register.on, register.starts, register.ends)
    return None if ends <= now else ends


def _is_over(register: Register, now: datetime) -> bool:
    return _ends_at(register, now) is None
