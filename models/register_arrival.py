"""What is said of a newcomer away from the register (by the code on their introduction, by a mail's link, beside their
name) is written into that day's register as well: the two never say different things.

    register = hold_day(session, referral, day, acting=..., at=now)   # first, as everybody does: nobody waits crosswise
    referral = Referral.held(...)
    note_coming(register, referral, True, on=day, key=form.key, acting=..., at=now)
"""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.acting import Acting
from models.attendance import Attendance
from models.attender import Attender
from models.meeting import Meeting
from models.referral import Referral
from models.referral_clocks import USUAL, ReferralClocks
from models.referral_stepping import leave_untold, session_of
from models.referral_words import Deed, State
from models.register import Register
from models.register_entry import Press
from models.register_words import Mark
from models.session_cancelling import is_called_off
from models.session_dates import meetings_between
from models.wall_clock import london_date


def hold_day(
    session: Session, referral: Referral, day: date, *, acting: Acting, at: datetime, make: bool = True
) -> Register | None:
    """The register of the session on a day, held; made when there is none yet (unless not `make`). None on a day
    without a session, or with one that was called off."""
    meeting = meeting_of(session, referral, day, at)
    if meeting is None:
        return None
    known = session.scalar(Register.of_session(referral.listing_id, day, meeting.starts))
    if is_called_off(known) or (known is None and not make):
        return None
    return Register.held_or_made(session, referral.listing, meeting, by=acting.user, at=at)


def meeting_of(session: Session, referral: Referral, day: date, at: datetime) -> Meeting | None:
    """The session of a day that a newcomer comes to: the one they were asked to, else the nearest to now."""
    on_the_day = [each for each in meetings_between(session, referral.listing, day, day) if each.is_on]
    for each in on_the_day:
        if referral.first_date == day and referral.first_starts == each.starts:
            return each
    return min(on_the_day, key=lambda each: abs(each.starts_at - at), default=None)


def arrive(
    register: Register | None,
    referral: Referral,
    *,
    key: uuid.UUID,
    acting: Acting,
    at: datetime,
    clocks: ReferralClocks = USUAL,
) -> None:
    """They stand at the door with their introduction. Raises ListingFull, HasEnded."""
    referral.arrive(acting=acting, at=at, clocks=clocks)
    _mark(register, referral, Mark.CAME, key, acting=acting, at=at, clocks=clocks)


def note_coming(
    register: Register | None,
    referral: Referral,
    came: bool,
    *,
    on: date,
    key: uuid.UUID,
    acting: Acting,
    at: datetime,
    clocks: ReferralClocks = USUAL,
) -> None:
    """They came on that day, or they did not. Not coming is counted once for each day. Raises WrongMoment, RuleBroken
    for a day to come."""
    if came:
        referral.note_came(on=on, acting=acting, at=at, clocks=clocks, form_key=key)
    elif any(step.deed is Deed.DID_NOT_COME and step.day == on for step in referral.steps):
        referral.step(Deed.DID_NOT_COME, acting=acting, at=at, day=on, form_key=key)
        leave_untold(session_of(referral), {referral.id})  # that they did not come is known by now
    else:
        referral.note_did_not_come(on=on, acting=acting, at=at, clocks=clocks, form_key=key)
    _mark(register, referral, Mark.CAME if came else Mark.ABSENT, key, acting=acting, at=at, clocks=clocks)


def take_back(
    session: Session,
    register: Register | None,
    referral: Referral,
    *,
    key: uuid.UUID,
    acting: Acting,
    at: datetime,
    clocks: ReferralClocks = USUAL,
) -> None:
    """ "Came" was a mistake. Somebody marked as here on another day since came for the first time then. Raises
    WrongMoment."""
    referral.undo_came(acting=acting, at=at)
    _mark(register, referral, None, key, acting=acting, at=at, clocks=clocks)
    attender = session.get(Attender, referral.id)
    first = attender.first_came_on if attender is not None else None
    if first is not None and referral.state is State.ACCEPTED and not _still_says(register, referral):
        referral.note_came(on=first, acting=acting, at=at, clocks=clocks)


def _mark(
    register: Register | None,
    referral: Referral,
    mark: Mark | None,
    key: uuid.UUID,
    *,
    acting: Acting,
    at: datetime,
    clocks: ReferralClocks,
) -> None:
    """One press on the register. Where the day is closed and says something else, both are kept to be settled."""
    if register is None or (mark is Mark.ABSENT and london_date(at) < register.on):
        return
    line = register.line_of(referral.id, at=at)
    if line.mark is mark or (mark is Mark.CAME and line.came):
        return
    register.mark(referral.id, mark, Press(key, at), acting=acting, at=at, clocks=clocks)


def _still_says(register: Register | None, referral: Referral) -> bool:
    """Whether a closed register of that day holds on to its mark, to be settled."""
    if register is None:
        return False
    line: Attendance | None = next((row for row in register.attendances if row.attender_id == referral.id), None)
    return line is not None and line.came


__all__ = ["arrive", "hold_day", "meeting_of", "note_coming", "take_back"]
