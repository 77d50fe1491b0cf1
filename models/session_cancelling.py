"""Calling a session off, and "on after all": the register, the public page and everybody expected, in one go.

    done = call_off(session, listing, meeting, state, "bad weather", press, acting=..., at=now)
    ...tell them (blueprints/register_news.py), commit

What is done to the listing's dates stands in models/session_dates_changing.py, who is told in
models/session_audience.py.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.acting import Acting
from models.errors import RuleBroken
from models.listing import Listing
from models.meeting import Meeting
from models.referral import Referral
from models.referral_words import State
from models.register import Register
from models.register_closing import ToSettleFirst
from models.register_entry import Press
from models.register_words import RegisterDeed, SessionState
from models.session_audience import Expected, expected_at
from models.session_dates_changing import next_meeting_after, put_back, take_off
from models.session_notice import NoticeOf, SessionNotice, Way
from models.wall_clock import london_date


class SomebodyCame(RuleBroken):
    """A session that people came to took place."""

    message = "People came to this one, by the register. Take their marks away first if that is wrong."


@dataclass(frozen=True, slots=True)
class CalledOff:
    """What a press did: the register, and whether anything is new (False: somebody had pressed before)."""

    register: Register
    is_new: bool


def call_off(
    session: Session,
    listing: Listing,
    meeting: Meeting,
    state: SessionState,
    reason: str,
    press: Press,
    *,
    acting: Acting,
    at: datetime,
) -> CalledOff:
    """Call one session off, past, today's or to come: its register is closed, the listing says "Not on", whoever was
    to come for the first time is given the next day, and there is a notice for everybody to tell. `reason` is read by
    the public. Of two who press, the second changes nothing.

    Raises SomebodyCame, ToSettleFirst, RegisterClosed, RuleBroken for a reason that is too long.
    """
    register = Register.held_or_made(session, listing, meeting, by=acting.user, at=at)
    if register.has_press(press.key) or is_called_off(register):
        return CalledOff(register, is_new=False)
    if register.people:
        raise SomebodyCame
    if register.is_disputed:
        raise ToSettleFirst
    register.refuse_if_closed()
    expected = expected_at(session, listing, meeting, register, today=london_date(at))
    for each in expected:
        register.line_of(each.line.who, at=at)
    take_off(session, listing, meeting, reason, by=acting.user, at=at)
    register.state = state
    register.closed_at, register.closed_by_id = at, acting.user.id if acting.user else None
    session.execute(delete(SessionNotice).where(SessionNotice.register_id == register.id))
    after = next_meeting_after(session, listing, meeting, at)
    for each in expected:
        _note_one(session, register, each, meeting, after, acting=acting, at=at)
    register.enter(RegisterDeed.CANCELLED, press, acting=acting, at=at, state=state, words=reason or None)
    return CalledOff(register, is_new=True)


def on_after_all(
    session: Session, listing: Listing, register: Register, press: Press, *, acting: Acting, at: datetime
) -> CalledOff:
    """Take it back: the register is open, the listing says that it is on, first days stand as they stood. Whoever had
    been told is to be told again, and nobody else. Pressed twice, the second press changes nothing.

    Raises StillNotOn where the listing has the day closed for another reason as well.
    """
    if register.has_press(press.key) or not is_called_off(register):
        return CalledOff(register, is_new=False)
    put_back(session, listing, register.on, register.starts, by=acting.user, at=at)
    register.state = register.closed_at = register.closed_by_id = None
    for notice in session.scalars(SessionNotice.of_register(register.id)).all():
        _take_back_first_day(session, register, notice, acting=acting, at=at)
        if notice.told_at is None:
            session.delete(notice)
            continue
        notice.of, notice.made_at = NoticeOf.ON_AGAIN, at
        notice.moved_to = notice.moved_starts = None
        if notice.way.is_by_hand:
            notice.untick()
    register.enter(RegisterDeed.ON_AGAIN, press, acting=acting, at=at)
    return CalledOff(register, is_new=True)


def is_called_off(register: Register | None) -> bool:
    """Whether this session was called off, and that stands."""
    state = register.state if register is not None and register.is_closed else None
    return state is not None and state.is_cancelled


def _note_one(
    session: Session,
    register: Register,
    each: Expected,
    meeting: Meeting,
    after: Meeting | None,
    *,
    acting: Acting,
    at: datetime,
) -> None:
    moved = after if each.is_first_day and _give_another_day(session, each, after, acting=acting, at=at) else None
    if meeting.is_over(at) and moved is None:
        return  # they know by now
    session.add(
        SessionNotice(
            register_id=register.id,
            attender_id=register.line_of(each.line.who, at=at).attender_id,
            of=NoticeOf.NOT_ON,
            way=each.way,
            moved_to=moved.date if moved else None,
            moved_starts=moved.starts if moved else None,
            made_at=at,
            told_at=None if each.way.is_by_hand else at,
        )
    )


def _give_another_day(session: Session, each: Expected, after: Meeting | None, *, acting: Acting, at: datetime) -> bool:
    """Ask somebody who has a yes to come to the next session instead."""
    referral = Referral.held(session, each.line.referral.id) if each.line.referral and after else None
    if referral is None or after is None or referral.state is not State.ACCEPTED:
        return False
    referral.accept(first=after.date, starts=after.starts, welcomer=referral.welcomer or "", acting=acting, at=at)
    return True


def _take_back_first_day(
    session: Session, register: Register, notice: SessionNotice, *, acting: Acting, at: datetime
) -> None:
    """Where their first day stands as we moved it, it is this session again."""
    referral_id = notice.attender.referral_id
    if notice.moved_to is None or referral_id is None or register.on < london_date(at):
        return
    referral = Referral.held(session, referral_id)
    if referral is not None and referral.state is State.ACCEPTED and referral.first_date == notice.moved_to:
        first, starts, welcomer = register.on, register.starts, referral.welcomer or ""
        referral.accept(first=first, starts=starts, welcomer=welcomer, acting=acting, at=at)


__all__ = ["CalledOff", "SomebodyCame", "Way", "call_off", "is_called_off", "on_after_all"]
