"""What happens to referrals by itself, on its day: reminders, a promise that has passed, names that are erased."""

import logging
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Select, delete, or_, select

from blueprints import referral_news as news
from blueprints import tick
from extensions import db
from models.acting import BY_THE_CLOCK
from models.audit import AuditEntry
from models.base import LONDON
from models.enquiry import Enquiry
from models.might_come import MightCome
from models.outbox import Email
from models.person import Person
from models.private_list import PrivateList
from models.referral import Referral
from models.referral_clocks import ReferralClocks
from models.referral_words import ENDED, UNANSWERED, State
from models.wall_clock import london_date
from models.wellbeing import Wellbeing

logger = logging.getLogger("hereabouts.referrals")

EVERY = timedelta(minutes=10)
RINGING_EVERY = timedelta(minutes=1)
ERASING_EVERY = timedelta(hours=1)
LATELY = timedelta(days=3)
AT_ONCE = 200
"""Referrals of one round; the next takes the rest."""
FIRST_HOUR = 8
"""No mail goes to a volunteer before eight in the morning, by the clocks of London."""


def init_app(app: Flask) -> None:
    """Let `flask tick` and `flask serve` do it."""
    tick.every("referrals", EVERY)(keep_promises)
    tick.every("referrals-to-ring", RINGING_EVERY)(ring_instead)
    tick.every("erasing", ERASING_EVERY)(erase_what_is_due)


def keep_promises(now: datetime) -> int:
    """Remind groups, tell link workers of promises that have passed, ask whether people came. Gives how many."""
    today, clocks = london_date(now), _clocks()
    if now.astimezone(LONDON).hour < FIRST_HOUR:
        return 0
    unanswered = Referral.state.in_(UNANSWERED)
    late = select(Referral.id).where(unanswered, Referral.promise_by < today)
    due = select(Referral.id).where(unanswered, Referral.remind_on <= today, Referral.promise_by >= today)
    came = select(Referral.id).where(Referral.state == State.ACCEPTED, Referral.ask_came_on < today)
    done = _each(late, lambda each: each.note_no_reply(acting=BY_THE_CLOCK, at=now), now)
    done += _each(due, lambda each: each.remind(acting=BY_THE_CLOCK, at=now, clocks=clocks), now)
    return done + _each(came, lambda each: _ask_whether_they_came(each, now), now)


def ring_instead(now: datetime) -> int:
    """A group whose mail could not be delivered goes on the panel's phone list. Gives how many."""
    dead = select(Email.event, Email.dedupe_key).where(
        Email.event.in_(news.TO_ANSWER_BY), Email.given_up_at > now - LATELY, Email.dedupe_key.is_not(None)
    )
    ids = [uuid.UUID((key or "")[len(event) + 1 :][:36]) for event, key in db.session.execute(dead)]
    to_ring = select(Referral.id).where(
        Referral.id.in_(ids), Referral.state.in_(UNANSWERED), Referral.to_ring.is_(False)
    )
    return _each(to_ring, _put_on_phone_list, now) if ids else 0


def _put_on_phone_list(referral: Referral) -> None:
    referral.to_ring = True


def erase_what_is_due(now: datetime) -> int:
    """Let go of names and details whose time is up, whatever the state; the counts stay. Gives how many rows."""
    clocks = _clocks()
    erased = sum(1 for _ in _erase_people(now, clocks))
    erased += _gone(delete(MightCome).where(MightCome.delete_at <= now))
    erased += _gone(delete(AuditEntry).where(AuditEntry.kept_until <= now))
    unused = now - timedelta(days=clocks.erase_after_silence_days)
    return erased + _gone(delete(PrivateList).where(PrivateList.used_at <= unused))


def _erase_people(now: datetime, clocks: ReferralClocks) -> Iterator[Person]:
    """Each person whose referrals and enquiries have all ended long enough ago, or of whom nothing was heard."""
    ended = now - timedelta(days=clocks.erase_after_end_days)
    silent = now - timedelta(days=clocks.erase_after_silence_days)
    going_on = select(Referral.id).where(
        Referral.person_id == Person.id, or_(Referral.state.not_in(ENDED), Referral.ended_at > ended)
    )
    asking = select(Enquiry.id).where(
        Enquiry.person_id == Person.id, or_(Enquiry.closed_at.is_(None), Enquiry.closed_at > ended)
    )
    due = or_(
        Person.last_active_at <= silent,
        (Person.last_active_at <= ended) & ~going_on.exists() & ~asking.exists(),
    )
    whose = select(Person.id).where(Person.erased_at.is_(None), due).order_by(Person.last_active_at, Person.id)
    for person_id in db.session.scalars(whose.limit(AT_ONCE)).all():
        person = db.session.get(Person, person_id, with_for_update=True)
        if person is not None and person.erased_at is None:
            _erase(person, now)
            db.session.commit()
            yield person


def _erase(person: Person, now: datetime) -> None:
    for referral in db.session.scalars(select(Referral).where(Referral.person_id == person.id).order_by(Referral.id)):
        last = person.last_active_at
        referral.erase(acting=BY_THE_CLOCK, at=now)
        person.last_active_at = last
    for enquiry in db.session.scalars(select(Enquiry).where(Enquiry.person_id == person.id)):
        enquiry.about = None
    db.session.execute(delete(Wellbeing).where(Wellbeing.person_id == person.id))
    person.erase(now)


def _ask_whether_they_came(referral: Referral, now: datetime) -> None:
    referral.ask_came_on = None
    news.ask_whether_they_came(referral, now)


def _each(chosen: Select[tuple[Any]], do: Callable[[Referral], None], now: datetime) -> int:
    """Do it to each, one transaction each: one that fails does not keep the others from their turn."""
    done = 0
    for referral_id in db.session.scalars(chosen.order_by(Referral.sent_at, Referral.id).limit(AT_ONCE)).all():
        try:
            referral = Referral.held(db.session(), referral_id)
            if referral is not None:
                do(referral)
                news.tell(now)
                db.session.commit()
                done += 1
        except Exception:
            db.session.rollback()
            logger.exception("a referral could not be moved on")
    if done:
        tick.soon()
    return done


def _gone(statement: Any) -> int:
    count: int = db.session.execute(statement).rowcount
    db.session.commit()
    return count


def _clocks() -> ReferralClocks:
    clocks: ReferralClocks = current_app.config["SETTINGS"].referral_clocks
    return clocks
