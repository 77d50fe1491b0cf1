"""Whoever is missed: a first-timer who did not come, and a regular who missed two in a row, gets a friendly call.
Somebody who walked in once to have a look is no regular.

Looked at when a day is closed, and once for each time somebody stays away. Whoever comes again is not rung.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.attender import Attender
from models.call import Call, CallAbout
from models.friendly_call import FriendlyCall, Missed
from models.listing import Listing
from models.referral_clocks import ReferralClocks
from models.referral_words import State
from models.register_words import Keeping, Mark, SessionState

if TYPE_CHECKING:
    from models.register import Register

IN_A_ROW = 2
GAPS = (None, Mark.ABSENT)
"""Marks that say somebody was missed: whoever sent apologies was not."""
LOOKED_BACK = 12
"""Sessions. Of a group that meets every day the last two of one weekday are among them."""

Slot = tuple[int, time]
"""A weekday and a start."""


def ask_after(session: Session, register: "Register", *, at: datetime, clocks: ReferralClocks) -> None:
    """Put the calls that follow from a day that was closed on the list, and take off those that do not any more."""
    if register.state is not SessionState.RAN or register.keeping is not Keeping.NAMES:
        return
    session.flush()
    away = [row for row in register.attendances if not row.came and _is_on_the_list(row.attender)]
    missed = {row.attender_id: about for row in away if (about := None if row.attender.times else _no_show(row))}
    missed |= dict.fromkeys(_two_gaps(session, register, [row.attender for row in away]), Missed.TWO_GAPS)
    for call in session.scalars(FriendlyCall.open_of([register.listing_id])).all():
        if call.register_id == register.id and call.attender_id not in missed:
            call.let_go(at)
    session.flush()
    due_on = register.on + timedelta(days=clocks.follow_up_days)
    for row in away:
        if row.attender_id in missed:
            _ask(session, register, row.attender, missed[row.attender_id], due_on=due_on, at=at)


def came_again(session: Session, line: Attendance, at: datetime) -> None:
    """They came: nobody needs to ring because of what was before, and whoever had left is back."""
    attender = line.attender
    if attender.left_at is not None and attender.left_at <= at:
        attender.left_at = None
    call = session.scalar(FriendlyCall.open_for(attender.id))
    if call is not None and call.missed_on <= line.on:
        call.let_go(at)
    if attender.referral is not None and attender.referral.team_id is not None:
        Call.let_go(session, attender.referral, at, CallAbout.TWO_GAPS)


def _ask(
    session: Session, register: "Register", attender: Attender, about: Missed, *, due_on: date, at: datetime
) -> None:
    referral = attender.referral
    has_worker = referral is not None and referral.team_id is not None and referral.follow_up_agreed
    if referral is not None and has_worker and about is Missed.TWO_GAPS:
        has_worker = referral.state is State.CAME
        if has_worker and not _was_rung(session, referral.id, attender.last_came_on):
            Call.ask(session, referral, CallAbout.TWO_GAPS, due_on=due_on, at=at)
    if (has_worker and not attender.rung_by) or _is_asked_after(session, attender, about):
        return
    session.add(
        FriendlyCall(
            attender_id=attender.id,
            register_id=register.id,
            listing_id=register.listing_id,
            about=about,
            missed_on=register.on,
            due_on=due_on,
            created_at=at,
        )
    )
    session.flush()


def _is_on_the_list(attender: Attender) -> bool:
    gone = attender.left_at or attender.merged_into_id
    return gone is None and attender.is_named


def _no_show(row: Attendance) -> Missed | None:
    return Missed.NO_SHOW if row.mark is Mark.ABSENT else None


def _two_gaps(session: Session, register: "Register", away: Sequence[Attender]) -> list[uuid.UUID]:
    """Who of these missed the two latest sessions that ran, of those they come to."""
    from models.register import Register

    ran = session.scalars(
        select(Register)
        .where(
            Register.listing_id == register.listing_id,
            Register.closed_at.is_not(None),
            Register.state == SessionState.RAN,
            Register.keeping == Keeping.NAMES,
        )
        .order_by(Register.on.desc(), Register.starts.desc(), Register.id)
        .limit(LOOKED_BACK)
    ).all()
    regulars = [attender for attender in away if attender.times > 1 or (attender.times and attender.referral_id)]
    if not regulars:
        return []
    said = {
        (row.attender_id, row.register_id): row.mark
        for row in session.scalars(
            select(Attendance).where(
                Attendance.register_id.in_([each.id for each in ran]),
                Attendance.attender_id.in_([attender.id for attender in regulars]),
            )
        )
    }
    slots = _slots_of(session, register.listing, regulars)
    found = []
    for attender in regulars:
        theirs = [each for each in ran if _slot(each.on, each.starts) in slots[attender.id]] or list(ran)
        latest = theirs[:IN_A_ROW]
        gaps = [each for each in latest if said.get((attender.id, each.id)) in GAPS]
        if len(gaps) == IN_A_ROW and attender.last_came_on and attender.last_came_on < latest[-1].on:
            found.append(attender.id)
    return found


def _slots_of(session: Session, listing: Listing, regulars: Sequence[Attender]) -> dict[uuid.UUID, set[Slot]]:
    """At which of the weekly times each of them has come. Empty where there is one alone, or other times now."""
    from models.register import Register

    slots: dict[uuid.UUID, set[Slot]] = {attender.id: set() for attender in regulars}
    now = {(row.weekday, row.starts) for row in listing.session_times if row.weekday is not None}
    if len(now) < 2:
        return slots
    came = (
        select(Attendance.attender_id, Attendance.on, Register.starts)
        .join(Register, Register.id == Attendance.register_id)
        .where(Attendance.attender_id.in_(list(slots)), Attendance.came)
    )
    for attender_id, on, starts in session.execute(came):
        if _slot(on, starts) in now:
            slots[attender_id].add(_slot(on, starts))
    return slots


def _slot(on: date, starts: time) -> Slot:
    return on.weekday(), starts


def _is_asked_after(session: Session, attender: Attender, about: Missed) -> bool:
    """Whether a call is open, or was made since they came last."""
    if session.scalar(FriendlyCall.open_for(attender.id)) is not None:
        return True
    made = select(func.count()).where(
        FriendlyCall.attender_id == attender.id, FriendlyCall.about == about, FriendlyCall.outcome.is_not(None)
    )
    if attender.last_came_on is not None:
        made = made.where(FriendlyCall.missed_on > attender.last_came_on)
    return about is Missed.TWO_GAPS and bool(session.scalar(made))


def _was_rung(session: Session, referral_id: uuid.UUID, last_came_on: date | None) -> bool:
    """Whether the link worker has rung since they came last."""
    calls = session.scalars(
        select(Call).where(Call.referral_id == referral_id, Call.about == CallAbout.TWO_GAPS, Call.outcome.is_not(None))
    )
    return any(last_came_on is not None and call.due_on > last_came_on for call in calls)
