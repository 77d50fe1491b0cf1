"""Names and notes of registers go on their day. The rows stay, and not one figure changes.

An attender's name and number go when nothing was heard of them for as long as of anybody who was referred, sooner when
the group took them off its list, and with the person of their referral, unless that is settled: then they are a regular
like any other.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.attender import Attender
from models.friendly_call import FriendlyCall
from models.person import Person
from models.referral import Referral
from models.referral_clocks import ReferralClocks
from models.referral_words import State
from models.register import Register
from models.register_entry import RegisterEntry
from models.wall_clock import london_date


def attenders_due(now: datetime, clocks: ReferralClocks) -> Select[tuple[Attender]]:
    """Whose name has had its time, the longest silent first."""
    silent = now - timedelta(days=clocks.erase_after_silence_days)
    left = now - timedelta(days=clocks.erase_after_end_days)
    with_their_person = (
        select(Referral.id)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.id == Attender.referral_id, Person.erased_at.is_not(None), Referral.state != State.SETTLED)
    )
    due = or_(Attender.last_active_at <= silent, Attender.left_at <= left, with_their_person.exists())
    return select(Attender).where(Attender.erased_at.is_(None), due).order_by(Attender.last_active_at, Attender.id)


def erase_attenders(session: Session, now: datetime, clocks: ReferralClocks, limit: int) -> int:
    """Let go of so many names at most, and of the calls to make to them. Gives how many."""
    due = attenders_due(now, clocks).limit(limit).with_for_update(of=Attender, skip_locked=True)
    found = session.scalars(due).all()
    for attender in found:
        attender.erase(now)
    ids = [attender.id for attender in found]
    nobody_to_ring = FriendlyCall.attender_id.in_(ids) & FriendlyCall.done_at.is_(None)
    session.execute(update(FriendlyCall).where(nobody_to_ring).values(done_at=now))
    return len(found)


def erase_notes(session: Session, now: datetime, clocks: ReferralClocks, limit: int) -> int:
    """Let go of the notes, reasons and drivers of so many old registers at most. Gives how many."""
    silent = now - timedelta(days=clocks.erase_after_silence_days)
    touched = exists().where(RegisterEntry.register_id == Register.id, RegisterEntry.at > silent)
    has_words = exists().where(RegisterEntry.register_id == Register.id, RegisterEntry.words.is_not(None))
    has_driver = exists().where(Attendance.register_id == Register.id, Attendance.driver.is_not(None))
    old = and_(Register.on < london_date(silent), ~touched)
    wordy = or_(Register.erased_at.is_(None), Register.note.is_not(None), has_words, has_driver)
    ids = session.scalars(select(Register.id).where(old, wordy).order_by(Register.on, Register.id).limit(limit)).all()
    plain = {"synchronize_session": False}
    session.execute(
        update(RegisterEntry)
        .where(RegisterEntry.register_id.in_(ids), RegisterEntry.words.is_not(None))
        .values(words=None),
        execution_options=plain,
    )
    session.execute(
        update(Attendance).where(Attendance.register_id.in_(ids), Attendance.driver.is_not(None)).values(driver=None),
        execution_options=plain,
    )
    session.execute(
        update(Register)
        .where(Register.id.in_(ids))
        .values(note=None, erased_at=func.coalesce(Register.erased_at, now)),
        execution_options=plain,
    )
    return len(ids)
