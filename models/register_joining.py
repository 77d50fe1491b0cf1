"""Making two lines of a register one: the same person was written down twice."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy.orm import Session

from models.acting import Acting
from models.attendance import Attendance
from models.attended_month import AttendedMonth
from models.attender import Attender
from models.register_entry import Press
from models.register_marking import Marking, NotOnTheList
from models.register_pressing import session_of
from models.register_words import RegisterDeed

if TYPE_CHECKING:
    from models.register import Register


class Joining(Marking):
    """The verb of two lines."""

    def join(self, keep: uuid.UUID, gone: uuid.UUID, press: Press, *, acting: Acting, at: datetime) -> Attendance:
        """Two are one person: `gone` becomes `keep`, on this register and on every other of the listing. Somebody
        referred is always the one who stays. Raises RegisterClosed, NotOnTheList."""
        me = cast("Register", self)
        session = session_of(me)
        self.refuse_if_closed()
        kept, lost = session.get(Attender, keep), session.get(Attender, gone)
        if kept is None or lost is None or keep == gone or {kept.listing_id, lost.listing_id} != {me.listing_id}:
            raise NotOnTheList
        if self.has_press(press.key):
            return self.line_of(kept.id, at=at)
        if lost.referral_id is not None and kept.referral_id is None:
            kept, lost = lost, kept
        touched = _join(session, kept, lost, at)
        touched.update(register.id for register in kept.recount(session))
        for register_id in touched | {me.id}:
            register = session.get(type(me), register_id)
            if register is not None:
                register.recount_names()
        self.enter(RegisterDeed.JOINED, press, acting=acting, at=at, attender_id=kept.id)
        return self.line_of(kept.id, at=at)


def _join(session: Session, kept: Attender, lost: Attender, at: datetime) -> set[uuid.UUID]:
    """Give every line of one to the other; where both have one on a register, "came" beats the rest. Gives the
    registers that changed."""
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
        session.delete(row)
    lost.merged_into_id = kept.id
    lost.times, lost.first_came_on, lost.last_came_on = 0, None, None
    AttendedMonth.rewrite(session, lost, [])
    lost.erase(at)
    session.flush()
    return touched
