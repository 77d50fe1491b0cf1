"""Making two lines of a register one: the same person was written down twice."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy.orm import Session

from models.acting import Acting
from models.attendance import Attendance
from models.attended_month import AttendedMonth
from models.attender import Attender
from models.errors import RuleBroken
from models.friendly_call import FriendlyCall
from models.missed import came_again
from models.referral_clocks import USUAL, ReferralClocks
from models.register_entry import Press
from models.register_marking import Marking, NotOnTheList, move_referral
from models.register_pressing import session_of
from models.register_words import RegisterDeed

if TYPE_CHECKING:
    from models.register import Register


class BothWereSent(RuleBroken):
    """Each has somebody who waits to hear of them."""

    message = "Both were sent to you by somebody, and both are to hear how it went. They stay two lines."


class Joining(Marking):
    """The verb of two lines."""

    def join(
        self,
        keep: uuid.UUID,
        gone: uuid.UUID,
        press: Press,
        *,
        acting: Acting,
        at: datetime,
        clocks: ReferralClocks = USUAL,
    ) -> Attendance:
        """Two are one person: `gone` becomes `keep`, on this register and on every other of the listing. Somebody
        referred is always the one who stays, and whoever sent them hears that they came. Raises RegisterClosed,
        NotOnTheList, BothWereSent."""
        me = cast("Register", self)
        session = session_of(me)
        self.refuse_if_closed()
        if keep == gone:
            raise NotOnTheList
        kept, lost = self.attender_of(keep, at=at), self.attender_of(gone, at=at)
        if kept is lost or self.has_press(press.key):
            return self.line_of(kept.id, at=at)
        if kept.referral_id is not None and lost.referral_id is not None:
            raise BothWereSent
        if lost.referral_id is not None:
            kept, lost = lost, kept
        touched = _join(session, kept, lost, at)
        touched.update(register.id for register in kept.recount(session))
        for register_id in touched | {me.id}:
            register = session.get(type(me), register_id)
            if register is not None:
                register.recount_names()
        self.enter(RegisterDeed.JOINED, press, acting=acting, at=at, attender_id=kept.id)
        here = [row for row in session.scalars(Attendance.of(kept.id)) if row.came]
        if here:
            came_again(session, here[-1], at)
            if kept.referral_id is not None:
                move_referral(kept, here[0], acting=acting, at=at, clocks=clocks)
        return self.line_of(kept.id, at=at)


def _join(session: Session, kept: Attender, lost: Attender, at: datetime) -> set[uuid.UUID]:
    """Give every line of one to the other; where both have one on a register, "came" beats the rest, and what waited to
    be settled still does. Gives the registers that changed."""
    own = {row.register_id: row for row in session.scalars(Attendance.of(kept.id))}
    touched = set()
    for row in session.scalars(Attendance.of(lost.id)).all():
        touched.add(row.register_id)
        beside = own.get(row.register_id)
        if beside is None:
            row.attender, row.counted_as = kept, kept.counted_as
            row.is_referred = kept.referral_id is not None
            row.team_id = kept.referral.team_id if kept.referral else None
            continue
        if row.came and not beside.came:
            beside.mark, beside.came, beside.version = row.mark, True, beside.version + 1
        if row.is_disputed and not beside.is_disputed:
            other = row.other_mark if row.other_mark is not beside.mark else row.mark
            beside.is_disputed, beside.other_mark, beside.other_by_id = True, other, row.other_by_id
        session.delete(row)
    call = session.scalar(FriendlyCall.open_for(lost.id))
    if call is not None:
        call.let_go(at)
    kept.rung_by = kept.rung_by or lost.rung_by
    if kept.referral_id is None:  # of somebody referred the number stands with the referral
        kept.reach = kept.reach or lost.reach
    kept.last_active_at = max(kept.last_active_at, lost.last_active_at)
    lost.merged_into_id = kept.id
    lost.times, lost.first_came_on, lost.last_came_on = 0, None, None
    AttendedMonth.rewrite(session, lost, [])
    lost.erase(at)
    session.flush()
    return touched
